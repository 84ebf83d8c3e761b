/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work.h"
#include "session/session.h"
#include "session/stack.h"

G_BEGIN_DECLS

/**
 * SaffronOrderWork:
 *
 * Finds in the background over which slides of a session each is tried; see
 * saffron_stack_order().
 */
#define SAFFRON_TYPE_ORDER_WORK (saffron_order_work_get_type ())
G_DECLARE_FINAL_TYPE (SaffronOrderWork,
                      saffron_order_work,
                      SAFFRON,
                      ORDER_WORK,
                      SaffronWork)

/* Starts it. @params: copied. @n_threads: 0 for one per processor */
SaffronOrderWork *saffron_order_work_new (SaffronSession *session,
                                          const SaffronParams *params,
                                          guint n_threads);

/* (transfer full): once it has finished without an error; the second call gets
 * %NULL. */
SaffronStack *saffron_order_work_steal_stack (SaffronOrderWork *self);

G_END_DECLS
