/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work-list.h"
#include "session/moving-state.h"
#include "session/session.h"

G_BEGIN_DECLS

/**
 * SaffronRegisterQueue:
 *
 * Registers several moving slides of a session, one after the other, as one
 * piece of work: its title says which slide it is at and how many there are,
 * and cancelling it stops the queue. Each run goes into the session as it
 * comes. A slide that fails, or that would take more memory than it may, does
 * not stop the others. With the parameter order, it first finds over which
 * slides each is tried, and goes in that order.
 *
 * SaffronRegisterQueue::changed: it started or ended.
 * SaffronRegisterQueue::ended: the last slide is done, or it was stopped; what
 *   it came to is known until the next start.
 */
#define SAFFRON_TYPE_REGISTER_QUEUE (saffron_register_queue_get_type ())
G_DECLARE_FINAL_TYPE (SaffronRegisterQueue,
                      saffron_register_queue,
                      SAFFRON,
                      REGISTER_QUEUE,
                      GObject)

/* The queue reads the threads and the limit of memory from @settings when each
 * slide begins. */
SaffronRegisterQueue *saffron_register_queue_new (GSettings *settings,
                                                  SaffronWorkList *works);

/**
 * saffron_register_queue_add:
 * @name: as a person knows it
 * @slide: (nullable): the same slide where it is open, so that its memory can
 *   be foretold
 *
 * Adds a slide for the next start.
 */
void saffron_register_queue_add (SaffronRegisterQueue *self,
                                 SaffronMoving *moving,
                                 const char *name,
                                 SaffronSlide *slide);

/**
 * saffron_register_queue_start:
 * @reference: (nullable): where it is open
 *
 * Registers what was added with the parameters that the session has now; the
 * landmarks and the start are those that a slide has when its turn comes. With
 * nothing added, or while it runs, it does nothing.
 */
void saffron_register_queue_start (SaffronRegisterQueue *self,
                                   SaffronSession *session,
                                   SaffronSlide *reference);

/* Drops the registration under way; the runs that are done stay. */
void saffron_register_queue_stop (SaffronRegisterQueue *self);

gboolean saffron_register_queue_is_running (SaffronRegisterQueue *self);
/* (nullable): whose slides it registers or registered last. */
SaffronSession *saffron_register_queue_get_session (SaffronRegisterQueue *self);

/* How many slides came to that verdict. */
guint saffron_register_queue_count (SaffronRegisterQueue *self,
                                    SaffronMovingState state);
/* (element-type utf8): one line for each slide that failed, with its name. */
GPtrArray *saffron_register_queue_get_failures (SaffronRegisterQueue *self);
/* How many slides its stop left without a turn. */
guint saffron_register_queue_get_n_left (SaffronRegisterQueue *self);

G_END_DECLS
