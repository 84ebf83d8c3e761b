/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <unistd.h>

#include "base/duration.h"
#include "cli/cli-print.h"
#include "cli/interrupt.h"

/* To the start of the line, and erases it. */
#define CLEAR_LINE "\r\033[K"

/* The state of the line on the terminal. */
typedef struct {
  GMutex lock;
  gboolean terminal;
  gboolean finished;
  char *prefix;
  guint part, n_parts;
  char *stage;
  char *left; /* (nullable): the time left, in words */
  int percent;
} Progress;

static const char progress_key[] = "saffron-progress";

/* Call with the lock held. */
static void
clear_line (Progress *progress)
{
  if (progress->terminal && progress->percent >= 0)
    saffron_cli_print_raw (CLEAR_LINE);
  progress->percent = -1;
}

static void
progress_free (gpointer data)
{
  Progress *progress = data;

  clear_line (progress);
  g_free (progress->prefix);
  g_free (progress->stage);
  g_free (progress->left);
  g_mutex_clear (&progress->lock);
  g_free (progress);
}

/* Call with the lock held. */
static void
draw_line (const Progress *progress)
{
  static const char full[] = "####################";
  const char *left = progress->left;

  saffron_cli_print_raw (CLEAR_LINE);
  g_printerr ("[%-20.*s] %3d %%  %s%s%s%s", progress->percent / 5, full,
              progress->percent, progress->prefix, progress->stage,
              left != NULL ? ", " : "", left != NULL ? left : "");
}

static char *
describe_left (SaffronJob *job)
{
  double seconds = 0.0;
  SaffronTimeLeft left = saffron_job_get_time_left (job, &seconds);

  return saffron_describe_time_left (left, seconds);
}

static void
draw (SaffronJob *job, const char *stage, double fraction, gpointer user_data)
{
  Progress *progress = user_data;
  int percent = (int) (100.0 * (progress->part + fraction) / progress->n_parts);
  g_autofree char *left = describe_left (job);
  gboolean new_stage, new_left;

  g_mutex_lock (&progress->lock);
  new_stage = g_strcmp0 (stage, progress->stage) != 0;
  if (new_stage)
    {
      g_free (progress->stage);
      progress->stage = g_strdup (stage);
    }
  new_left = g_strcmp0 (left, progress->left) != 0;
  if (progress->finished)
    ;
  else if (progress->terminal
           && (new_stage || new_left || percent != progress->percent))
    {
      g_free (progress->left);
      progress->left = g_steal_pointer (&left);
      progress->percent = percent;
      draw_line (progress);
    }
  else if (!progress->terminal && new_stage)
    g_printerr ("%3d %%  %s%s\n", percent, progress->prefix, stage);
  g_mutex_unlock (&progress->lock);
}

SaffronJob *
saffron_cli_job_new_part (int threads,
                          const char *name,
                          guint part,
                          guint n_parts)
{
  SaffronJob *job = saffron_job_new ();
  Progress *progress = g_new0 (Progress, 1);

  g_mutex_init (&progress->lock);
  progress->terminal = isatty (STDERR_FILENO);
  progress->percent = -1;
  progress->prefix =
      name != NULL ? g_strconcat (name, ": ", NULL) : g_strdup ("");
  progress->part = part;
  progress->n_parts = MAX (n_parts, 1);
  saffron_job_set_threads (job, (guint) MAX (threads, 0));
  saffron_job_set_callback (job, draw, progress);
  g_object_set_data_full (G_OBJECT (job), progress_key, progress,
                          progress_free);
  saffron_interrupt_watch (job);
  return job;
}

SaffronJob *
saffron_cli_job_new (int threads)
{
  return saffron_cli_job_new_part (threads, NULL, 0, 1);
}

void
saffron_cli_job_say (SaffronJob *job, const char *line)
{
  Progress *progress = g_object_get_data (G_OBJECT (job), progress_key);

  g_mutex_lock (&progress->lock);
  clear_line (progress);
  g_printerr ("%s\n", line);
  g_mutex_unlock (&progress->lock);
}

void
saffron_cli_job_finish (SaffronJob *job)
{
  Progress *progress = g_object_get_data (G_OBJECT (job), progress_key);

  g_mutex_lock (&progress->lock);
  progress->finished = TRUE;
  clear_line (progress);
  g_mutex_unlock (&progress->lock);
}
