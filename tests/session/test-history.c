/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "register/start.h"
#include "handles.h"
#include "runs.h"

/* Nothing is read from here: a session holds paths. */
#define FILE_NAME "/nowhere/pair.saffron"

static char *
text_of (SaffronSession *session)
{
  g_autoptr (JsonNode) node = saffron_session_to_json (session, FILE_NAME);

  return saffron_json_print (node);
}

static void
edit_params (SaffronSession *session, GRand *rand)
{
  g_autoptr (SaffronParams) params =
      saffron_params_copy (saffron_session_get_params (session));

  if (g_rand_boolean (rand))
    params->qc_level = g_rand_int_range (rand, 0, 5);
  else
    params->num_features = g_rand_int_range (rand, 100, 5000);
  saffron_session_set_params (session, params);
}

static void
edit_landmarks (SaffronSession *session, guint moving, GRand *rand)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_copy (
      saffron_moving_get_landmarks (moving_at (session, moving)));

  if (landmarks->len > 3)
    g_array_set_size (landmarks, 0);
  saffron_landmarks_add (
      landmarks, (SaffronRefPoint){ g_rand_double (rand), 1.0 },
      (SaffronMovPoint){ 2.0, g_rand_double (rand) }, "a", NULL);
  saffron_session_set_landmarks (session, moving_at (session, moving),
                                 landmarks);
}

static void
edit_start (SaffronSession *session, guint moving, GRand *rand)
{
  SaffronAffine start = { 1, 0, g_rand_double (rand), 0, 1, 0 };

  saffron_session_set_start (session, moving_at (session, moving),
                             g_rand_boolean (rand) ? &start : NULL);
}

static void
edit_slides (SaffronSession *session, guint n_moving, GRand *rand)
{
  int what = g_rand_int_range (rand, 0, 4);
  g_autofree char *path =
      g_strdup_printf ("/nowhere/slide%d.tif", g_rand_int_range (rand, 2, 6));

  if (what == 0 && n_moving > 1)
    saffron_session_remove_moving (
        session, moving_at (session, (guint) g_rand_int_range (
                                         rand, 0, (int) n_moving)));
  else if (what == 1)
    saffron_session_swap (session,
                          moving_at (session, (guint) g_rand_int_range (
                                                  rand, 0, (int) n_moving)));
  else
    saffron_session_add_moving (session, path);
}

static void
edit_runs (SaffronSession *session, guint moving, GRand *rand)
{
  guint n = saffron_moving_get_n_runs (moving_at (session, moving));
  guint run = n > 0 ? (guint) g_rand_int_range (rand, 0, (int) n) : 0;
  int what = n > 0 ? g_rand_int_range (rand, 0, 8) : 0;
  g_autofree char *note =
      g_strdup_printf ("note %d", g_rand_int_range (rand, 0, 9));

  if (what <= 1)
    {
      g_autoptr (SaffronRun) made = test_run_new (g_rand_double (rand));

      saffron_session_add_run (session, moving_at (session, moving), made);
    }
  else if (what == 6)
    {
      SaffronRunDraft *draft = test_run_draft_new (g_rand_double (rand));
      g_autoptr (SaffronRun) made = NULL;

      draft->region = (SaffronRect){ 1, 2, 30, 40 };
      made = saffron_run_draft_finish (draft);
      saffron_session_add_region_run (
          session, moving_at (session, moving), made,
          saffron_moving_get_whole (moving_at (session, moving)),
          g_rand_boolean (rand));
    }
  else if (what == 2)
    saffron_session_remove_run (session, entry_at (session, moving, run));
  else if (what == 3)
    saffron_session_set_current_run (session, entry_at (session, moving, run));
  else if (what == 4)
    saffron_session_set_run_note (session, entry_at (session, moving, run),
                                  note);
  else if (what == 7)
    {
      g_autoptr (SaffronSign) sign = saffron_sign_new (0, "kb", note);

      saffron_session_set_sign (session, entry_at (session, moving, run), sign);
    }
  else
    saffron_session_set_run_starred (
        session, entry_at (session, moving, run),
        !saffron_run_entry_get_starred (entry_at (session, moving, run)));
}

static void
edit_choice (SaffronSession *session, guint moving, GRand *rand)
{
  const char *path =
      g_rand_boolean (rand)
          ? saffron_session_get_reference_path (session)
          : saffron_moving_get_path (moving_at (session, moving));
  SaffronSlideChoice choice;

  saffron_session_find_choice (session, path, &choice);
  choice.z = g_rand_int_range (rand, SAFFRON_Z_MAX, 6);
  if (g_rand_int_range (rand, 0, 4) == 0)
    choice.scene = g_rand_int_range (rand, 0, 4);
  saffron_session_choose (session, path, &choice);
}

static void
edit_anything (SaffronSession *session, GRand *rand)
{
  guint n = saffron_session_get_n_moving (session);
  guint moving = (guint) g_rand_int_range (rand, 0, (int) n);

  switch (g_rand_int_range (rand, 0, 7))
    {
    case 0:
      edit_params (session, rand);
      break;
    case 1:
      edit_landmarks (session, moving, rand);
      edit_start (session, moving, rand);
      break;
    case 2:
      edit_slides (session, n, rand);
      break;
    case 3:
      edit_choice (session, moving, rand);
      break;
    default:
      edit_runs (session, moving, rand);
      break;
    }
}

/* Whatever was done: each undo gives the text before the edit, each redo the
 * text after it. */
static void
test_random (void)
{
  for (guint seed = 1; seed <= 40; seed++)
    {
      g_autoptr (SaffronSession) session =
          saffron_session_new ("/nowhere/slide1.tif");
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *end = NULL;

      saffron_session_add_moving (session, "/nowhere/slide2.tif");
      for (int i = 0; i < 60; i++)
        {
          /* Some are taken back in between; that must not confuse it. */
          if (g_rand_int_range (rand, 0, 8) == 0
              && saffron_session_get_n_moving (session) > 0
              && saffron_session_get_undo (session) != SAFFRON_EDIT_ADD_MOVING)
            saffron_session_undo (session);
          else
            edit_anything (session, rand);
        }
      while (saffron_session_redo (session))
        continue;
      end = text_of (session);
      while (saffron_session_get_undo (session) != SAFFRON_EDIT_NONE)
        {
          g_ptr_array_add (texts, text_of (session));
          g_assert_true (saffron_session_undo (session));
        }
      g_assert_cmpuint (texts->len, >, 20);
      g_assert_cmpuint (saffron_session_get_n_moving (session), ==, 0);
      g_assert_false (saffron_session_undo (session));
      for (guint i = texts->len; i-- > 0;)
        {
          g_autofree char *now = NULL;

          g_assert_true (saffron_session_redo (session));
          now = text_of (session);
          g_assert_cmpstr (now, ==, texts->pdata[i]);
        }
      g_assert_false (saffron_session_redo (session));
      g_assert_cmpstr (end, ==, texts->pdata[0]);
    }
}

static void
set_qc_level (SaffronSession *session, int level)
{
  g_autoptr (SaffronParams) params =
      saffron_params_copy (saffron_session_get_params (session));

  params->qc_level = level;
  saffron_session_set_params (session, params);
}

static void
test_steps (void)
{
  g_autoptr (SaffronSession) session =
      saffron_session_new ("/nowhere/slide1.tif");
  g_autoptr (SaffronRun) run = test_run_new (1.0);
  int before = saffron_session_get_params (session)->qc_level;
  guint64 edit = 0;

  g_assert_cmpint (saffron_session_get_undo (session), ==, SAFFRON_EDIT_NONE);
  saffron_session_add_moving (session, "/nowhere/slide2.tif");
  saffron_session_forget_edits (session);
  g_assert_false (saffron_session_undo (session));
  g_assert_cmpuint (saffron_session_get_n_moving (session), ==, 1);

  /* One parameter turned several times is one step, until something else. */
  set_qc_level (session, 3);
  set_qc_level (session, 4);
  g_assert_true (saffron_session_undo (session));
  g_assert_cmpint (saffron_session_get_params (session)->qc_level, ==, before);
  g_assert_true (saffron_session_redo (session));
  g_assert_cmpint (saffron_session_get_params (session)->qc_level, ==, 4);
  saffron_session_add_run (session, moving_at (session, 0), run);
  edit = saffron_session_get_edit (session);
  set_qc_level (session, 5);
  g_assert_cmpuint (saffron_session_get_edit (session), !=, edit);
  g_assert_true (saffron_session_undo (session));
  g_assert_cmpint (saffron_session_get_params (session)->qc_level, ==, 4);
  g_assert_cmpint (saffron_session_get_redo (session), ==, SAFFRON_EDIT_PARAMS);

  /* A new edit leaves nothing to redo. */
  saffron_session_set_run_starred (session, entry_at (session, 0, 0), TRUE);
  g_assert_cmpint (saffron_session_get_redo (session), ==, SAFFRON_EDIT_NONE);
  g_assert_false (saffron_session_redo (session));

  /* A deleted run comes back with its note and star, current again. */
  saffron_session_set_run_note (session, entry_at (session, 0, 0),
                                "the good one");
  saffron_session_remove_run (session, entry_at (session, 0, 0));
  g_assert_cmpuint (saffron_moving_get_n_runs (moving_at (session, 0)), ==, 0);
  g_assert_cmpint (saffron_session_get_undo (session), ==,
                   SAFFRON_EDIT_REMOVE_RUN);
  g_assert_true (saffron_session_undo (session));
  g_assert_true (run_at (session, 0, 0) == run);
  g_assert_cmpint (current_index (session, 0), ==, 0);
  g_assert_true (saffron_run_entry_get_starred (entry_at (session, 0, 0)));
  g_assert_cmpstr (saffron_run_entry_get_note (entry_at (session, 0, 0)), ==,
                   "the good one");
}

static void
test_swap (void)
{
  g_autoptr (SaffronSession) session =
      saffron_session_new ("/nowhere/slide1.tif");
  g_autoptr (SaffronRun) run = test_run_new (1.0);
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  SaffronLandmark *pair = NULL;

  saffron_session_add_moving (session, "/nowhere/slide2.tif");
  saffron_session_add_run (session, moving_at (session, 0), run);
  saffron_landmarks_add (landmarks, (SaffronRefPoint){ 1.0, 2.0 },
                         (SaffronMovPoint){ 3.0, 4.0 }, NULL, NULL);
  saffron_session_set_landmarks (session, moving_at (session, 0), landmarks);
  saffron_session_swap (session, moving_at (session, 0));
  g_assert_cmpstr (saffron_session_get_reference_path (session), ==,
                   "/nowhere/slide2.tif");
  g_assert_cmpstr (saffron_moving_get_path (moving_at (session, 0)), ==,
                   "/nowhere/slide1.tif");
  g_assert_cmpuint (saffron_moving_get_n_runs (moving_at (session, 0)), ==, 0);
  pair = &g_array_index (saffron_moving_get_landmarks (moving_at (session, 0)),
                         SaffronLandmark, 0);
  g_assert_true (pair->reference.x == 3.0 && pair->moving.y == 2.0);
  g_assert_true (saffron_session_undo (session));
  g_assert_cmpstr (saffron_session_get_reference_path (session), ==,
                   "/nowhere/slide1.tif");
  g_assert_true (current_run (session, 0) == run);
}

static void
set_landmark (GArray *landmarks, double x)
{
  g_array_set_size (landmarks, 0);
  saffron_landmarks_add (landmarks, (SaffronRefPoint){ x, 2.0 },
                         (SaffronMovPoint){ 3.0, 4.0 }, NULL, NULL);
}

static double
landmark_x (SaffronSession *session)
{
  GArray *landmarks = saffron_moving_get_landmarks (moving_at (session, 0));

  return landmarks->len > 0
             ? g_array_index (landmarks, SaffronLandmark, 0).reference.x
             : -1.0;
}

/* What amends an edit is undone with it. */
static void
test_amend (void)
{
  g_autoptr (SaffronSession) session =
      saffron_session_new ("/nowhere/slide1.tif");
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  SaffronMoving *moving = NULL;
  guint64 edit;

  saffron_session_add_moving (session, "/nowhere/slide2.tif");
  moving = moving_at (session, 0);
  set_landmark (landmarks, 1.0);
  g_assert_false (saffron_session_amend_landmarks (
      session, moving, landmarks, saffron_session_get_edit (session)));
  saffron_session_set_landmarks (session, moving, landmarks);
  edit = saffron_session_get_edit (session);
  set_landmark (landmarks, 2.0);
  g_assert_true (
      saffron_session_amend_landmarks (session, moving, landmarks, edit));
  g_assert_cmpfloat (landmark_x (session), ==, 2.0);
  g_assert_true (saffron_session_undo (session));
  g_assert_cmpfloat (landmark_x (session), ==, -1.0);
  g_assert_true (saffron_session_redo (session));
  g_assert_cmpfloat (landmark_x (session), ==, 2.0);

  /* Too late. */
  saffron_session_set_landmarks (session, moving, landmarks);
  edit = saffron_session_get_edit (session);
  saffron_session_add_moving (session, "/nowhere/slide3.tif");
  set_landmark (landmarks, 3.0);
  g_assert_false (
      saffron_session_amend_landmarks (session, moving, landmarks, edit));
  g_assert_true (saffron_session_undo (session));
  g_assert_false (
      saffron_session_amend_landmarks (session, moving, landmarks, edit));
  g_assert_cmpfloat (landmark_x (session), ==, 2.0);
}

/* How a slide was laid by hand: each change is a step of its own, and what says
 * nothing new is none. */
static void
test_start (void)
{
  g_autoptr (SaffronSession) session =
      saffron_session_new ("/nowhere/slide1.tif");
  SaffronAffine first = { 0.0, 2.0, 3.0, -2.0, 0.0, 5.0 };
  SaffronAffine second = { 1.0, 0.0, 7.0, 0.0, 1.0, 0.0 };
  SaffronAffine back, inverse;
  const SaffronAffine *kept = NULL;

  saffron_session_add_moving (session, "/nowhere/slide2.tif");
  saffron_session_add_moving (session, "/nowhere/slide3.tif");
  saffron_session_set_start (session, moving_at (session, 0), NULL);
  g_assert_cmpint (saffron_session_get_undo (session), ==,
                   SAFFRON_EDIT_ADD_MOVING);
  saffron_session_set_start (session, moving_at (session, 0), &first);
  saffron_session_set_start (session, moving_at (session, 1), &first);
  saffron_session_set_start (session, moving_at (session, 0), &second);
  saffron_session_set_start (session, moving_at (session, 0), &second);
  g_assert_cmpint (saffron_session_get_undo (session), ==, SAFFRON_EDIT_START);
  saffron_session_undo (session);
  kept = saffron_moving_get_start (moving_at (session, 0));
  g_assert_true (saffron_start_equal (kept, &first));

  /* The other way round, the map is the inverse; the other slide's belongs to
   * the former reference. */
  saffron_session_swap (session, moving_at (session, 0));
  kept = saffron_moving_get_start (moving_at (session, 0));
  back = saffron_affine_compose (kept, &first);
  g_assert_true (saffron_affine_invert (&first, &inverse));
  g_assert_true (saffron_start_equal (kept, &inverse));
  g_assert_cmpfloat_with_epsilon (back.x0, 0.0, 1e-12);
  g_assert_null (saffron_moving_get_start (moving_at (session, 1)));
  saffron_session_undo (session);

  saffron_session_set_start (session, moving_at (session, 0), NULL);
  g_assert_null (saffron_moving_get_start (moving_at (session, 0)));
  saffron_session_undo (session);
  kept = saffron_moving_get_start (moving_at (session, 0));
  g_assert_true (saffron_start_equal (kept, &first));
}

/* Takes @file. */
static void
insert_moving (SaffronSession *session, SaffronSlideFile *file)
{
  g_autoptr (SaffronMoving) moving = saffron_moving_new (file);

  saffron_session_insert_moving (session, 0, moving);
}

/* Another reference: what was onto the old one goes, the session stays. */
static void
test_reference (void)
{
  g_autoptr (SaffronSession) session =
      saffron_session_new ("/nowhere/slide1.tif");
  g_autoptr (SaffronRun) run = test_run_new (1.0);

  saffron_session_add_moving (session, "/nowhere/slide2.tif");
  insert_moving (session, saffron_slide_file_new ("/nowhere/slide3.tif"));
  g_assert_cmpstr (saffron_moving_get_path (moving_at (session, 0)), ==,
                   "/nowhere/slide3.tif");
  saffron_session_add_run (session, moving_at (session, 1), run);
  saffron_session_set_reference (
      session, saffron_slide_file_new ("/nowhere/slide3.tif"));
  g_assert_cmpint (saffron_session_get_undo (session), ==,
                   SAFFRON_EDIT_REFERENCE);
  g_assert_cmpstr (saffron_session_get_reference_path (session), ==,
                   "/nowhere/slide3.tif");
  g_assert_cmpuint (saffron_session_get_n_moving (session), ==, 1);
  g_assert_cmpuint (saffron_moving_get_n_runs (moving_at (session, 0)), ==, 0);

  g_assert_true (saffron_session_undo (session));
  g_assert_cmpuint (saffron_session_get_n_moving (session), ==, 2);
  g_assert_true (current_run (session, 1) == run);
  {
    g_autoptr (SaffronSlideFile) first =
        saffron_slide_file_new ("/nowhere/slide1.tif");
    g_autoptr (SaffronSlideFile) second =
        saffron_slide_file_new ("/nowhere/slide2.tif");
    g_autoptr (SaffronSlideFile) other =
        saffron_slide_file_new ("/nowhere/slide4.tif");

    g_assert_true (saffron_session_is_reference (session, first));
    g_assert_null (saffron_session_find_slide (session, first));
    g_assert_false (saffron_session_is_reference (session, second));
    g_assert_true (saffron_session_find_slide (session, second)
                   == moving_at (session, 1));
    g_assert_null (saffron_session_find_slide (session, other));
  }
}

/* What others found about a file is taken, not asked for again: a session is
 * made in a thread that must not wait for a disk. */
static void
test_given (void)
{
  SaffronSlideFile *reference = saffron_slide_file_new ("/nowhere/slide1.tif");
  SaffronSlideFile *moving = saffron_slide_file_new ("/nowhere/slide2.tif");
  g_autoptr (SaffronSlideFile) found =
      saffron_slide_file_new ("/nowhere/slide3.tif");
  g_autoptr (SaffronSession) session = NULL;
  g_autofree char *text = NULL;

  reference->size = 1111;
  moving->size = 2222;
  found->size = 3333;
  session = saffron_session_new_for (reference);
  insert_moving (session, moving);
  text = text_of (session);
  g_assert_nonnull (strstr (text, "1111"));
  g_assert_nonnull (strstr (text, "2222"));
  g_assert_true (
      saffron_session_relocate (session, "/nowhere/slide2.tif", found));
  g_free (text);
  text = text_of (session);
  g_assert_nonnull (strstr (text, "3333"));
  g_assert_null (strstr (text, "2222"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/random", test_random);
  g_test_add_func ("/history/steps", test_steps);
  g_test_add_func ("/history/swap", test_swap);
  g_test_add_func ("/history/amend", test_amend);
  g_test_add_func ("/history/start", test_start);
  g_test_add_func ("/history/reference", test_reference);
  g_test_add_func ("/history/given", test_given);
  return g_test_run ();
}
