/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/write.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "quality/points-file.h"

typedef struct {
  const SaffronSynth *synth;
  int slide;
} Region;

static gboolean
draw_region (int channel,
             const SaffronRect *rect,
             SaffronRaster *out,
             gpointer data,
             GError **error)
{
  Region *region = data;

  saffron_synth_render (region->synth, region->slide, channel, rect, out);
  return TRUE;
}

static gboolean
write_image (const SaffronSynth *synth,
             int slide,
             SaffronSaveFile *file,
             const SaffronSynthFiles *files,
             SaffronJob *job,
             GError **error)
{
  int n = saffron_synth_get_n_channels (synth, slide);
  gboolean rgb =
      saffron_synth_get_kind (synth, slide) != SAFFRON_SYNTH_FLUORESCENCE;
  SaffronCompression compression =
      rgb ? files->compression_rgb : files->compression;
  double um = saffron_synth_get_options (synth)->pixel_size;
  g_autofree const char **names = g_new0 (const char *, n + 1);
  g_autofree guint32 *colors = g_new0 (guint32, n);
  SaffronOmeSpec spec = SAFFRON_OME_SPEC_INIT;
  Region region = { synth, slide };

  for (int k = 0; k < n; k++)
    {
      names[k] = saffron_synth_get_channel_name (synth, slide, k);
      colors[k] = saffron_synth_get_channel_color (synth, slide, k);
    }
  spec.width = saffron_synth_get_width (synth, slide);
  spec.height = saffron_synth_get_height (synth, slide);
  spec.n_channels = n;
  spec.type = rgb ? SAFFRON_SAMPLE_U8 : SAFFRON_SAMPLE_U16;
  spec.rgb = rgb;
  spec.channel_names = names;
  spec.channel_colors = rgb ? NULL : colors;
  spec.um_x = um;
  spec.um_y = um;
  spec.compression = compression;
  spec.quality = files->quality;
  spec.layout = files->layout;
  return saffron_ome_write_file (file, &spec, draw_region, &region, job, error);
}

static gboolean
write_points (const SaffronSynth *synth,
              int slide,
              SaffronSaveFile *file,
              GError **error)
{
  g_autofree char *text = NULL;
  const SaffronRefPoint *points = saffron_synth_get_points (synth);
  g_autoptr (GArray) table = saffron_file_points_new ();

  for (int k = 0; k < SAFFRON_SYNTH_POINTS; k++)
    {
      SaffronMovPoint m = saffron_synth_pull (synth, slide, points[k]);

      saffron_file_points_add (table, NULL, m.x, m.y);
    }
  text = saffron_points_print (table);
  return saffron_save_file_append (file, text, strlen (text), error);
}

/* The paths in the order in which the files are written: image and points of
 * each slide, then the truth. */
static GPtrArray *
list_paths (const SaffronSynth *synth, const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (int k = 0; k < saffron_synth_get_options (synth)->n_slides; k++)
    {
      g_autofree char *image = saffron_synth_file_name (synth, k);
      g_autofree char *points = g_strdup_printf ("slide%d.csv", k + 1);

      g_ptr_array_add (paths, g_build_filename (folder, image, NULL));
      g_ptr_array_add (paths, g_build_filename (folder, points, NULL));
    }
  g_ptr_array_add (paths, g_build_filename (folder, "truth.json", NULL));
  return paths;
}

/* Opens a file for each path; none is visible yet. Fails if one exists and may
 * not be replaced. */
static GPtrArray *
open_files (GPtrArray *paths, gboolean overwrite, GError **error)
{
  g_autoptr (GPtrArray) files = NULL;

  files =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_save_file_free);
  for (guint k = 0; k < paths->len; k++)
    {
      const char *path = g_ptr_array_index (paths, k);
      SaffronSaveFile *file = NULL;

      if (!overwrite && g_file_test (path, G_FILE_TEST_EXISTS))
        {
          g_set_error (
              error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
              _ ("%s: exists already; give another folder, or --force to "
                 "replace it"),
              path);
          return NULL;
        }
      file = saffron_save_file_new (path, overwrite, error);
      if (file == NULL)
        return NULL;
      g_ptr_array_add (files, file);
    }
  return g_steal_pointer (&files);
}

static gboolean
make_folder (const char *folder, gboolean *made, GError **error)
{
  int status = 0;

  *made = FALSE;
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  status = g_mkdir (folder, 0777);
  *made = status == 0;
  if (status == 0)
    return TRUE;
  if (errno == ENOENT)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND,
                 _ ("%s: the folder that should hold it does not exist; make "
                    "that first"),
                 *folder != '\0' ? folder : "“”");
  else if (errno == EEXIST)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("%s: is a file; give the name of a folder"), folder);
  else
    g_set_error (error, SAFFRON_ERROR,
                 errno == ENOSPC ? SAFFRON_ERROR_NO_SPACE : SAFFRON_ERROR_IO,
                 _ ("%s: the folder cannot be made (%s); choose another place"),
                 folder, g_strerror (errno));
  return FALSE;
}

static gboolean
write_all (const SaffronSynth *synth,
           GPtrArray *files,
           const SaffronSynthFiles *how,
           SaffronJob *job,
           GError **error)
{
  int n = saffron_synth_get_options (synth)->n_slides;
  g_autoptr (JsonNode) truth = NULL;
  g_autofree char *text = NULL;

  for (int k = 0; k < n; k++)
    {
      g_autofree char *stage = g_strdup_printf (_ ("slide %d of %d"), k + 1, n);

      if (job != NULL)
        saffron_job_begin_stage (job, stage, (double) k / n,
                                 (double) (k + 1) / n);
      if (!write_image (synth, k, g_ptr_array_index (files, 2 * k), how, job,
                        error)
          || !write_points (synth, k, g_ptr_array_index (files, 2 * k + 1),
                            error))
        return FALSE;
    }
  truth = saffron_synth_to_json (synth);
  text = saffron_json_print (truth);
  return saffron_save_file_append (g_ptr_array_index (files, 2 * n), text,
                                   strlen (text), error)
         && saffron_job_check (job, error);
}

/* A set that is not complete is of no use. So all files are flushed first,
 * which takes long, and then committed quickly one after the other. If one
 * commit fails, the files that were new are deleted again. */
static gboolean
commit_all (GPtrArray *files, gboolean overwrite, GError **error)
{
  for (guint k = 0; k < files->len; k++)
    if (!saffron_save_file_flush (g_ptr_array_index (files, k), error))
      return FALSE;
  for (guint k = 0; k < files->len; k++)
    if (!saffron_save_file_commit (g_ptr_array_index (files, k), error))
      {
        for (guint i = 0; i < k && !overwrite; i++)
          g_unlink (saffron_save_file_get_path (g_ptr_array_index (files, i)));
        return FALSE;
      }
  return TRUE;
}

gboolean
saffron_synth_write (const SaffronSynth *synth,
                     const char *folder,
                     const SaffronSynthFiles *how,
                     SaffronJob *job,
                     GError **error)
{
  g_autoptr (GPtrArray) paths = list_paths (synth, folder);
  g_autoptr (GPtrArray) files = NULL;
  gboolean made = FALSE;

  if (!make_folder (folder, &made, error))
    return FALSE;
  files = open_files (paths, how->overwrite, error);
  if (files != NULL && write_all (synth, files, how, job, error)
      && commit_all (files, how->overwrite, error))
    return TRUE;

  g_clear_pointer (&files, g_ptr_array_unref);
  if (made)
    g_rmdir (folder);
  return FALSE;
}
