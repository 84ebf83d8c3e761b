/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/moving-state.h"

#include "runs.h"
#include "session/session.h"

typedef struct {
  SaffronSession *session;
  SaffronMoving *moving;
  SaffronParams *params;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->session = saffron_session_new ("/nowhere/slide1.ome.tif");
  f->moving =
      saffron_session_add_moving (f->session, "/nowhere/slide2.ome.tif");
  f->params = saffron_params_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->session);
  saffron_params_free (f->params);
}

/* Adds @draft, with the landmarks of the slide. */
static SaffronRunEntry *
add (Fixture *f, SaffronRunDraft *draft)
{
  g_autoptr (SaffronRun) run = NULL;

  g_free (draft->landmarks);
  draft->landmarks =
      saffron_landmarks_digest (saffron_moving_get_landmarks (f->moving));
  run = saffron_run_draft_finish (draft);
  return saffron_session_add_region_run (f->session, f->moving, run, NULL,
                                         TRUE);
}

static SaffronRunEntry *
find (Fixture *f)
{
  return saffron_moving_find_registered (f->moving, f->params, NULL);
}

static void
sign (Fixture *f, SaffronRunEntry *entry, SaffronSignVerdict verdict)
{
  g_autoptr (SaffronSign) made = saffron_sign_new (verdict, "AB", NULL);

  saffron_session_set_sign (f->session, entry, made);
}

static void
test_state (Fixture *f, gconstpointer data)
{
  SaffronRunDraft *draft = test_run_draft_new (1.0);
  SaffronRunEntry *entry = NULL;

  g_assert_cmpint (saffron_moving_get_state (f->moving), ==,
                   SAFFRON_MOVING_NOT_RUN);
  g_assert_true (saffron_moving_needs_look (f->moving));
  draft->region = (SaffronRect){ 1, 1, 100, 100 };
  draft->verified = TRUE;
  add (f, draft);
  g_assert_cmpint (saffron_moving_get_state (f->moving), ==,
                   SAFFRON_MOVING_NOT_RUN);

  entry = add (f, test_run_draft_new (2.0));
  g_assert_cmpint (saffron_moving_get_state (f->moving), ==,
                   SAFFRON_MOVING_UNVERIFIED);
  g_assert_true (saffron_moving_needs_look (f->moving));
  sign (f, entry, SAFFRON_SIGN_ACCEPT);
  g_assert_false (saffron_moving_needs_look (f->moving));
  sign (f, entry, SAFFRON_SIGN_REJECT);
  g_assert_false (saffron_moving_needs_look (f->moving));
  sign (f, entry, SAFFRON_SIGN_REDO);
  g_assert_true (saffron_moving_needs_look (f->moving));

  draft = test_run_draft_new (3.0);
  draft->partial = 0.7;
  add (f, draft);
  g_assert_cmpint (saffron_moving_get_state (f->moving), ==,
                   SAFFRON_MOVING_PARTLY);
  g_assert_true (saffron_moving_needs_look (f->moving));
  draft = test_run_draft_new (4.0);
  draft->verified = TRUE;
  entry = add (f, draft);
  g_assert_cmpint (saffron_moving_get_state (f->moving), ==,
                   SAFFRON_MOVING_VERIFIED);
  g_assert_false (saffron_moving_needs_look (f->moving));
  sign (f, entry, SAFFRON_SIGN_REDO);
  g_assert_true (saffron_moving_needs_look (f->moving));
}

static void
test_params (Fixture *f, gconstpointer data)
{
  SaffronRunDraft *draft = test_run_draft_new (1.0);
  SaffronRunEntry *entry = NULL;

  g_assert_null (find (f));
  draft->region = (SaffronRect){ 1, 1, 100, 100 };
  add (f, draft);
  g_assert_null (find (f));
  entry = add (f, test_run_draft_new (2.0));
  g_assert_true (find (f) == entry);

  /* No result depends on the markers or on the level of QC pictures. */
  g_assert_true (
      saffron_params_set (f->params, "reference_markers", "x", NULL));
  g_assert_true (saffron_params_set (f->params, "qc_level", "1", NULL));
  g_assert_true (find (f) == entry);
  g_assert_true (saffron_params_set (f->params, "deformable", "false", NULL));
  g_assert_null (find (f));
}

static void
test_landmarks (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  SaffronAffine start = { 1.0, 0.0, 5.0, 0.0, 1.0, 0.0 };
  SaffronRunDraft *draft = test_run_draft_new (2.0);
  SaffronRunEntry *entry = add (f, test_run_draft_new (1.0));

  saffron_landmarks_add (landmarks, (SaffronRefPoint){ 1.0, 2.0 },
                         (SaffronMovPoint){ 3.0, 4.0 }, NULL, NULL);
  saffron_session_set_landmarks (f->session, f->moving, landmarks);
  g_assert_null (find (f));
  g_array_index (landmarks, SaffronLandmark, 0).active = FALSE;
  saffron_session_set_landmarks (f->session, f->moving, landmarks);
  g_assert_true (find (f) == entry);

  saffron_session_set_start (f->session, f->moving, &start);
  g_assert_null (find (f));
  draft->by_hand = g_memdup2 (&start, sizeof start);
  entry = add (f, draft);
  g_assert_true (find (f) == entry);
}

static void
test_planes (Fixture *f, gconstpointer data)
{
  SaffronRunDraft *draft = test_run_draft_new (1.0);
  SaffronRunEntry *entry = NULL;

  draft->looks[1].z = 3;
  entry = add (f, draft);
  g_assert_true (find (f) == entry);
  g_assert_true (
      saffron_moving_find_registered (f->moving, f->params, (int[]){ 0, 3 })
      == entry);
  g_assert_null (
      saffron_moving_find_registered (f->moving, f->params, (int[]){ 0, 2 }));
  g_assert_null (
      saffron_moving_find_registered (f->moving, f->params, (int[]){ 1, 3 }));
}

#define ADD(path, func)                                                        \
  g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/moving-state/state", test_state);
  ADD ("/moving-state/params", test_params);
  ADD ("/moving-state/landmarks", test_landmarks);
  ADD ("/moving-state/planes", test_planes);
  return g_test_run ();
}
