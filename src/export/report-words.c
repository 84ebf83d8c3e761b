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

/* (transfer full): as markup */
static char *
share (const SaffronReportPart *part, const char *class)
{
  g_autofree char *path = g_strdup_printf ("windows.shares.%s", class);
  GString *html = g_string_new (NULL);

  saffron_report_append_figure (html, quality_of (part), path, NULL, "%");
  return g_string_free (html, FALSE);
}

/* (transfer full): as markup */
static char *
length (const SaffronReportPart *part, const char *path)
{
  GString *html = g_string_new (NULL);

  saffron_report_append_length (html, quality_of (part), path);
  return g_string_free (html, FALSE);
}

void
saffron_report_append_measured (GString *html, const SaffronReportPart *part)
{
  JsonObject *quality = quality_of (part);
  g_autofree char *agrees = share (part, "agrees");
  g_autofree char *tolerance = length (part, "windows.tolerance");
  g_autofree char *off = share (part, "off");
  g_autofree char *missing = share (part, "missing");
  g_autofree char *unknown = share (part, "unknown");

  if (part->quality->windows->windows->len == 0)
    {
      saffron_html_printf (html, "%s",
                           _ ("The reference has no tissue to measure."));
      return;
    }
  if (saffron_report_find_number (quality, "windows.shares.off", NULL) > 0.0
      && saffron_report_find (quality, "worst.0.error", "_px") != NULL)
    {
      g_autofree char *worst = length (part, "worst.0.error");
      const char *markups[] = { agrees,  tolerance, off, worst,
                                missing, unknown,   NULL };

      /* Translators: shares and lengths, as "81.2 %" and "5 µm" */
      saffron_html_append_sentence (
          html,
          _ ("%s of the tissue agrees within %s; %s is off, at the worst place "
             "by %s; %s has no counterpart; of %s nothing can be said."),
          markups);
    }
  else
    {
      const char *markups[] = {
        agrees, tolerance, off, missing, unknown, NULL
      };

      saffron_html_append_sentence (
          html,
          _ ("%s of the tissue agrees within %s; %s is off; %s has no "
             "counterpart; of %s nothing can be said."),
          markups);
    }
}

void
saffron_report_append_errors (GString *html,
                              const SaffronReportPart *part,
                              gboolean before)
{
  g_autofree char *median =
      length (part, before ? "windows.before_median" : "windows.error_median");
  g_autofree char *p90 =
      length (part, before ? "windows.before_p90" : "windows.error_p90");
  const char *markups[] = { median, p90, NULL };

  saffron_html_append_sentence (html, _ ("median %s, 90 %% below %s"), markups);
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
        C_ ("to tick on paper", "accept"), C_ ("to tick on paper", "reject"),
        C_ ("to tick on paper", "register again"), _ ("Initials"), _ ("Date"));
  if (*slide->note != '\0')
    saffron_html_printf (html, "<p>%s</p><p class=\"note\"><bdi>%s</bdi></p>",
                         _ ("Note beside the run:"), slide->note);
  g_string_append (html, "</div>");
}
