/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/takes.h"

#include <glib/gi18n.h>

#include "base/duration.h"

typedef struct {
  SaffronTakesFunc func;
  guint threads;
} Question;

static void
on_cancelled (GCancellable *cancellable, gpointer job)
{
  saffron_job_cancel (job);
}

static void
run_in_thread (GTask *task,
               gpointer source,
               gpointer spec,
               GCancellable *cancellable)
{
  const Question *question = g_object_get_data (G_OBJECT (task), "question");
  g_autoptr (SaffronJob) job = saffron_job_new ();
  gulong handler = 0;

  saffron_job_set_threads (job, question->threads);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                     job, NULL);
  question->func (task, spec, job);
  g_cancellable_disconnect (cancellable, handler);
}

void
saffron_takes_ask (GTask *task, SaffronTakesFunc func, guint threads)
{
  Question *question = g_new (Question, 1);

  *question = (Question){ func, threads };
  g_object_set_data_full (G_OBJECT (task), "question", question, g_free);
  g_task_run_in_thread (task, run_in_thread);
}

char *
saffron_takes_to_words (const SaffronExportEstimate *estimate,
                        gint64 free_bytes)
{
  g_autofree char *size = g_format_size ((guint64) estimate->bytes);
  g_autofree char *time = saffron_describe_seconds (estimate->seconds);
  g_autofree char *room =
      free_bytes >= 0 ? g_format_size ((guint64) free_bytes) : g_strdup ("?");

  return g_strdup_printf (
      _ ("%.0f × %.0f pixels, about %s, about %s; %s are free there"),
      (double) estimate->width, (double) estimate->height, size, time, room);
}
