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
  JsonArray *findings;    /* (nullable): of report.json; when finished */
  SaffronSaveFile *drawn; /* the sections so far; has no name */
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
  for (guint i = 0; i < source->slides->len; i++)
    {
      SaffronReportPart *part = g_new0 (SaffronReportPart, 1);

      part->slide = source->slides->pdata[i];
      part->index = i + 1;
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
      saffron_report_append_missing (html, part);
      if (!saffron_save_file_append (report->drawn, html->str, html->len,
                                     error))
        return FALSE;
    }
  return TRUE;
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
  for (guint i = 0; i < SAFFRON_QUALITY_LOOPS; i++)
    if (quality->loops[i].with != NULL)
      part->loops[i] = saffron_loop_get_state (&quality->loops[i].loop);
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

/* Puts the page together: its head is known only now. */
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
  return file != NULL
                 && saffron_save_file_append_file (file, report->drawn, error)
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

/* (transfer full): what the slides that have a run say together. */
static JsonArray *
find (SaffronReport *report)
{
  g_autofree SaffronLoopState *states =
      g_new0 (SaffronLoopState, report->parts->len);
  g_autofree const char **names = g_new0 (const char *, report->parts->len);
  guint n = 0;

  for (guint i = 0; i < report->parts->len; i++)
    {
      const SaffronReportPart *part = report->parts->pdata[i];

      if (part->slide->run == NULL)
        continue;
      states[n] = part->loops[0];
      names[n++] = part->slide->name;
      /* Only the last one has it. */
      states[0] = part->loops[1];
    }
  return saffron_report_findings_to_json (states, names, n);
}

JsonArray *
saffron_report_get_findings (SaffronReport *report)
{
  return report->findings;
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
  slides = list_slides (report);
  report->findings = find (report);
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
