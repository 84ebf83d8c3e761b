/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/report-source.h"
#include "quality/quality.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * saffron_report_slide_to_json:
 * @reference: (nullable): the slides that were measured; %NULL for a slide
 *   without a run
 * @quality: (nullable): likewise
 *
 * Returns: (transfer full): one of the "slides" in report.json, see
 *   docs/quality.md. Reads a little of both files: %NULL with an error when
 *   that fails, unless the slide has no run
 */
JsonObject *saffron_report_slide_to_json (const SaffronReportSource *source,
                                          const SaffronReportSlide *slide,
                                          SaffronSlide *reference,
                                          SaffronSlide *moving,
                                          const SaffronQuality *quality,
                                          GError **error);

/* Gives @object the verdict of @run in place of the slide's own. */
void saffron_report_slide_judge (JsonObject *object, SaffronRun *run);

/**
 * saffron_report_findings_to_json:
 * @findings: see saffron_loop_findings()
 * @names: of all slides
 *
 * Returns: (transfer full): the "findings" of report.json; empty without any
 */
JsonArray *saffron_report_findings_to_json (const GArray *findings,
                                            const char *const *names);

/* (transfer full): all of report.json. @slides, @findings: (transfer full) */
char *saffron_report_to_json (const SaffronReportSource *source,
                              JsonArray *slides,
                              JsonArray *findings);

G_END_DECLS
