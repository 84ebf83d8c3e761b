/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/sweep.h"

G_BEGIN_DECLS

/* One combination of a sweep: its values, what became of it, and a mark on the
 * best ones and on the one under way.
 *
 * SaffronSweepRow::use (guint): the next run is to have the parameters of that
 *   combination. */
#define SAFFRON_TYPE_SWEEP_ROW (saffron_sweep_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronSweepRow,
                      saffron_sweep_row,
                      SAFFRON,
                      SWEEP_ROW,
                      AdwActionRow)

GtkWidget *saffron_sweep_row_new (void);

/**
 * saffron_sweep_row_update:
 * @i: of the combinations of @sweep, the one to show
 * @running: whether it is under way
 * @best: whether no other is better so far
 * @used: whether the next run has its parameters
 */
void saffron_sweep_row_update (SaffronSweepRow *self,
                               const SaffronSweep *sweep,
                               guint i,
                               gboolean running,
                               gboolean best,
                               gboolean used);

/* (transfer full): what became of combination @i, one line. */
char *saffron_sweep_describe_item (const SaffronSweep *sweep,
                                   guint i,
                                   gboolean running);

G_END_DECLS
