/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/run-column.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/join.h"
#include "quality/words.h"
#include "register/params-words.h"

static const struct {
  const char *title, *help;
} columns[SAFFRON_RUN_N_COLUMNS] = {
  [SAFFRON_RUN_COLUMN_STAR] = { N_ ("★"), N_ ("Starred") },
  [SAFFRON_RUN_COLUMN_NUMBER] = { N_ ("Run"), N_ ("Number and verdict") },
  [SAFFRON_RUN_COLUMN_QUALITY] = { N_ ("Q"), N_ ("Similarity above chance") },
  [SAFFRON_RUN_COLUMN_WINDOWS] = { N_ ("Windows"),
                                   N_ ("How far the matches in held-out "
                                       "windows are, median, reference "
                                       "pixels") },
  [SAFFRON_RUN_COLUMN_LANDMARKS] = { N_ ("Landmarks"),
                                     N_ ("By how much held-out landmarks are "
                                         "missed, median, reference pixels") },
  [SAFFRON_RUN_COLUMN_SECONDS] = { N_ ("s"), N_ ("Seconds it took") },
  [SAFFRON_RUN_COLUMN_MEMORY] = { N_ ("MB"),
                                  N_ ("Peak memory, if nothing else ran") },
  [SAFFRON_RUN_COLUMN_PARAMS] = { N_ ("Parameters"),
                                  N_ ("Nearest preset and what differs") },
  [SAFFRON_RUN_COLUMN_STARTED] = { N_ ("Started"), N_ ("When it started") },
  [SAFFRON_RUN_COLUMN_NOTE] = { N_ ("Note"), N_ ("Note") },
};

const char *
saffron_run_column_title (SaffronRunColumn column)
{
  return _ (columns[column].title);
}

const char *
saffron_run_column_help (SaffronRunColumn column)
{
  return _ (columns[column].help);
}

/* NaN: the figure is not known. */
static double
number_of (SaffronRunColumn column, SaffronRunEntry *entry)
{
  const SaffronRun *run = saffron_run_entry_get_run (entry);

  switch (column)
    {
    case SAFFRON_RUN_COLUMN_STAR:
      return saffron_run_entry_get_starred (entry) ? 0.0 : 1.0;
    case SAFFRON_RUN_COLUMN_NUMBER:
      return saffron_run_entry_get_number (entry);
    case SAFFRON_RUN_COLUMN_QUALITY:
      return run->quality;
    case SAFFRON_RUN_COLUMN_WINDOWS:
      return saffron_run_window_residual (run);
    case SAFFRON_RUN_COLUMN_LANDMARKS:
      return saffron_run_landmark_residual (run);
    case SAFFRON_RUN_COLUMN_SECONDS:
      return run->seconds;
    case SAFFRON_RUN_COLUMN_MEMORY:
      return run->peak_memory > 0 ? run->peak_memory / 1e6 : NAN;
    case SAFFRON_RUN_COLUMN_PARAMS:
    case SAFFRON_RUN_COLUMN_STARTED:
    case SAFFRON_RUN_COLUMN_NOTE:
    default:
      return NAN;
    }
}

/* The parameters of the run, its region if it has one, and the planes of Z
 * stacks. */
static char *
describe (const SaffronRun *run)
{
  g_autofree char *params = run->params != NULL
                                ? saffron_params_describe (run->params)
                                : g_strdup ("–");
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);

  if (run->region.width > 0)
    g_ptr_array_add (facts, g_strdup_printf (_ ("region %d × %d"),
                                             (int) run->region.width,
                                             (int) run->region.height));
  g_ptr_array_add (facts, g_steal_pointer (&params));
  for (int i = 0; i < 2; i++)
    if (run->looks[i].z != 0)
      {
        g_autofree char *z = saffron_z_to_words (run->looks[i].z);

        g_ptr_array_add (facts, g_strdup_printf (i == 0 ? _ ("reference: %s")
                                                        : _ ("moving: %s"),
                                                 z));
      }
  return saffron_join_facts (facts);
}

/* "2024-05-06 07:08" in local time. */
static char *
local_time (const char *started)
{
  g_autoptr (GDateTime) utc =
      started != NULL ? g_date_time_new_from_iso8601 (started, NULL) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M")
                       : g_strdup ("–");
}

char *
saffron_run_column_text (SaffronRunColumn column, SaffronRunEntry *entry)
{
  static const char *const marks[] = { [SAFFRON_RUN_UNVERIFIED] = "?",
                                       [SAFFRON_RUN_PARTLY] = "◐",
                                       [SAFFRON_RUN_VERIFIED] = "✓" };
  const SaffronRun *run = saffron_run_entry_get_run (entry);
  double number = number_of (column, entry);

  switch (column)
    {
    case SAFFRON_RUN_COLUMN_STAR:
      return g_strdup (saffron_run_entry_get_starred (entry) ? "★" : "☆");
    case SAFFRON_RUN_COLUMN_NUMBER:
      return g_strdup_printf ("%u %s", saffron_run_entry_get_number (entry),
                              marks[saffron_run_get_state (run)]);
    case SAFFRON_RUN_COLUMN_PARAMS:
      return describe (run);
    case SAFFRON_RUN_COLUMN_STARTED:
      return local_time (run->started);
    case SAFFRON_RUN_COLUMN_NOTE:
      return g_strdup (saffron_run_entry_get_note (entry));
    case SAFFRON_RUN_COLUMN_QUALITY:
    case SAFFRON_RUN_COLUMN_WINDOWS:
    case SAFFRON_RUN_COLUMN_LANDMARKS:
    case SAFFRON_RUN_COLUMN_SECONDS:
    case SAFFRON_RUN_COLUMN_MEMORY:
    default:
      break;
    }
  if (!isfinite (number))
    return g_strdup ("–");
  if (column == SAFFRON_RUN_COLUMN_QUALITY)
    return g_strdup_printf ("%.3f", number);
  if (column == SAFFRON_RUN_COLUMN_WINDOWS
      || column == SAFFRON_RUN_COLUMN_LANDMARKS)
    return g_strdup_printf ("%.2f", number);
  return g_strdup_printf (
      column == SAFFRON_RUN_COLUMN_SECONDS ? "%.1f" : "%.0f", number);
}

int
saffron_run_column_compare (SaffronRunColumn column,
                            SaffronRunEntry *a,
                            SaffronRunEntry *b)
{
  double x = number_of (column, a), y = number_of (column, b);
  g_autofree char *s = NULL, *t = NULL;

  if (isfinite (x) && isfinite (y))
    return x < y ? -1 : x > y;
  if (isfinite (x) != isfinite (y))
    return isfinite (x) ? -1 : 1;
  s = saffron_run_column_text (column, a);
  t = saffron_run_column_text (column, b);
  return g_utf8_collate (s, t);
}
