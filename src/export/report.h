/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "export/report-source.h"
#include "quality/loop-finding.h"
#include "quality/quality.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/* The names of the files of a report. */
#define SAFFRON_REPORT_HTML "report.html"
#define SAFFRON_REPORT_CSV "report.csv"
#define SAFFRON_REPORT_JSON "report.json"
#define SAFFRON_REPORT_N_FILES 3

/* "report.html", "report.csv", "report.json"; static. */
const char *saffron_report_file_name (guint index);

/**
 * SaffronReportPng:
 * @name: "overlay.png", "before.png", or "map-NICK.png" with the nick of a
 *   #SaffronMapKind; static
 * @png: the file
 *
 * A picture of the report, for a folder of pictures: without the legend.
 */
typedef struct {
  const char *name;
  GByteArray *png;
} SaffronReportPng;

/* The names of a slide's pictures; static. */
#define SAFFRON_REPORT_N_PNGS 8
const char *saffron_report_png_name (guint index);

/**
 * SaffronReport:
 *
 * A report on the slides of a session: one HTML file that needs no other file
 * and no network, and the same numbers as CSV and JSON; docs/quality.md
 * describes them. Slides are added one after the other. Only what is drawn of
 * one is in memory at a time; what is ready waits in a file without a name.
 * Use it from one thread at a time.
 */
typedef struct _SaffronReport SaffronReport;

/**
 * saffron_report_new:
 * @source: must outlive the report
 * @folder: an existing folder
 * @overwrite: whether existing files may be replaced
 *
 * Returns: (transfer full): the report, or %NULL with an error of
 *   saffron_save_file_new()
 */
SaffronReport *saffron_report_new (const SaffronReportSource *source,
                                   const char *folder,
                                   gboolean overwrite,
                                   GError **error);
/* Discards what was not finished. */
void saffron_report_free (SaffronReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronReport, saffron_report_free)

/**
 * saffron_report_add:
 * @slide: one of the source's that has a run; they come in their order
 * @quality: what was measured of its run
 * @pictures: (out) (optional) (transfer full) (element-type SaffronReportPng):
 *   the slide's overlays and maps, as the report has them
 * @job: (nullable): asked whether it is cancelled
 *
 * Draws a slide. The same bytes on any number of threads.
 *
 * Returns: %FALSE with an error that names a file
 */
gboolean saffron_report_add (SaffronReport *report,
                             const SaffronReportSlide *slide,
                             SaffronSlide *reference,
                             SaffronSlide *moving,
                             const SaffronQuality *quality,
                             GPtrArray **pictures,
                             SaffronJob *job,
                             GError **error);

/**
 * saffron_report_finish:
 * @with: (nullable) (element-type SaffronSaveFile): other files that appear
 * with the report's
 *
 * Writes the files, once all slides that have a run were added: all of them or
 * none, see saffron_save_files_commit().
 *
 * Returns: %FALSE with an error that names a file
 */
gboolean
saffron_report_finish (SaffronReport *report, GPtrArray *with, GError **error);

/* (transfer none) (nullable): the findings of report.json, see docs/quality.md;
 * %NULL before saffron_report_finish(). */
JsonArray *saffron_report_get_findings (SaffronReport *report);

/* (transfer none) (nullable): the quality.json of a slide whose verdict the
 * others have changed; %NULL for one that has its own, and before
 * saffron_report_finish(). */
JsonNode *saffron_report_get_contradicted (SaffronReport *report,
                                           const SaffronReportSlide *slide);

/* (transfer none): the loops that were measured, by the indices of the source's
 * slides. */
const SaffronLoopPair *saffron_report_get_loops (SaffronReport *report,
                                                 guint *n);

/**
 * saffron_report_write:
 * @job: (nullable): its fraction goes from 0 to 1
 *
 * The same from beginning to end, for a worker: opens the slides, measures each
 * that has a run, and writes the report.
 *
 * Returns: %FALSE with an error that names a file
 */
gboolean saffron_report_write (const SaffronReportSource *source,
                               const char *folder,
                               gboolean overwrite,
                               SaffronJob *job,
                               GError **error);

G_END_DECLS
