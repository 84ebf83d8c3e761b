/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "export/warp.h"

G_BEGIN_DECLS

/**
 * SaffronTakesFunc:
 * @task: answers with g_task_return_pointer() or g_task_return_error()
 * @spec: what the task is about, its task data
 * @job: is cancelled with the task
 */
typedef void (*SaffronTakesFunc) (GTask *task, gpointer spec, SaffronJob *job);

/**
 * saffron_takes_ask:
 * @threads: 0 for one per processor
 *
 * Works out on a thread what an export would take.
 */
void saffron_takes_ask (GTask *task, SaffronTakesFunc func, guint threads);

/* (transfer full): one line. @free_bytes: of the disk it goes to, −1 if
 * unknown */
char *saffron_takes_to_words (const SaffronExportEstimate *estimate,
                              gint64 free_bytes);

G_END_DECLS
