/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "export/report-private.h"
#include "export/report-table.h"
#include "quality/words.h"

static JsonObject *
quality_of (const SaffronReportPart *part)
{
  return json_object_get_object_member (part->json, "quality");
}

/* Whether the table of figures has anything to say about the group. @lengths:
 * (out): whether that has lengths */
static gboolean
has_group (JsonObject *quality, const char *group, gboolean *lengths)
{
  guint n = 0;
  const SaffronReportFigure *figures = saffron_report_figures (&n);
  gboolean has = FALSE;

  *lengths = FALSE;
  for (guint i = 0; i < n; i++)
    if (g_str_equal (figures[i].group, group))
      {
        *lengths = *lengths || figures[i].length;
        has = has
              || saffron_report_find (quality, figures[i].path,
                                      figures[i].length ? "_px" : NULL)
                     != NULL;
      }
  return has;
}

static void
append_figure_row (GString *html,
                   JsonObject *quality,
                   const SaffronReportFigure *figure)
{
  saffron_html_printf (html, "<tr data-name=\"%s\"><th>%s</th>", figure->name,
                       _ (figure->title));
  if (figure->length)
    {
      g_string_append (html, "<td>");
      saffron_report_append_figure (html, quality, figure->path, "_um", "");
      g_string_append (html, "</td><td>");
      saffron_report_append_figure (html, quality, figure->path, "_px", "");
      g_string_append (html, "</td></tr>");
      return;
    }
  g_string_append (html, "<td colspan=\"2\">");
  saffron_report_append_figure (html, quality, figure->path, NULL, "");
  g_string_append (html, "</td></tr>");
}

static void
append_figures (GString *html, JsonObject *quality)
{
  guint n = 0;
  const SaffronReportFigure *figures = saffron_report_figures (&n);
  const char *group = "";

  g_string_append (html, "<table class=\"numbers\">");
  for (guint i = 0; i < n; i++)
    {
      gboolean lengths;

      if (!has_group (quality, figures[i].group, &lengths))
        continue;
      if (!g_str_equal (group, figures[i].group))
        saffron_html_printf (
            html, "<tr class=\"group\"><th>%s</th><th>%s</th><th>%s</th></tr>",
            _ (figures[i].group), lengths ? "µm" : "", lengths ? "px" : "");
      group = figures[i].group;
      append_figure_row (html, quality, &figures[i]);
    }
  g_string_append (html, "</table>");
}

static void
append_bending (GString *html, const SaffronReportPart *part)
{
  static const char *const members[] = { "piece",  "tissue", "min_jacobian",
                                         "folded", "strain", "strain_p99" };

  if (part->quality->bending->len == 0)
    return;
  saffron_html_printf (
      html,
      "<h4>%s</h4><table class=\"numbers heads\"><tr><th>%s</th><th>%s</th>"
      "<th>%s</th><th>%s</th><th>%s</th><th>%s</th></tr>",
      _ ("Bending, beside the affine part"), _ ("Piece"),
      _ ("Share of the tissue"), _ ("Least change of area"),
      _ ("Share that folds"), _ ("Strain, median"),
      _ ("Strain, 99th percentile"));
  for (guint i = 0; i < part->quality->bending->len; i++)
    {
      g_string_append (html, "<tr>");
      for (guint m = 0; m < G_N_ELEMENTS (members); m++)
        {
          g_autofree char *path =
              g_strdup_printf ("bending.%u.%s", i, members[m]);

          g_string_append (html, "<td>");
          saffron_report_append_figure (html, quality_of (part), path, NULL,
                                        "");
          g_string_append (html, "</td>");
        }
      g_string_append (html, "</tr>");
    }
  g_string_append (html, "</table>");
}

static void
append_stages (GString *html, const SaffronReportPart *part)
{
  const GArray *stages = part->slide->run->stages;

  saffron_html_printf (html,
                       "<h4>%s</h4><table class=\"numbers heads\"><tr><th "
                       "class=\"words\">%s</th>"
                       "<th class=\"words\">%s</th><th>%s</th><th>%s</th>"
                       "<th class=\"words\">%s</th></tr>",
                       _ ("Stages, and the held-out residual in pixels"),
                       _ ("Stage"), C_ ("of a stage", "Result"),
                       C_ ("column", "before"), C_ ("column", "after"),
                       _ ("Why"));
  for (guint i = 0; i < stages->len; i++)
    {
      const SaffronStageRecord *stage =
          &g_array_index (stages, SaffronStageRecord, i);
      g_autofree char *words = saffron_reasons_to_words (stage->reasons, "; ");
      static const char *const members[] = { "before_px", "after_px" };

      saffron_html_printf (
          html, "<tr><th>%s</th><td class=\"words\">%s</td>", stage->name,
          stage->kept ? C_ ("stage", "kept") : C_ ("stage", "dropped"));
      for (guint m = 0; m < G_N_ELEMENTS (members); m++)
        {
          g_autofree char *path =
              g_strdup_printf ("stages.%u.%s", i, members[m]);

          g_string_append (html, "<td>");
          saffron_report_append_figure (html, quality_of (part), path, NULL,
                                        "");
          g_string_append (html, "</td>");
        }
      saffron_html_printf (html, "<td class=\"words\">%s</td></tr>", words);
    }
  g_string_append (html, "</table>");
}

static void
append_params (GString *html, const SaffronReportPart *part)
{
  const SaffronParams *params = part->slide->run->params;
  g_autoptr (SaffronParams) usual = saffron_params_new ();
  guint n = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n);

  saffron_html_printf (html, "<h4>%s</h4><table class=\"numbers params\">",
                       _ ("Parameters (in bold: not the usual value)"));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *value = saffron_params_get (params, specs[i].name);
      g_autofree char *other = saffron_params_get (usual, specs[i].name);

      if (specs[i].flags & SAFFRON_PARAM_UNUSED)
        continue;
      saffron_html_printf (html,
                           "<tr class=\"%s\"><th>%s</th><td class=\"words\">"
                           "<bdi>%s</bdi></td></tr>",
                           g_str_equal (value, other) ? "" : "changed",
                           specs[i].name, value);
    }
  g_string_append (html, "</table>");
}

static void
append_row (GString *html,
            JsonObject *object,
            const char *path,
            const char *title)
{
  JsonNode *node = saffron_report_find (object, path, NULL);
  g_autofree char *text = saffron_report_value_to_text (node);

  if (node != NULL)
    saffron_html_printf (html,
                         "<tr><th>%s</th><td class=\"words\"><bdi>%s</bdi>"
                         "</td></tr>",
                         title, text);
}

static void
append_files (GString *html, const SaffronReportPart *part)
{
  saffron_html_printf (html, "<h4>%s</h4><table class=\"numbers files\">",
                       _ ("Files and versions"));
  append_row (html, part->json, "reference.path", _ ("Reference"));
  append_row (html, part->json, "reference.bytes",
              _ ("Size of the reference, bytes"));
  append_row (html, part->json, "reference.fingerprint",
              _ ("Fingerprint of the reference"));
  append_row (html, part->json, "reference.look",
              _ ("Looked at on the reference"));
  append_row (html, part->json, "moving.path", _ ("Moving slide"));
  append_row (html, part->json, "moving.bytes",
              _ ("Size of the moving slide, bytes"));
  append_row (html, part->json, "moving.fingerprint",
              _ ("Fingerprint of the moving slide"));
  append_row (html, part->json, "moving.look",
              _ ("Looked at on the moving slide"));
  append_row (html, part->json, "run.number", _ ("Run"));
  append_row (html, part->json, "run.started", _ ("Started"));
  append_row (html, part->json, "run.transform_fingerprint",
              _ ("Fingerprint of the transform"));
  append_row (html, part->json, "run.landmarks",
              _ ("Landmarks that corrected it"));
  append_row (html, part->json, "saffron", _ ("Saffron that measured"));
  g_string_append (html, "</table>");
}

void
saffron_report_append_details (GString *html, const SaffronReportPart *part)
{
  saffron_html_printf (html, "<h3>%s</h3><div class=\"columns\"><div>",
                       _ ("Numbers"));
  append_figures (html, quality_of (part));
  append_bending (html, part);
  g_string_append (html, "</div><div>");
  saffron_report_append_worst (html, part);
  g_string_append (html, "</div></div>");
  saffron_html_printf (html, "<h3>%s</h3>", _ ("How it was made"));
  append_stages (html, part);
  g_string_append (html, "<div class=\"columns\"><div>");
  append_params (html, part);
  g_string_append (html, "</div><div>");
  append_files (html, part);
  g_string_append (html, "</div></div>");
}
