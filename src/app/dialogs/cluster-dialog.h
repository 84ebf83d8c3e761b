/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/document.h"

G_BEGIN_DECLS

#define SAFFRON_TYPE_CLUSTER_DIALOG (saffron_cluster_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SaffronClusterDialog,
                      saffron_cluster_dialog,
                      SAFFRON,
                      CLUSTER_DIALOG,
                      AdwWindow)

/**
 * saffron_cluster_dialog_new:
 * @run: whose parameters leave
 *
 * A run's parameters for elsewhere: as a piece of nextflow.config with what its
 * process asks for, as JSON, and as a command line; each to copy or to save.
 * What saffron-cli params prints, by the same functions.
 */
GtkWidget *saffron_cluster_dialog_new (GtkWindow *parent,
                                       SaffronDocument *document,
                                       GSettings *settings,
                                       SaffronRun *run);

G_END_DECLS
