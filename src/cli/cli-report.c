/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-report.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cli/cli-landmarks.h"
#include "cli/cli-print.h"
#include "cli/cli-table.h"
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
  static const int columns[] = { 11, 7, -11, -11, -8, 1, 0 };
  g_autoptr (SaffronCliTable) table = saffron_cli_table_new (2, columns);

  saffron_cli_table_add (table, C_ ("column", "stage"), C_ ("column", "result"),
                         C_ ("column", "before"), C_ ("column", "after"),
                         C_ ("column", "time"), C_ ("column", "why"), NULL);
  for (guint i = 0; i < run->stages->len; i++)
    {
      const SaffronStageRecord *stage =
          &g_array_index (run->stages, SaffronStageRecord, i);
      g_autofree char *before = format_px (stage->before);
      g_autofree char *after = format_px (stage->after);
      g_autofree char *time = g_strdup_printf ("%.2f s", stage->seconds);
      g_autofree char *why = saffron_reasons_to_words (stage->reasons, "; ");

      saffron_cli_table_add (table, stage->name,
                             stage->kept ? C_ ("stage", "kept")
                                         : C_ ("stage", "dropped"),
                             before, after, time, why, NULL);
    }
  saffron_cli_table_print (table);
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

/* What registration looked at on the reference and on the moving slide. */
static void
print_looks (const SaffronRun *run)
{
  static const char *const titles[] = {
    NC_ ("look", "reference looked at:"),
    NC_ ("look", "moving looked at:"),
    NULL,
  };
  int wide = saffron_cli_widest ("look", titles) + 1;

  for (guint i = 0; titles[i] != NULL; i++)
    {
      g_autofree char *look = saffron_look_to_words (&run->looks[i]);
      g_autofree char *line =
          g_strdelimit (g_steal_pointer (&look), "\r\n", ' ');

      saffron_cli_print_fact (2, g_dpgettext2 (NULL, "look", titles[i]), wide,
                              line);
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
  static const char *const verdicts[] = {
    [SAFFRON_RUN_UNVERIFIED] = NC_ ("run", "UNVERIFIED"),
    [SAFFRON_RUN_PARTLY] = NC_ ("run", "verified IN PART"),
    [SAFFRON_RUN_VERIFIED] = NC_ ("run", "verified"),
  };

  saffron_cli_print_line (
      /* Translators: the moving slide, the reference, the verdict */ _ (
          "%s onto %s: %s"),
      from, to,
      g_dpgettext2 (NULL, "run", verdicts[saffron_run_get_state (run)]));
  g_print ("  %s\n", why);
  print_reading (run);
  print_advice (run);
  print_looks (run);
  print_stages (run);
  g_print (_ ("  %.2f s, peak memory %.0f MB\n"), run->seconds,
           (double) run->peak_memory / 1e6);
}
