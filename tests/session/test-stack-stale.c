/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/stack-stale.h"

#include "runs.h"

/* Three moving slides: b onto the reference, c over b, d over c. */
typedef struct {
  SaffronSession *session;
  SaffronMoving *slides[3];
} Fixture;

/* @over: (nullable): a slide's file name */
static void
add_run (Fixture *f, guint slide, const char *started, const char *over)
{
  SaffronRunDraft *draft = test_run_draft_new (10.0);
  const double certainty = 3.0;
  g_autoptr (SaffronRun) run = NULL;

  draft->verified = TRUE;
  draft->started = g_strdup (started);
  draft->landmarks = g_strdup ("0");
  if (over != NULL)
    saffron_reasons_add (draft->reasons, SAFFRON_REASON_CHAIN_VERDICT,
                         &certainty, over);
  run = saffron_run_draft_finish (draft);
  saffron_session_add_run (f->session, f->slides[slide], run);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const paths[] = { "/nowhere/b.tif", "/nowhere/c.tif",
                                       "/nowhere/d.tif" };

  f->session = saffron_session_new ("/nowhere/a.tif");
  for (int i = 0; i < 3; i++)
    f->slides[i] = saffron_session_add_moving (f->session, paths[i]);
  add_run (f, 0, "2026-01-01T00:00:00Z", NULL);
  add_run (f, 1, "2026-01-02T00:00:00Z", "b.tif");
  add_run (f, 2, "2026-01-03T00:00:00Z", "c.tif");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->session);
}

/* @changed: for each slide the number of the one over which it lies and that
 * has changed; "-": none */
static void
assert_changed (Fixture *f, const char *changed)
{
  for (guint i = 0; i < 3; i++)
    g_assert_true (saffron_stack_find_changed (f->session, f->slides[i])
                   == (changed[i] == '-' ? NULL : f->slides[changed[i] - '0']));
}

/* A slide that is registered anew puts those out of date that lie over it, and
 * those over these; each is up to date again once it is registered itself. */
static void
test_registered (Fixture *f, gconstpointer data)
{
  g_assert_null (saffron_stack_find_link (f->session, f->slides[0]));
  g_assert_true (saffron_stack_find_link (f->session, f->slides[2])
                 == f->slides[1]);
  assert_changed (f, "---");
  add_run (f, 0, "2026-01-04T00:00:00Z", NULL);
  assert_changed (f, "-01");
  add_run (f, 1, "2026-01-05T00:00:00Z", "b.tif");
  assert_changed (f, "--1");
  add_run (f, 2, "2026-01-06T00:00:00Z", NULL);
  assert_changed (f, "---");
  saffron_session_undo (f->session);
  saffron_session_undo (f->session);
  saffron_session_undo (f->session);
  assert_changed (f, "---");
}

/* So does one whose landmarks are edited, or that has no run any more. */
static void
test_edited (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();

  saffron_landmarks_add (landmarks, (SaffronRefPoint){ 1.0, 2.0 },
                         (SaffronMovPoint){ 1.0, 3.0 }, NULL, NULL);
  saffron_session_set_landmarks (f->session, f->slides[1], landmarks);
  assert_changed (f, "--1");
  saffron_session_undo (f->session);
  assert_changed (f, "---");
  saffron_session_remove_run (f->session,
                              saffron_moving_get_current (f->slides[0]));
  assert_changed (f, "-01");
}

/* A file may say that two slides lie over each other, or over one that is not
 * there. */
static void
test_wild (Fixture *f, gconstpointer data)
{
  add_run (f, 0, "2026-01-01T00:00:00Z", "d.tif");
  assert_changed (f, "201");
  add_run (f, 0, "2026-01-01T00:00:00Z", "x.tif");
  add_run (f, 1, "2026-01-01T00:00:00Z", "c.tif");
  assert_changed (f, "---");
}

#define ADD(name, func)                                                        \
  g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/stack-stale/registered", test_registered);
  ADD ("/stack-stale/edited", test_edited);
  ADD ("/stack-stale/wild", test_wild);
  return g_test_run ();
}
