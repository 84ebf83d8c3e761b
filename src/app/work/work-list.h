/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work.h"

G_BEGIN_DECLS

/**
 * SaffronWorkList:
 *
 * What runs in the background for one window, a #GListModel of #SaffronWork,
 * oldest first. Work leaves it when it has ended.
 *
 * SaffronWorkList::changed: work came, went, or is being cancelled.
 */
#define SAFFRON_TYPE_WORK_LIST (saffron_work_list_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWorkList,
                      saffron_work_list,
                      SAFFRON,
                      WORK_LIST,
                      GObject)

SaffronWorkList *saffron_work_list_new (void);

/* @work is running; the list keeps it until it has ended. */
void saffron_work_list_add (SaffronWorkList *self, SaffronWork *work);

/* (nullable): the newest work that is not being cancelled; owned by the
 * list. */
SaffronWork *saffron_work_list_get_last (SaffronWorkList *self);

/* (nullable): what ending all work now would lose, one sentence a line; %NULL
 * when nothing would be lost. */
char *saffron_work_list_describe_losses (SaffronWorkList *self);

/* Cancels all work; each ends soon and leaves the list then. */
void saffron_work_list_cancel_all (SaffronWorkList *self);

G_END_DECLS
