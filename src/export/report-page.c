/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "export/report-private.h"
#include "export/report-table.h"
#include "quality/verdict-words.h"
#include "saffron-export-resources.h"

#define STYLE "/io/github/saffron/Saffron/export/report.css"

/* The share of the tissue that may be certainly off where a slide still counts
 * as good. */
#define OFF_MOST 0.01

static JsonObject *
quality_of (const SaffronReportPart *part)
{
  JsonNode *node = json_object_get_member (part->json, "quality");

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? json_node_get_object (node)
             : NULL;
}

static gboolean
is_off (const SaffronReportPart *part)
{
  return saffron_report_find_number (quality_of (part), "windows.shares.off",
                                     NULL)
         > OFF_MOST;
}

/* By the program alone. */
static SaffronReportLevel
program_level (const SaffronReportPart *part)
{
  SaffronRun *run = part->run;

  if (run == NULL || saffron_run_get_state (run) == SAFFRON_RUN_UNVERIFIED)
    return SAFFRON_REPORT_BAD;
  return saffron_run_get_state (run) == SAFFRON_RUN_PARTLY || is_off (part)
             ? SAFFRON_REPORT_DOUBT
             : SAFFRON_REPORT_GOOD;
}

SaffronReportLevel
saffron_report_level (const SaffronReportPart *part)
{
  const SaffronSign *sign = part->slide->sign;

  return sign != NULL && sign->verdict != SAFFRON_SIGN_ACCEPT
             ? SAFFRON_REPORT_BAD
             : program_level (part);
}

const char *
saffron_report_level_class (SaffronReportLevel level)
{
  static const char *const classes[] = { "good", "doubt", "bad" };

  return classes[level];
}

const char *
saffron_report_level_sign (SaffronReportLevel level)
{
  static const char *const signs[] = { "✔", "◐", "✘" };

  return signs[level];
}

/* (transfer full) */
static char *
program_verdict (const SaffronReportPart *part)
{
  SaffronRunState state;

  if (part->run == NULL)
    return g_strdup (_ ("NOT REGISTERED"));
  state = saffron_run_get_state (part->run);
  if (state == SAFFRON_RUN_UNVERIFIED)
    return g_strdup (_ ("NOT VERIFIED"));
  if (state == SAFFRON_RUN_VERIFIED && is_off (part))
    return g_strdup (_ ("Verified, but a part is off"));
  return saffron_verdict_to_words (part->run);
}

char *
saffron_report_verdict (const SaffronReportPart *part)
{
  const SaffronSign *sign = part->slide->sign;
  g_autofree char *program = program_verdict (part);

  if (sign == NULL || sign->verdict == SAFFRON_SIGN_ACCEPT)
    return g_steal_pointer (&program);
  return g_strdup_printf (
      sign->verdict == SAFFRON_SIGN_REJECT
          ? _ ("REJECTED by a person; the program says: %s")
          : _ ("TO BE REGISTERED AGAIN, a person says; the program: %s"),
      program);
}

void
saffron_report_append_sign (GString *html, const SaffronSign *sign)
{
  static const char *const words[SAFFRON_N_SIGN_VERDICTS] = {
    NC_ ("sign of a person", "Accepted"), NC_ ("sign of a person", "Rejected"),
    NC_ ("sign of a person", "To be registered again")
  };
  static const char *const classes[SAFFRON_N_SIGN_VERDICTS] = { "good", "bad",
                                                                "doubt" };

  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *shown = NULL;

  if (sign == NULL)
    {
      saffron_html_printf (html, "<span class=\"unsigned\">%s</span>",
                           _ ("Nobody has signed"));
      return;
    }
  saffron_html_printf (
      html, "<span class=\"sign %s\"><b>%s</b>", classes[sign->verdict],
      g_dpgettext2 (NULL, "sign of a person", words[sign->verdict]));
  if (*sign->initials != '\0')
    saffron_html_printf (html, " · <bdi>%s</bdi>", sign->initials);
  /* A sign has a time that can be read. */
  time = g_date_time_new_from_iso8601 (sign->when, utc);
  shown = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M %Z") : NULL;
  saffron_html_printf (html, " · <time datetime=\"%s\">%s</time></span>",
                       sign->when, shown != NULL ? shown : sign->when);
}

static gboolean
has_findings (JsonArray *findings)
{
  return findings != NULL && json_array_get_length (findings) > 0;
}

/* How many of the slides have each level. */
static void
count_levels (GPtrArray *parts, guint counts[3])
{
  counts[0] = counts[1] = counts[2] = 0;
  for (guint i = 0; i < parts->len; i++)
    counts[saffron_report_level (parts->pdata[i])]++;
}

/* (transfer full): what is true of all slides. */
static char *
headline (GPtrArray *parts)
{
  guint counts[3];

  count_levels (parts, counts);
  if (parts->len == 0)
    return g_strdup (_ ("There is no moving slide"));
  if (parts->len == 1)
    return saffron_report_verdict (parts->pdata[0]);
  if (counts[SAFFRON_REPORT_BAD] > 0)
    return g_strdup_printf (ngettext ("%u of %u slides cannot be relied on",
                                      "%u of %u slides cannot be relied on",
                                      counts[SAFFRON_REPORT_BAD]),
                            counts[SAFFRON_REPORT_BAD], parts->len);
  if (counts[SAFFRON_REPORT_DOUBT] > 0)
    return g_strdup_printf (ngettext ("A part of %u of %u slides is wrong",
                                      "A part of %u of %u slides is wrong",
                                      counts[SAFFRON_REPORT_DOUBT]),
                            counts[SAFFRON_REPORT_DOUBT], parts->len);
  return g_strdup_printf (ngettext ("All %u slides are verified",
                                    "All %u slides are verified", parts->len),
                          parts->len);
}

static SaffronReportLevel
worst_level (GPtrArray *parts)
{
  SaffronReportLevel worst =
      parts->len > 0 ? SAFFRON_REPORT_GOOD : SAFFRON_REPORT_BAD;

  for (guint i = 0; i < parts->len; i++)
    worst = MAX (worst, saffron_report_level (parts->pdata[i]));
  return worst;
}

/* What speaks against the slide most. */
static void
append_why (GString *html, const SaffronReportPart *part)
{
  SaffronRun *run = part->run;
  const char *path = "caution";
  g_autofree char *text = NULL;

  if (run != NULL)
    path = saffron_run_get_state (run) == SAFFRON_RUN_VERIFIED
               ? "words.measured"
               : "run.reason";
  text = saffron_report_value_to_text (
      saffron_report_find (part->json, path, NULL));
  saffron_html_printf (html, "<bdi>%s</bdi>", text);
}

/* One row of the table of all slides. */
static void
append_row (GString *html, const SaffronReportPart *part)
{
  JsonObject *quality = quality_of (part);
  SaffronReportLevel level = program_level (part);
  g_autofree char *verdict = program_verdict (part);
  gboolean in_um =
      saffron_report_find (quality, "windows.tolerance", "_um") != NULL;
  const char *ending = in_um ? "_um" : "_px", *unit = in_um ? "µm" : "px";

  saffron_html_printf (
      html, "<tr class=\"%s\"><td>",
      saffron_report_level_class (saffron_report_level (part)));
  g_string_append (html, part->overview != NULL ? part->overview : "");
  saffron_html_printf (
      html,
      "</td><td class=\"words\"><a href=\"#slide-%d\"><bdi>%s</bdi></a></td>"
      "<td class=\"words\"><b class=\"pill %s\">%s %s</b><br>",
      (int) part->index, part->slide->name, saffron_report_level_class (level),
      saffron_report_level_sign (level), verdict);
  if (level != SAFFRON_REPORT_GOOD)
    append_why (html, part);
  g_string_append (html, "</td><td class=\"wide\">");
  if (quality != NULL)
    {
      saffron_report_append_shares (html, quality, FALSE);
      saffron_report_append_titled_share (html, quality,
                                          "windows.shares.agrees",
                                          C_ ("share of the tissue", "agrees"));
      g_string_append (html, "<br>");
      saffron_report_append_titled_share (html, quality, "windows.shares.off",
                                          C_ ("share of the tissue", "is off"));
    }
  g_string_append (html, "</td><td>");
  saffron_report_append_figure (html, quality, "windows.error_median", ending,
                                unit);
  g_string_append (html, "</td><td>");
  saffron_report_append_figure (html, quality, "windows.error_p90", ending,
                                unit);
  g_string_append (html, "</td><td class=\"words\">");
  saffron_report_append_sign (html, part->slide->sign);
  g_string_append (html, "</td></tr>");
}

static void
append_summary (GString *html, GPtrArray *parts)
{
  saffron_html_printf (
      html,
      "<table class=\"summary\"><tr><th>%s</th><th>%s</th><th>%s</th>"
      "<th>%s</th><th>%s</th><th>%s</th><th>%s</th></tr>",
      _ ("Where"), _ ("Slide"), _ ("The program's verdict"), _ ("Tissue"),
      _ ("Error, median"), _ ("90 % below"), _ ("A person's verdict"));
  for (guint i = 0; i < parts->len; i++)
    append_row (html, parts->pdata[i]);
  g_string_append (html, "</table>");
}

/* What the slides say of each other. */
static void
append_findings (GString *html, JsonArray *findings)
{
  if (!has_findings (findings))
    return;
  saffron_html_printf (html, "<h3>%s</h3><ul class=\"reasons\">",
                       _ ("The slides contradict each other"));
  for (guint i = 0; i < json_array_get_length (findings); i++)
    saffron_html_printf (
        html, "<li class=\"against\"><bdi>%s</bdi></li>",
        json_object_get_string_member (
            json_array_get_object_element (findings, i), "text"));
  g_string_append (html, "</ul>");
}

static void
append_style (GString *html)
{
  GBytes *style = g_resource_lookup_data (saffron_export_get_resource (), STYLE,
                                          G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_string_append_len (html, g_bytes_get_data (style, NULL),
                       (gssize) g_bytes_get_size (style));
  g_bytes_unref (style);
}

/* @text: what is said of the file @name, with %s for it */
static void
append_name (GString *html, const char *text, const char *name)
{
  g_autoptr (GString) shown = g_string_new (NULL);
  const char *markups[] = { NULL, NULL };

  saffron_html_printf (shown, "<bdi>%s</bdi>", name);
  markups[0] = shown->str;
  saffron_html_append_sentence (html, text, markups);
}

/* What the document is about: all slides' verdict, unless a single slide says
 * it itself, right below. */
static void
append_banner (GString *html,
               const SaffronReportSource *source,
               GPtrArray *parts,
               const char *head)
{
  SaffronReportLevel level = worst_level (parts);
  g_autofree char *reference = g_filename_display_name (source->reference);

  if (parts->len == 1)
    saffron_html_printf (html, "<header class=\"banner plain\"><h1>%s</h1>",
                         _ ("Registration report"));
  else
    saffron_html_printf (html, "<header class=\"banner %s\"><h1>%s %s</h1>",
                         saffron_report_level_class (level),
                         saffron_report_level_sign (level), head);
  g_string_append (html, "<p>");
  append_name (html, _ ("Registered onto %s"), reference);
  if (source->session != NULL)
    {
      g_autofree char *session = g_filename_display_name (source->session);

      g_string_append (html, "<br>");
      append_name (html, _ ("Session: %s"), session);
    }
  g_string_append (html, "</p></header>\n");
}

void
saffron_report_append_head (GString *html,
                            const SaffronReportSource *source,
                            GPtrArray *parts,
                            JsonArray *findings)
{
  g_autofree char *head = headline (parts);
  g_autofree char *name = g_filename_display_basename (
      source->session != NULL ? source->session : source->reference);

  /* Whatever stood in it, the document loads nothing and runs nothing. */
  saffron_html_printf (
      html,
      "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
      "'none'; img-src data:; style-src 'unsafe-inline'\">"
      "<meta name=\"viewport\" content=\"width=device-width\">"
      "<title>%s %s – %s</title><style>",
      /* Translators: the code of your language, as "de" or "pt-BR" */
      C_ ("language of the report", "en"),
      saffron_report_level_sign (worst_level (parts)), head, name);
  append_style (html);
  g_string_append (html, "</style></head><body>");
  append_banner (html, source, parts, head);
  g_string_append (html,
                   parts->len == 1 ? "<main class=\"single\">" : "<main>");
  if (parts->len != 1)
    append_summary (html, parts);
  append_findings (html, findings);
}

void
saffron_report_append_end (GString *html)
{
  saffron_html_printf (
      html,
      "<footer><p>%s</p><p>Saffron %s</p></footer></main></body></html>\n",
      _ ("Measured from the pixels of both slides; docs/quality.md of Saffron "
         "says what each number means. The same numbers stand in report.csv "
         "and report.json."),
      SAFFRON_VERSION);
}
