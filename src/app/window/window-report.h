/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/export-carrier.h"

G_BEGIN_DECLS

/**
 * SaffronWindowReport:
 *
 * The report on all slides of the session: win.export-report asks for a folder,
 * win.write-report is given one. What is there is not replaced unasked.
 */
#define SAFFRON_TYPE_WINDOW_REPORT (saffron_window_report_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowReport,
                      saffron_window_report,
                      SAFFRON,
                      WINDOW_REPORT,
                      GObject)

SaffronWindowReport *saffron_window_report_new (SaffronShell *shell,
                                                SaffronExportCarrier *carrier);

G_END_DECLS
