/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/compare.h"
#include "app/window/export-carrier.h"

G_BEGIN_DECLS

/**
 * SaffronWindowExport:
 *
 * What leaves the program: pictures, slides, transforms, and settings for a
 * cluster: win.export-qc, win.export-warp, win.export-transform, win.cluster.
 */
#define SAFFRON_TYPE_WINDOW_EXPORT (saffron_window_export_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowExport,
                      saffron_window_export,
                      SAFFRON,
                      WINDOW_EXPORT,
                      GObject)

SaffronWindowExport *saffron_window_export_new (SaffronShell *shell,
                                                SaffronExportCarrier *carrier,
                                                SaffronCompare *compare);

G_END_DECLS
