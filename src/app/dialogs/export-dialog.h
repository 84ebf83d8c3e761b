/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/work/export-job.h"

G_BEGIN_DECLS

/* Something was chosen to be exported; nothing has been written. */
typedef void (*SaffronExportChosen) (const SaffronExport *spec,
                                     gpointer user_data);

#define SAFFRON_TYPE_EXPORT_DIALOG (saffron_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SaffronExportDialog,
                      saffron_export_dialog,
                      SAFFRON,
                      EXPORT_DIALOG,
                      AdwWindow)

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
