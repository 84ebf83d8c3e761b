/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "common.h"
#include "session/session-merge.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "session/draft.h"
#include "session/snapshot.h"
#include "register/start.h"
#include "handles.h"
#include "runs.h"

/* One file, and two programs that have read it. */
typedef struct {
  char *folder;
  char *file;
  SaffronSession *ours;
  SaffronSession *theirs;
  int minute; /* that the next run starts in */
} Fixture;

static SaffronRunDraft *
make_draft (Fixture *f, double shift)
{
  SaffronRunDraft *run = test_run_draft_new (shift);

  run->started = g_strdup_printf ("2024-05-06T07:%02d:09Z", f->minute++);
  return run;
}

static SaffronRun *
make_run (Fixture *f, double shift)
{
  return saffron_run_draft_finish (make_draft (f, shift));
}

static SaffronRunEntry *
add_run (Fixture *f, SaffronSession *session, guint moving, double shift)
{
  g_autoptr (SaffronRun) run = make_run (f, shift);

  return saffron_session_add_run (session, moving_at (session, moving), run);
}

static SaffronSession *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  SaffronSession *session = saffron_session_load (path, &error);

  g_assert_no_error (error);
  return session;
}

static void
save (Fixture *f, SaffronSession *session)
{
  g_autoptr (GError) error = NULL;

  saffron_session_save (session, f->file, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) session =
      saffron_session_new ("/nowhere/slide1.tif");

  f->folder = test_folder_new ();
  f->file = g_build_filename (f->folder, "pair.saffron", NULL);
  saffron_session_add_moving (session, "/nowhere/slide2.tif");
  add_run (f, session, 0, 10.0);
  add_run (f, session, 0, 20.0);
  save (f, session);
  f->ours = load (f->file);
  f->theirs = load (f->file);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->ours);
  g_object_unref (f->theirs);
  test_folder_remove (f->folder);
  g_free (f->file);
}

/* Saving it writes nothing; what is in the file instead. */
static SaffronSession *
assert_conflict (Fixture *f, SaffronSession *session)
{
  g_autoptr (SaffronSnapshot) snapshot =
      saffron_snapshot_new (session, f->file);
  g_autofree char *before = test_read_file (f->file);
  g_autofree char *after = NULL;
  SaffronSession *there = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (saffron_snapshot_write (snapshot, FALSE, &there, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_CHANGED);
  g_assert_true (g_str_has_prefix (error->message, f->file));
  g_assert_null (strchr (error->message, '\n'));
  after = test_read_file (f->file);
  g_assert_cmpstr (before, ==, after);
  g_assert_nonnull (there);
  return there;
}

static void
assert_news (SaffronSession *ours,
             SaffronSession *theirs,
             guint n_runs,
             guint n_slides)
{
  guint n = 0;

  g_assert_cmpuint (saffron_session_count_news (ours, theirs, &n), ==, n_runs);
  g_assert_cmpuint (n, ==, n_slides);
}

/* The runs of a slide, by where they shift to and by their numbers. */
static void
assert_runs (SaffronSession *session,
             guint moving,
             const double *shifts,
             const guint *numbers,
             guint n)
{
  g_assert_cmpuint (saffron_moving_get_n_runs (moving_at (session, moving)), ==,
                    n);
  for (guint i = 0; i < n; i++)
    {
      SaffronRun *run = run_at (session, moving, i);

      g_assert_cmpfloat (saffron_transform_get_affine (run->transform)->x0, ==,
                         shifts[i]);
      g_assert_cmpuint (
          saffron_run_entry_get_number (entry_at (session, moving, i)), ==,
          numbers[i]);
    }
}

/* The file is the session's own as long as nobody else writes it. */
static void
test_changed (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) there = NULL;
  g_autofree char *other = g_build_filename (f->folder, "b.saffron", NULL);
  g_autoptr (GError) error = NULL;

  add_run (f, f->ours, 0, 30.0);
  save (f, f->ours);
  add_run (f, f->ours, 0, 40.0);
  save (f, f->ours);
  there = assert_conflict (f, f->theirs);
  assert_news (f->theirs, there, 2, 0);
  g_assert_true (saffron_session_get_modified (f->theirs) == FALSE);

  /* Once it is known, it may be replaced; not if it is yet another. */
  add_run (f, f->ours, 0, 50.0);
  save (f, f->ours);
  saffron_session_acknowledge (f->theirs, there);
  g_clear_object (&there);
  there = assert_conflict (f, f->theirs);
  saffron_session_acknowledge (f->theirs, there);
  save (f, f->theirs);
  save (f, f->theirs);

  /* One that has gone is written again; another name is none of it. */
  g_assert_cmpint (g_unlink (f->file), ==, 0);
  save (f, f->ours);
  g_clear_object (&there);
  there = assert_conflict (f, f->theirs);
  g_assert_true (saffron_session_save (f->ours, other, &error));
  g_assert_true (saffron_session_save (f->theirs, other, &error));
  g_assert_cmpint (g_unlink (other), ==, 0);
}

/* Even what has the same length, is put there unlocked, and is not a file of
 * its own. */
static void
test_rewritten (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) there = NULL;
  g_autofree char *text = test_read_file (f->file);
  FILE *file = g_fopen (f->file, "we");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (text, 1, strlen (text), file), ==, strlen (text));
  g_assert_cmpint (fclose (file), ==, 0);
  there = assert_conflict (f, f->ours);
  assert_news (f->ours, there, 0, 0);
}

/* Runs of both are there, each with a number of its own; what was deleted here
 * stays deleted, and it all can be undone. */
static void
test_both (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) there = NULL;
  g_autoptr (SaffronSession) back = NULL;
  SaffronRunDraft *draft = make_draft (f, 50.0);
  g_autoptr (SaffronRun) region = NULL;
  const guint numbers[] = { 2, 3, 4, 5, 6 };
  const double shifts[] = { 20.0, 30.0, 40.0, 50.0, 60.0 };
  SaffronRunEntry *entry = NULL;

  draft->region = (SaffronRect){ 1, 2, 3, 4 };
  region = saffron_run_draft_finish (draft);
  entry = add_run (f, f->theirs, 0, 40.0);
  saffron_session_set_run_note (f->theirs, entry, "theirs");
  saffron_session_set_run_starred (f->theirs, entry, TRUE);
  saffron_session_set_run_note (f->theirs, entry_at (f->theirs, 0, 1),
                                "not taken over");
  saffron_session_add_region_run (f->theirs, moving_at (f->theirs, 0), region,
                                  entry, FALSE);
  add_run (f, f->theirs, 0, 60.0);
  save (f, f->theirs);

  add_run (f, f->ours, 0, 30.0);
  saffron_session_remove_run (f->ours, entry_at (f->ours, 0, 0));
  saffron_session_set_current_run (f->ours, entry_at (f->ours, 0, 0));
  there = assert_conflict (f, f->ours);
  assert_news (f->ours, there, 3, 0);
  saffron_session_merge (f->ours, there);
  assert_news (f->ours, there, 0, 0);
  assert_runs (f->ours, 0, shifts, numbers, 5);
  g_assert_cmpint (current_index (f->ours, 0), ==, 0);
  g_assert_cmpstr (saffron_run_entry_get_note (entry_at (f->ours, 0, 0)), ==,
                   "");
  g_assert_cmpstr (saffron_run_entry_get_note (entry_at (f->ours, 0, 2)), ==,
                   "theirs");
  g_assert_true (saffron_run_entry_get_starred (entry_at (f->ours, 0, 2)));
  g_assert_true (saffron_moving_get_whole_of (moving_at (f->ours, 0),
                                              entry_at (f->ours, 0, 3))
                 == entry_at (f->ours, 0, 2));

  save (f, f->ours);
  back = load (f->file);
  assert_runs (back, 0, shifts, numbers, 5);
  g_assert_true (saffron_session_undo (f->ours));
  assert_runs (f->ours, 0, shifts, numbers, 2);

  /* The other finds both, too, though its own have other numbers now. */
  g_clear_object (&there);
  there = assert_conflict (f, f->theirs);
  assert_news (f->theirs, there, 1, 0);
}

/* A slide comes with its landmarks and its start. One that was removed here
 * stays away, as long as nobody writes it again. */
static void
test_slides (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) there = NULL;
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  const SaffronMovPoint p = { 1, 2 };
  const SaffronAffine start = { 1, 0, 5, 0, 1, 6 };

  saffron_landmarks_add (landmarks, (SaffronRefPoint){ 3, 4 }, p, "a", NULL);
  saffron_session_add_moving (f->theirs, "/nowhere/slide3.tif");
  saffron_session_set_landmarks (f->theirs, moving_at (f->theirs, 0),
                                 landmarks);
  saffron_session_set_landmarks (f->theirs, moving_at (f->theirs, 1),
                                 landmarks);
  saffron_session_set_start (f->theirs, moving_at (f->theirs, 1), &start);
  save (f, f->theirs);
  saffron_session_remove_moving (f->ours, moving_at (f->ours, 0));
  there = assert_conflict (f, f->ours);
  assert_news (f->ours, there, 0, 1);
  saffron_session_merge (f->ours, there);
  g_assert_cmpuint (saffron_session_get_n_moving (f->ours), ==, 1);
  g_assert_cmpstr (saffron_moving_get_name (moving_at (f->ours, 0)), ==,
                   "slide3");
  g_assert_cmpuint (saffron_moving_get_landmarks (moving_at (f->ours, 0))->len,
                    ==, 1);
  g_assert_true (saffron_start_equal (
      saffron_moving_get_start (moving_at (f->ours, 0)), &start));
  g_assert_cmpint (saffron_session_get_undo (f->ours), ==,
                   SAFFRON_EDIT_ADD_MOVING);
  save (f, f->ours);

  g_clear_object (&there);
  there = assert_conflict (f, f->theirs);
  assert_news (f->theirs, there, 0, 0);
  saffron_session_acknowledge (f->theirs, there);
  add_run (f, f->theirs, 0, 70.0);
  add_run (f, f->theirs, 1, 80.0);
  save (f, f->theirs);
  g_clear_object (&there);
  there = assert_conflict (f, f->ours);
  assert_news (f->ours, there, 4, 1);
  saffron_session_merge (f->ours, there);
  assert_runs (f->ours, 0, (double[]){ 80.0 }, (guint[]){ 1 }, 1);
  assert_runs (f->ours, 1, (double[]){ 10.0, 20.0, 70.0 }, (guint[]){ 1, 2, 3 },
               3);
  g_assert_cmpint (current_index (f->ours, 0), ==, 0);
}

/* Only a new run brings back the slide that was removed here, not those that
 * were removed with it; landmarks of a slide that is here are not touched. */
static void
test_removed_slide (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) there = NULL;
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  const SaffronMovPoint p = { 1, 2 };

  saffron_landmarks_add (landmarks, (SaffronRefPoint){ 3, 4 }, p, "a", NULL);
  saffron_session_set_landmarks (f->theirs, moving_at (f->theirs, 0),
                                 landmarks);
  add_run (f, f->theirs, 0, 30.0);
  save (f, f->theirs);
  there = assert_conflict (f, f->ours);
  saffron_session_merge (f->ours, there);
  g_assert_cmpuint (saffron_moving_get_landmarks (moving_at (f->ours, 0))->len,
                    ==, 0);
  assert_runs (f->ours, 0, (double[]){ 10.0, 20.0, 30.0 }, (guint[]){ 1, 2, 3 },
               3);

  add_run (f, f->theirs, 0, 40.0);
  save (f, f->theirs);
  saffron_session_remove_moving (f->ours, moving_at (f->ours, 0));
  g_clear_object (&there);
  there = assert_conflict (f, f->ours);
  assert_news (f->ours, there, 1, 1);
  saffron_session_merge (f->ours, there);
  assert_runs (f->ours, 0, (double[]){ 40.0 }, (guint[]){ 4 }, 1);
  g_assert_cmpuint (saffron_moving_get_landmarks (moving_at (f->ours, 0))->len,
                    ==, 1);
}

/* Onto another reference they say nothing here. */
static void
test_other_reference (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) there = NULL;

  add_run (f, f->theirs, 0, 30.0);
  save (f, f->theirs);
  saffron_session_swap (f->ours, moving_at (f->ours, 0));
  there = assert_conflict (f, f->ours);
  assert_news (f->ours, there, 0, 0);
  saffron_session_merge (f->ours, there);
  g_assert_cmpuint (saffron_moving_get_n_runs (moving_at (f->ours, 0)), ==, 0);
}

/* Nor do those of another scene of a file, which has other coordinates. */
static void
test_other_scene (Fixture *f, gconstpointer data)
{
  const SaffronSlideChoice choice = { .scene = 2 };
  gboolean of_reference = GPOINTER_TO_INT (data);
  g_autofree char *path = g_strdup (
      of_reference ? saffron_session_get_reference_path (f->ours)
                   : saffron_moving_get_path (moving_at (f->ours, 0)));
  g_autoptr (SaffronSession) there = NULL;

  add_run (f, f->theirs, 0, 30.0);
  save (f, f->theirs);
  saffron_session_choose (f->ours, path, &choice);
  there = assert_conflict (f, f->ours);
  assert_news (f->ours, there, 0, 0);
  saffron_session_merge (f->ours, there);
  g_assert_cmpuint (saffron_moving_get_n_runs (moving_at (f->ours, 0)), ==, 0);
}

/* What is recovered knows the file as the session that left it did, and what
 * was deleted then. */
static void
test_draft (Fixture *f, gconstpointer data)
{
  gboolean old = GPOINTER_TO_INT (data);
  g_autoptr (SaffronDraft) draft = saffron_draft_new (f->folder);
  g_autoptr (SaffronSession) back = NULL;
  g_autoptr (SaffronSession) there = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *own = NULL;

  saffron_session_remove_run (f->ours, entry_at (f->ours, 0, 0));
  node = saffron_draft_to_json (draft, f->ours);
  own = json_object_get_object_member (json_node_get_object (node), "draft");
  if (old)
    {
      json_object_remove_member (own, "stamp");
      json_object_remove_member (own, "contents");
    }
  g_assert_true (saffron_draft_write (draft, node, NULL));
  back = saffron_draft_load (draft, NULL);
  save (f, back);

  add_run (f, f->theirs, 0, 30.0);
  saffron_session_save_over (f->theirs, f->file, NULL);
  g_clear_object (&back);
  back = saffron_draft_load (draft, NULL);
  there = assert_conflict (f, back);
  assert_news (back, there, old ? 2 : 1, 0);

  /* So does the next draft, which is younger than the file. */
  g_clear_pointer (&node, json_node_unref);
  node = saffron_draft_to_json (draft, back);
  g_assert_true (saffron_draft_write (draft, node, NULL));
  g_clear_object (&back);
  g_clear_object (&there);
  back = saffron_draft_load (draft, NULL);
  there = assert_conflict (f, back);
  saffron_draft_discard (draft);
}

#define ADD(name, func, data)                                                  \
  g_test_add ("/merge/" name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("changed", test_changed, NULL);
  ADD ("rewritten", test_rewritten, NULL);
  ADD ("both", test_both, NULL);
  ADD ("slides", test_slides, NULL);
  ADD ("removed-slide", test_removed_slide, NULL);
  ADD ("other-reference", test_other_reference, NULL);
  ADD ("other-scene", test_other_scene, GINT_TO_POINTER (FALSE));
  ADD ("other-scene-of-reference", test_other_scene, GINT_TO_POINTER (TRUE));
  ADD ("draft", test_draft, GINT_TO_POINTER (FALSE));
  ADD ("old-draft", test_draft, GINT_TO_POINTER (TRUE));
  return g_test_run ();
}
