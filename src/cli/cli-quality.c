/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-quality.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cli/cli-table.h"
#include "quality/loop-finding.h"
#include "quality/quality-words.h"
#include "quality/verdict-words.h"
#include "quality/words.h"
#include "quality/worst.h"

/* Worst places that are printed; the file has more. */
#define MOST_PLACES 5

/* Translators: titles at the start of a line: the same section beside other
 * slides; what speaks against the result; where the worst places are */
static const char *const titles[] = {
  NC_ ("measure", "tissue"),
  NC_ ("measure", "error"),
  NC_ ("measure", "nuclei"),
  NC_ ("measure", "beside"),
  NC_ ("measure", "against"),
  NC_ ("measure", "worst at"),
  NULL,
};

/* Takes @fact. */
static void
say (const char *title, char *fact)
{
  saffron_cli_print_fact (
      2, title, MAX (saffron_cli_widest ("measure", titles), 11) + 2, fact);
  g_free (fact);
}

/* (transfer full): a length in pixels, and in µm where that is known. */
static char *
both_to_words (double px, double um)
{
  if (!isfinite (px))
    return g_strdup (C_ ("length", "unknown"));
  return isfinite (um) && um > 0.0
             ? g_strdup_printf (_ ("%.2f px (%.2f µm)"), px, um)
             : g_strdup_printf ("%.2f px", px);
}

static char *
length_to_words (const SaffronQuality *quality, double px)
{
  return both_to_words (px, px * sqrt (quality->um_x * quality->um_y));
}

/* @length: in pixels; the next one is the same in µm */
static char *
quantile_to_words (const SaffronQuality *quality,
                   SaffronWindowLength length,
                   double share)
{
  return both_to_words (
      saffron_windows_quantile (quality->windows, length, share),
      saffron_windows_quantile (quality->windows, length + 1, share));
}

static void
print_windows (const SaffronQuality *quality)
{
  const SaffronWindows *windows = quality->windows;
  g_autofree char *tolerance = length_to_words (quality, windows->tolerance);
  g_autofree char *median =
      quantile_to_words (quality, SAFFRON_WINDOW_ERROR, 0.5);
  g_autofree char *p90 = quantile_to_words (quality, SAFFRON_WINDOW_ERROR, 0.9);
  g_autofree char *before =
      quantile_to_words (quality, SAFFRON_WINDOW_BEFORE, 0.5);
  double shares[SAFFRON_N_WINDOW_CLASSES];

  for (int i = 0; i < SAFFRON_N_WINDOW_CLASSES; i++)
    shares[i] = 100.0 * saffron_windows_share (windows, i);
  say (
      C_ ("measure", "tissue"),
      g_strdup_printf (
          ngettext ("%.1f %% agrees within %s, %.1f %% is off,\n%.1f %% has no "
                    "counterpart, of %.1f %% nothing can be said (%u place)",
                    "%.1f %% agrees within %s, %.1f %% is off,\n%.1f %% has no "
                    "counterpart, of %.1f %% nothing can be said (%u places)",
                    windows->windows->len),
          shares[SAFFRON_WINDOW_AGREES], tolerance, shares[SAFFRON_WINDOW_OFF],
          shares[SAFFRON_WINDOW_MISSING], shares[SAFFRON_WINDOW_UNKNOWN],
          windows->windows->len));
  say (C_ ("measure", "error"),
       g_strdup_printf (_ ("median %s, p90 %s; without bending: median %s"),
                        median, p90, before));
}

static void
print_nuclei (const SaffronQuality *quality)
{
  const SaffronNuclei *nuclei = &quality->nuclei;
  g_autofree char *distance = length_to_words (quality, nuclei->here.distance);
  g_autofree char *chance = length_to_words (quality, nuclei->chance.distance);

  if (nuclei->outcome != SAFFRON_NUCLEI_MEASURED)
    {
      say (C_ ("measure", "nuclei"), saffron_quality_nuclei_to_words (quality));
      return;
    }
  say (C_ ("measure", "nuclei"),
       g_strdup_printf (_ ("%.1f %% match (by chance %.1f %%), %s apart (by "
                           "chance %s),\nDice %.3f (by chance %.3f)"),
                        100.0 * nuclei->here.matched,
                        100.0 * nuclei->chance.matched, distance, chance,
                        nuclei->here.dice, nuclei->chance.dice));
}

static void
print_loop (const SaffronQuality *quality, const SaffronQualityLoop *side)
{
  const SaffronLoop *loop = &side->loop;
  g_autofree char *apart = length_to_words (quality, loop->apart_median);
  g_autofree char *p90 = length_to_words (quality, loop->apart_p90);
  g_autofree char *closure = length_to_words (quality, loop->closure_median);
  g_autoptr (SaffronReason) against = saffron_loop_to_reason (loop, side->with);

  if (side->with == NULL)
    return;
  if (loop->n == 0)
    say (C_ ("measure", "beside"),
         g_strdup_printf (_ ("not compared with %s: no place matches in both"),
                          side->with));
  else
    say (C_ ("measure", "beside"),
         g_strdup_printf (ngettext ("%s from %s (p90 %s),\nthe loop closes "
                                    "within %s (%u place)",
                                    "%s from %s (p90 %s),\nthe loop closes "
                                    "within %s (%u places)",
                                    loop->n),
                          apart, side->with, p90, closure, loop->n));
  if (against != NULL)
    say (C_ ("measure", "against"), saffron_reason_to_words (against));
}

static void
print_worst (const SaffronQuality *quality)
{
  for (guint i = 0; i < MIN (quality->worst->len, MOST_PLACES); i++)
    {
      guint index = g_array_index (quality->worst, SaffronWorstPlace, i).window;
      const SaffronWindow *window =
          &g_array_index (quality->windows->windows, SaffronWindow, index);
      g_autofree char *error = both_to_words (window->error, window->error_um);

      say (i == 0 ? C_ ("measure", "worst at") : "",
           g_strdup_printf (
               "%.0f, %.0f: %s", window->at.x, window->at.y,
               isfinite (window->error) ? error : _ ("matches nowhere near")));
    }
}

void
saffron_cli_print_quality (const char *path,
                           SaffronRun *run,
                           const SaffronQuality *quality)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *verdict = saffron_verdict_to_words (run);

  g_print ("%s: %s\n", name, verdict);
  print_windows (quality);
  print_nuclei (quality);
  for (guint i = 0; i < SAFFRON_QUALITY_LOOPS; i++)
    print_loop (quality, &quality->loops[i]);
  print_worst (quality);
}
