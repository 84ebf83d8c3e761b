/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/z-stack.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

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

/* How sharp the Z plane is that @handle is set to; negative with an error when
 * it cannot be read. */
static double
measure_plane (const SaffronSlideOps *ops,
               gpointer handle,
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
            ops->read (handle, info, 0, &rect, channel, error);

        if (raster == NULL)
          return -1.0;
        sum += measure (raster);
      }
  return sum;
}

static gboolean
find_sharpest (const SaffronSlideOps *ops,
               gpointer handle,
               const SaffronSlideInfo *info,
               int n_z,
               int *z,
               GError **error)
{
  int channel = find_channel (info), best = 0;
  double most = -1.0;

  for (int i = 0; i < n_z; i++)
    {
      double sharpness;

      *z = i;
      sharpness = measure_plane (ops, handle, info, channel, error);
      if (sharpness < 0.0)
        return FALSE;
      if (sharpness > most)
        {
          most = sharpness;
          best = i;
        }
    }
  *z = best;
  return TRUE;
}

gboolean
saffron_z_choose (const SaffronSlideOps *ops,
                  gpointer handle,
                  const char *path,
                  SaffronSlideInfo *info,
                  int n_z,
                  int *z,
                  GError **error)
{
  int wanted = info->choice.z;

  if (wanted > n_z)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: there is no Z plane %d; it has %d"), path, wanted,
                   n_z);
      return FALSE;
    }
  if (n_z == 1)
    return TRUE;
  info->n_z = n_z;
  if (wanted == SAFFRON_Z_MAX)
    {
      *z = info->z = SAFFRON_Z_MAX;
      saffron_slide_info_add_note (
          info,
          ngettext ("Of %d Z plane, the brightest value is read at each pixel",
                    "Of %d Z planes, the brightest value is read at each pixel",
                    n_z),
          n_z);
      return TRUE;
    }
  if (wanted == SAFFRON_Z_SHARPEST
      && !find_sharpest (ops, handle, info, n_z, z, error))
    return FALSE;
  if (wanted > 0)
    *z = wanted - 1;
  info->z = *z + 1;
  saffron_slide_info_add_note (
      info,
      wanted == SAFFRON_Z_SHARPEST
          ? _ ("Z plane %d of %d, the sharpest, is read")
          : _ ("Z plane %d of %d is read"),
      *z + 1, n_z);
  return TRUE;
}

/* A copy that may be changed, because a tile may be in the cache, too. */
static SaffronRaster *
copy_raster (const SaffronRaster *from)
{
  SaffronRaster *copy = saffron_raster_new (from->width, from->height,
                                            from->n_samples, from->type);

  for (int y = 0; y < copy->height; y++)
    memcpy (copy->data + copy->stride * y, from->data + from->stride * y,
            copy->stride);
  return copy;
}

/* Replaces the samples of @out by those of @other that are larger. */
static void
take_larger (SaffronRaster *out, const SaffronRaster *other)
{
  gsize n = (gsize) out->width * out->n_samples;

  for (int y = 0; y < out->height; y++)
    {
      guint8 *to = out->data + out->stride * y;
      const guint8 *from = other->data + other->stride * y;

      if (out->type == SAFFRON_SAMPLE_U8)
        for (gsize i = 0; i < n; i++)
          to[i] = MAX (to[i], from[i]);
      else if (out->type == SAFFRON_SAMPLE_U16)
        for (gsize i = 0; i < n; i++)
          ((guint16 *) to)[i] =
              MAX (((guint16 *) to)[i], ((const guint16 *) from)[i]);
      else
        for (gsize i = 0; i < n; i++)
          ((float *) to)[i] =
              fmaxf (((float *) to)[i], ((const float *) from)[i]);
    }
}

SaffronRaster *
saffron_z_read (SaffronZFunc func,
                gpointer handle,
                int n_z,
                int level,
                int z,
                const SaffronRect *rect,
                int channel,
                GError **error)
{
  g_autoptr (SaffronRaster) out = NULL;

  if (z != SAFFRON_Z_MAX)
    return func (handle, level, z, rect, channel, error);
  for (int i = 0; i < n_z; i++)
    {
      g_autoptr (SaffronRaster) one =
          func (handle, level, i, rect, channel, error);

      if (one == NULL)
        return NULL;
      if (out == NULL)
        out = copy_raster (one);
      else
        take_larger (out, one);
    }
  return g_steal_pointer (&out);
}
