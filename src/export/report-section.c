/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "export/report-private.h"
#include "quality/map.h"
#include "quality/quality-words.h"
#include "quality/words.h"
#include "transform/pieces.h"

/* The longest side of the map in the table of all slides, pixels. */
#define OVERVIEW 120

void
saffron_report_append_heading (GString *html, const SaffronReportPart *part)
{
  SaffronReportLevel level = saffron_report_level (part);
  g_autofree char *verdict = saffron_report_verdict (part);
  const SaffronReason *main =
      part->run != NULL ? saffron_reasons_get_main (part->run->reasons) : NULL;

  saffron_html_printf (html,
                       "<section id=\"slide-%d\"><header class=\"banner %s\">"
                       "<h2>%s %s – <bdi>%s</bdi></h2>",
                       (int) part->index, saffron_report_level_class (level),
                       saffron_report_level_sign (level), verdict,
                       part->slide->name);
  if (main != NULL && main->stance == SAFFRON_STANCE_AGAINST)
    {
      g_autofree char *why = saffron_reason_to_words (main);

      saffron_html_printf (html, "<p><b>%s</b></p>", why);
    }
}

/* The rest of the banner: how much is wrong. */
static void
append_banner (GString *html, const SaffronReportPart *part)
{
  if (part->quality != NULL)
    {
      g_string_append (html, "<p>");
      saffron_report_append_measured (html, part);
      g_string_append (html, "</p>");
    }
  if (part->slide->caution != NULL)
    saffron_html_printf (html, "<p><b>%s</b> <bdi>%s</bdi></p>", _ ("Caution:"),
                         part->slide->caution);
  g_string_append (html, "</header>");
}

/* (transfer full) (nullable): %NULL when it says nothing of this run. */
static SaffronMap *
make_map (const SaffronReportPart *part, SaffronMapKind kind)
{
  SaffronRun *run = part->slide->run;

  if (kind == SAFFRON_MAP_PIECES
      && saffron_transform_get_n_pieces (run->transform) < 2)
    return NULL;
  return saffron_map_new (kind, run, part->quality->um_x, part->quality->um_y,
                          part->quality);
}

static void
append_map (GString *html,
            const SaffronReportPart *part,
            const SaffronReportPicture *picture,
            SaffronMapKind kind,
            int longest)
{
  g_autoptr (SaffronMap) map = make_map (part, kind);

  if (map != NULL)
    saffron_report_append_map (html, picture, map, longest);
}

/* @about: what stands under the picture */
static void
append_overlay (GString *html,
                const SaffronReportPart *part,
                const SaffronReportPicture *picture,
                gboolean after,
                const char *about)
{
  saffron_html_printf (html, "<figure><figcaption><b>%s</b>, ",
                       after ? _ ("This run") : _ ("Without bending"));
  saffron_report_append_errors (html, part, !after);
  g_string_append (html, "</figcaption>");
  saffron_report_append_overlay (html, part, picture, after);
  saffron_html_printf (html, "<p class=\"about\">%s</p></figure>", about);
}

static void
append_pictures (GString *html,
                 const SaffronReportPart *part,
                 const SaffronReportPicture *picture)
{
  append_overlay (html, part, picture, TRUE,
                  _ ("The moving slide in red over the reference in green, "
                     "yellow where both are bright. The numbers are those of "
                     "the worst places."));
  append_map (html, part, picture, SAFFRON_MAP_ERROR, SAFFRON_REPORT_OVERLAY);
  append_overlay (html, part, picture, FALSE,
                  _ ("The same by turning, moving and scaling alone."));
}

/* What was measured, as sentences. */
static void
append_sentences (GString *html, const SaffronQuality *quality)
{
  g_autofree char *nuclei = saffron_quality_nuclei_to_words (quality);
  g_autofree char *bending = saffron_quality_bending_to_words (quality);
  g_autofree char *landmarks = saffron_quality_landmarks_to_words (quality);

  saffron_html_printf (html, "<p><b>%s</b> %s<br><b>%s</b> %s", _ ("Nuclei:"),
                       nuclei, _ ("Bending:"), bending);
  if (landmarks != NULL)
    saffron_html_printf (html, "<br><b>%s</b> %s", _ ("Landmarks:"), landmarks);
  g_string_append (html, "</p>");
}

/* A small map of the coverage, for the table of all slides. */
static void
make_overview (SaffronReportPart *part, const SaffronReportPicture *picture)
{
  g_autoptr (SaffronMap) map = make_map (part, SAFFRON_MAP_COVERAGE);
  g_autoptr (GString) html = g_string_new (NULL);
  cairo_surface_t *drawn =
      saffron_report_picture_draw_map (picture, map, OVERVIEW);

  saffron_html_append_picture (html, drawn, saffron_map_kind_title (map->kind));
  cairo_surface_destroy (drawn);
  part->overview = g_strdup (html->str);
}

gboolean
saffron_report_append_section (GString *html,
                               SaffronSlide *reference,
                               SaffronSlide *moving,
                               SaffronReportPart *part,
                               GPtrArray **pictures,
                               SaffronJob *job,
                               GError **error)
{
  g_auto (SaffronReportPicture) picture = { 0 };
  static const SaffronMapKind maps[] = {
    SAFFRON_MAP_COVERAGE, SAFFRON_MAP_LIKENESS, SAFFRON_MAP_DISPLACEMENT,
    SAFFRON_MAP_JACOBIAN, SAFFRON_MAP_PIECES
  };

  if (!saffron_report_picture_init (&picture, reference, moving,
                                    part->slide->run, job, error))
    return FALSE;
  make_overview (part, &picture);
  append_banner (html, part);
  g_string_append (html, "<div class=\"pictures three\">");
  append_pictures (html, part, &picture);
  g_string_append (html, "</div><div class=\"columns\"><div>");
  saffron_report_append_where (html, part);
  append_sentences (html, part->quality);
  g_string_append (html, "</div><div>");
  saffron_report_append_reasons (html, part);
  g_string_append (html, "</div><div>");
  saffron_report_append_person (html, part->slide);
  saffron_html_printf (html, "<h3>%s</h3>",
                       _ ("Share of the tissue by its error"));
  saffron_report_append_histogram (html, part->quality->windows);
  g_string_append (html, "</div></div>");
  saffron_html_printf (html, "<h3>%s</h3><div class=\"pictures maps\">",
                       _ ("Maps"));
  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    append_map (html, part, &picture, maps[i], SAFFRON_REPORT_MAP);
  g_string_append (html, "</div>");
  if (!saffron_report_append_places (html, reference, moving, part, job, error))
    return FALSE;
  saffron_report_append_details (html, part);
  g_string_append (html, "</section>\n");
  if (pictures != NULL)
    *pictures = saffron_report_draw_pngs (part, &picture);
  return TRUE;
}

void
saffron_report_append_missing (GString *html, const SaffronReportPart *part)
{
  append_banner (html, part);
  g_string_append (html, "</section>\n");
}
