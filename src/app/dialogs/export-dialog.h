/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/work/export-job.h"

G_BEGIN_DECLS

/* Something was chosen to be exported; nothing has been written. */
typedef void (*SaffronExportChosen) (const SaffronExport *spec,
                                     gpointer user_data);

/**
 * saffron_export_dialog_new:
 * @spec: what stands there at first, with a @path that a person may change
 * @reference: as @spec has it: for the levels there are
 *
 * Asks where to and how, says about how large it gets and how long it takes,
 * and asks before a file that is there is replaced.
 */
GtkWidget *saffron_export_dialog_new (GtkWindow *parent,
                                      const SaffronExport *spec,
                                      SaffronSlide *reference,
                                      SaffronExportChosen chosen,
                                      gpointer user_data);

G_END_DECLS
