/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/batch-summary.h"

#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/save-file.h"
#include "cli/batch-distances.h"
#include "export/report.h"
#include "quality/words.h"

/* A report is far shorter. */
#define MAX_REPORT_BYTES (64 << 20)

/* What is known of one slide. */
typedef struct {
  gint64 width, height; /* 0: the slide cannot be opened */
  double um;            /* of a level-0 pixel, 0 when unknown */
  double um_x, um_y;
  SaffronRun *run; /* (nullable) */
  SaffronBatchDistances distances;
} Row;

const char *
saffron_batch_verdict_nick (SaffronRun *run)
{
  static const char *const nicks[] = {
    [SAFFRON_RUN_UNVERIFIED] = "unverified",
    [SAFFRON_RUN_PARTLY] = "partial",
    [SAFFRON_RUN_VERIFIED] = "verified",
  };

  return nicks[saffron_run_get_state (run)];
}

static void
read_size (const char *path, Row *row)
{
  g_autoptr (SaffronSlide) slide =
      saffron_slide_open_lazily (path, NULL, NULL, NULL);

  if (slide == NULL)
    return;
  row->width = saffron_slide_get_width (slide);
  row->height = saffron_slide_get_height (slide);
  if (saffron_slide_get_pixel_size (slide, &row->um_x, &row->um_y))
    row->um = sqrt (row->um_x * row->um_y);
}

/* (transfer full): the table of windows that the report's step left. */
static char *
find_windows (const SaffronBatchWork *work, SaffronSession *session, guint i)
{
  gboolean one = saffron_session_get_n_moving (session) == 1;

  return g_build_filename (work->folder, "quality", one ? "" : work->names[i],
                           "windows.csv", NULL);
}

static void
measure (const SaffronBatchWork *work,
         SaffronSession *session,
         guint i,
         const Row *reference,
         Row *row)
{
  g_autofree char *windows = find_windows (work, session, i);
  const SaffronBatchStep *report = saffron_batch_work_find (
      work, SAFFRON_BATCH_REPORT, work->input->reference);
  gboolean sized = row->um > 0.0 && reference->um > 0.0;

  row->distances.original = row->distances.rigid = row->distances.non_rigid =
      (SaffronBatchDistance){ NAN, NAN };
  row->run = saffron_batch_work_find_run (work, session, i);
  if (row->run != NULL && report != NULL && saffron_batch_step_is_good (report))
    row->distances = saffron_batch_distances_read (
        windows, row->run, sized ? row->um_x / reference->um_x : 1.0,
        sized ? row->um_y / reference->um_y : 1.0);
}

static void
append_number (GString *csv, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  if (isfinite (value))
    g_string_append (csv, g_ascii_formatd (text, sizeof text, "%.6g", value));
}

/* As Python writes the shape of an array: rows first. */
static void
append_shape (GString *csv, double width, double height)
{
  g_autofree char *text = g_strdup_printf ("(%.0f, %.0f)", height, width);

  g_string_append_c (csv, ',');
  if (width > 0.0)
    saffron_csv_append (csv, text);
}

/* Minutes of the stages that bend, or of those before them. */
static double
minutes_of (SaffronRun *run, gboolean bending)
{
  static const char *const bend[] = { "deformable", "fine", "micro",
                                      "landmarks", NULL };
  double seconds = 0.0;

  if (run == NULL)
    return NAN;
  for (guint i = 0; i < run->stages->len; i++)
    {
      const SaffronStageRecord *stage =
          &g_array_index (run->stages, SaffronStageRecord, i);

      if (!g_str_equal (stage->name, "evidence")
          && g_strv_contains (bend, stage->name) == bending)
        seconds += stage->seconds;
    }
  return seconds / 60.0;
}

/* The mean over the slides, each counted by its places. */
static double
mean_of (const Row *rows, guint n, gsize offset)
{
  double sum = 0.0, weight = 0.0;

  for (guint i = 0; i < n; i++)
    {
      const SaffronBatchDistance *distance =
          G_STRUCT_MEMBER_P (&rows[i].distances, offset);

      if (rows[i].distances.n == 0 || !isfinite (distance->mean))
        continue;
      sum += distance->mean * rows[i].distances.n;
      weight += rows[i].distances.n;
    }
  return weight > 0.0 ? sum / weight : NAN;
}

/* The verdict and what speaks against the slide most. @run: (nullable) */
static void
append_verdict (GString *csv, SaffronRun *run)
{
  const SaffronReason *main =
      run != NULL ? saffron_reasons_get_main (run->reasons) : NULL;
  g_autofree char *why = main != NULL && main->stance == SAFFRON_STANCE_AGAINST
                             ? saffron_reason_to_words (main)
                             : g_strdup ("");

  g_string_append_printf (csv, ",%s,",
                          run != NULL ? saffron_batch_verdict_nick (run) : "");
  saffron_csv_append (csv, why);
}

#define OFFSET(member) G_STRUCT_OFFSET (SaffronBatchDistances, member)

static void
append_distance (GString *csv,
                 const SaffronBatchDistance *distance,
                 const Row *reference)
{
  double unit = reference->um > 0.0 ? reference->um : 1.0;

  append_number (csv, distance->median * unit);
  append_number (
      csv, distance->median
               / hypot ((double) reference->width, (double) reference->height));
}

static void
append_row (GString *csv,
            const SaffronBatchWork *work,
            const Row *rows,
            guint i)
{
  const Row *row = &rows[i];
  const Row *reference = &rows[work->input->reference];
  guint n = work->input->slides->len;
  double unit = reference->um > 0.0 ? reference->um : 1.0;
  double shrink =
      MAX (1.0, (double) MAX (row->width, row->height)
                    / (double) work->settings->params->max_processed_dim);
  gboolean moves = i != work->input->reference;

  saffron_csv_append (csv, saffron_batch_patient_get (work->input, i)->path);
  g_string_append_c (csv, ',');
  saffron_csv_append (csv, work->names[i]);
  g_string_append_c (csv, ',');
  if (moves)
    saffron_csv_append (csv, work->names[work->input->reference]);
  append_distance (csv, &row->distances.original, reference);
  append_distance (csv, &row->distances.rigid, reference);
  append_distance (csv, &row->distances.non_rigid, reference);
  append_shape (csv, rint (row->width / shrink), rint (row->height / shrink));
  append_shape (csv, (double) row->width, (double) row->height);
  append_shape (csv, (double) reference->width, (double) reference->height);
  append_number (csv, mean_of (rows, n, OFFSET (original)) * unit);
  append_number (csv, mean_of (rows, n, OFFSET (rigid)) * unit);
  g_string_append (csv, reference->um > 0.0 ? ",µm" : ",pixel");
  append_number (csv, row->um > 0.0 ? row->um : NAN);
  g_string_append_c (csv, ',');
  saffron_csv_append (csv, work->names[i]);
  append_number (csv, minutes_of (row->run, FALSE));
  append_number (csv, mean_of (rows, n, OFFSET (non_rigid)) * unit);
  append_number (csv, minutes_of (row->run, TRUE));
  append_verdict (csv, row->run);
  g_string_append_c (csv, '\n');
}

gboolean
saffron_batch_summary_write (const SaffronBatchWork *work,
                             SaffronSession *session,
                             GError **error)
{
  guint n = work->input->slides->len;
  g_autofree Row *rows = g_new0 (Row, n);
  g_autofree char *path = g_build_filename (work->folder, "summary.csv", NULL);
  g_autoptr (GString) csv = g_string_new (
      "filename,from,to,original_D,original_rTRE,rigid_D,rigid_rTRE,"
      "non_rigid_D,non_rigid_rTRE,processed_img_shape,shape,aligned_shape,"
      "mean_original_D,mean_rigid_D,physical_units,resolution,name,"
      "rigid_time_minutes,mean_non_rigid_D,non_rigid_time_minutes,"
      "verdict,reason\n");

  for (guint i = 0; i < n; i++)
    read_size (saffron_batch_patient_get (work->input, i)->path, &rows[i]);
  for (guint i = 0; i < n; i++)
    measure (work, session, i, &rows[work->input->reference], &rows[i]);
  for (guint i = 0; i < n; i++)
    append_row (csv, work, rows, i);
  return saffron_save_file_replace (path, csv->str, csv->len, error);
}

guint
saffron_batch_summary_print_findings (const SaffronBatchWork *work)
{
  const SaffronBatchStep *step = saffron_batch_work_find (
      work, SAFFRON_BATCH_REPORT, work->input->reference);
  g_autofree char *path =
      g_build_filename (work->folder, "quality", SAFFRON_REPORT_JSON, NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonArray *findings = NULL;
  guint n = 0;

  if (step == NULL || !saffron_batch_step_is_good (step))
    return 0;
  node = saffron_json_load (path, MAX_REPORT_BYTES, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)
      || !saffron_json_get_array (json_node_get_object (node), "findings",
                                  &findings, NULL)
      || findings == NULL)
    return 0;
  for (guint i = 0; i < json_array_get_length (findings); i++)
    {
      JsonNode *finding = json_array_get_element (findings, i);
      const char *text = NULL;

      if (JSON_NODE_HOLDS_OBJECT (finding)
          && saffron_json_get_string (json_node_get_object (finding), "text",
                                      &text, NULL)
          && text != NULL)
        {
          g_print ("%s: %s\n", work->input->id, text);
          n++;
        }
    }
  return n;
}

/* Appends the names of a slide's channels, as a table gave them or as the file
 * does. */
static void
append_channels (GString *csv, const SaffronBatchSlide *input)
{
  g_autoptr (GString) names = g_string_new (input->channels);
  g_autoptr (SaffronSlide) slide =
      input->channels == NULL
          ? saffron_slide_open_lazily (input->path, NULL, NULL, NULL)
          : NULL;

  for (int i = 0; slide != NULL && i < saffron_slide_get_n_channels (slide);
       i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "|" : "",
                            saffron_slide_get_channel (slide, i)->name);
  saffron_csv_append (csv, names->str);
}

/* A row for each slide of the patient that was written. */
static gboolean
append_registered (GString *csv, const SaffronBatchWork *work, GError **error)
{
  g_autoptr (SaffronSession) session = saffron_batch_work_load (work, error);

  if (session == NULL)
    return FALSE;
  for (guint i = 0; i < work->input->slides->len; i++)
    {
      gboolean is_reference = i == work->input->reference;
      const SaffronBatchStep *step = saffron_batch_work_find (
          work, is_reference ? SAFFRON_BATCH_REFERENCE : SAFFRON_BATCH_WARP, i);
      SaffronRun *run = saffron_batch_work_find_run (work, session, i);

      if (step == NULL || !saffron_batch_step_is_good (step))
        continue;
      saffron_csv_append (csv, work->input->id);
      g_string_append_c (csv, ',');
      saffron_csv_append (csv, step->outputs[0]);
      g_string_append (csv, is_reference ? ",true," : ",false,");
      append_channels (csv, saffron_batch_patient_get (work->input, i));
      g_string_append_printf (csv, ",%s\n",
                              is_reference || run == NULL
                                  ? "reference"
                                  : saffron_batch_verdict_nick (run));
    }
  return TRUE;
}

gboolean
saffron_batch_registered_write (GPtrArray *works,
                                const char *path,
                                GError **error)
{
  g_autoptr (GString) csv = g_string_new (
      "patient_id,registered_image,is_reference,channels,verdict\n");

  for (guint i = 0; i < works->len; i++)
    if (!append_registered (csv, works->pdata[i], error))
      return FALSE;
  return saffron_save_file_replace (path, csv->str, csv->len, error);
}
