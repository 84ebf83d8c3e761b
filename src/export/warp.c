/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/warp.h"

#include <math.h>
#include <string.h>

#include "export/target.h"
#include "export/warper-store.h"
#include "register/run-look.h"
#include "register/stain.h"
#include "slide/scaled.h"
#include "slide/square.h"

/* Longest side of the picture in which the values of empty glass are
 * measured. */
#define GLANCE_DIM 512

typedef struct {
  SaffronWarper warper;
  SaffronJob *job;
} Warp;

static gboolean
give_region (int channel,
             const SaffronRect *rect,
             SaffronRaster *out,
             gpointer data,
             GError **error)
{
  Warp *warp = data;

  return saffron_job_check (warp->job, error)
         && saffron_warper_store (&warp->warper, channel, rect, out, error);
}

/* Fills in the channels with their names and colours, in arrays that must live
 * as long as @spec. */
static void
describe_channels (SaffronSlide *moving,
                   SaffronOmeSpec *spec,
                   const char **names,
                   guint32 *colors)
{
  gboolean colored = TRUE;

  spec->n_channels = saffron_slide_get_n_channels (moving);
  spec->rgb = saffron_slide_get_kind (moving) == SAFFRON_SLIDE_BRIGHTFIELD;
  spec->type = SAFFRON_SAMPLE_U8;
  for (int i = 0; i < spec->n_channels; i++)
    {
      const SaffronChannel *channel = saffron_slide_get_channel (moving, i);

      spec->type = MAX (spec->type, channel->type);
      names[i] = channel->name;
      colors[i] = channel->color;
      colored = colored && channel->has_color;
    }
  if (spec->rgb)
    names[0] = "RGB";
  spec->channel_names = names;
  spec->channel_colors = colored ? colors : NULL;
}

/* The grid is the reference's, and so is the pixel size. */
static void
describe_pixels (SaffronSlide *reference,
                 SaffronSlide *moving,
                 const SaffronTransform *transform,
                 const SaffronWarpFrame *frame,
                 SaffronOmeSpec *spec)
{
  const SaffronAffine *affine = saffron_transform_get_affine (transform);
  double um_x = 0.0, um_y = 0.0, x, y;

  if (!saffron_slide_get_pixel_size (reference, &um_x, &um_y)
      && saffron_slide_get_pixel_size (moving, &um_x, &um_y))
    {
      double scale = sqrt (fabs (saffron_affine_determinant (affine)));

      /* Shorter sides from the area, as the reference's are taken for
       * squares. */
      if (saffron_slide_find_stretch (moving, &x, &y))
        um_x = um_y = sqrt (um_x * um_y) * scale;
      else
        um_x = um_y = 0.5 * (um_x + um_y) * scale;
    }
  spec->um_x = um_x * frame->downsample_x;
  spec->um_y = um_y * frame->downsample_y;
}

/* Finds the value for places where the moving slide has nothing: black for
 * fluorescence, white for RGB, and for a brightfield slide of one channel the
 * value of empty glass. */
static gboolean
find_outside (SaffronSlide *reference,
              SaffronSlide *moving,
              const SaffronRun *run,
              const SaffronOmeSpec *spec,
              float *outside,
              GError **error)
{
  SaffronLook looks[2] = { 0 };
  double longest = (double) MAX (saffron_slide_get_width (moving),
                                 saffron_slide_get_height (moving));
  SaffronPlane *plane = NULL;
  gboolean bright;

  *outside = spec->rgb ? (float) saffron_sample_type_max (spec->type) : 0.0f;
  if (spec->n_channels > 1 || run == NULL)
    return TRUE;
  if (!saffron_run_find_looks (run, reference, moving, looks, error))
    return FALSE;
  bright = saffron_look_is_brightfield (&looks[1]);
  saffron_look_clear (&looks[0]);
  saffron_look_clear (&looks[1]);
  if (!bright)
    return TRUE;
  plane = saffron_slide_read_scaled (moving, 0, MAX (longest / GLANCE_DIM, 1.0),
                                     run->params->max_image_dim, NULL, error);
  if (plane == NULL)
    return FALSE;
  *outside = (float) saffron_white_level (&plane, 1, spec->type, NULL);
  saffron_plane_free (plane);
  return TRUE;
}

/* What is asked for beside what the slide is. */
static void
apply_form (SaffronSlide *moving,
            const SaffronWarpOptions *options,
            SaffronOmeSpec *spec,
            const char **names)
{
  if (options->planar && spec->rgb)
    {
      spec->rgb = FALSE;
      names[0] = saffron_slide_get_channel (moving, 0)->name;
    }
  if (options->float32)
    spec->type = SAFFRON_SAMPLE_F32;
}

/* Prepares everything except the file. @names and @colors must live as long as
 * @spec. */
static gboolean
prepare (SaffronSlide *reference,
         SaffronSlide *moving,
         const SaffronTransform *transform,
         const SaffronWarpOptions *options,
         const char **names,
         guint32 *colors,
         SaffronOmeSpec *spec,
         SaffronWarper *warper,
         GError **error)
{
  SaffronWarpFrame frame;

  if (!saffron_warp_frame (reference, moving, transform, options->crop,
                           options->level, &frame, error))
    return FALSE;
  describe_channels (moving, spec, names, colors);
  describe_pixels (reference, moving, transform, &frame, spec);
  spec->width = frame.width;
  spec->height = frame.height;
  spec->tile_size = options->tile_size;
  spec->compression = options->compression;
  spec->quality = options->quality;
  spec->predictor = options->predictor;
  spec->labels = options->interpolation == SAFFRON_INTERPOLATION_NEAREST;
  spec->layout = options->layout;
  spec->overwrite = options->overwrite;
  *warper = (SaffronWarper){
    .slide = moving,
    .transform = transform,
    .origin = frame.origin,
    .downsample_x = frame.downsample_x,
    .downsample_y = frame.downsample_y,
    .interpolation = options->interpolation,
  };
  if (!find_outside (reference, moving, options->run, spec, &warper->outside,
                     error))
    return FALSE;
  apply_form (moving, options, spec, names);
  return TRUE;
}

gboolean
saffron_warp_write (SaffronSlide *reference,
                    SaffronSlide *moving,
                    const SaffronTransform *transform,
                    const SaffronWarpOptions *options,
                    const char *path,
                    SaffronJob *job,
                    GError **error)
{
  int n_channels = saffron_slide_get_n_channels (moving);
  g_autofree const char **names = g_new0 (const char *, n_channels);
  g_autofree guint32 *colors = g_new0 (guint32, n_channels);
  g_autofree char *name = g_path_get_basename (saffron_slide_get_path (moving));
  SaffronOmeSpec spec = SAFFRON_OME_SPEC_INIT;
  Warp warp = { .job = job };

  if (!saffron_target_check (reference, moving, path, error)
      || !prepare (reference, moving, transform, options, names, colors, &spec,
                   &warp.warper, error))
    return FALSE;
  spec.name = name;
  saffron_job_begin_stage (job, "warping", 0.0, 1.0);
  return saffron_ome_write (path, &spec, give_region, &warp, job, error);
}

/* The number of tiles along each side that are tried. */
#define SAMPLED 3

/* Makes one tile as it would be stored; returns its bytes, or -1 on an
 * error. */
static gint64
try_tile (Warp *warp,
          const SaffronOmeSpec *spec,
          const SaffronTileCodec *codec,
          int channel,
          gint64 column,
          gint64 row,
          GError **error)
{
  int size = codec->tile_size;
  SaffronRect rect = { column * size, row * size, 0, 0 };
  g_autoptr (SaffronRaster) raster =
      saffron_raster_new (size, size, codec->n_samples, codec->type);
  SaffronRaster part = *raster;
  g_autoptr (GByteArray) bytes = NULL;

  rect.width = (int) MIN (size, spec->width - rect.x);
  rect.height = (int) MIN (size, spec->height - rect.y);
  part.width = rect.width;
  part.height = rect.height;
  memset (raster->data, 0, saffron_raster_n_bytes (raster));
  if (!give_region (channel, &rect, &part, warp, error))
    return -1;
  bytes = saffron_tile_encode (codec, raster->data, error);
  return bytes != NULL ? (gint64) bytes->len : -1;
}

/* Estimates one whole level from a few tiles: its bytes, and the seconds that
 * one thread would take. */
static gboolean
sample_level (Warp *warp,
              const SaffronOmeSpec *spec,
              const SaffronTileCodec *codec,
              double *bytes,
              double *seconds,
              GError **error)
{
  gint64 columns = (spec->width + spec->tile_size - 1) / spec->tile_size;
  gint64 rows = (spec->height + spec->tile_size - 1) / spec->tile_size;
  int n_x = (int) MIN (columns, SAMPLED), n_y = (int) MIN (rows, SAMPLED);
  int n_pages = spec->rgb ? 1 : spec->n_channels;
  double share = (double) columns * (double) rows / ((double) n_x * n_y);
  gint64 started = g_get_monotonic_time ();
  double sum = 0.0;

  for (int page = 0; page < n_pages; page++)
    for (int y = 0; y < n_y; y++)
      for (int x = 0; x < n_x; x++)
        {
          gint64 size = try_tile (warp, spec, codec,
                                  spec->rgb ? SAFFRON_CHANNEL_RGB : page,
                                  (2 * x + 1) * columns / (2 * n_x),
                                  (2 * y + 1) * rows / (2 * n_y), error);

          if (size < 0)
            return FALSE;
          sum += (double) size;
        }
  *bytes = sum * share;
  *seconds =
      (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC * share;
  return TRUE;
}

/* Estimates the pyramid: tries tiles of the next level, because averages
 * compress differently; each further level takes a quarter of the one
 * before. */
static gboolean
sample_pyramid (Warp *warp,
                const SaffronOmeSpec *spec,
                const SaffronTileCodec *codec,
                double *bytes,
                GError **error)
{
  SaffronOmeSpec half = *spec;
  double seconds = 0.0;

  half.width = (spec->width + 1) / 2;
  half.height = (spec->height + 1) / 2;
  warp->warper.downsample_x *= 2.0;
  warp->warper.downsample_y *= 2.0;
  if (!sample_level (warp, &half, codec, bytes, &seconds, error))
    return FALSE;
  *bytes *= 4.0 / 3.0;
  return TRUE;
}

gboolean
saffron_warp_estimate (SaffronSlide *reference,
                       SaffronSlide *moving,
                       const SaffronTransform *transform,
                       const SaffronWarpOptions *options,
                       SaffronJob *job,
                       SaffronExportEstimate *estimate,
                       GError **error)
{
  int n_channels = saffron_slide_get_n_channels (moving);
  g_autofree const char **names = g_new0 (const char *, n_channels);
  g_autofree guint32 *colors = g_new0 (guint32, n_channels);
  SaffronOmeSpec spec = SAFFRON_OME_SPEC_INIT;
  SaffronTileCodec codec = { 0 };
  Warp warp = { .job = job };
  double bytes = 0.0, above = 0.0, seconds = 0.0;

  if (!prepare (reference, moving, transform, options, names, colors, &spec,
                &warp.warper, error))
    return FALSE;
  codec = (SaffronTileCodec){
    .type = spec.type,
    .n_samples = spec.rgb ? 3 : 1,
    .tile_size = spec.tile_size,
    .compression = spec.compression,
    .quality = spec.quality,
    .predictor = spec.predictor,
  };
  if (!saffron_tile_codec_check (&codec, error)
      || !sample_level (&warp, &spec, &codec, &bytes, &seconds, error)
      || (spec.layout != SAFFRON_OME_FLAT
          && saffron_ome_n_levels (spec.width, spec.height, spec.tile_size) > 1
          && !sample_pyramid (&warp, &spec, &codec, &above, error)))
    return FALSE;
  estimate->width = spec.width;
  estimate->height = spec.height;
  estimate->bytes = (gint64) (bytes + above);
  estimate->seconds = seconds / MAX (saffron_job_get_threads (job), 1);
  return TRUE;
}
