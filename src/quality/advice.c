/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/advice.h"

#include "register/reason.h"

typedef struct {
  /* What is said against the run, any of them; none: whatever is said, unless
   * the slides do not look alike at all, when there is nothing to correct. */
  SaffronReasonCode codes[2];
  SaffronAdvice advice;
} Row;

#define ANY                                                                    \
  {                                                                            \
    SAFFRON_REASON_TEXT                                                        \
  }
#define NO_TISSUE                                                              \
  {                                                                            \
    SAFFRON_REASON_NO_TISSUE_REFERENCE, SAFFRON_REASON_NO_TISSUE_MOVING        \
  }
#define UNLIKE                                                                 \
  {                                                                            \
    SAFFRON_REASON_UNLIKE, SAFFRON_REASON_DOUBTFUL                             \
  }

static const Row rows[] = {
  { NO_TISSUE,
    { "register by another channel: one that shows tissue on both slides",
      "reference_channel", NULL } },
  { NO_TISSUE,
    { "say what the slides are, if one was taken for the other kind", "kind",
      NULL } },

  { { SAFFRON_REASON_MIRRORED },
    { "allow the moving slide to be mirrored, if the section was turned over",
      "allow_flips", "true" } },
  { { SAFFRON_REASON_SCALE },
    { "leave the pixel sizes out, if one of the files has a wrong one",
      "use_pixel_size", "false" } },
  { { SAFFRON_REASON_STRETCHED },
    { "check that both files show the whole section, each pixel as wide as "
      "high",
      NULL, NULL } },

  { UNLIKE,
    { "allow the moving slide to be mirrored, in case the section was turned "
      "over",
      "allow_flips", "true" } },
  { UNLIKE, { "search every rotation", "rotation_range", "180" } },
  { UNLIKE,
    { "register by a channel that shows the same structure on both slides, "
      "nuclei best",
      "moving_channel", NULL } },
  { UNLIKE,
    { "leave the pixel sizes out, in case one of the files has a wrong one",
      "use_pixel_size", "false" } },
  { UNLIKE, { "check that both slides are of the same block", NULL, NULL } },

  { { SAFFRON_REASON_AMBIGUOUS },
    { "allow the moving slide to be mirrored, in case the section was turned "
      "over",
      "allow_flips", "true" } },
  { { SAFFRON_REASON_AMBIGUOUS },
    { "look at more keypoints, in case only a small part is on both slides",
      "num_features", NULL } },
  { { SAFFRON_REASON_AMBIGUOUS },
    { "register by a channel that shows the same structure on both slides, "
      "nuclei best",
      "moving_channel", NULL } },

  { { SAFFRON_REASON_LITTLE_OVERLAP },
    { "allow the moving slide to be mirrored, in case the section was turned "
      "over",
      "allow_flips", "true" } },
  { { SAFFRON_REASON_LITTLE_OVERLAP },
    { "search every rotation", "rotation_range", "180" } },
  { { SAFFRON_REASON_LITTLE_OVERLAP },
    { "register by a channel that shows the whole tissue on both slides",
      "moving_channel", NULL } },
  { { SAFFRON_REASON_LITTLE_OVERLAP },
    { "look at the overlay: where one slide shows only a part of the other, "
      "this may be as good as it gets",
      NULL, NULL } },

  { { SAFFRON_REASON_FOLDS },
    { "leave the slide affine and see whether that is enough", "deformable",
      "false" } },
  { { SAFFRON_REASON_FOLDS },
    { "ask for more smoothness", "regularisation", NULL } },
  { { SAFFRON_REASON_FOLDS },
    { "measure similarity in a larger window", "window_radius", NULL } },

  { { SAFFRON_REASON_MOVES_AWAY },
    { "look at finer planes, so that more of the structure counts",
      "max_processed_dim", NULL } },
  { { SAFFRON_REASON_MOVES_AWAY },
    { "register by a channel with more structure", "moving_channel", NULL } },

  { ANY,
    { "look at the overlay; where the slides disagree, mark the same places "
      "on both in BigWarp, QuPath or ImageJ, and register with those points: "
      "saffron-cli register --landmarks FILE",
      NULL, NULL } },
};

static gboolean
already (const SaffronAdvice *advice, const SaffronParams *params)
{
  g_autofree char *text = NULL;

  if (advice->value == NULL || params == NULL)
    return FALSE;
  text = saffron_params_get (params, advice->parameter);
  return g_str_equal (text, advice->value);
}

/* The same step for another reason is the same step. */
static gboolean
is_there (GPtrArray *list, const SaffronAdvice *advice)
{
  for (guint i = 0; i < list->len; i++)
    {
      const SaffronAdvice *other = list->pdata[i];

      if (advice->parameter != NULL
          && g_strcmp0 (other->parameter, advice->parameter) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
applies (const Row *row, const SaffronRun *run)
{
  if (row->codes[0] == SAFFRON_REASON_TEXT)
    return saffron_reasons_find (run->reasons, SAFFRON_REASON_UNLIKE) == NULL;
  for (guint i = 0; i < G_N_ELEMENTS (row->codes); i++)
    if (row->codes[i] != SAFFRON_REASON_TEXT
        && saffron_reasons_find (run->reasons, row->codes[i]) != NULL)
      return TRUE;
  return FALSE;
}

GPtrArray *
saffron_advice (const SaffronRun *run)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows) && !run->verified; i++)
    if (applies (&rows[i], run) && !already (&rows[i].advice, run->params)
        && !is_there (list, &rows[i].advice))
      g_ptr_array_add (list, (gpointer) &rows[i].advice);
  return list;
}
