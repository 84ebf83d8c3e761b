/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/write.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "quality/points-file.h"

typedef struct {
  const SaffronSynth *synth;
  int slide;
} Region;

char *
saffron_synth_file_name (const SaffronSynth *synth, int slide)
{
  g_autoptr (GString) name = g_string_new (NULL);
  int n = saffron_synth_get_kind (synth, slide) == SAFFRON_SYNTH_FLUORESCENCE
              ? saffron_synth_get_n_channels (synth, slide)
              : 1;

  g_string_printf (name, "slide%d", slide + 1);
  for (int k = 0; k < n; k++)
    g_string_append_printf (name, "_%s",
                            saffron_synth_get_channel_name (synth, slide, k));
  g_string_append (name, ".ome.tif");
  return g_string_free (g_steal_pointer (&name), FALSE);
}

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
             const char *path,
             const SaffronSynthFiles *files,
             SaffronJob *job,
             GError **error)
{
  int n = saffron_synth_get_n_channels (synth, slide);
  gboolean rgb
      = saffron_synth_get_kind (synth, slide) != SAFFRON_SYNTH_FLUORESCENCE;
  SaffronCompression compression
      = rgb ? files->compression_rgb : files->compression;
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
  spec.predictor = compression == SAFFRON_COMPRESSION_LZW
                   || compression == SAFFRON_COMPRESSION_DEFLATE
                   || compression == SAFFRON_COMPRESSION_ZSTD;
  spec.layout = files->layout;
  spec.overwrite = files->overwrite;
  return saffron_ome_write (path, &spec, draw_region, &region, job, error);
}

static gboolean
write_points (const SaffronSynth *synth,
              int slide,
              const char *path,
              GError **error)
{
  const SaffronRefPoint *points = saffron_synth_get_points (synth);
  g_autoptr (GArray) table = saffron_file_points_new ();

  for (int k = 0; k < SAFFRON_SYNTH_POINTS; k++)
    {
      SaffronMovPoint m = saffron_synth_pull (synth, slide, points[k]);

      saffron_file_points_add (table, NULL, m.x, m.y);
    }
  return saffron_points_file_write (path, table, error);
}

/* The paths in the order in which they are written: image and points of each
 * slide, then the truth. */
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

static gboolean
check_paths (GPtrArray *paths, gboolean overwrite, GError **error)
{
  for (guint k = 0; k < paths->len; k++)
    {
      const char *path = g_ptr_array_index (paths, k);

      if (!saffron_file_check_target (path, error))
        return FALSE;
      if (!overwrite && g_file_test (path, G_FILE_TEST_EXISTS))
        {
          g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                       "%s is there already; name another folder, or say "
                       "--force to replace it",
                       path);
          return FALSE;
        }
    }
  return TRUE;
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
  g_set_error (error, SAFFRON_ERROR,
               errno == ENOSPC ? SAFFRON_ERROR_NO_SPACE : SAFFRON_ERROR_IO,
               "%s: the folder cannot be made: %s", folder,
               g_strerror (errno));
  return FALSE;
}

static gboolean
write_all (const SaffronSynth *synth,
           GPtrArray *paths,
           const SaffronSynthFiles *files,
           SaffronJob *job,
           guint *done,
           GError **error)
{
  int n = saffron_synth_get_options (synth)->n_slides;
  g_autoptr (JsonNode) truth = NULL;
  g_autofree char *text = NULL;

  for (int k = 0; k < n; k++)
    {
      g_autofree char *stage = g_strdup_printf ("slide %d of %d", k + 1, n);

      if (job != NULL)
        saffron_job_begin_stage (job, stage, (double) k / n,
                                 (double) (k + 1) / n);
      if (!write_image (synth, k, g_ptr_array_index (paths, *done), files, job,
                        error))
        return FALSE;
      (*done)++;
      if (!write_points (synth, k, g_ptr_array_index (paths, *done), error))
        return FALSE;
      (*done)++;
    }
  truth = saffron_synth_to_json (synth);
  text = saffron_json_print (truth);
  if (!saffron_file_replace (g_ptr_array_index (paths, *done), text,
                             strlen (text), error))
    return FALSE;
  (*done)++;
  return TRUE;
}

gboolean
saffron_synth_write (const SaffronSynth *synth,
                     const char *folder,
                     const SaffronSynthFiles *files,
                     SaffronJob *job,
                     GError **error)
{
  g_autoptr (GPtrArray) paths = list_paths (synth, folder);
  gboolean made = FALSE;
  guint done = 0;

  if (!make_folder (folder, &made, error))
    return FALSE;
  if (check_paths (paths, files->overwrite, error)
      && write_all (synth, paths, files, job, &done, error))
    return TRUE;

  /* A set that is not whole is of no use. */
  for (guint k = 0; k < done; k++)
    g_unlink (g_ptr_array_index (paths, k));
  if (made)
    g_rmdir (folder);
  return FALSE;
}
