/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "common.h"
#include "session/draft.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/json.h"

typedef struct {
  char *folder;
  SaffronSession *session;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *made = test_folder_new ();

  /* The folder does not exist yet, as on the app's first start. */
  f->folder = g_build_filename (made, "state", "drafts", NULL);
  f->session = saffron_session_new ("/nowhere/slide1.tif");
  saffron_session_add_moving (f->session, "/nowhere/slide2.tif");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autofree char *state = g_path_get_dirname (f->folder);
  g_autofree char *made = g_path_get_dirname (state);

  test_remove_all (made);
  g_object_unref (f->session);
  g_free (f->folder);
}

static void
write_draft (SaffronDraft *draft, SaffronSession *session)
{
  g_autoptr (JsonNode) node = saffron_draft_to_json (draft, session);
  g_autoptr (GError) error = NULL;

  g_assert_true (saffron_draft_write (draft, node, &error));
  g_assert_no_error (error);
}

static char *
text_of (SaffronSession *session)
{
  g_autoptr (JsonNode) node = saffron_session_to_json (session, "/a/b.saffron");

  return saffron_json_print (node);
}

static void
assert_n_drafts (Fixture *f, guint n)
{
  g_autoptr (GPtrArray) drafts = saffron_draft_list (f->folder, NULL);

  g_assert_cmpuint (drafts->len, ==, n);
}

static void
test_offered_once (Fixture *f, gconstpointer data)
{
  SaffronDraft *draft = NULL;
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (SaffronSession) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = text_of (f->session);
  g_autofree char *after = NULL;

  assert_n_drafts (f, 0);
  draft = saffron_draft_new (f->folder);
  assert_n_drafts (f, 0);
  write_draft (draft, f->session);
  /* A draft that is held is not offered to others. */
  assert_n_drafts (f, 0);
  saffron_draft_free (draft);
  assert_n_drafts (f, 1);
  drafts = saffron_draft_list (f->folder, NULL);
  g_assert_cmpuint (drafts->len, ==, 1);
  assert_n_drafts (f, 0);
  draft = drafts->pdata[0];
  g_assert_cmpint (saffron_draft_get_time (draft), >, 0);
  g_assert_nonnull (strstr (saffron_draft_get_summary (draft), "slide1"));

  back = saffron_draft_load (draft, &error);
  g_assert_no_error (error);
  g_assert_true (saffron_session_get_modified (back));
  g_assert_null (saffron_session_get_path (back));
  after = text_of (back);
  g_assert_cmpstr (before, ==, after);
  saffron_draft_discard (draft);
  g_clear_pointer (&drafts, g_ptr_array_unref);
  assert_n_drafts (f, 0);
}

/* Checks that a recovered session has its file again, and keeps members that a
 * later version wrote into the file. */
static void
test_of_a_file (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (f->folder);
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;
  g_autofree char *saved = NULL;
  g_autoptr (GString) more = NULL;
  g_autoptr (SaffronDraft) draft = saffron_draft_new (f->folder);
  g_autoptr (SaffronSession) read = NULL;
  g_autoptr (SaffronSession) back = NULL;

  file = g_build_filename (folder, "pair.saffron", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (saffron_session_save (f->session, file, NULL));
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  more = g_string_new (text);
  g_string_replace (more, "\"version\": 2,", "\"version\": 2, \"later\": [7],",
                    1);
  g_assert_true (g_file_set_contents (file, more->str, -1, NULL));

  read = saffron_session_load (file, NULL);
  write_draft (draft, read);
  back = saffron_draft_load (draft, NULL);
  g_assert_cmpstr (saffron_session_get_path (back), ==, file);
  g_assert_true (saffron_session_save (back, file, NULL));
  g_assert_false (saffron_session_get_modified (back));
  g_assert_true (g_file_get_contents (file, &saved, NULL, NULL));
  g_assert_nonnull (strstr (saved, "later"));
  g_assert_null (strstr (saved, "draft"));
  g_assert_cmpint (g_unlink (file), ==, 0);
}

/* Checks that drafts which cannot be read are named and left as they are, and
 * that the readable one is still listed. */
static void
test_unreadable (Fixture *f, gconstpointer data)
{
  static const char *const texts[] = {
    "",
    "{",
    "{}",
    "not a session",
    "{\"format\": \"saffron-session\", \"version\": 99}",
  };
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (SaffronDraft) good = saffron_draft_new (f->folder);
  guint n_newer = 0;

  write_draft (good, f->session);
  g_clear_pointer (&good, saffron_draft_free);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("%s/broken%u.saffron", f->folder, i);

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    }
  drafts = saffron_draft_list (f->folder, problems);
  g_assert_cmpuint (drafts->len, ==, 1);
  g_assert_cmpuint (problems->len, ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < problems->len; i++)
    {
      g_assert_nonnull (strstr (problems->pdata[i], "broken"));
      g_assert_null (strchr (problems->pdata[i], '\n'));
      n_newer += strstr (problems->pdata[i], "newer Saffron") != NULL;
    }
  g_assert_cmpuint (n_newer, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("%s/broken%u.saffron", f->folder, i);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, texts[i]);
    }
}

#define ADD(name, func)                                                        \
  g_test_add ("/draft/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("offered-once", test_offered_once);
  ADD ("of-a-file", test_of_a_file);
  ADD ("unreadable", test_unreadable);
  return g_test_run ();
}
