/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/advice.h"

#include <string.h>

#include "register/run-draft.h"

/* Makes an unverified run of two fluorescence slides that were registered by
 * their first channels. Its reasons are @code and a good overlap. */
static SaffronRunDraft *
make_draft (SaffronReasonCode code)
{
  static const double some[SAFFRON_REASON_MAX_NUMBERS] = { 0.01, 0.07, 0.0 };
  SaffronRunDraft *run = saffron_run_draft_new ();

  run->params = saffron_params_new ();
  run->transform = saffron_transform_new (
      20000, 30000, &(SaffronAffine){ 1, 0, 0, 0, 1, 0 }, NULL);
  for (int i = 0; i < 2; i++)
    run->looks[i] = (SaffronLook){ SAFFRON_LOOK_INTENSITY, 0, g_strdup ("Cy3"),
                                   saffron_reason_new (
                                       SAFFRON_REASON_LOOK_FIRST, NULL, NULL) };
  run->prior_scale = 1.5;
  saffron_reasons_add (run->reasons, code, some, NULL);
  saffron_reasons_add (run->reasons, SAFFRON_REASON_OVERLAP,
                       (const double[]){ 0.97 }, NULL);
  return run;
}

static SaffronRun *
make_run (SaffronReasonCode code)
{
  return saffron_run_draft_finish (make_draft (code));
}

static void
set_look (SaffronLook *look,
          SaffronLookKind kind,
          int channel,
          SaffronReasonCode reason)
{
  saffron_look_clear (look);
  *look = (SaffronLook){ kind, channel, g_strdup ("a name"),
                         saffron_reason_new (reason, NULL, NULL) };
}

/* Adds the record of a stage with one reason. */
static void
add_stage (SaffronRunDraft *draft, const char *name, SaffronReasonCode code)
{
  static const double some[SAFFRON_REASON_MAX_NUMBERS] = { 5, 1.0, 0.5 };
  GPtrArray *reasons = saffron_reasons_new ();

  saffron_reasons_add (reasons, code, some, NULL);
  saffron_run_draft_add_stage (draft, name, TRUE, 1.0, 0.5, 1.0, reasons);
}

static gboolean
has (GPtrArray *list, const char *parameter, const char *value)
{
  for (guint i = 0; i < list->len; i++)
    {
      const SaffronAdvice *advice = list->pdata[i];

      if (g_strcmp0 (advice->parameter, parameter) == 0
          && g_strcmp0 (advice->value, value) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
speaks_of (GPtrArray *list, const char *word)
{
  for (guint i = 0; i < list->len; i++)
    if (strstr (((const SaffronAdvice *) list->pdata[i])->text, word) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_verified (void)
{
  SaffronRunDraft *draft = make_draft (SAFFRON_REASON_FOLDS);
  g_autoptr (SaffronRun) run = NULL;
  g_autoptr (GPtrArray) list = NULL;

  draft->verified = TRUE;
  run = saffron_run_draft_finish (draft);
  list = saffron_advice (run);
  g_assert_cmpuint (list->len, ==, 0);
}

/* Checks that there is advice for each reason, and that each reason against a
 * run has some that is not about landmarks. */
static void
test_reasons (void)
{
  for (guint code = 0; code < SAFFRON_N_REASONS; code++)
    {
      g_autoptr (SaffronRun) run = make_run (code);
      g_autoptr (GPtrArray) list = saffron_advice (run);
      const SaffronReason *reason = run->reasons->pdata[0];
      gboolean of_verdict = code >= SAFFRON_REASON_NO_TISSUE_REFERENCE
                            && code <= SAFFRON_REASON_AUTOMATIC_FAR;

      g_test_message ("%s: %u", saffron_reason_get_nick (reason), list->len);
      g_assert_cmpuint (list->len, >, 0);
      if (of_verdict && reason->stance == SAFFRON_STANCE_AGAINST)
        g_assert_cmpuint (list->len, >, speaks_of (list, "place landmarks"));
      for (guint i = 0; i < list->len; i++)
        g_assert_cmpstr (saffron_advice_get_text (list->pdata[i]), ==,
                         ((SaffronAdvice *) list->pdata[i])->text);
    }
}

static void
test_answers (void)
{
  static const struct {
    SaffronReasonCode code;
    const char *parameter, *value;
  } cases[] = {
    { SAFFRON_REASON_FOLDS, "deformable", "false" },
    { SAFFRON_REASON_SCALE, "use_pixel_size", "false" },
    { SAFFRON_REASON_MIRRORED, "allow_flips", "true" },
    { SAFFRON_REASON_UNLIKE, "allow_flips", "true" },
    { SAFFRON_REASON_DOUBTFUL, "allow_flips", "true" },
    { SAFFRON_REASON_MOVES_AWAY, "max_processed_dim", NULL },
    { SAFFRON_REASON_AMBIGUOUS, "num_features", NULL },
    { SAFFRON_REASON_LITTLE_OVERLAP, "moving_channel", NULL },
    { SAFFRON_REASON_NO_TISSUE_REFERENCE, "reference_channel", NULL },
    { SAFFRON_REASON_NO_TISSUE_MOVING, "moving_channel", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SaffronRun) run = make_run (cases[i].code);
      g_autoptr (GPtrArray) list = saffron_advice (run);

      g_test_message ("%u", i);
      g_assert_true (has (list, cases[i].parameter, cases[i].value));
    }
}

/* Checks that a step which is impossible for these slides or this run is not
 * advised. */
static void
assert_without (SaffronRunDraft *draft, const char *parameter)
{
  g_autoptr (SaffronRun) run = saffron_run_draft_finish (draft);
  g_autoptr (GPtrArray) list = saffron_advice (run);

  g_assert_cmpuint (list->len, >, 0);
  for (guint i = 0; i < list->len; i++)
    g_assert_cmpstr (((SaffronAdvice *) list->pdata[i])->parameter, !=,
                     parameter);
}

static void
test_no_pixel_sizes (void)
{
  g_autoptr (SaffronRun) with = make_run (SAFFRON_REASON_UNLIKE);
  g_autoptr (GPtrArray) list = saffron_advice (with);
  SaffronRunDraft *without = make_draft (SAFFRON_REASON_UNLIKE);

  g_assert_true (has (list, "use_pixel_size", "false"));
  without->prior_scale = 0.0;
  assert_without (without, "use_pixel_size");
}

static void
test_no_other_channel (void)
{
  static const SaffronReasonCode codes[] = { SAFFRON_REASON_UNLIKE,
                                             SAFFRON_REASON_AMBIGUOUS,
                                             SAFFRON_REASON_LITTLE_OVERLAP,
                                             SAFFRON_REASON_MOVES_AWAY,
                                             SAFFRON_REASON_NO_TISSUE_MOVING };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      SaffronRunDraft *brightfield = make_draft (codes[i]);
      SaffronRunDraft *single = make_draft (codes[i]);
      g_autoptr (SaffronRun) other = make_run (codes[i]);
      g_autoptr (GPtrArray) list = saffron_advice (other);

      g_assert_true (has (list, "moving_channel", NULL));
      for (int side = 0; side < 2; side++)
        set_look (&brightfield->looks[side], SAFFRON_LOOK_OPTICAL_DENSITY, -1,
                  SAFFRON_REASON_LOOK_BRIGHTFIELD);
      assert_without (brightfield, "moving_channel");
      set_look (&single->looks[1], SAFFRON_LOOK_INTENSITY, 0,
                SAFFRON_REASON_LOOK_ONLY);
      assert_without (single, "moving_channel");
    }
}

/* Checks that no other channel is advised if both slides were registered by
 * their nuclei, which are best. */
static void
test_nuclei_already (void)
{
  SaffronRunDraft *draft = make_draft (SAFFRON_REASON_UNLIKE);

  set_look (&draft->looks[0], SAFFRON_LOOK_HEMATOXYLIN, -1,
            SAFFRON_REASON_LOOK_HEMATOXYLIN);
  set_look (&draft->looks[1], SAFFRON_LOOK_INTENSITY, 2,
            SAFFRON_REASON_LOOK_NUCLEAR);
  assert_without (draft, "moving_channel");
}

/* Checks that parameters of the search are not advised if the run started from
 * a given transform, because then there is no search. */
static void
test_no_search (void)
{
  static const char *const parameters[] = { "allow_flips", "rotation_range",
                                            "use_pixel_size" };

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      SaffronRunDraft *draft = make_draft (SAFFRON_REASON_UNLIKE);

      draft->params->rotation_range = 20.0;
      add_stage (draft, "coarse", SAFFRON_REASON_START_GIVEN);
      assert_without (draft, parameters[i]);
    }
}

static gboolean
says_lay (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    if (((const SaffronAdvice *) list->pdata[i])->by_hand)
      return TRUE;
  return FALSE;
}

/* A slide that lies wrong may be laid by hand, once, and as a whole. Then the
 * search is not what to tune. */
static void
test_by_hand (void)
{
  static const SaffronAffine laid = { 1, 0, 0, 0, 1, 0 };

  for (int i = 0; i < 3; i++)
    {
      SaffronRunDraft *draft = make_draft (SAFFRON_REASON_UNLIKE);
      g_autoptr (SaffronRun) run = NULL;
      g_autoptr (GPtrArray) list = NULL;

      draft->params->rotation_range = 20.0;
      if (i == 1)
        {
          draft->by_hand = g_memdup2 (&laid, sizeof laid);
          add_stage (draft, "coarse", SAFFRON_REASON_START_BY_HAND);
        }
      if (i == 2)
        draft->region = (SaffronRect){ 10, 10, 500, 500 };
      run = saffron_run_draft_finish (draft);
      list = saffron_advice (run);
      g_assert_true (says_lay (list) == (i == 0));
      g_assert_true (has (list, "rotation_range", "180") == (i != 1));
    }
}

static void
test_no_finer_planes (void)
{
  SaffronRunDraft *small = make_draft (SAFFRON_REASON_MOVES_AWAY);
  SaffronRunDraft *region = make_draft (SAFFRON_REASON_MOVES_AWAY);

  saffron_transform_unref (small->transform);
  small->transform =
      saffron_transform_new (small->params->max_processed_dim, 300,
                             &(SaffronAffine){ 1, 0, 0, 0, 1, 0 }, NULL);
  assert_without (small, "max_processed_dim");
  region->region = (SaffronRect){ 9000, 9000, 500, 500 };
  assert_without (region, "max_processed_dim");
}

static void
test_not_bent (void)
{
  static const char *const parameters[] = { "deformable", "regularisation",
                                            "window_radius" };

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      SaffronRunDraft *draft = make_draft (SAFFRON_REASON_FOLDS);

      draft->params->deformable = FALSE;
      assert_without (draft, parameters[i]);
    }
}

static void
test_kind_is_said (void)
{
  g_autoptr (SaffronRun) found = make_run (SAFFRON_REASON_NO_TISSUE_MOVING);
  g_autoptr (GPtrArray) list = saffron_advice (found);
  SaffronRunDraft *said = make_draft (SAFFRON_REASON_NO_TISSUE_MOVING);

  g_assert_true (has (list, "moving_kind", NULL));
  g_assert_false (has (list, "reference_kind", NULL));
  g_assert_true (
      saffron_params_set (said->params, "kind", "brightfield", NULL));
  assert_without (said, "moving_kind");
  said = make_draft (SAFFRON_REASON_NO_TISSUE_MOVING);
  g_assert_true (
      saffron_params_set (said->params, "moving_kind", "brightfield", NULL));
  assert_without (said, "moving_kind");
}

/* Checks that no advice is given twice, and that no value is advised that the
 * run already had. */
static void
test_no_repetition (void)
{
  g_autoptr (SaffronRun) run = make_run (SAFFRON_REASON_UNLIKE);
  g_autoptr (GPtrArray) list = NULL;
  guint flips = 0;

  saffron_reasons_add (run->reasons, SAFFRON_REASON_LITTLE_OVERLAP,
                       (const double[]){ 0.09 }, NULL);
  list = saffron_advice (run);
  for (guint i = 0; i < list->len; i++)
    {
      const SaffronAdvice *advice = list->pdata[i];

      flips += g_strcmp0 (advice->parameter, "allow_flips") == 0;
    }
  g_assert_cmpuint (flips, ==, 1);
  g_assert_false (has (list, "rotation_range", "180"));

  g_ptr_array_unref (g_steal_pointer (&list));
  g_assert_true (saffron_params_set (run->params, "allow_flips", "true", NULL));
  g_assert_true (
      saffron_params_set (run->params, "rotation_range", "20", NULL));
  list = saffron_advice (run);
  g_assert_false (has (list, "allow_flips", "true"));
  g_assert_true (has (list, "rotation_range", "180"));
}

/* Checks that the command line is told only what to type, and the window how to
 * get there. */
static void
check_landmark_texts (GPtrArray *list)
{
  const SaffronAdvice *advice = list->pdata[list->len - 1];
  const char *there = saffron_advice_get_cli_text (advice);
  const char *here = saffron_advice_get_text (advice);

  g_assert_nonnull (strstr (there, "--landmarks FILE"));
  g_assert_null (strstr (there, "window"));
  g_assert_nonnull (strstr (here, "place landmarks (L)"));
  advice = list->pdata[0];
  g_assert_cmpstr (saffron_advice_get_cli_text (advice), ==,
                   saffron_advice_get_text (advice));
}

/* Checks that landmarks are advised only for a result that is nearly right, and
 * that the advice names the files they can come from. */
static void
test_landmarks (void)
{
  g_autoptr (SaffronRun) doubtful = make_run (SAFFRON_REASON_DOUBTFUL);
  g_autoptr (SaffronRun) unlike = make_run (SAFFRON_REASON_UNLIKE);
  g_autoptr (GPtrArray) some = saffron_advice (doubtful);
  g_autoptr (GPtrArray) none = saffron_advice (unlike);

  g_assert_true (speaks_of (some, "place landmarks"));
  g_assert_true (speaks_of (some, "QuPath"));
  check_landmark_texts (some);
  g_assert_false (speaks_of (none, "landmarks"));
  g_assert_cmpuint (none->len, >, 0);
}

/* Checks that adding landmarks is not advised if the run has some, nor for a
 * region, which they do not correct; ones that contradict should be checked. */
static void
test_landmarks_do_not_help (void)
{
  SaffronRunDraft *drafts[] = { make_draft (SAFFRON_REASON_DOUBTFUL),
                                make_draft (
                                    SAFFRON_REASON_LANDMARKS_CONTRADICT),
                                make_draft (SAFFRON_REASON_DOUBTFUL) };

  add_stage (drafts[0], "landmarks", SAFFRON_REASON_LANDMARKS_NOT_IMPROVED);
  add_stage (drafts[1], "landmarks", SAFFRON_REASON_LANDMARKS_IMPROVED);
  drafts[2]->region = (SaffronRect){ 10, 10, 500, 500 };
  for (guint i = 0; i < G_N_ELEMENTS (drafts); i++)
    {
      g_autoptr (SaffronRun) run = saffron_run_draft_finish (drafts[i]);
      g_autoptr (GPtrArray) list = saffron_advice (run);

      g_assert_cmpuint (list->len, >, 0);
      g_assert_false (speaks_of (list, "place landmarks"));
      g_assert_cmpint (speaks_of (list, "check the landmarks"), ==, i == 1);
    }
}

/* Checks that there is general advice if the only reason is a sentence of an
 * older version, from which nothing can be decided. */
static void
test_last_resort (void)
{
  SaffronRunDraft *draft = make_draft (SAFFRON_REASON_TEXT);
  g_autoptr (SaffronRun) run = NULL;
  g_autoptr (GPtrArray) list = NULL;

  draft->region = (SaffronRect){ 10, 10, 500, 500 };
  run = saffron_run_draft_finish (draft);
  list = saffron_advice (run);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_true (speaks_of (list, "by eye"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/advice/verified", test_verified);
  g_test_add_func ("/advice/reasons", test_reasons);
  g_test_add_func ("/advice/answers", test_answers);
  g_test_add_func ("/advice/no-pixel-sizes", test_no_pixel_sizes);
  g_test_add_func ("/advice/no-other-channel", test_no_other_channel);
  g_test_add_func ("/advice/nuclei-already", test_nuclei_already);
  g_test_add_func ("/advice/no-search", test_no_search);
  g_test_add_func ("/advice/by-hand", test_by_hand);
  g_test_add_func ("/advice/no-finer-planes", test_no_finer_planes);
  g_test_add_func ("/advice/not-bent", test_not_bent);
  g_test_add_func ("/advice/kind-is-said", test_kind_is_said);
  g_test_add_func ("/advice/landmarks-do-not-help", test_landmarks_do_not_help);
  g_test_add_func ("/advice/last-resort", test_last_resort);
  g_test_add_func ("/advice/landmarks", test_landmarks);
  g_test_add_func ("/advice/no-repetition", test_no_repetition);
  return g_test_run ();
}
