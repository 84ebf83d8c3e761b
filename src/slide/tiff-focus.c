/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/tiff-focus.h"

#include <math.h>

#include "base/error.h"
#include "slide/channel-names.h"

/* The windows in which planes are compared: so many per axis, each of so many
 * pixels of level 0 a side. */
#define N_WINDOWS 4
#define WINDOW 256

/* Adds up the squares of the differences between pixels that lie two blocks of
 * 2 × 2 pixels apart, along both axes: Brenner's measure, on blocks because
 * noise is as strong out of focus as in it. Brenner et al., J Histochem
 * Cytochem 24:100–111, 1976. */
static double
measure (const SaffronRaster *raster)
{
  int width = raster->width / 2, height = raster->height / 2;
  g_autofree double *blocks = g_new (double, MAX (width * height, 1));
  double sum = 0.0;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        double value = saffron_raster_get (raster, 2 * x, 2 * y, 0)
                       + saffron_raster_get (raster, 2 * x + 1, 2 * y, 0)
                       + saffron_raster_get (raster, 2 * x, 2 * y + 1, 0)
                       + saffron_raster_get (raster, 2 * x + 1, 2 * y + 1, 0);

        blocks[y * width + x] = isfinite (value) ? value : 0.0;
      }
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        double at = blocks[y * width + x];
        double right = x + 2 < width ? blocks[y * width + x + 2] - at : 0.0;
        double below = y + 2 < height ? blocks[(y + 2) * width + x] - at : 0.0;

        sum += right * right + below * below;
      }
  return sum;
}

static int
find_channel (const SaffronSlideInfo *info)
{
  int best = 0, best_rank = G_MAXINT;

  for (guint c = 0; c < info->channels->len; c++)
    {
      int rank = saffron_nuclear_rank (
          g_array_index (info->channels, SaffronChannel, c).name);

      if (rank > 0 && rank < best_rank)
        {
          best = (int) c;
          best_rank = rank;
        }
    }
  return best;
}

/* How sharp the Z plane that the layout is set to is; negative with an error
 * when it cannot be read. */
static double
measure_plane (SaffronTiffSlide *slide,
               const SaffronSlideInfo *info,
               int channel,
               GError **error)
{
  const SaffronLevel *level = &g_array_index (info->levels, SaffronLevel, 0);
  gint64 w = MIN (level->width, WINDOW), h = MIN (level->height, WINDOW);
  int nx = level->width > WINDOW ? N_WINDOWS : 1;
  int ny = level->height > WINDOW ? N_WINDOWS : 1;
  double sum = 0.0;

  for (int j = 0; j < ny; j++)
    for (int i = 0; i < nx; i++)
      {
        SaffronRect rect = { (2 * i + 1) * (level->width - w) / (2 * nx),
                             (2 * j + 1) * (level->height - h) / (2 * ny), w,
                             h };
        g_autoptr (SaffronRaster) raster =
            saffron_slide_tiff_read (slide, info, 0, &rect, channel, error);

        if (raster == NULL)
          return -1.0;
        sum += measure (raster);
      }
  return sum;
}

static gboolean
find_sharpest (SaffronTiffSlide *slide,
               const SaffronSlideInfo *info,
               GError **error)
{
  SaffronTiffLayout *layout = slide->layout;
  int channel = find_channel (info), best = 0;
  double most = -1.0;

  for (int z = 0; z < layout->n_z; z++)
    {
      double sharpness;

      layout->z = z;
      sharpness = measure_plane (slide, info, channel, error);
      if (sharpness < 0.0)
        return FALSE;
      if (sharpness > most)
        {
          most = sharpness;
          best = z;
        }
    }
  layout->z = best;
  return TRUE;
}

gboolean
saffron_tiff_choose_z (SaffronTiffSlide *slide,
                       SaffronSlideInfo *info,
                       GError **error)
{
  SaffronTiffLayout *layout = slide->layout;
  int z = info->choice.z;

  if (z > layout->n_z)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   "%s: there is no Z plane %d; it has %d",
                   saffron_tiff_pool_get_path (slide->pool), z, layout->n_z);
      return FALSE;
    }
  if (layout->n_z == 1)
    return TRUE;
  if (z == SAFFRON_Z_MAX)
    {
      layout->z = SAFFRON_Z_MAX;
      saffron_slide_info_add_note (
          info,
          "Of %d Z planes, the brightest value is read "
          "at each pixel",
          layout->n_z);
      return TRUE;
    }
  if (z == SAFFRON_Z_SHARPEST && !find_sharpest (slide, info, error))
    return FALSE;
  if (z > 0)
    layout->z = z - 1;
  saffron_slide_info_add_note (
      info, "Z plane %d of %d%s is read", layout->z + 1, layout->n_z,
      z == SAFFRON_Z_SHARPEST ? ", the sharpest," : "");
  return TRUE;
}
