/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session.h"

#include <glib/gstdio.h>
#include <math.h>

#include "base/json.h"
#include "quality/advice.h"
#include "quality/words.h"
#include "handles.h"

/* Loads a session of version 1, in which reasons are sentences. */
static SaffronSession *
load_old (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "session", "version-1.saffron", NULL);
  g_autoptr (GError) error = NULL;
  SaffronSession *session = saffron_session_load (path, &error);

  g_assert_no_error (error);
  return session;
}

static void
assert_words (GPtrArray *reasons, const char *words)
{
  g_autofree char *said = saffron_reasons_to_words (reasons, "|");

  g_assert_cmpstr (said, ==, words);
}

static void
assert_old_runs (SaffronSession *session)
{
  const SaffronRun *run = run_at (session, 0, 0);
  const SaffronRun *other = run_at (session, 0, 1);

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *look = saffron_look_to_words (&run->looks[i]);

      g_assert_null (run->looks[i].name);
      g_assert_cmpstr (look, ==, "DAPI: nuclear stain, by its name");
    }
  g_assert_true (run->verified);
  g_assert_false (other->verified);
  assert_words (run->reasons,
                "5 landmarks agree: held out, they are met within 0.2 px "
                "(median)|the slides look alike: similarity 0.82 above chance, "
                "0.07 is needed|94 % of the smaller tissue has a counterpart");
  g_assert_cmpuint (run->stages->len, ==, 2);
  assert_words (g_array_index (run->stages, SaffronStageRecord, 0).reasons,
                "turned by 85.4°, scaled by 1.014; overlap 84 %");
  assert_words (g_array_index (run->stages, SaffronStageRecord, 1).reasons,
                "kept: the error of 5 held-out landmarks changed by +0.0 ± "
                "0.0 px");
  assert_words (g_array_index (other->stages, SaffronStageRecord, 0).reasons,
                "");
}

static void
test_words_are_shown (void)
{
  g_autoptr (SaffronSession) session = load_old ();

  assert_old_runs (session);
}

/* Checks that no parameter is advised because of a sentence, although one says
 * that the slides do not look alike. */
static void
test_words_decide_nothing (void)
{
  g_autoptr (SaffronSession) session = load_old ();
  const SaffronRun *run = run_at (session, 0, 1);
  g_autoptr (GPtrArray) advice = saffron_advice (run);

  for (guint i = 0; i < run->reasons->len; i++)
    {
      const SaffronReason *reason = run->reasons->pdata[i];

      g_assert_cmpint (reason->code, ==, SAFFRON_REASON_TEXT);
      g_assert_cmpint (reason->stance, ==, SAFFRON_STANCE_NEUTRAL);
    }
  for (guint i = 0; i < advice->len; i++)
    g_assert_null (((SaffronAdvice *) advice->pdata[i])->parameter);
}

/* Checks that saving the session writes the current version, and that the old
 * runs stay the same. */
static void
test_written_again (void)
{
  g_autofree char *folder = g_dir_make_tmp ("session-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "pair.saffron", NULL);
  g_autoptr (SaffronSession) session = load_old ();
  g_autoptr (SaffronSession) back = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (saffron_session_save (session, file, &error));
  g_assert_no_error (error);
  node = saffron_json_load (file, G_MAXUINT16, NULL);
  g_assert_cmpint (
      json_object_get_int_member (json_node_get_object (node), "version"), ==,
      SAFFRON_SESSION_VERSION);
  back = saffron_session_load (file, NULL);
  assert_old_runs (back);
  g_assert_cmpint (g_remove (file), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/old/shown", test_words_are_shown);
  g_test_add_func ("/session/old/decide-nothing", test_words_decide_nothing);
  g_test_add_func ("/session/old/written-again", test_written_again);
  return g_test_run ();
}
