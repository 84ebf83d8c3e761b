/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/html.h"
#include "export/place-painter.h"
#include "export/report-picture.h"
#include "export/report-source.h"
#include "export/sheet-places.h"
#include "quality/quality.h"

G_BEGIN_DECLS

/**
 * SaffronReportLevel:
 * @SAFFRON_REPORT_GOOD: verified, and nothing certainly off
 * @SAFFRON_REPORT_DOUBT: verified in part, or a part of it is certainly off
 * @SAFFRON_REPORT_BAD: unverified, not registered, or a person rejected it
 *
 * The colour and the sign of a slide: what a reader must see first.
 */
typedef enum {
  SAFFRON_REPORT_GOOD,
  SAFFRON_REPORT_DOUBT,
  SAFFRON_REPORT_BAD,
} SaffronReportLevel;

/**
 * SaffronReportPart:
 * @slide: what the session says of it
 * @index: from 1, the slide's number in the report
 * @run: (nullable): with the verdict that holds: in the end also that of the
 *   other slides
 * @contradicted: whether that verdict is not its own two slides'
 * @json: its object in report.json
 * @quality: (nullable): what was measured; %NULL without a run
 * @overview: (nullable): a map of it that is small, as HTML
 * @begin: where its section begins in what is drawn, without its heading
 *
 * A slide in the report. @quality is there only while its section is made.
 */
typedef struct {
  const SaffronReportSlide *slide;
  guint index;
  SaffronRun *run;
  gboolean contradicted;
  JsonObject *json;
  const SaffronQuality *quality;
  char *overview;
  gint64 begin;
} SaffronReportPart;

/* report-pngs.c */

/* (transfer full) (element-type SaffronReportPng): both overlays and all maps,
 * pixel for pixel as large, without legends. */
GPtrArray *saffron_report_draw_pngs (const SaffronReportPart *part,
                                     const SaffronReportPicture *picture);

/* report-page.c */

SaffronReportLevel saffron_report_level (const SaffronReportPart *part);
/* "good", "doubt", "bad": the class in the style sheet; static. */
const char *saffron_report_level_class (SaffronReportLevel level);
/* "✔", "◐", "✘": for who cannot see colours; static. */
const char *saffron_report_level_sign (SaffronReportLevel level);
/* (transfer full): both verdicts in few words: "NOT VERIFIED". */
char *saffron_report_verdict (const SaffronReportPart *part);
/* What a person decided: "Accepted by KB, 2026-11-27T14:20:48Z", or that nobody
 * has signed. */
void saffron_report_append_sign (GString *html, const SaffronSign *sign);
/* From the document's beginning to the table of all slides. @parts:
 * (element-type SaffronReportPart); @findings: (nullable): those of
 * report.json; %NULL for none */
void saffron_report_append_head (GString *html,
                                 const SaffronReportSource *source,
                                 GPtrArray *parts,
                                 JsonArray *findings);
void saffron_report_append_end (GString *html);

/* report-figure.c */

/* A number of report.json for a reader, to three decimals; its exact value is
 * the attribute of a <data> element. @path, @ending: see
 * saffron_report_find(). @unit: such as "µm", "%" for a share in percent, or
 * "" */
void saffron_report_append_figure (GString *html,
                                   JsonObject *quality,
                                   const char *path,
                                   const char *ending,
                                   const char *unit);
/* The same of a length: in µm, or in pixels where no pixel size is known. */
void saffron_report_append_length (GString *html,
                                   JsonObject *quality,
                                   const char *path);
/* A share of the tissue behind its title. */
void saffron_report_append_titled_share (GString *html,
                                         JsonObject *quality,
                                         const char *path,
                                         const char *title);
/* The shares of the tissue by class as a bar. @words: whether the legend stands
 * under it */
void saffron_report_append_shares (GString *html,
                                   JsonObject *quality,
                                   gboolean words);
/* The overlay with the numbers of the worst places and a scale bar, or without
 * the places. */
void saffron_report_append_overlay (GString *html,
                                    const SaffronReportPart *part,
                                    const SaffronReportPicture *picture,
                                    gboolean after);
/* The map with its legend. */
void saffron_report_append_map (GString *html,
                                const SaffronReportPicture *picture,
                                const SaffronMap *map,
                                int longest);
void saffron_report_append_histogram (GString *html,
                                      const SaffronWindows *windows);

/* report-places.c */

/**
 * saffron_report_append_places:
 *
 * The worst places and random ones at full resolution.
 *
 * Returns: %FALSE with an error when a slide cannot be read
 */
gboolean saffron_report_append_places (GString *html,
                                       SaffronSlide *reference,
                                       SaffronSlide *moving,
                                       const SaffronReportPart *part,
                                       SaffronJob *job,
                                       GError **error);
/* The table of all worst places. */
void saffron_report_append_worst (GString *html, const SaffronReportPart *part);

/* report-details.c: the tables of numbers, stages, parameters and files. */
void saffron_report_append_details (GString *html,
                                    const SaffronReportPart *part);

/* report-words.c */

/* One sentence: how much of the tissue agrees, is off, and by how much. */
void saffron_report_append_measured (GString *html,
                                     const SaffronReportPart *part);
/* The median of the errors and their 90th percentile. */
void saffron_report_append_errors (GString *html,
                                   const SaffronReportPart *part,
                                   gboolean before);
/* The shares of the tissue, and the worst places by their numbers. */
void saffron_report_append_where (GString *html, const SaffronReportPart *part);
/* Why the run has its verdict, and what to try. */
void saffron_report_append_reasons (GString *html,
                                    const SaffronReportPart *part);
/* What a person decided, or room to sign on paper. */
void saffron_report_append_person (GString *html,
                                   const SaffronReportSlide *slide);

/* report-section.c */

/* The heading of a slide's section: its verdict, which is known only when all
 * slides are measured. */
void saffron_report_append_heading (GString *html,
                                    const SaffronReportPart *part);

/**
 * saffron_report_append_section:
 *
 * What stands below the heading of one slide that was measured, to @html, and
 * its overview to @part.
 * @pictures: (out) (optional) (transfer full): see saffron_report_draw_pngs()
 *
 * Returns: %FALSE with an error when a slide cannot be read
 */
gboolean saffron_report_append_section (GString *html,
                                        SaffronSlide *reference,
                                        SaffronSlide *moving,
                                        SaffronReportPart *part,
                                        GPtrArray **pictures,
                                        SaffronJob *job,
                                        GError **error);
/* The same of a slide without a run. */
void saffron_report_append_missing (GString *html,
                                    const SaffronReportPart *part);

G_END_DECLS
