/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/sign.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "common.h"
#include "handles.h"
#include "runs.h"
#include "session/session-merge.h"

/* One file with one run, and two programs that have read it. */
typedef struct {
  char *folder;
  char *file;
  SaffronSession *ours, *theirs;
} Fixture;

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
  SaffronRunDraft *draft = test_run_draft_new (10.0);
  g_autoptr (SaffronRun) run = NULL;

  draft->started = g_strdup ("2024-05-06T07:08:09Z");
  run = saffron_run_draft_finish (draft);
  f->folder = test_folder_new ();
  f->file = g_build_filename (f->folder, "pair.saffron", NULL);
  saffron_session_add_run (
      session, saffron_session_add_moving (session, "/nowhere/slide2.tif"),
      run);
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

static const SaffronSign *
sign_of (SaffronSession *session)
{
  return saffron_run_entry_get_sign (entry_at (session, 0, 0));
}

static void
sign (SaffronSession *session, SaffronSignVerdict verdict, const char *note)
{
  g_autoptr (SaffronSign) made = saffron_sign_new (verdict, "kb", note);

  saffron_session_set_sign (session, entry_at (session, 0, 0), made);
}

static void
count (SaffronRunEntry *entry, GParamSpec *pspec, gpointer n)
{
  ++*(int *) n;
}

/* A person's text is taken as it is, but for what no sign can hold. */
static void
test_new (void)
{
  g_autofree char *long_note = g_strnfill (SAFFRON_SIGN_MOST_NOTE + 9, 'n');
  g_autoptr (SaffronSign) made =
      saffron_sign_new (SAFFRON_SIGN_REJECT, " k\nb \xff ", "one\ntwo <b>\n");
  g_autoptr (SaffronSign) large =
      saffron_sign_new (SAFFRON_SIGN_REDO, NULL, long_note);
  g_autoptr (SaffronSign) copy = NULL;
  g_autoptr (SaffronSign) back = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_assert_cmpstr (made->initials, ==, "k b \xef\xbf\xbd");
  g_assert_cmpstr (made->note, ==, "one\ntwo <b>");
  g_assert_cmpuint (strlen (large->note), ==, SAFFRON_SIGN_MOST_NOTE);
  g_assert_cmpstr (large->initials, ==, "");

  saffron_sign_add_looked (made, (SaffronRefPoint){ 1.0 / 3.0, -2.0 });
  saffron_sign_add_looked (made, (SaffronRefPoint){ NAN, 2.0 });
  saffron_sign_add_looked (made, (SaffronRefPoint){ 1.0 / 3.0, -2.0 });
  g_assert_cmpuint (made->looked->len, ==, 1);
  for (int i = 0; i < SAFFRON_SIGN_MOST_LOOKED + 5; i++)
    saffron_sign_add_looked (large, (SaffronRefPoint){ i, 0.0 });
  g_assert_cmpuint (large->looked->len, ==, SAFFRON_SIGN_MOST_LOOKED);

  copy = saffron_sign_copy (made);
  g_assert_true (saffron_sign_equal (copy, made));
  g_assert_false (saffron_sign_equal (copy, large));
  g_assert_false (saffron_sign_equal (copy, NULL));
  g_assert_true (saffron_sign_equal (NULL, NULL));
  g_array_index (copy->looked, SaffronRefPoint, 0).y = 0.0;
  g_assert_false (saffron_sign_equal (copy, made));

  node = saffron_sign_to_json (large);
  back = saffron_sign_from_json (node);
  g_assert_true (saffron_sign_equal (back, large));
}

/* Signing is an edit: it is told, undone, saved, and read back. */
static void
test_edit (Fixture *f, gconstpointer data)
{
  SaffronRunEntry *entry = entry_at (f->ours, 0, 0);
  g_autoptr (SaffronSign) made =
      saffron_sign_new (SAFFRON_SIGN_ACCEPT, "KB", "fine");
  g_autoptr (SaffronSession) back = NULL;
  int told = 0;

  g_signal_connect (entry, "notify::sign", G_CALLBACK (count), &told);
  g_assert_null (sign_of (f->ours));
  saffron_sign_add_looked (made, (SaffronRefPoint){ 12.5, 1e9 });
  saffron_session_set_sign (f->ours, entry, made);
  saffron_session_set_sign (f->ours, entry, made);
  g_assert_cmpint (told, ==, 1);
  g_assert_true (saffron_sign_equal (sign_of (f->ours), made));
  g_assert_true (sign_of (f->ours) != made);
  g_assert_cmpint (saffron_session_get_undo (f->ours), ==,
                   SAFFRON_EDIT_RUN_SIGN);
  g_assert_true (saffron_session_undo (f->ours));
  g_assert_null (sign_of (f->ours));
  g_assert_cmpint (saffron_session_get_undo (f->ours), ==, SAFFRON_EDIT_NONE);
  g_assert_true (saffron_session_redo (f->ours));
  g_assert_cmpint (told, ==, 3);

  save (f, f->ours);
  back = load (f->file);
  g_assert_true (saffron_sign_equal (sign_of (back), made));
  saffron_session_set_sign (back, entry_at (back, 0, 0), NULL);
  g_assert_null (sign_of (back));
  save (f, back);
  g_clear_object (&back);
  back = load (f->file);
  g_assert_null (sign_of (back));
}

/* What is no sign of this version is none, and stays in the file. */
static void
test_hostile (Fixture *f, gconstpointer data)
{
#define REST "\"initials\":\"a\",\"when\":\"2026-01-02T03:04:05Z\""
  static const char *const texts[] = {
    "7",
    "[]",
    "{}",
    "{" REST "}",
    "{\"verdict\":\"hold\"," REST "}",
    "{\"verdict\":1," REST "}",
    "{\"verdict\":\"accept\",\"initials\":\"a\"}",
    "{\"verdict\":\"accept\",\"initials\":[],\"when\":\"2026-01-02T03:04:"
    "05Z\"}",
    "{\"verdict\":\"accept\",\"initials\":\"a\",\"when\":\"<today>\"}",
    "{\"verdict\":\"accept\",\"note\":{}," REST "}",
    "{\"verdict\":\"accept\",\"looked\":7," REST "}",
    "{\"verdict\":\"accept\",\"looked\":[7]," REST "}",
    "{\"verdict\":\"accept\",\"looked\":[[1,2,3]]," REST "}",
    "{\"verdict\":\"accept\",\"looked\":[[1,null]]," REST "}",
    "{\"verdict\":\"accept\",\"looked\":[[1,\"2\"]]," REST "}",
    "{\"verdict\":\"accept\",\"initials\":"
    "\"123456789012345678901234567890123\","
    "\"when\":\"2026-01-02T03:04:05Z\"}",
  };
  g_autofree char *whole = test_read_file (f->file);
  g_auto (GStrv) parts = g_strsplit (whole, "\"runs\": [\n", 2);
  const char *begin = strchr (parts[1], '{') + 1;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = g_strconcat (
          parts[0], "\"runs\": [{\"sign\":", texts[i], ",", begin, NULL);
      g_autoptr (SaffronSession) session = NULL;
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *kept = NULL;

      g_assert_true (g_file_set_contents (f->file, text, -1, NULL));
      session = load (f->file);
      g_assert_null (sign_of (session));
      node = saffron_session_to_json (session, f->file);
      kept = saffron_json_print (node);
      g_assert_nonnull (strstr (kept, "\"sign\""));

      /* A person can sign in its place. */
      sign (session, SAFFRON_SIGN_REDO, NULL);
      g_assert_cmpint (sign_of (session)->verdict, ==, SAFFRON_SIGN_REDO);
    }
}

/* More places than a sign holds are no sign, and do not take long. */
static void
test_many (void)
{
  g_autoptr (GString) text =
      g_string_new ("{\"verdict\":\"accept\"," REST ",\"looked\":[[0,0]");
  g_autoptr (JsonNode) node = NULL;

  for (int i = 0; i < SAFFRON_SIGN_MOST_LOOKED; i++)
    g_string_append_printf (text, ",[%d,1]", i);
  g_string_append (text, "]}");
  node = saffron_json_parse (text->str, text->len, "sign", NULL);
  g_assert_nonnull (node);
  g_assert_null (saffron_sign_from_json (node));
}

/* A sign that another program gave to a run comes with a merge; one that was
 * given here, or taken back here, stays as it is here. */
static void
test_merge (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) there = NULL;

  g_assert_cmpuint (saffron_session_count_new_signs (f->ours, f->theirs), ==,
                    0);
  sign (f->theirs, SAFFRON_SIGN_REJECT, "torn");
  save (f, f->theirs);
  there = load (f->file);
  g_assert_cmpuint (saffron_session_count_new_signs (f->ours, there), ==, 1);
  saffron_session_merge (f->ours, there);
  g_assert_cmpuint (saffron_session_count_new_signs (f->ours, there), ==, 0);
  g_assert_cmpstr (sign_of (f->ours)->note, ==, "torn");
  g_assert_cmpint (saffron_session_get_undo (f->ours), ==,
                   SAFFRON_EDIT_RUN_SIGN);

  /* Taken back here, it does not come again. */
  saffron_session_set_sign (f->ours, entry_at (f->ours, 0, 0), NULL);
  saffron_session_merge (f->ours, there);
  g_assert_null (sign_of (f->ours));

  /* Signed anew on both sides, each keeps its own. */
  sign (f->theirs, SAFFRON_SIGN_REDO, "again");
  save (f, f->theirs);
  g_clear_object (&there);
  there = load (f->file);
  sign (f->ours, SAFFRON_SIGN_ACCEPT, "ours");
  g_assert_cmpuint (saffron_session_count_new_signs (f->ours, there), ==, 0);
  saffron_session_merge (f->ours, there);
  g_assert_cmpstr (sign_of (f->ours)->note, ==, "ours");
}

#define ADD(name, func)                                                        \
  g_test_add ("/sign/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sign/new", test_new);
  ADD ("edit", test_edit);
  ADD ("hostile", test_hostile);
  g_test_add_func ("/sign/many", test_many);
  ADD ("merge", test_merge);
  return g_test_run ();
}
