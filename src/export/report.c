/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/report.h"

#include <string.h>

#include "base/save-file.h"
#include "export/report-json.h"
#include "export/report-private.h"
#include "export/report-table.h"
#include "quality/loop-chain.h"
#include "register/run-look.h"

struct _SaffronReport {
  const SaffronReportSource *source;
  char *paths[SAFFRON_REPORT_N_FILES];
  gboolean overwrite;
  GPtrArray *parts;       /* SaffronReportPart, one for each slide */
  guint next;             /* the first part whose section is not written */
  GArray *pairs;          /* SaffronLoopPair, by the indices of @parts */
  JsonArray *findings;    /* (nullable): of report.json; when finished */
  SaffronSaveFile *drawn; /* the sections so far without their headings; has
                             no name */
};

const char *
saffron_report_file_name (guint index)
{
  static const char *const names[SAFFRON_REPORT_N_FILES] = {
    SAFFRON_REPORT_HTML, SAFFRON_REPORT_CSV, SAFFRON_REPORT_JSON
  };

  return names[index];
}

static void
part_free (gpointer data)
{
  SaffronReportPart *part = data;

  g_clear_pointer (&part->json, json_object_unref);
  g_clear_pointer (&part->run, saffron_run_unref);
  g_free (part->overview);
  g_free (part);
}

SaffronReport *
saffron_report_new (const SaffronReportSource *source,
                    const char *folder,
                    gboolean overwrite,
                    GError **error)
{
  g_autoptr (SaffronReport) report = g_new0 (SaffronReport, 1);

  report->source = source;
  report->overwrite = overwrite;
  report->parts = g_ptr_array_new_with_free_func (part_free);
  report->pairs = g_array_new (FALSE, FALSE, sizeof (SaffronLoopPair));
  for (guint i = 0; i < source->slides->len; i++)
    {
      SaffronReportPart *part = g_new0 (SaffronReportPart, 1);

      part->slide = source->slides->pdata[i];
      part->index = i + 1;
      if (part->slide->run != NULL)
        part->run = saffron_run_ref (part->slide->run);
      g_ptr_array_add (report->parts, part);
    }
  for (guint i = 0; i < SAFFRON_REPORT_N_FILES; i++)
    report->paths[i] =
        g_build_filename (folder, saffron_report_file_name (i), NULL);
  report->drawn = saffron_save_file_new (report->paths[0], overwrite, error);
  return report->drawn != NULL ? g_steal_pointer (&report) : NULL;
}

void
saffron_report_free (SaffronReport *report)
{
  if (report == NULL)
    return;
  for (guint i = 0; i < SAFFRON_REPORT_N_FILES; i++)
    g_free (report->paths[i]);
  g_ptr_array_unref (report->parts);
  g_array_unref (report->pairs);
  g_clear_pointer (&report->findings, json_array_unref);
  g_clear_pointer (&report->drawn, saffron_save_file_free);
  g_free (report);
}

/* Writes the sections of slides without a run, up to the next that has one. */
static gboolean
skip_missing (SaffronReport *report, GError **error)
{
  for (; report->next < report->parts->len; report->next++)
    {
      SaffronReportPart *part = report->parts->pdata[report->next];
      g_autoptr (GString) html = g_string_new (NULL);

      if (part->slide->run != NULL)
        return TRUE;
      part->json = saffron_report_slide_to_json (report->source, part->slide,
                                                 NULL, NULL, NULL, NULL);
      part->begin = saffron_save_file_get_length (report->drawn);
      saffron_report_append_missing (html, part);
      if (!saffron_save_file_append (report->drawn, html->str, html->len,
                                     error))
        return FALSE;
    }
  return TRUE;
}

/* Keeps the loops of the part that was measured last. */
static void
keep_loops (SaffronReport *report, const SaffronQuality *quality)
{
  for (guint i = 0; i < SAFFRON_QUALITY_LOOPS; i++)
    {
      const SaffronQualityLoop *loop = &quality->loops[i];
      SaffronLoopPair pair = { { 0, report->next }, loop->loop };

      for (guint k = 0; loop->with != NULL && k < report->next; k++)
        {
          const SaffronReportPart *part = report->parts->pdata[k];

          pair.slides[0] = k;
          if (g_str_equal (part->slide->name, loop->with))
            g_array_append_val (report->pairs, pair);
        }
    }
}

gboolean
saffron_report_add (SaffronReport *report,
                    const SaffronReportSlide *slide,
                    SaffronSlide *reference,
                    SaffronSlide *moving,
                    const SaffronQuality *quality,
                    GPtrArray **pictures,
                    SaffronJob *job,
                    GError **error)
{
  g_autoptr (GString) html = g_string_new (NULL);
  SaffronReportPart *part = NULL;
  gboolean done;

  if (!skip_missing (report, error))
    return FALSE;
  g_return_val_if_fail (report->next < report->parts->len, FALSE);
  part = report->parts->pdata[report->next];
  g_return_val_if_fail (part->slide == slide, FALSE);

  part->json = saffron_report_slide_to_json (report->source, slide, reference,
                                             moving, quality, error);
  if (part->json == NULL)
    return FALSE;
  part->quality = quality;
  done = saffron_report_append_section (html, reference, moving, part, pictures,
                                        job, error);
  part->quality = NULL;
  part->begin = saffron_save_file_get_length (report->drawn);
  keep_loops (report, quality);
  if (!done
      || !saffron_save_file_append (report->drawn, html->str, html->len, error))
    return FALSE;
  report->next++;
  return TRUE;
}

/* (transfer full) (nullable): a file with @text that has no name yet. */
static SaffronSaveFile *
file_of (SaffronReport *report, guint index, const char *text, GError **error)
{
  g_autoptr (SaffronSaveFile) file =
      saffron_save_file_new (report->paths[index], report->overwrite, error);

  return file != NULL
                 && saffron_save_file_append (file, text, strlen (text), error)
             ? g_steal_pointer (&file)
             : NULL;
}

/* Appends each section below its heading. */
static gboolean
append_sections (SaffronReport *report, SaffronSaveFile *file, GError **error)
{
  for (guint i = 0; i < report->parts->len; i++)
    {
      const SaffronReportPart *part = report->parts->pdata[i];
      const SaffronReportPart *next =
          i + 1 < report->parts->len ? report->parts->pdata[i + 1] : NULL;
      gint64 end = next != NULL ? next->begin
                                : saffron_save_file_get_length (report->drawn);
      g_autoptr (GString) heading = g_string_new (NULL);

      saffron_report_append_heading (heading, part);
      if (!saffron_save_file_append (file, heading->str, heading->len, error)
          || !saffron_save_file_append_part (file, report->drawn, part->begin,
                                             end, error))
        return FALSE;
    }
  return TRUE;
}

/* Puts the page together: its head and the headings are known only now. */
static SaffronSaveFile *
make_page (SaffronReport *report, GError **error)
{
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GString) end = g_string_new (NULL);
  g_autoptr (SaffronSaveFile) file = NULL;

  saffron_report_append_head (head, report->source, report->parts,
                              report->findings);
  saffron_report_append_end (end);
  file = file_of (report, 0, head->str, error);
  return file != NULL && append_sections (report, file, error)
                 && saffron_save_file_append (file, end->str, end->len, error)
             ? g_steal_pointer (&file)
             : NULL;
}

/* (transfer full): the objects of report.json. */
static JsonArray *
list_slides (SaffronReport *report)
{
  JsonArray *slides = json_array_new ();

  for (guint i = 0; i < report->parts->len; i++)
    {
      SaffronReportPart *part = report->parts->pdata[i];

      json_array_add_object_element (slides, json_object_ref (part->json));
    }
  return slides;
}

/* Finds what the slides say of each other, and gives each the verdict that it
 * has by that. */
static void
judge (SaffronReport *report)
{
  const SaffronLoopPair *pairs = (SaffronLoopPair *) report->pairs->data;
  guint n = report->pairs->len;
  g_autoptr (GArray) findings = saffron_loop_findings (pairs, n);
  g_autofree const char **names = g_new0 (const char *, report->parts->len + 1);
  g_autofree gboolean *named =
      saffron_loop_named (findings, report->parts->len);

  for (guint i = 0; i < report->parts->len; i++)
    names[i] = ((SaffronReportPart *) report->parts->pdata[i])->slide->name;
  for (guint i = 0; i < report->parts->len; i++)
    {
      SaffronReportPart *part = report->parts->pdata[i];
      SaffronRun *own = part->run;

      if (own == NULL || !named[i])
        continue;
      part->run = saffron_loop_judge (own, i, pairs, n, names);
      part->contradicted = part->run != own;
      if (part->contradicted)
        saffron_report_slide_judge (part->json, part->run);
      saffron_run_unref (own);
    }
  report->findings = saffron_report_findings_to_json (findings, names);
}

const SaffronLoopPair *
saffron_report_get_loops (SaffronReport *report, guint *n)
{
  *n = report->pairs->len;
  return (const SaffronLoopPair *) report->pairs->data;
}

JsonArray *
saffron_report_get_findings (SaffronReport *report)
{
  return report->findings;
}

JsonNode *
saffron_report_get_contradicted (SaffronReport *report,
                                 const SaffronReportSlide *slide)
{
  for (guint i = 0; i < report->parts->len; i++)
    {
      const SaffronReportPart *part = report->parts->pdata[i];

      if (part->slide == slide && part->contradicted)
        return json_object_get_member (part->json, "quality");
    }
  return NULL;
}

gboolean
saffron_report_finish (SaffronReport *report, GPtrArray *with, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (JsonArray) slides = NULL;
  SaffronSaveFile *files[SAFFRON_REPORT_N_FILES] = { NULL };
  g_autofree char *csv = NULL;
  g_autofree char *json = NULL;
  gboolean done;

  if (!skip_missing (report, error))
    return FALSE;
  g_return_val_if_fail (report->next == report->parts->len, FALSE);
  judge (report);
  slides = list_slides (report);
  csv = saffron_report_to_csv (slides);
  json = saffron_report_to_json (report->source, json_array_ref (slides),
                                 json_array_ref (report->findings));
  files[0] = make_page (report, error);
  if (files[0] != NULL)
    files[1] = file_of (report, 1, csv, error);
  if (files[1] != NULL)
    files[2] = file_of (report, 2, json, error);
  for (guint i = 0; with != NULL && i < with->len; i++)
    g_ptr_array_add (all, with->pdata[i]);
  for (guint i = 0; i < SAFFRON_REPORT_N_FILES; i++)
    g_ptr_array_add (all, files[i]);
  done = files[2] != NULL
         && saffron_save_files_commit ((SaffronSaveFile *const *) all->pdata,
                                       all->len, error);
  for (guint i = 0; i < SAFFRON_REPORT_N_FILES; i++)
    g_clear_pointer (&files[i], saffron_save_file_free);
  return done;
}

/* Whether no further slide has a run. */
static gboolean
is_last (const SaffronReport *report, const SaffronReportSlide *slide)
{
  const SaffronReportSlide *last = NULL;

  for (guint i = 0; i < report->parts->len; i++)
    {
      const SaffronReportPart *part = report->parts->pdata[i];

      last = part->slide->run != NULL ? part->slide : last;
    }
  return slide == last;
}

/* Opens, measures and draws one slide. */
static gboolean
add_measured (SaffronReport *report,
              const SaffronReportSlide *slide,
              SaffronSlide *reference,
              SaffronLoopChain *chain,
              SaffronJob *job,
              GError **error)
{
  g_autoptr (SaffronSlide) moving =
      saffron_slide_open_lazily (slide->path, &slide->choice, job, error);
  SaffronSlide *slides[2] = { reference, moving };
  g_autoptr (SaffronQuality) quality = NULL;
  SaffronLook looks[2];
  gboolean done;

  if (moving == NULL
      || !saffron_run_find_looks (slide->run, reference, moving, looks, error))
    return FALSE;
  quality = saffron_quality_measure (slides, looks, slide->run,
                                     slide->landmarks, 0.0, job, error);
  done = quality != NULL
         && saffron_loop_chain_next (chain, moving, &looks[1], slide->run,
                                     slide->name, is_last (report, slide),
                                     quality, job, error);
  saffron_look_clear (&looks[0]);
  saffron_look_clear (&looks[1]);
  return done
         && saffron_report_add (report, slide, reference, moving, quality, NULL,
                                job, error);
}

gboolean
saffron_report_write (const SaffronReportSource *source,
                      const char *folder,
                      gboolean overwrite,
                      SaffronJob *job,
                      GError **error)
{
  g_autoptr (SaffronReport) report =
      saffron_report_new (source, folder, overwrite, error);
  g_autoptr (SaffronSlide) reference = NULL;
  g_auto (SaffronLoopChain) chain = { 0 };
  guint n = source->slides->len;

  if (report == NULL)
    return FALSE;
  saffron_job_begin_stage (job, "opening", 0.0, 0.0);
  reference = saffron_slide_open_lazily (source->reference,
                                         &source->reference_choice, job, error);
  if (reference == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const SaffronReportSlide *slide = source->slides->pdata[i];

      saffron_job_begin_stage (job, "measuring", (double) i / n,
                               (double) (i + 1) / n);
      if (slide->run != NULL
          && !add_measured (report, slide, reference, &chain, job, error))
        return FALSE;
    }
  return saffron_report_finish (report, NULL, error);
}
