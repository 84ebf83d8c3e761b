/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/warp.h"

#include <math.h>

#include "base/error.h"
#include "base/file.h"

typedef struct {
  SaffronWarper warper;
  SaffronJob *job;
} Warp;

static void
store_row (const float *in,
           guint8 *row,
           SaffronSampleType type,
           int n,
           int step)
{
  switch (type)
    {
    case SAFFRON_SAMPLE_U8:
      for (int i = 0; i < n; i++)
        row[i * step] = (guint8) (CLAMP (in[i], 0.0f, 255.0f) + 0.5f);
      break;
    case SAFFRON_SAMPLE_U16:
      for (int i = 0; i < n; i++)
        ((guint16 *) row)[i * step]
          = (guint16) (CLAMP (in[i], 0.0f, 65535.0f) + 0.5f);
      break;
    case SAFFRON_SAMPLE_F32:
      for (int i = 0; i < n; i++)
        ((float *) row)[i * step] = in[i];
      break;
    }
}

static gboolean
give_region (int channel,
             const SaffronRect *rect,
             SaffronRaster *out,
             gpointer data,
             GError **error)
{
  Warp *warp = data;
  gsize n = (gsize) rect->width * rect->height;
  g_autofree float *values = g_new (float, n * out->n_samples);
  gsize size = saffron_sample_type_size (out->type);

  if (!saffron_job_check (warp->job, error)
      || !saffron_warper_read (&warp->warper, channel, rect, values, error))
    return FALSE;
  for (int s = 0; s < out->n_samples; s++)
    for (int y = 0; y < out->height; y++)
      store_row (values + s * n + (gsize) y * out->width,
                 out->data + y * out->stride + s * size, out->type, out->width,
                 out->n_samples);
  return TRUE;
}

static gboolean
check_output (SaffronSlide *reference,
              SaffronSlide *moving,
              const char *path,
              GError **error)
{
  const char *slides[] = { saffron_slide_get_path (reference),
                           saffron_slide_get_path (moving) };

  for (guint i = 0; i < G_N_ELEMENTS (slides); i++)
    if (saffron_file_same (slides[i], path))
      {
        g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                     "%s: is one of the slides; choose another name", path);
        return FALSE;
      }
  return TRUE;
}

/* Channels, their names and colours, in arrays that live as long as @spec. */
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

/* The grid is the reference's, so is the size of its pixels. */
static void
describe_pixels (SaffronSlide *reference,
                 SaffronSlide *moving,
                 const SaffronTransform *transform,
                 const SaffronWarpFrame *frame,
                 SaffronOmeSpec *spec)
{
  const SaffronAffine *affine = saffron_transform_get_affine (transform);
  double um_x = 0.0, um_y = 0.0;

  if (!saffron_slide_get_pixel_size (reference, &um_x, &um_y)
      && saffron_slide_get_pixel_size (moving, &um_x, &um_y))
    {
      double scale = sqrt (fabs (saffron_affine_determinant (affine)));

      um_x = um_y = 0.5 * (um_x + um_y) * scale;
    }
  spec->um_x = um_x * frame->downsample;
  spec->um_y = um_y * frame->downsample;
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
  SaffronWarpFrame frame;
  Warp warp = { .job = job };

  if (!check_output (reference, moving, path, error)
      || !saffron_warp_frame (reference, moving, transform, options->crop,
                              options->level, &frame, error))
    return FALSE;

  describe_channels (moving, &spec, names, colors);
  describe_pixels (reference, moving, transform, &frame, &spec);
  spec.width = frame.width;
  spec.height = frame.height;
  spec.tile_size = options->tile_size;
  spec.compression = options->compression;
  spec.quality = options->quality;
  spec.predictor = options->predictor;
  spec.layout = options->layout;
  spec.overwrite = options->overwrite;
  spec.name = name;

  warp.warper = (SaffronWarper){
    .slide = moving,
    .transform = transform,
    .origin = frame.origin,
    .downsample = frame.downsample,
    .interpolation = options->interpolation,
    .outside = spec.rgb ? (float) saffron_sample_type_max (spec.type) : 0.0f,
  };
  saffron_job_begin_stage (job, "warping", 0.0, 1.0);
  return saffron_ome_write (path, &spec, give_region, &warp, job, error);
}
