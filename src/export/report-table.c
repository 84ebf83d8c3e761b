/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/report-table.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"

#define TISSUE N_ ("Tissue")
#define ERRORS N_ ("Error")
#define EVIDENCE N_ ("Evidence of the run")
#define NUCLEI N_ ("Nuclei")
#define LANDMARKS N_ ("Landmarks")
#define LOOP N_ ("Beside another moving slide")
#define RING N_ ("Beside the first moving slide")

static const SaffronReportFigure figures[] = {
  { "places", "windows.n", FALSE, TISSUE, N_ ("Places measured") },
  { "agrees", "windows.shares.agrees", FALSE, TISSUE,
    N_ ("Share that agrees") },
  { "off", "windows.shares.off", FALSE, TISSUE, N_ ("Share that is off") },
  { "missing", "windows.shares.missing", FALSE, TISSUE,
    N_ ("Share without a counterpart") },
  { "unknown", "windows.shares.unknown", FALSE, TISSUE,
    N_ ("Share of which nothing can be said") },
  { "tolerance", "windows.tolerance", TRUE, ERRORS,
    N_ ("Agrees within (tolerance)") },
  { "error_median", "windows.error_median", TRUE, ERRORS, N_ ("Median") },
  { "error_p90", "windows.error_p90", TRUE, ERRORS, N_ ("90th percentile") },
  { "before_median", "windows.before_median", TRUE, ERRORS,
    N_ ("Median without bending") },
  { "before_p90", "windows.before_p90", TRUE, ERRORS,
    N_ ("90th percentile without bending") },
  { "consistency_median", "windows.consistency_median", TRUE, ERRORS,
    N_ ("Both directions of the search differ by, median") },
  { "worst_error", "worst.0.error", TRUE, ERRORS, N_ ("At the worst place") },
  { "worst_x", "worst.0.x", FALSE, ERRORS, N_ ("The worst place, x (px)") },
  { "worst_y", "worst.0.y", FALSE, ERRORS, N_ ("The worst place, y (px)") },
  { "quality", "verdict.quality", FALSE, EVIDENCE,
    N_ ("Likeness above the best rival") },
  { "certainty", "verdict.certainty", FALSE, EVIDENCE,
    N_ ("Certainty, standard errors") },
  { "overlap", "verdict.overlap", FALSE, EVIDENCE,
    N_ ("Overlap of the tissue") },
  { "min_jacobian", "verdict.min_jacobian", FALSE, EVIDENCE,
    N_ ("Least change of area") },
  { "nuclei_outcome", "nuclei.outcome", FALSE, NUCLEI, N_ ("Outcome") },
  { "nuclei_matched", "nuclei.matched", FALSE, NUCLEI,
    N_ ("Share that match") },
  { "nuclei_matched_chance", "nuclei.chance.matched", FALSE, NUCLEI,
    N_ ("Share that match by chance") },
  { "nuclei_distance", "nuclei.distance", TRUE, NUCLEI,
    N_ ("Median distance") },
  { "nuclei_distance_above_chance", "nuclei.distance_above_chance", TRUE,
    NUCLEI, N_ ("Median distance less that by chance") },
  { "nuclei_dice", "nuclei.dice", FALSE, NUCLEI, N_ ("Dice") },
  { "nuclei_dice_chance", "nuclei.chance.dice", FALSE, NUCLEI,
    N_ ("Dice by chance") },
  { "nuclei_iou", "nuclei.iou", FALSE, NUCLEI, N_ ("IoU") },
  { "landmarks", "landmarks.n", FALSE, LANDMARKS, N_ ("Active landmarks") },
  { "tre_median", "landmarks.tre_median", TRUE, LANDMARKS,
    N_ ("Missed by, median") },
  { "tre_p90", "landmarks.tre_p90", TRUE, LANDMARKS,
    N_ ("Missed by, 90th percentile") },
  { "tre_max", "landmarks.tre_max", TRUE, LANDMARKS,
    N_ ("Missed by, at most") },
  { "rtre_median", "landmarks.rtre_median", FALSE, LANDMARKS,
    N_ ("Median, divided by the diagonal") },
  { "robustness", "landmarks.robustness", FALSE, LANDMARKS,
    N_ ("Share that is closer than before") },
  { "loop_with", "loop.with", FALSE, LOOP, N_ ("Slide") },
  { "loop_places", "loop.n", FALSE, LOOP, N_ ("Places compared") },
  { "apart_median", "loop.apart_median", TRUE, LOOP, N_ ("Apart, median") },
  { "apart_p90", "loop.apart_p90", TRUE, LOOP, N_ ("Apart, 90th percentile") },
  { "closure_median", "loop.closure_median", TRUE, LOOP,
    N_ ("The loop closes within, median") },
  { "closure_p90", "loop.closure_p90", TRUE, LOOP,
    N_ ("The loop closes within, 90th percentile") },
  { "ring_with", "ring.with", FALSE, RING, N_ ("Slide") },
  { "ring_places", "ring.n", FALSE, RING, N_ ("Places compared") },
  { "ring_apart_median", "ring.apart_median", TRUE, RING,
    N_ ("Apart, median") },
  { "ring_apart_p90", "ring.apart_p90", TRUE, RING,
    N_ ("Apart, 90th percentile") },
  { "ring_closure_median", "ring.closure_median", TRUE, RING,
    N_ ("The loop closes within, median") },
  { "ring_closure_p90", "ring.closure_p90", TRUE, RING,
    N_ ("The loop closes within, 90th percentile") },
};

const SaffronReportFigure *
saffron_report_figures (guint *n)
{
  *n = G_N_ELEMENTS (figures);
  return figures;
}

/* (nullable): one step of a path. */
static JsonNode *
step (JsonNode *node, const char *name)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), name);
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      guint64 index = 0;

      if (g_ascii_string_to_unsigned (name, 10, 0, G_MAXUINT, &index, NULL)
          && index < json_array_get_length (array))
        return json_array_get_element (array, (guint) index);
    }
  return NULL;
}

JsonNode *
saffron_report_find (JsonObject *object, const char *path, const char *ending)
{
  g_autofree char *whole = g_strconcat (path, ending, NULL);
  g_auto (GStrv) steps = g_strsplit (whole, ".", -1);
  JsonNode *node = NULL;

  if (object == NULL)
    return NULL;
  node = json_object_get_member (object, steps[0]);
  for (int i = 1; node != NULL && steps[i] != NULL; i++)
    node = step (node, steps[i]);
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

double
saffron_report_find_number (JsonObject *object,
                            const char *path,
                            const char *ending)
{
  JsonNode *node = saffron_report_find (object, path, ending);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
             ? json_node_get_double (node)
             : NAN;
}

char *
saffron_report_value_to_text (JsonNode *value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (value == NULL || !JSON_NODE_HOLDS_VALUE (value))
    return g_strdup ("");
  if (json_node_get_value_type (value) == G_TYPE_STRING)
    return json_node_dup_string (value);
  if (json_node_get_value_type (value) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (value));
  saffron_json_format_double (json_node_get_double (value), text, sizeof text);
  return g_strdup (text);
}

/* What names a slide's run, and who says what about it. @name: the column */
static const struct {
  const char *name, *path;
} texts[] = {
  { "slide", "name" },
  { "moving", "moving.path" },
  { "reference", "reference.path" },
  { "run", "run.number" },
  { "started", "run.started" },
  { "state", "state" },
  { "partial", "quality.verdict.partial" },
  { "reason", "run.reason" },
  { "sign", "sign.verdict" },
  { "sign_initials", "sign.initials" },
  { "sign_when", "sign.when" },
  { "sign_note", "sign.note" },
  { "note", "run.note" },
  { "caution", "caution" },
  { "moving_fingerprint", "moving.fingerprint" },
  { "reference_fingerprint", "reference.fingerprint" },
  { "transform_fingerprint", "run.transform_fingerprint" },
  { "saffron", "saffron" },
};

/* Whether a spreadsheet would take the text for a formula and run it. */
static gboolean
looks_like_formula (const char *text)
{
  const char *first = text + strspn (text, " \t\r\n");
  gunichar c = g_utf8_get_char (first);

  /* Wide forms count, too. */
  return (*first != '\0' && strchr ("=+-@|%", *first) != NULL) || c == 0xff1d
         || c == 0xff0b || c == 0xff0d || c == 0xff20;
}

/* Appends a field. An apostrophe before what looks like a formula says that it
 * is text. */
static void
append_field (GString *csv, JsonNode *value)
{
  g_autofree char *text = saffron_report_value_to_text (value);
  g_autoptr (GString) safe = g_string_new (NULL);

  if (value != NULL && JSON_NODE_HOLDS_VALUE (value)
      && json_node_get_value_type (value) == G_TYPE_STRING)
    {
      if (looks_like_formula (text))
        g_string_append_c (safe, '\'');
      g_string_append (safe, text);
      /* One line for each slide, whatever reads it. */
      for (gsize i = 0; i < safe->len; i++)
        if ((guchar) safe->str[i] < 0x20 || safe->str[i] == 0x7f)
          safe->str[i] = ' ';
    }
  else
    g_string_append (safe, text);
  saffron_csv_append (csv, safe->str);
}

static void
append_header (GString *csv)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_string_append_printf (csv, "%s%s", i > 0 ? "," : "", texts[i].name);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    if (figures[i].length)
      g_string_append_printf (csv, ",%s_px,%s_um", figures[i].name,
                              figures[i].name);
    else
      g_string_append_printf (csv, ",%s", figures[i].name);
  g_string_append_c (csv, '\n');
}

char *
saffron_report_to_csv (JsonArray *slides)
{
  GString *csv = g_string_new (NULL);

  append_header (csv);
  for (guint s = 0; s < json_array_get_length (slides); s++)
    {
      JsonObject *slide = json_array_get_object_element (slides, s);
      JsonNode *quality = json_object_get_member (slide, "quality");
      JsonObject *measured =
          quality != NULL ? json_node_get_object (quality) : NULL;

      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          if (i > 0)
            g_string_append_c (csv, ',');
          append_field (csv, saffron_report_find (slide, texts[i].path, NULL));
        }
      for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
        for (int unit = 0; unit < (figures[i].length ? 2 : 1); unit++)
          {
            const char *ending = unit == 0 ? "_px" : "_um";

            g_string_append_c (csv, ',');
            append_field (
                csv, saffron_report_find (measured, figures[i].path,
                                          figures[i].length ? ending : NULL));
          }
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}
