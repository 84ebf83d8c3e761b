/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/itk.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/save-file.h"
#include "export/itk-text.h"
#include "export/target.h"
#include "export/warp-frame.h"
#include "transform/pieces.h"

/* Of a field, as much is held at once. */
#define CHUNK_BYTES (4 * 1024 * 1024)
/* Places along a side at which the bending is looked up. */
#define N_PROBES 64

static const char *const suffixes[] = {
  [SAFFRON_ITK_FIELD] = "mha",
  [SAFFRON_ITK_ELASTIX] = "txt",
  [SAFFRON_ITK_AFFINE] = "tfm",
};

const char *
saffron_itk_format_suffix (SaffronItkFormat format)
{
  return suffixes[format];
}

gboolean
saffron_itk_format_from_path (const char *path,
                              SaffronItkFormat *format,
                              GError **error)
{
  const char *dot = strrchr (path, '.');

  for (guint i = 0; dot != NULL && i < G_N_ELEMENTS (suffixes); i++)
    if (g_ascii_strcasecmp (dot + 1, suffixes[i]) == 0)
      {
        *format = i;
        return TRUE;
      }
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
      _ ("%s: end it with .mha for a displacement field, .txt for the "
         "affine part for elastix, or .tfm for the affine part for ITK"),
      path);
  return FALSE;
}

char *
saffron_itk_text_path (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';
  text = g_strconcat (name, ".txt", NULL);
  return g_build_filename (folder, text, NULL);
}

/* What is written, before the files are there. */
typedef struct {
  const SaffronTransform *transform;
  const SaffronItkOptions *options;
  SaffronItkSpace reference, moving;
  SaffronAffine to_reference, to_moving; /* level-0 point → ITK's */
  SaffronItkGrid grid;
  char *note;
  SaffronSampleType pixel_type;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_free (plan->note);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static double
find_bending (const SaffronTransform *transform)
{
  double width = saffron_transform_get_width (transform);
  double height = saffron_transform_get_height (transform);
  double most = 0.0;

  for (int j = 0; j < N_PROBES; j++)
    for (int i = 0; i < N_PROBES; i++)
      {
        SaffronRefPoint p = { (i + 0.5) / N_PROBES * width,
                              (j + 0.5) / N_PROBES * height };
        double u = 0.0, v = 0.0;

        saffron_transform_displace (transform, p, &u, &v);
        most = MAX (most, hypot (u, v));
      }
  return most;
}

/* A slide's name as part of a comment: one line of printable ASCII, since a
 * comment is for people and its readers know no encoding. */
static char *
plain_name (SaffronSlide *slide)
{
  g_autofree char *name = g_path_get_basename (saffron_slide_get_path (slide));

  for (char *c = name; *c != '\0'; c++)
    if (!g_ascii_isprint (*c))
      *c = '?';
  return g_steal_pointer (&name);
}

static const char *
verdict (SaffronRun *run)
{
  switch (saffron_run_get_state (run))
    {
    case SAFFRON_RUN_VERIFIED:
      return "verified";
    case SAFFRON_RUN_PARTLY:
      return "verified in part";
    default:
      return "UNVERIFIED";
    }
}

static void
append_format (GString *out, const char *format, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_formatd (text, sizeof text, format, value));
}

/* What the text file says for people. */
static char *
write_note (const Plan *plan,
            SaffronSlide *reference,
            SaffronSlide *moving,
            SaffronRun *run)
{
  GString *out = g_string_new ("Saffron " SAFFRON_VERSION ": ");
  g_autofree char *from = plain_name (moving);
  g_autofree char *to = plain_name (reference);

  g_string_append_printf (
      out,
      "%s onto %s, %s\nPictures of level %d; the unit is %s, the origin "
      "the centre of the first pixel.\n",
      from, to, verdict (run), plan->options->level,
      saffron_itk_unit_name (plan->options->unit));
  if (plan->options->format == SAFFRON_ITK_FIELD)
    {
      g_string_append (out, "Run transformix in the folder of the field.\n"
                            "Between its points, the field is off by at most ");
      append_format (out, "%.2g", plan->grid.error);
      g_string_append (out, " px of the moving slide.");
      if (saffron_transform_get_map (plan->transform) != NULL)
        g_string_append (out,
                         "\nThe tissue is in pieces: a place in a gap goes "
                         "with the nearest piece, and from one piece to\n"
                         "the next the field changes within one spacing.");
    }
  else
    {
      g_string_append (out, "The affine part alone: it leaves out bending of "
                            "up to ");
      append_format (out, "%.1f", find_bending (plan->transform));
      g_string_append (out, " px of the reference.");
    }
  return g_string_free (out, FALSE);
}

/* The widest of the channels, as a warped slide has it. */
static SaffronSampleType
find_type (SaffronSlide *moving)
{
  SaffronSampleType type = SAFFRON_SAMPLE_U8;

  for (int i = 0; i < saffron_slide_get_n_channels (moving); i++)
    type = MAX (type, saffron_slide_get_channel (moving, i)->type);
  return type;
}

static gboolean
plan_init (Plan *plan,
           SaffronSlide *reference,
           SaffronSlide *moving,
           const SaffronRun *run,
           const SaffronItkOptions *options,
           GError **error)
{
  /* They may differ a little, see saffron_warp_check_reference(). */
  double width = MAX (saffron_transform_get_width (run->transform),
                      (double) saffron_slide_get_width (reference));
  double height = MAX (saffron_transform_get_height (run->transform),
                       (double) saffron_slide_get_height (reference));

  plan->transform = run->transform;
  plan->options = options;
  if (!saffron_warp_check_reference (reference, run->transform, error)
      || !saffron_itk_space_init (&plan->reference, reference, options->level,
                                  options->unit, error)
      || !saffron_itk_space_init (&plan->moving, moving, options->level,
                                  options->unit, error))
    return FALSE;
  if (options->format == SAFFRON_ITK_FIELD
      && !saffron_itk_grid_init (&plan->grid, run->transform, width, height,
                                 options->spacing, error))
    return FALSE;
  plan->to_reference = saffron_itk_space_from_slide (&plan->reference);
  plan->to_moving = saffron_itk_space_from_slide (&plan->moving);
  plan->pixel_type = find_type (moving);
  plan->note = write_note (plan, reference, moving, (SaffronRun *) run);
  return TRUE;
}

static gint64
field_bytes (const SaffronItkGrid *grid)
{
  return grid->n_x * grid->n_y * (gint64) (2 * sizeof (float));
}

/* (transfer full): the head of a MetaImage. Its comment is short, because
 * readers keep 255 bytes. */
static char *
write_head (const Plan *plan)
{
  const SaffronItkSpace *space = &plan->reference;
  const double step[] = { plan->grid.step_x / space->step_x * space->size_x,
                          plan->grid.step_y / space->step_y * space->size_y };
  GString *out = g_string_new ("ObjectType = Image\n"
                               "NDims = 2\n"
                               "Comment = Saffron " SAFFRON_VERSION
                               ": displacement, reference to moving, in ");

  g_string_append (out, saffron_itk_unit_name (plan->options->unit));
  g_string_append (out, "; off between points by at most ");
  append_format (out, "%.2g", plan->grid.error);
  g_string_append (out, " px\n"
                        "BinaryData = True\n"
                        "BinaryDataByteOrderMSB = ");
  g_string_append (out, G_BYTE_ORDER == G_BIG_ENDIAN ? "True" : "False");
  g_string_append (out, "\nCompressedData = False\n"
                        "TransformMatrix = 1 0 0 1\n"
                        "Offset = ");
  append_format (out, "%.15g", plan->to_reference.x0);
  g_string_append_c (out, ' ');
  append_format (out, "%.15g", plan->to_reference.y0);
  g_string_append (out, "\nCenterOfRotation = 0 0\nElementSpacing = ");
  append_format (out, "%.15g", step[0]);
  g_string_append_c (out, ' ');
  append_format (out, "%.15g", step[1]);
  g_string_append_printf (out,
                          "\nDimSize = %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                          "\nElementNumberOfChannels = 2\n"
                          "ElementType = MET_FLOAT\n"
                          "ElementDataFile = LOCAL\n",
                          plan->grid.n_x, plan->grid.n_y);
  return g_string_free (out, FALSE);
}

/* Some rows of the field. */
typedef struct {
  const Plan *plan;
  gint64 first;
  float *values;
} Chunk;

static void
fill_row (gint64 index, gpointer data)
{
  const Chunk *chunk = data;
  const Plan *plan = chunk->plan;
  const SaffronItkGrid *grid = &plan->grid;
  const SaffronAffine *from = &plan->to_reference, *to = &plan->to_moving;
  int n = (int) grid->n_x;
  float *row = chunk->values + index * grid->n_x * 2;
  SaffronRefPoint start = { 0.0,
                            (double) (chunk->first + index) * grid->step_y };
  g_autofree SaffronMovPoint *points = g_new (SaffronMovPoint, n);

  saffron_transform_pull_row (plan->transform, start, grid->step_x, n, points);
  for (int i = 0; i < n; i++)
    {
      double x = i * grid->step_x;

      row[2 * i] =
          (float) (to->xx * points[i].x + to->x0 - (from->xx * x + from->x0));
      row[2 * i + 1] = (float) (to->yy * points[i].y + to->y0
                                - (from->yy * start.y + from->y0));
    }
}

static gboolean
write_field (const Plan *plan,
             SaffronSaveFile *file,
             SaffronJob *job,
             GError **error)
{
  const SaffronItkGrid *grid = &plan->grid;
  gsize row_bytes = (gsize) grid->n_x * 2 * sizeof (float);
  gint64 n_rows = MAX ((gint64) (CHUNK_BYTES / row_bytes), 1);
  g_autofree char *head = write_head (plan);
  g_autofree float *values = g_malloc (row_bytes * (gsize) n_rows);
  Chunk chunk = { plan, 0, values };

  if (!saffron_save_file_need (file, field_bytes (grid), error)
      || !saffron_save_file_append (file, head, strlen (head), error))
    return FALSE;
  for (; chunk.first < grid->n_y; chunk.first += n_rows)
    {
      gint64 n = MIN (n_rows, grid->n_y - chunk.first);

      saffron_parallel_for (job, n, fill_row, &chunk);
      if (!saffron_job_check (job, error)
          || !saffron_save_file_append (file, values, row_bytes * (gsize) n,
                                        error))
        return FALSE;
      saffron_job_set_fraction (job, (double) (chunk.first + n)
                                         / (double) grid->n_y);
    }
  return TRUE;
}

/* elastix's texts know no escapes. */
static gboolean
check_name (const char *name, GError **error)
{
  for (const char *c = name; *c != '\0'; c++)
    if (*c == '"' || g_ascii_iscntrl (*c))
      {
        g_set_error (
            error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
            _ ("%s: elastix cannot read a file of this name; choose one "
               "without quotation marks"),
            name);
        return FALSE;
      }
  return TRUE;
}

static char *
make_text (const Plan *plan, const char *field)
{
  SaffronItkText text = {
    .reference = plan->reference,
    .affine =
        saffron_itk_affine (saffron_transform_get_affine (plan->transform),
                            &plan->reference, &plan->moving),
    .field = field,
    .pixel_type = plan->pixel_type,
    .note = plan->note,
  };

  return plan->options->format == SAFFRON_ITK_AFFINE
             ? saffron_itk_affine_text (&text)
             : saffron_itk_elastix_text (&text);
}

/* The field, then its text; both appear at the end. */
static gboolean
write_both (const Plan *plan,
            const char *path,
            const char *text_path,
            SaffronJob *job,
            GError **error)
{
  gboolean overwrite = plan->options->overwrite;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = make_text (plan, name);
  g_autoptr (SaffronSaveFile) field = NULL;
  g_autoptr (SaffronSaveFile) beside = NULL;

  if (!check_name (name, error))
    return FALSE;
  field = saffron_save_file_new (path, overwrite, error);
  if (field == NULL)
    return FALSE;
  beside = saffron_save_file_new (text_path, overwrite, error);
  return beside != NULL && write_field (plan, field, job, error)
         && saffron_save_file_append (beside, text, strlen (text), error)
         && saffron_job_check (job, error)
         && saffron_save_files_commit ((SaffronSaveFile *[]){ field, beside },
                                       2, error);
}

static gboolean
write_text (const Plan *plan, const char *path, SaffronJob *job, GError **error)
{
  g_autofree char *text = make_text (plan, NULL);
  g_autoptr (SaffronSaveFile) file =
      saffron_save_file_new (path, plan->options->overwrite, error);

  return file != NULL
         && saffron_save_file_append (file, text, strlen (text), error)
         && saffron_job_check (job, error)
         && saffron_save_file_commit (file, error);
}

static void
fill_result (const Plan *plan, SaffronItkResult *result)
{
  gboolean field = plan->options->format == SAFFRON_ITK_FIELD;
  g_autofree char *text = make_text (plan, field ? "" : NULL);

  *result = (SaffronItkResult){ .grid = plan->grid };
  result->bytes =
      (gint64) strlen (text) + (field ? field_bytes (&plan->grid) : 0);
  result->bending = find_bending (plan->transform);
}

gboolean
saffron_itk_estimate (SaffronSlide *reference,
                      SaffronSlide *moving,
                      const SaffronRun *run,
                      const SaffronItkOptions *options,
                      SaffronItkResult *result,
                      GError **error)
{
  g_auto (Plan) plan = { 0 };

  if (!plan_init (&plan, reference, moving, run, options, error))
    return FALSE;
  fill_result (&plan, result);
  return TRUE;
}

gboolean
saffron_itk_write (SaffronSlide *reference,
                   SaffronSlide *moving,
                   const SaffronRun *run,
                   const SaffronItkOptions *options,
                   const char *path,
                   SaffronJob *job,
                   SaffronItkResult *result,
                   GError **error)
{
  g_auto (Plan) plan = { 0 };
  gboolean field = options->format == SAFFRON_ITK_FIELD;
  g_autofree char *text_path = field ? saffron_itk_text_path (path) : NULL;

  if (!saffron_target_check (reference, moving, path, error)
      || (field && !saffron_target_check (reference, moving, text_path, error))
      || !plan_init (&plan, reference, moving, run, options, error))
    return FALSE;
  saffron_job_begin_stage (job, "writing", 0.0, 1.0);
  if (!(field ? write_both (&plan, path, text_path, job, error)
              : write_text (&plan, path, job, error)))
    return FALSE;
  if (result != NULL)
    fill_result (&plan, result);
  return TRUE;
}
