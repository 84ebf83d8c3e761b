/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/advice.h"

#include <string.h>

typedef struct {
  /* Is in the verdict's words; NULL: in any, unless the slides do not look
   * alike at all, when there is nothing to correct. */
  const char *reason;
  SaffronAdvice advice;
} Row;

static const Row rows[] = {
  { "no tissue was found",
    { "register by another channel: one that shows tissue on both slides",
      "reference_channel", NULL } },
  { "no tissue was found",
    { "say what the slides are, if one was taken for the other kind", "kind",
      NULL } },

  { "mirrored",
    { "allow the moving slide to be mirrored, if the section was turned over",
      "allow_flips", "true" } },
  { "contradicts the pixel sizes",
    { "leave the pixel sizes out, if one of the files has a wrong one",
      "use_pixel_size", "false" } },
  { "axis is stretched",
    { "check that both files show the whole section, each pixel as wide as "
      "high",
      NULL, NULL } },

  { "look alike",
    { "allow the moving slide to be mirrored, in case the section was turned "
      "over",
      "allow_flips", "true" } },
  { "look alike", { "search every rotation", "rotation_range", "180" } },
  { "look alike",
    { "register by a channel that shows the same structure on both slides, "
      "nuclei best",
      "moving_channel", NULL } },
  { "look alike",
    { "leave the pixel sizes out, in case one of the files has a wrong one",
      "use_pixel_size", "false" } },
  { "look alike",
    { "check that both slides are of the same block", NULL, NULL } },

  { "laid elsewhere",
    { "allow the moving slide to be mirrored, in case the section was turned "
      "over",
      "allow_flips", "true" } },
  { "laid elsewhere",
    { "look at more keypoints, in case only a small part is on both slides",
      "num_features", NULL } },
  { "laid elsewhere",
    { "register by a channel that shows the same structure on both slides, "
      "nuclei best",
      "moving_channel", NULL } },

  { "has a counterpart",
    { "allow the moving slide to be mirrored, in case the section was turned "
      "over",
      "allow_flips", "true" } },
  { "has a counterpart", { "search every rotation", "rotation_range", "180" } },
  { "has a counterpart",
    { "register by a channel that shows the whole tissue on both slides",
      "moving_channel", NULL } },
  { "has a counterpart",
    { "look at the overlay: where one slide shows only a part of the other, "
      "this may be as good as it gets",
      NULL, NULL } },

  { "folds inside tissue",
    { "leave the slide affine and see whether that is enough", "deformable",
      "false" } },
  { "folds inside tissue",
    { "ask for more smoothness", "regularisation", NULL } },
  { "folds inside tissue",
    { "measure similarity in a larger window", "window_radius", NULL } },

  { "fresh fit from here moves away",
    { "look at finer planes, so that more of the structure counts",
      "max_processed_dim", NULL } },
  { "fresh fit from here moves away",
    { "register by a channel with more structure", "moving_channel", NULL } },

  { NULL,
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

/* What speaks for a run has words of its own: "look alike" stands in both. */
static gboolean
speaks_against (const char *reason, const char *fragment)
{
  if (g_str_has_prefix (reason, "the slides look alike"))
    return FALSE;
  if (g_str_equal (fragment, "has a counterpart"))
    return g_str_has_prefix (reason, "only ")
           && strstr (reason, fragment) != NULL;
  return strstr (reason, fragment) != NULL;
}

static gboolean
applies (const Row *row, const SaffronRun *run)
{
  for (guint i = 0; run->reasons != NULL && run->reasons[i] != NULL; i++)
    if (row->reason == NULL
        && g_str_has_prefix (run->reasons[i], "the slides do not look alike"))
      return FALSE;
    else if (row->reason != NULL
             && speaks_against (run->reasons[i], row->reason))
      return TRUE;
  return row->reason == NULL;
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
