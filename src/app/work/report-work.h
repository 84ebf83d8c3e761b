/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/export-work.h"
#include "export/report-source.h"

G_BEGIN_DECLS

/**
 * SaffronReportWork:
 *
 * Writes the report on a session in the background; see saffron_report_write(),
 * which is what saffron-cli quality does, too. It opens the slides itself.
 */
#define SAFFRON_TYPE_REPORT_WORK (saffron_report_work_get_type ())
G_DECLARE_FINAL_TYPE (SaffronReportWork,
                      saffron_report_work,
                      SAFFRON,
                      REPORT_WORK,
                      SaffronExportWork)

/* Starts it. @source: (transfer full); @threads: 0 for one per processor */
SaffronExportWork *saffron_report_work_new (SaffronReportSource *source,
                                            const char *folder,
                                            gboolean overwrite,
                                            guint threads);

G_END_DECLS
