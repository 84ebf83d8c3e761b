/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/quality-words.h"

#include <glib/gi18n.h>
#include <math.h>

#include "quality/bending.h"
#include "quality/worst.h"

char *
saffron_share_to_words (double share)
{
  return g_strdup_printf (_ ("%.1f %%"), 100.0 * share);
}

char *
saffron_quality_length_to_words (const SaffronQuality *quality,
                                 double px,
                                 double um)
{
  if (!isfinite (px))
    return g_strdup (C_ ("length", "unknown"));
  return quality->um_x > 0.0 && isfinite (um)
             ? g_strdup_printf (_ ("%.2f µm"), um)
             : g_strdup_printf (_ ("%.2f px"), px);
}

/* The same of a length that has no direction. */
static char *
mean_length_to_words (const SaffronQuality *quality, double px)
{
  return saffron_quality_length_to_words (
      quality, px, px * sqrt (quality->um_x * quality->um_y));
}

char *
saffron_quality_class_to_words (const SaffronQuality *quality,
                                SaffronWindowClass class)
{
  g_autofree char *tolerance =
      mean_length_to_words (quality, quality->windows->tolerance);

  switch (class)
    {
    case SAFFRON_WINDOW_AGREES:
      return g_strdup_printf (_ ("agrees within %s"), tolerance);
    case SAFFRON_WINDOW_OFF:
      return g_strdup (_ ("is off"));
    case SAFFRON_WINDOW_MISSING:
      return g_strdup (_ ("has no counterpart"));
    default:
      return g_strdup (_ ("cannot be told"));
    }
}

guint
saffron_quality_count_off (const SaffronQuality *quality)
{
  guint n = 0;

  for (guint i = 0; i < quality->worst->len; i++)
    {
      guint index = g_array_index (quality->worst, SaffronWorstPlace, i).window;

      n += g_array_index (quality->windows->windows, SaffronWindow, index).class
           == SAFFRON_WINDOW_OFF;
    }
  return n;
}

char *
saffron_quality_headline (const SaffronQuality *quality)
{
  const SaffronWindows *windows = quality->windows;
  guint n = saffron_quality_count_off (quality);
  double agrees = saffron_windows_share (windows, SAFFRON_WINDOW_AGREES);
  double off = saffron_windows_share (windows, SAFFRON_WINDOW_OFF);
  g_autofree char *agreeing = saffron_share_to_words (agrees);
  g_autofree char *wrong = saffron_share_to_words (off);
  double unsaid = saffron_windows_share (windows, SAFFRON_WINDOW_UNKNOWN);
  g_autofree char *unknown = saffron_share_to_words (unsaid);

  if (windows->windows->len == 0)
    return g_strdup (_ ("The reference has no tissue to measure."));
  if (n == SAFFRON_WORST_MOST)
    return g_strdup_printf (
        ngettext ("%s of the tissue is off, at %u places or more.",
                  "%s of the tissue is off, at %u places or more.", n),
        wrong, n);
  if (n > 0)
    return g_strdup_printf (ngettext ("%s of the tissue is off, at %u place.",
                                      "%s of the tissue is off, at %u places.",
                                      n),
                            wrong, n);
  if (off > 0.0)
    return g_strdup_printf (_ ("%s of the tissue may be off, at no place for "
                               "certain."),
                            wrong);
  if (agrees < 0.5)
    return g_strdup_printf (_ ("Only %s of the tissue is seen to agree; of %s "
                               "nothing can be said."),
                            agreeing, unknown);
  if (unsaid >= 0.005)
    return g_strdup_printf (_ ("No place is off: %s of the tissue agrees; of "
                               "%s nothing can be said."),
                            agreeing, unknown);
  return g_strdup_printf (_ ("No place is off: %s of the tissue agrees."),
                          agreeing);
}

static char *
quantile_to_words (const SaffronQuality *quality,
                   SaffronWindowLength length,
                   double share)
{
  return saffron_quality_length_to_words (
      quality, saffron_windows_quantile (quality->windows, length, share),
      saffron_windows_quantile (quality->windows, length + 1, share));
}

char *
saffron_quality_errors_to_words (const SaffronQuality *quality, gboolean before)
{
  SaffronWindowLength length =
      before ? SAFFRON_WINDOW_BEFORE : SAFFRON_WINDOW_ERROR;
  g_autofree char *median = quantile_to_words (quality, length, 0.5);
  g_autofree char *p90 = quantile_to_words (quality, length, 0.9);

  return g_strdup_printf (_ ("median %s, 90 %% below %s"), median, p90);
}

char *
saffron_quality_known_to_words (const SaffronQuality *quality)
{
  double known = 0.0, all = 0.0;
  g_autofree char *share = NULL;

  for (guint i = 0; i < quality->windows->windows->len; i++)
    {
      const SaffronWindow *window =
          &g_array_index (quality->windows->windows, SaffronWindow, i);

      all += window->tissue;
      known += isfinite (window->error) ? window->tissue : 0.0;
    }
  share = saffron_share_to_words (all > 0.0 ? known / all : 0.0);
  return g_strdup_printf (_ ("The error is known of %s of the tissue"), share);
}

static const char *
describe_outcome (SaffronNucleiOutcome outcome)
{
  switch (outcome)
    {
    case SAFFRON_NUCLEI_NO_STAIN:
      return _ ("not measured: a slide has no nuclear stain");
    case SAFFRON_NUCLEI_TOO_COARSE:
      return _ ("not measured: the pixels are too large");
    case SAFFRON_NUCLEI_NO_FIELDS:
      return _ ("not measured: nowhere do both slides show enough tissue");
    case SAFFRON_NUCLEI_TOO_FEW:
      return _ ("not measured: a slide shows hardly any");
    default:
      return _ ("no more match than by chance: other cells, as in "
                "neighbouring sections, or off by more than a nucleus");
    }
}

char *
saffron_quality_nuclei_to_words (const SaffronQuality *quality)
{
  const SaffronNuclei *nuclei = &quality->nuclei;
  g_autofree char *matched = NULL;
  g_autofree char *chance = NULL;
  g_autofree char *distance = NULL;

  if (nuclei->outcome != SAFFRON_NUCLEI_MEASURED)
    return g_strdup (describe_outcome (nuclei->outcome));
  matched = saffron_share_to_words (nuclei->here.matched);
  chance = saffron_share_to_words (nuclei->chance.matched);
  distance = mean_length_to_words (quality, nuclei->here.distance);
  return g_strdup_printf (
      _ ("%s match, by chance %s; median %s apart; Dice %.3f"), matched, chance,
      distance, nuclei->here.dice);
}

char *
saffron_quality_bending_to_words (const SaffronQuality *quality)
{
  double folded = 0.0, strain = 0.0, most = 0.0, all = 0.0, least = INFINITY;
  g_autofree char *share = NULL;

  for (guint i = 0; i < quality->bending->len; i++)
    {
      const SaffronBending *piece =
          &g_array_index (quality->bending, SaffronBending, i);

      all += piece->tissue;
      folded += piece->tissue * piece->folded;
      strain += piece->tissue * piece->strain;
      most = fmax (most, piece->most_strain);
      least = fmin (least, piece->min_jacobian);
    }
  if (!(all > 0.0))
    return g_strdup (C_ ("bending", "unknown"));
  if (folded > 0.0)
    {
      share = saffron_share_to_words (folded / all);
      return g_strdup_printf (_ ("%s of the tissue is folded over"), share);
    }
  return g_strdup_printf (_ ("stretched by %.1f %% (median), at most %.1f %%; "
                             "areas shrink to %.2f at most; nothing folds"),
                          100.0 * strain / all, 100.0 * most, least);
}

char *
saffron_quality_landmarks_to_words (const SaffronQuality *quality)
{
  const SaffronTreStats *px = &quality->landmarks, *um = &quality->landmarks_um;
  g_autofree char *median = NULL;
  g_autofree char *max = NULL;

  if (quality->n_landmarks == 0)
    return NULL;
  median = saffron_quality_length_to_words (quality, px->median, um->median);
  max = saffron_quality_length_to_words (quality, px->max, um->max);
  return g_strdup_printf (_ ("%u, missed by %s (median), %s at most"),
                          quality->n_landmarks, median, max);
}

/* (transfer full): one loop in a line. */
static char *
loop_to_words (const SaffronQuality *quality, const SaffronQualityLoop *side)
{
  const SaffronLoop *loop = &side->loop;
  g_autofree char *apart = NULL;
  g_autofree char *closure = NULL;

  if (loop->n == 0)
    return g_strdup_printf (_ ("%s: no place matches on both"), side->with);
  apart = mean_length_to_words (quality, loop->apart_median);
  closure = mean_length_to_words (quality, loop->closure_median);
  switch (saffron_loop_get_state (loop))
    {
    case SAFFRON_LOOP_OPEN:
      return g_strdup_printf (_ ("%s: %s apart; the slides contradict each "
                                 "other, since the way over both back to the "
                                 "reference misses it by %s"),
                              side->with, apart, closure);
    case SAFFRON_LOOP_CLOSED:
      return g_strdup_printf (_ ("%s: %s apart; the way over both back to the "
                                 "reference closes within %s"),
                              side->with, apart, closure);
    default:
      return g_strdup_printf (
          ngettext ("%s: %s apart at %u place, too few to say more",
                    "%s: %s apart at %u places, too few to say more", loop->n),
          side->with, apart, loop->n);
    }
}

char *
saffron_quality_loops_to_words (const SaffronQuality *quality, gboolean *open)
{
  g_autoptr (GString) text = g_string_new (NULL);

  *open = FALSE;
  for (int i = 0; i < SAFFRON_QUALITY_LOOPS; i++)
    {
      const SaffronQualityLoop *side = &quality->loops[i];
      g_autofree char *line = NULL;

      if (side->with == NULL)
        continue;
      line = loop_to_words (quality, side);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
      *open =
          *open || saffron_loop_get_state (&side->loop) == SAFFRON_LOOP_OPEN;
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

const char *
saffron_place_on_slide (SaffronRefPoint at, double width, double height)
{
  const char *const names[3][3] = {
    { C_ ("place on the slide", "upper left"), C_ ("place on the slide", "top"),
      C_ ("place on the slide", "upper right") },
    { C_ ("place on the slide", "left"), C_ ("place on the slide", "middle"),
      C_ ("place on the slide", "right") },
    { C_ ("place on the slide", "lower left"),
      C_ ("place on the slide", "bottom"),
      C_ ("place on the slide", "lower right") },
  };
  int column = CLAMP ((int) (3.0 * at.x / width), 0, 2);
  int row = CLAMP ((int) (3.0 * at.y / height), 0, 2);

  return names[row][column];
}
