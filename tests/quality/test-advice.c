/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/advice.h"

#include <string.h>

static SaffronRun *
make_run (const char *reason)
{
  SaffronRun *run = saffron_run_new ();
  const char *reasons[] = { reason, "the slides look alike: similarity 0.3",
                            "97 % of the smaller tissue has a counterpart",
                            NULL };

  run->params = saffron_params_new ();
  run->reasons = g_strdupv ((char **) reasons);
  return run;
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
  g_autoptr (SaffronRun) run = make_run ("it folds inside tissue");
  g_autoptr (GPtrArray) list = NULL;

  run->verified = TRUE;
  list = saffron_advice (run);
  g_assert_cmpuint (list->len, ==, 0);
}

/* Each thing that the verdict says against a run has advice of its own. */
static void
test_reasons (void)
{
  static const struct {
    const char *reason, *parameter, *value;
  } cases[] = {
    { "the transform folds inside tissue", "deformable", "false" },
    { "the scale 1.5 contradicts the pixel sizes, which give 1",
      "use_pixel_size", "false" },
    { "the moving slide is mirrored, which is not allowed", "allow_flips",
      "true" },
    { "the slides do not look alike: similarity 0.01 above chance",
      "allow_flips", "true" },
    { "doubtful whether the slides look alike: similarity 0.06", "allow_flips",
      "true" },
    { "a fresh fit from here moves away by 9.0 % of the diagonal",
      "max_processed_dim", NULL },
    { "laid elsewhere, the slides look almost as much alike", "num_features",
      NULL },
    { "only 12 % of the smaller tissue has a counterpart", "moving_channel",
      NULL },
    { "no tissue was found on the reference", "reference_channel", NULL },
  };
  g_autoptr (SaffronRun) other = make_run ("something new");
  g_autoptr (GPtrArray) fallback = saffron_advice (other);

  g_assert_cmpuint (fallback->len, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SaffronRun) run = make_run (cases[i].reason);
      g_autoptr (GPtrArray) list = saffron_advice (run);

      g_test_message ("%s", cases[i].reason);
      g_assert_true (has (list, cases[i].parameter, cases[i].value));
    }
}

/* Nothing is said twice, and nothing that the run had. */
static void
test_no_repetition (void)
{
  g_autoptr (SaffronRun) run = make_run ("the slides do not look alike");
  g_autoptr (GPtrArray) list = NULL;
  guint flips = 0;

  g_strfreev (run->reasons);
  run->reasons = g_strsplit ("the slides do not look alike|only 9 % of the "
                             "smaller tissue has a counterpart",
                             "|", -1);
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
  g_autoptr (SaffronRun) doubtful =
      make_run ("doubtful whether the slides look alike: similarity 0.06");
  g_autoptr (SaffronRun) unlike =
      make_run ("the slides do not look alike: similarity 0.01 above chance");
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
