/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SaffronReportFigure:
 * @name: its name in report.csv and in the report; never changes. Of a length,
 *   without "_px" and "_um"
 * @path: where it stands in quality.json: members, separated by points, and
 *   numbers of elements. Of a length, without "_px" and "_um"
 * @length: whether it is a length, which is there in pixels, and in µm where a
 *   pixel size is known
 * @group: what it belongs to, for the report; to be translated
 * @title: what a person calls it; to be translated
 *
 * One number of a slide. All of them are static data.
 */
typedef struct {
  const char *name;
  const char *path;
  gboolean length;
  const char *group;
  const char *title;
} SaffronReportFigure;

/* The table of all figures; static. */
const SaffronReportFigure *saffron_report_figures (guint *n);

/* (transfer none) (nullable): the value at @path in @object with @ending added
 * to its last member; %NULL when there is none, or it is null. @object:
 * (nullable) */
JsonNode *
saffron_report_find (JsonObject *object, const char *path, const char *ending);

/* The number at that place; NaN when there is none. */
double saffron_report_find_number (JsonObject *object,
                                   const char *path,
                                   const char *ending);

/* (transfer full): a value as report.csv and quality.json have it; "" for
 * %NULL. */
char *saffron_report_value_to_text (JsonNode *value);

/* The columns of report.csv, and then a row for each slide. @slides:
 * (element-type JsonObject): of report.json */
char *saffron_report_to_csv (JsonArray *slides);

G_END_DECLS
