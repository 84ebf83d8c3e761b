/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "export/report-private.h"
#include "export/report-table.h"
#include "quality/advice.h"
#include "quality/loop-finding.h"
#include "quality/place-words.h"
#include "quality/quality-words.h"
#include "quality/words.h"
#include "quality/worst.h"

/* Places that are named at once; the others stand below. */
#define MOST_NAMED 5

static JsonObject *
quality_of (const SaffronReportPart *part)
{
  return json_object_get_object_member (part->json, "quality");
}

static void
append_share (GString *html,
              const SaffronReportPart *part,
              const char *class,
              const char *words)
{
  g_autofree char *path = g_strdup_printf ("windows.shares.%s", class);

  saffron_report_append_figure (html, quality_of (part), path, NULL, "%");
  saffron_html_printf (html, " %s", words);
}

void
saffron_report_append_measured (GString *html, const SaffronReportPart *part)
{
  JsonObject *quality = quality_of (part);

  if (part->quality->windows->windows->len == 0)
    {
      saffron_html_printf (html, "%s",
                           _ ("The reference has no tissue to measure."));
      return;
    }
  append_share (html, part, "agrees", _ ("of the tissue agrees within"));
  g_string_append_c (html, ' ');
  saffron_report_append_length (html, quality, "windows.tolerance");
  g_string_append (html, "; ");
  append_share (html, part, "off", _ ("is off"));
  if (saffron_report_find_number (quality, "windows.shares.off", NULL) > 0.0
      && saffron_report_find (quality, "worst.0.error", "_px") != NULL)
    {
      saffron_html_printf (html, ", %s ", _ ("at the worst place by"));
      saffron_report_append_length (html, quality, "worst.0.error");
    }
  g_string_append (html, "; ");
  append_share (html, part, "missing", _ ("has no counterpart"));
  g_string_append (html, "; ");
  append_share (html, part, "unknown", _ ("cannot be told"));
  g_string_append_c (html, '.');
}

void
saffron_report_append_errors (GString *html,
                              const SaffronReportPart *part,
                              gboolean before)
{
  JsonObject *quality = quality_of (part);

  saffron_html_printf (html, "%s ", _ ("median"));
  saffron_report_append_length (
      html, quality, before ? "windows.before_median" : "windows.error_median");
  saffron_html_printf (html, ", %s ", _ ("90 % below"));
  saffron_report_append_length (
      html, quality, before ? "windows.before_p90" : "windows.error_p90");
}

void
saffron_report_append_where (GString *html, const SaffronReportPart *part)
{
  const SaffronQuality *quality = part->quality;
  const SaffronTransform *transform = part->slide->run->transform;

  saffron_html_printf (html, "<h3>%s</h3>",
                       saffron_report_level (part) == SAFFRON_REPORT_GOOD
                           ? _ ("What was measured")
                           : _ ("Where it is wrong"));
  saffron_report_append_shares (
      html, json_object_get_object_member (part->json, "quality"), TRUE);
  if (quality->worst->len == 0)
    return;
  saffron_html_printf (html, "<p>%s</p><ol class=\"named\">",
                       _ ("The worst places, by their numbers:"));
  for (guint i = 0; i < MIN (quality->worst->len, MOST_NAMED); i++)
    {
      const SaffronWindow *window = &g_array_index (
          quality->windows->windows, SaffronWindow,
          g_array_index (quality->worst, SaffronWorstPlace, i).window);
      g_autofree char *words =
          saffron_place_to_words (window, sqrt (quality->um_x * quality->um_y));

      saffron_html_printf (
          html, "<li><b>%s</b>, %s</li>", words,
          saffron_place_on_slide (window->at,
                                  saffron_transform_get_width (transform),
                                  saffron_transform_get_height (transform)));
    }
  g_string_append (html, "</ol>");
}

static void
append_reason (GString *html, const SaffronReason *reason)
{
  g_autofree char *words = saffron_reason_to_words (reason);
  const char *class = "";

  if (reason->stance == SAFFRON_STANCE_AGAINST)
    class = "against";
  else if (reason->stance == SAFFRON_STANCE_FOR)
    class = "for";
  saffron_html_printf (html, "<li class=\"%s\">%s</li>", class, words);
}

void
saffron_report_append_reasons (GString *html, const SaffronReportPart *part)
{
  SaffronRun *run = part->slide->run;
  g_autoptr (GPtrArray) advice = saffron_advice (run);

  saffron_html_printf (html, "<h3>%s</h3><ul class=\"reasons\">",
                       _ ("Why the program says so"));
  for (guint i = 0; i < run->reasons->len; i++)
    append_reason (html, run->reasons->pdata[i]);
  for (guint i = 0; i < SAFFRON_QUALITY_LOOPS; i++)
    {
      const SaffronQualityLoop *loop = &part->quality->loops[i];
      g_autoptr (SaffronReason) reason =
          loop->with != NULL ? saffron_loop_to_reason (&loop->loop, loop->with)
                             : NULL;

      if (reason != NULL)
        append_reason (html, reason);
    }
  g_string_append (html, "</ul>");
  if (advice->len == 0)
    return;
  saffron_html_printf (html, "<h3>%s</h3><ul>", _ ("What to try"));
  for (guint i = 0; i < advice->len; i++)
    {
      const SaffronAdvice *step = advice->pdata[i];

      saffron_html_printf (html, "<li>%s", saffron_advice_get_text (step));
      if (step->parameter != NULL && step->value != NULL)
        saffron_html_printf (html, " <code>%s=%s</code>", step->parameter,
                             step->value);
      g_string_append (html, "</li>");
    }
  g_string_append (html, "</ul>");
}

void
saffron_report_append_person (GString *html, const SaffronReportSlide *slide)
{
  const SaffronSign *sign = slide->sign;

  saffron_html_printf (html, "<div class=\"person\"><h3>%s</h3><p>",
                       _ ("What a person says"));
  saffron_report_append_sign (html, sign);
  g_string_append (html, "</p>");
  if (sign != NULL)
    {
      if (sign->verdict == SAFFRON_SIGN_ACCEPT
          && saffron_run_get_state (slide->run) != SAFFRON_RUN_VERIFIED)
        saffron_html_printf (
            html, "<p class=\"warning\">%s</p>",
            _ ("Accepted although the program could not verify all of it."));
      if (*sign->note != '\0')
        saffron_html_printf (html, "<p class=\"note\"><bdi>%s</bdi></p>",
                             sign->note);
      saffron_html_printf (html, "<p>%s %d</p>", _ ("Places looked at:"),
                           (int) sign->looked->len);
    }
  else
    saffron_html_printf (
        html,
        "<p class=\"paper\">☐ %s &nbsp; ☐ %s &nbsp; ☐ %s<br><br>"
        "%s ______________ &nbsp; %s ______________</p>",
        _ ("accept"), _ ("reject"), _ ("register again"), _ ("Initials"),
        _ ("Date"));
  if (*slide->note != '\0')
    saffron_html_printf (html, "<p>%s</p><p class=\"note\"><bdi>%s</bdi></p>",
                         _ ("Note beside the run:"), slide->note);
  g_string_append (html, "</div>");
}
