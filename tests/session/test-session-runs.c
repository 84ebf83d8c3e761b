/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "common.h"
#include "session/session.h"
#include "handles.h"
#include "runs.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"

typedef struct {
  char *folder;
  char *file;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = test_folder_new ();
  f->file = g_build_filename (f->folder, "pair.saffron", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  test_folder_remove (f->folder);
  g_free (f->file);
}

/* Of slides that need not be there, with two runs. */
static SaffronSession *
make_session (void)
{
  SaffronSession *session = saffron_session_new ("/nowhere/slide1.ome.tif");
  g_autoptr (SaffronRun) first = test_run_new (10.0);
  g_autoptr (SaffronRun) second = test_run_new (20.0);

  saffron_session_add_moving (session, "/nowhere/slide2_DAPI.ome.tif");
  saffron_session_add_run (session, moving_at (session, 0), first);
  saffron_session_add_run (session, moving_at (session, 0), second);
  return session;
}

static SaffronRun *
make_region_run (double shift)
{
  SaffronRunDraft *run = test_run_draft_new (shift);

  run->region = (SaffronRect){ 100, 100, 200, 200 };
  return saffron_run_draft_finish (run);
}

static void
assert_numbers (SaffronSession *session, const guint *numbers, guint n)
{
  g_assert_cmpuint (saffron_moving_get_n_runs (moving_at (session, 0)), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (saffron_run_entry_get_number (entry_at (session, 0, i)),
                        ==, numbers[i]);
      g_assert_cmpint (index_of (session, 0,
                                 saffron_moving_find_number (
                                     moving_at (session, 0), numbers[i])),
                       ==, (int) i);
    }
}

static SaffronSession *
save_and_load (Fixture *f, SaffronSession *session)
{
  SaffronSession *back = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (saffron_session_save (session, f->file, &error));
  back = saffron_session_load (f->file, &error);
  g_assert_no_error (error);
  return back;
}

/* A number stays with its run, in the file too, and no run gets it again. */
static void
test_numbers (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) session = make_session ();
  g_autoptr (SaffronSession) back = NULL;
  g_autoptr (SaffronRun) third = test_run_new (30.0);
  g_autoptr (SaffronRun) fourth = test_run_new (40.0);

  saffron_session_add_run (session, moving_at (session, 0), third);
  assert_numbers (session, (guint[]){ 1, 2, 3 }, 3);
  saffron_session_remove_run (session, entry_at (session, 0, 0));
  saffron_session_set_run_note (session, entry_at (session, 0, 0),
                                "the second");
  assert_numbers (session, (guint[]){ 2, 3 }, 2);
  g_assert_null (saffron_moving_find_number (moving_at (session, 0), 1));
  saffron_session_remove_run (session, entry_at (session, 0, 1));
  assert_numbers (session, (guint[]){ 2 }, 1);
  back = save_and_load (f, session);
  saffron_session_add_run (back, moving_at (back, 0), fourth);
  assert_numbers (back, (guint[]){ 2, 4 }, 2);
  g_assert_true (saffron_moving_find_run (moving_at (back, 0), fourth)
                 == entry_at (back, 0, 1));
  g_assert_null (saffron_moving_find_run (moving_at (back, 0), third));
  /* What was undone has not been. */
  g_assert_true (saffron_session_undo (back));
  saffron_session_add_run (back, moving_at (back, 0), third);
  assert_numbers (back, (guint[]){ 2, 4 }, 2);
}

/* The text without what this version writes and an older one did not. */
static void
make_old (const char *path)
{
  g_autofree char *text = test_read_file (path);
  g_autoptr (GRegex) regex = g_regex_new (
      ",\\s*\"(number|last_run_number|started_from)\": [0-9]+", 0, 0, NULL);
  g_autofree char *old = g_regex_replace (regex, text, -1, 0, "", 0, NULL);

  g_assert_cmpstr (old, !=, text);
  g_assert_true (g_file_set_contents (path, old, -1, NULL));
}

/* In an old file it is the place; what an old version adds is the last one. */
static void
test_old_numbers (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) session = make_session ();
  g_autoptr (SaffronSession) back = NULL;
  g_autoptr (SaffronSession) again = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  g_assert_true (saffron_session_save (session, f->file, NULL));
  make_old (f->file);
  back = saffron_session_load (f->file, NULL);
  assert_numbers (back, (guint[]){ 1, 2 }, 2);
  saffron_session_remove_run (back, entry_at (back, 0, 0));
  again = save_and_load (f, back);
  assert_numbers (again, (guint[]){ 2 }, 1);

  /* Two of one number, from hands or another program. */
  g_assert_true (saffron_session_save_over (session, f->file, NULL));
  text = test_read_file (f->file);
  parts = g_strsplit (text, "\"number\": 2", 2);
  g_free (text);
  text = g_strjoinv ("\"number\": 1", parts);
  g_assert_true (g_file_set_contents (f->file, text, -1, NULL));
  g_clear_object (&back);
  back = saffron_session_load (f->file, NULL);
  assert_numbers (back, (guint[]){ 1, 3 }, 2);
}

static void
assert_export (SaffronSession *session, SaffronRun *expected, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  SaffronRun *run = run_of (
      saffron_moving_get_export (moving_at (session, 0), &note, &error));

  g_assert_true (run == expected);
  g_assert_true ((error == NULL) == (run != NULL));
  if (says == NULL)
    g_assert_null (note);
  else
    g_assert_nonnull (strstr (run != NULL ? note : error->message, says));
}

/* Whether @region alone (nullable: none) has its outside of run @run. */
static void
assert_regions_of (SaffronSession *session, guint run, SaffronRunEntry *region)
{
  g_autoptr (GPtrArray) regions = saffron_moving_get_regions_of (
      moving_at (session, 0), entry_at (session, 0, run));

  g_assert_cmpuint (regions->len, ==, region != NULL ? 1 : 0);
  if (region != NULL)
    g_assert_true (regions->pdata[0] == region);
}

/* Under a region's run lies the one that it started from, whatever was made
 * and deleted since. */
static void
test_regions (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) session = make_session ();
  g_autoptr (SaffronSession) back = NULL;
  g_autoptr (SaffronRun) region = make_region_run (30.0);
  g_autoptr (SaffronRun) alone = make_region_run (40.0);
  SaffronRun *first = run_at (session, 0, 0);
  SaffronRunEntry *entry = NULL;
  guint64 edit;

  assert_export (session, run_at (session, 0, 1), NULL);
  saffron_session_set_current_run (session, entry_at (session, 0, 0));
  edit = saffron_session_get_edit (session);
  entry = saffron_session_add_region_run (
      session, moving_at (session, 0), region, entry_at (session, 0, 0), TRUE);
  g_assert_true (entry == entry_at (session, 0, 2));
  g_assert_cmpuint (saffron_session_get_edit (session), ==, edit + 1);
  g_assert_true (current_run (session, 0) == region);
  g_assert_true (run_of (saffron_moving_get_whole (moving_at (session, 0)))
                 == first);
  assert_export (session, first,
                 "“slide2_DAPI”: run 3 is of a region alone; "
                 "run 1, which it started from, is taken");
  assert_regions_of (session, 0, entry);
  assert_regions_of (session, 1, NULL);
  /* Both are one step. */
  g_assert_true (saffron_session_undo (session));
  g_assert_cmpint (current_index (session, 0), ==, 0);
  g_assert_true (saffron_session_redo (session));

  saffron_session_remove_run (session, entry_at (session, 0, 1));
  g_assert_true (run_of (saffron_moving_get_whole (moving_at (session, 0)))
                 == first);
  back = save_and_load (f, session);
  g_assert_true (run_of (saffron_moving_get_whole (moving_at (back, 0)))
                 == run_at (back, 0, 0));
  saffron_session_remove_run (session, entry_at (session, 0, 0));
  g_assert_null (saffron_moving_get_whole (moving_at (session, 0)));
  assert_export (session, NULL, "run 1, that it started from, was deleted");

  /* From nothing: not what happens to lie before it either. */
  saffron_session_undo (session);
  saffron_session_add_region_run (session, moving_at (session, 0), alone, NULL,
                                  FALSE);
  g_assert_true (current_run (session, 0) == region);
  saffron_session_set_current_run (session, entry_at (session, 0, 2));
  g_assert_null (saffron_moving_get_whole (moving_at (session, 0)));
  assert_export (session, NULL, "register the whole slide first");

  /* In an old file, the last one before it. */
  g_assert_true (saffron_session_save (session, f->file, NULL));
  make_old (f->file);
  g_clear_object (&back);
  back = saffron_session_load (f->file, NULL);
  g_assert_true (run_of (saffron_moving_get_whole (moving_at (back, 0)))
                 == run_at (back, 0, 0));
}

static int
find (SaffronSession *session, const char *name, GError **error)
{
  return index_of_moving (session,
                          saffron_session_find_moving (session, name, error));
}

static void
test_find_moving (void)
{
  g_autoptr (SaffronSession) session =
      saffron_session_new ("/a/slide1_DAPI.ome.tif");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (find (session, NULL, &error), ==, -1);
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_clear_error (&error);
  saffron_session_add_moving (session, "/a/slide2_DAPI.ome.tif");
  g_assert_cmpint (find (session, NULL, NULL), ==, 0);
  g_assert_true (saffron_session_add_moving (session, "/a/slide2_DAPI.ome.tif")
                 == moving_at (session, 0));
  saffron_session_add_moving (session, "/a/other.svs");
  saffron_session_add_moving (session, "/b/other.svs");
  g_assert_cmpint (find (session, "/a/slide2_DAPI.ome.tif", NULL), ==, 0);
  g_assert_cmpint (find (session, "slide2_DAPI.ome.tif", NULL), ==, 0);
  g_assert_cmpint (find (session, "slide2_DAPI", NULL), ==, 0);
  g_assert_cmpint (find (session, "/b/other.svs", NULL), ==, 2);
  g_assert_cmpint (find (session, "other", &error), ==, -1);
  g_assert_nonnull (strstr (error->message, "more than one"));
  g_clear_error (&error);
  g_assert_cmpint (find (session, NULL, &error), ==, -1);
  g_assert_nonnull (strstr (error->message, "slide2_DAPI.ome.tif"));
  g_clear_error (&error);
  g_assert_cmpint (find (session, "nothing", &error), ==, -1);
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
}

#define ADD(name, func)                                                        \
  g_test_add ("/session-runs/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("numbers", test_numbers);
  ADD ("old-numbers", test_old_numbers);
  ADD ("regions", test_regions);
  g_test_add_func ("/session/find-moving", test_find_moving);
  return g_test_run ();
}
