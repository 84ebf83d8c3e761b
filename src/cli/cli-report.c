/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-report.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cli/cli-landmarks.h"
#include "cli/cli-print.h"
#include "quality/advice.h"
#include "quality/words.h"

static char *
format_px (double value)
{
  if (!isfinite (value))
    return g_strdup ("–");
  return g_strdup_printf ("%.2f px", value);
}

static void
print_stages (const SaffronRun *run)
{
  g_print ("  %-12s %-8s %12s %12s %9s  %s\n", _ ("stage"), _ ("result"),
           _ ("before"), _ ("after"), _ ("time"), _ ("why"));
  for (guint i = 0; i < run->stages->len; i++)
    {
      const SaffronStageRecord *stage =
          &g_array_index (run->stages, SaffronStageRecord, i);
      g_autofree char *before = format_px (stage->before);
      g_autofree char *after = format_px (stage->after);
      g_autofree char *why = saffron_reasons_to_words (stage->reasons, "; ");
      int wide_before = 12 + (isfinite (stage->before) ? 0 : 2);
      int wide_after = 12 + (isfinite (stage->after) ? 0 : 2);

      saffron_cli_print_line ("  %-12s %-8s %*s %*s %7.2f s  %s", stage->name,
                              stage->kept ? _ ("kept") : _ ("dropped"),
                              wide_before, before, wide_after, after,
                              stage->seconds, why);
    }
}

/* What to give so that the landmarks agree, if they are read wrong. */
static void
print_reading (const SaffronRun *run)
{
  const SaffronReason *reason =
      saffron_reasons_find (run->reasons, SAFFRON_REASON_LANDMARKS_READ_AS);
  SaffronLandmarkReading reading;
  g_autofree char *options = NULL;

  if (reason == NULL
      || !saffron_landmark_reading_from_reason (reason, &reading))
    return;
  options = saffron_cli_reading_to_options (&reading);
  g_print (_ ("  try: give the landmarks again with %s\n"), options);
}

static void
print_advice (const SaffronRun *run)
{
  g_autoptr (GPtrArray) advice = saffron_advice (run);

  for (guint i = 0; i < advice->len; i++)
    {
      const SaffronAdvice *step = advice->pdata[i];

      g_print (_ ("  try: %s"), saffron_advice_get_cli_text (step));
      if (step->value != NULL)
        g_print (" (--set %s=%s)\n", step->parameter, step->value);
      else if (step->parameter != NULL)
        g_print (" (--set %s=…)\n", step->parameter);
      else
        g_print ("\n");
    }
}

void
saffron_cli_print_run (SaffronSlide *reference,
                       SaffronSlide *moving,
                       const SaffronRun *run)
{
  g_autofree char *from =
      g_filename_display_basename (saffron_slide_get_path (moving));
  g_autofree char *to =
      g_filename_display_basename (saffron_slide_get_path (reference));
  g_autofree char *why = saffron_reasons_to_words (run->reasons, "\n  ");
  g_autofree char *reference_look = saffron_look_to_words (&run->looks[0]);
  g_autofree char *moving_look = saffron_look_to_words (&run->looks[1]);
  static const char *const verdicts[] = {
    [SAFFRON_RUN_UNVERIFIED] = N_ ("UNVERIFIED"),
    [SAFFRON_RUN_PARTLY] = N_ ("verified IN PART"),
    [SAFFRON_RUN_VERIFIED] = N_ ("verified"),
  };

  saffron_cli_print_line (
      /* Translators: the moving slide, the reference, the verdict */ _ (
          "%s onto %s: %s"),
      from, to, _ (verdicts[saffron_run_get_state (run)]));
  g_print ("  %s\n", why);
  print_reading (run);
  print_advice (run);
  saffron_cli_print_line (_ ("  reference looked at: %s"), reference_look);
  saffron_cli_print_line (_ ("  moving looked at:    %s"), moving_look);
  print_stages (run);
  g_print (_ ("  %.2f s, peak memory %.0f MB\n"), run->seconds,
           (double) run->peak_memory / 1e6);
}
