/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"

G_BEGIN_DECLS

/**
 * SaffronWork:
 *
 * One piece of work that runs in the background while the window stays usable:
 * a registration, an export, a sweep, slides that are opened. It carries what
 * a person sees of it (title, stage, fraction, time left), how it ends, and
 * how to cancel it. Everything here belongs to the main thread unless it says
 * otherwise, and all signals come there.
 *
 * A subclass with a #SaffronWorkClass.run runs on a thread of its own after
 * saffron_work_start(). Without one, whoever made the work reports with
 * saffron_work_set_progress() and ends it with saffron_work_finish().
 *
 * SaffronWork::changed: another title, stage, fraction or time left; never
 *   after it was cancelled.
 * SaffronWork::message (pointer): what saffron_work_send() sent, in its order;
 *   after it was cancelled only with %SAFFRON_WORK_DELIVERS.
 * SaffronWork::cancelled: saffron_work_cancel() was called; emitted once.
 * SaffronWork::finished: it has ended, see saffron_work_get_state(); the last
 *   signal.
 */
#define SAFFRON_TYPE_WORK (saffron_work_get_type ())
G_DECLARE_DERIVABLE_TYPE (SaffronWork, saffron_work, SAFFRON, WORK, GObject)

/**
 * SaffronWorkFlags:
 * @SAFFRON_WORK_GIVES_WAY: its threads let the others of the process go first,
 *   see base/background.h
 * @SAFFRON_WORK_STAYS_DONE: what it wrote stays: when it is cancelled too late,
 *   it is done all the same
 * @SAFFRON_WORK_HOLDS: the application does not end before it has ended
 * @SAFFRON_WORK_DELIVERS: its messages count even after it was cancelled
 * @SAFFRON_WORK_PERCENT: its description says the fraction, not the stage
 */
typedef enum {
  SAFFRON_WORK_GIVES_WAY = 1 << 0,
  SAFFRON_WORK_STAYS_DONE = 1 << 1,
  SAFFRON_WORK_HOLDS = 1 << 2,
  SAFFRON_WORK_DELIVERS = 1 << 3,
  SAFFRON_WORK_PERCENT = 1 << 4,
} SaffronWorkFlags;

/**
 * SaffronWorkClass:
 * @flags: how its instances run
 * @run: the work itself, on its own thread; returns %FALSE with an error when
 *   it failed or was cancelled. What it makes, it puts into the instance, which
 *   nobody else touches until "finished".
 */
struct _SaffronWorkClass {
  GObjectClass parent_class;

  SaffronWorkFlags flags;
  gboolean (*run) (SaffronWork *self, SaffronJob *job, GError **error);
};

typedef enum {
  SAFFRON_WORK_RUNNING,
  SAFFRON_WORK_DONE,
  SAFFRON_WORK_FAILED,
  SAFFRON_WORK_CANCELLED,
} SaffronWorkState;

/* @title: what is done, for a person. */
SaffronWork *saffron_work_new (const char *title);

/* Runs it on a thread of its own, with at most @n_threads helpers; 0 for one
 * per processor. The work keeps itself alive until "finished". */
void saffron_work_start (SaffronWork *self, guint n_threads);

/* Called on the thread of the work: "message" is emitted with @data in the main
 * thread, then @free_data is called there. If the signal is not emitted, only
 * @free_data is called. */
void
saffron_work_send (SaffronWork *self, gpointer data, GDestroyNotify free_data);

void saffron_work_set_title (SaffronWork *self, const char *title);
const char *saffron_work_get_title (SaffronWork *self);

/**
 * saffron_work_set_progress:
 * @stage: what it is doing now; "" when there is nothing to say
 * @fraction: of the whole, 0 to 1
 * @left: what is known of the time left
 * @seconds: that time
 *
 * Work with a thread reports by its job instead.
 */
void saffron_work_set_progress (SaffronWork *self,
                                const char *stage,
                                double fraction,
                                SaffronTimeLeft left,
                                double seconds);
const char *saffron_work_get_stage (SaffronWork *self);
double saffron_work_get_fraction (SaffronWork *self);

/* (transfer full): title, stage and time left in one line. */
char *saffron_work_describe (SaffronWork *self);

/* What ending the work now would lose, one sentence; %NULL, the initial value,
 * when nobody has to be asked about it. */
void saffron_work_set_loss (SaffronWork *self, const char *loss);
const char *saffron_work_get_loss (SaffronWork *self);

/* Does nothing once the work has ended. Work on a thread ends within 200 ms. */
void saffron_work_cancel (SaffronWork *self);
/* Whether it was cancelled before it ended. */
gboolean saffron_work_is_cancelled (SaffronWork *self);

/* Ends work that has no thread. @error: (nullable): why it failed. */
void saffron_work_finish (SaffronWork *self, const GError *error);

SaffronWorkState saffron_work_get_state (SaffronWork *self);
/* (nullable): why it failed. */
const GError *saffron_work_get_error (SaffronWork *self);

/* Progress of the thread, and whether it is cancelled; owned by the work. */
SaffronJob *saffron_work_get_job (SaffronWork *self);

G_END_DECLS
