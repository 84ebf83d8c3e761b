/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-rings.h"

#include "common.h"
#include "quality/words.h"
#include "runs.h"
#include "session/moving-state.h"

#define MANY 50

/* Three moving slides with verified runs. */
typedef struct {
  SaffronSession *session;
  SaffronMoving *slides[3];
} Fixture;

static SaffronRun *
verified_run (const char *started)
{
  SaffronRunDraft *draft = test_run_draft_new (10.0);

  draft->verified = TRUE;
  draft->started = g_strdup (started);
  return saffron_run_draft_finish (draft);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const paths[] = { "/nowhere/b.tif", "/nowhere/c.tif",
                                       "/nowhere/d.tif" };

  f->session = saffron_session_new ("/nowhere/a.tif");
  for (int i = 0; i < 3; i++)
    {
      /* All began at one moment, as on several machines. */
      g_autoptr (SaffronRun) run = verified_run ("2026-01-02T03:04:05Z");

      f->slides[i] = saffron_session_add_moving (f->session, paths[i]);
      saffron_session_add_run (f->session, f->slides[i], run);
    }
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->session);
}

/* Keeps the ring over the slides @a and @b. */
static void
set_ring (Fixture *f, guint a, guint b, double closure)
{
  SaffronSessionRing ring = {
    { saffron_moving_get_whole (f->slides[a]),
      saffron_moving_get_whole (f->slides[b]) },
    { .n = 100, .closure_median = closure, .tolerance = 5.0 },
  };

  saffron_session_set_rings (f->session, &ring, 1);
}

/* @states: a sign for each slide: "v" verified, "u" not */
static void
assert_states (SaffronSession *session, const char *states)
{
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (
        saffron_moving_get_state (saffron_session_get_moving (session, i)), ==,
        states[i] == 'v' ? SAFFRON_MOVING_VERIFIED : SAFFRON_MOVING_UNVERIFIED);
}

static void
count (gpointer data)
{
  (*(guint *) data)++;
}

/* Two slides that contradict each other are not verified, and say over which
 * slide; a third one tells which of them is wrong. */
static void
test_verdict (Fixture *f, gconstpointer data)
{
  SaffronRunEntry *entry = saffron_moving_get_whole (f->slides[1]);
  guint n_told = 0, n_changed = 0;
  SaffronRun *run = NULL;
  g_autofree char *why = NULL;

  g_signal_connect_swapped (f->slides[1], "notify::current", G_CALLBACK (count),
                            &n_told);
  g_signal_connect_swapped (f->session, "changed", G_CALLBACK (count),
                            &n_changed);
  set_ring (f, 0, 1, 4.0);
  assert_states (f->session, "vvv");
  g_assert_cmpuint (n_changed, ==, 0);
  set_ring (f, 0, 1, 12.3);
  assert_states (f->session, "uuv");
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_cmpuint (n_changed, ==, 1);
  run = saffron_run_entry_get_run (entry);
  why = saffron_reason_to_words (saffron_reasons_get_main (run->reasons));
  g_assert_true (
      g_str_has_prefix (why, "the loop over b does not close: by 12.3 px"));
  g_assert_true (saffron_run_entry_get_own (entry)->verified);
  g_assert_true (saffron_moving_needs_look (f->slides[1]));
  set_ring (f, 2, 1, 9.0);
  assert_states (f->session, "vuv");
  /* The same ring, the other way round, takes the place of what was known. */
  set_ring (f, 1, 0, 1.0);
  assert_states (f->session, "vvu");
}

/* A ring counts while both runs are exported; it is there again after an undo,
 * which passes over the rings themselves. */
static void
test_other_run (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronRun) run = verified_run ("2026-02-02T03:04:05Z");

  set_ring (f, 0, 1, 12.3);
  saffron_session_add_run (f->session, f->slides[0], run);
  assert_states (f->session, "vvv");
  saffron_session_undo (f->session);
  assert_states (f->session, "uuv");
  saffron_session_remove_moving (f->session, f->slides[0]);
  g_assert_cmpint (saffron_moving_get_state (f->slides[1]), ==,
                   SAFFRON_MOVING_VERIFIED);
  saffron_session_undo (f->session);
  saffron_session_set_run_note (
      f->session, saffron_moving_get_whole (f->slides[1]), "a note");
  assert_states (f->session, "uuv");
  saffron_session_undo (f->session);
  assert_states (f->session, "uuv");
}

/* The file has the rings, beside the run as it was. */
static void
test_file (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "s.saffron", NULL);
  g_autofree char *text = NULL;
  g_autoptr (SaffronSession) read = NULL;
  g_autoptr (GError) error = NULL;

  set_ring (f, 0, 1, 12.3);
  saffron_session_save (f->session, path, &error);
  g_assert_no_error (error);
  read = saffron_session_load (path, &error);
  g_assert_no_error (error);
  g_assert_false (saffron_session_get_modified (read));
  assert_states (read, "uuv");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "\"verified\" : false"));
  g_assert_null (strstr (text, "\"verified\": false"));
  /* Again, and with the rings closed. */
  g_clear_object (&f->session);
  f->session = g_steal_pointer (&read);
  for (guint i = 0; i < 3; i++)
    f->slides[i] = saffron_session_get_moving (f->session, i);
  set_ring (f, 1, 0, 1.0);
  saffron_session_save (f->session, path, &error);
  g_assert_no_error (error);
  read = saffron_session_load (path, &error);
  assert_states (read, "vvv");
  test_folder_remove (g_steal_pointer (&folder));
}

/* What another program wrote there is no ring. */
static void
test_nonsense (Fixture *f, gconstpointer data)
{
  static const char *const wrong[] = {
    "{\"rings\": 1}",
    "{\"rings\": [1, null, [], {}]}",
    "{\"rings\": [{\"slide\": \"b\", \"started\": 1, \"places\": 100,"
    " \"closure\": 9, \"tolerance\": 1}]}",
    "{\"rings\": [{\"slide\": \"b\", \"started\": \"2026-01-02T03:04:05Z\","
    " \"places\": -1, \"closure\": 9, \"tolerance\": 1}]}",
    "{\"rings\": [{\"slide\": \"b\", \"started\": \"2026-01-02T03:04:05Z\","
    " \"places\": 100, \"closure\": -9, \"tolerance\": 1}]}",
    "{\"rings\": [{\"slide\": \"b\", \"started\": \"2026-01-02T03:04:05Z\","
    " \"places\": 100, \"closure\": 9}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (JsonNode) session =
          saffron_session_to_json (f->session, "/nowhere/s.saffron");
      g_autofree char *folder = test_folder_new ();
      g_autofree char *path = g_build_filename (folder, "s.saffron", NULL);
      g_autofree char *text = json_to_string (session, FALSE);
      g_autoptr (GString) with = g_string_new (text);
      g_autofree char *member = g_strndup (wrong[i] + 1, strlen (wrong[i]) - 2);
      g_autofree char *run = g_strconcat ("{", member, ",\"started\":", NULL);
      g_autoptr (SaffronSession) read = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (g_string_replace (with, "{\"started\":", run, 0), ==,
                        3);
      g_assert_true (g_file_set_contents (path, with->str, -1, NULL));
      read = saffron_session_load (path, &error);
      g_assert_no_error (error);
      assert_states (read, "vvv");
      test_folder_remove (g_steal_pointer (&folder));
    }
}

#define ADD(name, func)                                                        \
  g_test_add (name, Fixture, NULL, set_up, func, tear_down)

/* Slides of one name whose runs began at one moment, with a ring each that may
 * be with any of them: it is with one. */
static void
test_many (Fixture *f, gconstpointer data)
{
  SaffronSession *session = saffron_session_new ("/nowhere/a.tif");
  g_autoptr (SaffronSession) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "s.saffron", NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) with = NULL;
  guint reasons = 0;

  for (int i = 0; i < MANY; i++)
    {
      g_autofree char *slide = g_strdup_printf ("/nowhere/%d/he.tif", i);
      g_autoptr (SaffronRun) run = verified_run ("2026-01-02T03:04:05Z");

      reasons = run->reasons->len;
      saffron_session_add_run (
          session, saffron_session_add_moving (session, slide), run);
    }
  node = saffron_session_to_json (session, path);
  text = json_to_string (node, FALSE);
  with = g_string_new (text);
  g_assert_cmpuint (
      g_string_replace (with, "{\"started\":",
                        "{\"rings\": [{\"slide\": \"he\", \"started\": "
                        "\"2026-01-02T03:04:05Z\", \"places\": 100,"
                        " \"closure\": 9, \"tolerance\": 1}],\"started\":",
                        0),
      ==, MANY);
  g_assert_true (g_file_set_contents (path, with->str, -1, NULL));
  read = saffron_session_load (path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < MANY; i++)
    {
      const SaffronRun *run = saffron_run_entry_get_run (
          saffron_moving_get_current (saffron_session_get_moving (read, i)));

      g_assert_cmpuint (run->reasons->len, ==,
                        i == 0 ? reasons + MANY - 1 : reasons);
    }
  test_folder_remove (g_steal_pointer (&folder));
  g_object_unref (session);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rings/verdict", test_verdict);
  ADD ("/rings/other-run", test_other_run);
  ADD ("/rings/file", test_file);
  ADD ("/rings/nonsense", test_nonsense);
  ADD ("/rings/many", test_many);
  return g_test_run ();
}
