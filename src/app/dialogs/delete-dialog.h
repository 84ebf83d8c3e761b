/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session/run-entry.h"

G_BEGIN_DECLS

/**
 * saffron_delete_dialog_new:
 * @regions: (element-type SaffronRunEntry): the runs of regions that take from
 *   @entry what lies outside of them; at least one
 *
 * Returns: a question whether @entry is to be deleted nevertheless. Its
 * response is "delete" or "keep"
 */
GtkWidget *saffron_delete_dialog_new (GtkWindow *parent,
                                      SaffronRunEntry *entry,
                                      GPtrArray *regions);

G_END_DECLS
