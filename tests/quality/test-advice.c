/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/advice.h"

#include <string.h>

#include "register/run-draft.h"

/* A run that @code speaks against, and more speaks for. */
static SaffronRunDraft *
make_draft (SaffronReasonCode code)
{
  static const double some[SAFFRON_REASON_MAX_NUMBERS] = { 0.01, 0.07, 0.0 };
  SaffronRunDraft *run = saffron_run_draft_new ();

  run->params = saffron_params_new ();
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

/* Each thing that the verdict says against a run has advice of its own. */
static void
test_reasons (void)
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
    { SAFFRON_REASON_NO_TISSUE_MOVING, "reference_channel", NULL },
  };
  g_autoptr (SaffronRun) other = make_run (SAFFRON_REASON_LANDMARKS_DROPPED);
  g_autoptr (GPtrArray) fallback = saffron_advice (other);

  g_assert_cmpuint (fallback->len, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SaffronRun) run = make_run (cases[i].code);
      g_autoptr (GPtrArray) list = saffron_advice (run);

      g_test_message ("%u", i);
      g_assert_true (has (list, cases[i].parameter, cases[i].value));
    }
}

/* Nothing is said twice, and nothing that the run had. */
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

static gboolean
speaks_of (GPtrArray *list, const char *word)
{
  for (guint i = 0; i < list->len; i++)
    if (strstr (((const SaffronAdvice *) list->pdata[i])->text, word) != NULL)
      return TRUE;
  return FALSE;
}

/* Landmarks correct what is nearly right; they come from files. */
static void
test_landmarks (void)
{
  g_autoptr (SaffronRun) doubtful = make_run (SAFFRON_REASON_DOUBTFUL);
  g_autoptr (SaffronRun) unlike = make_run (SAFFRON_REASON_UNLIKE);
  g_autoptr (GPtrArray) some = saffron_advice (doubtful);
  g_autoptr (GPtrArray) none = saffron_advice (unlike);

  g_assert_true (speaks_of (some, "--landmarks FILE"));
  g_assert_true (speaks_of (some, "QuPath"));
  g_assert_false (speaks_of (none, "landmarks"));
  g_assert_cmpuint (none->len, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/advice/verified", test_verified);
  g_test_add_func ("/advice/reasons", test_reasons);
  g_test_add_func ("/advice/landmarks", test_landmarks);
  g_test_add_func ("/advice/no-repetition", test_no_repetition);
  return g_test_run ();
}
