/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/square.h"

#include <math.h>
#include <string.h>

#include "slide/slide-private.h"

/* Pixel sizes that differ by less are those of a camera that sits a little
 * askew. */
#define LEAST_STRETCH 1.02

typedef struct {
  SaffronSlide *slide;
  double x, y;
} Square;

gboolean
saffron_slide_find_stretch (SaffronSlide *slide, double *x, double *y)
{
  double um_x = 0.0, um_y = 0.0, ratio;

  *x = *y = 1.0;
  if (!saffron_slide_get_pixel_size (slide, &um_x, &um_y))
    return FALSE;
  ratio = MAX (um_x, um_y) / MIN (um_x, um_y);
  if (!(ratio >= LEAST_STRETCH && ratio <= SAFFRON_MOST_STRETCH))
    return FALSE;
  *x = um_x / MIN (um_x, um_y);
  *y = um_y / MIN (um_x, um_y);
  return TRUE;
}

/* Which two of @n pixels the square pixel @i lies between, and how near to the
 * second. */
static void
find_pixels (gint64 i, double stretch, gint64 n, gint64 at[2], double *share)
{
  double place = CLAMP ((i + 0.5) / stretch - 0.5, 0.0, (double) (n - 1));

  at[0] = (gint64) floor (place);
  *share = place - (double) at[0];
  at[1] = *share > 0.0 ? MIN (at[0] + 1, n - 1) : at[0];
}

static void
put (SaffronRaster *to, int x, int y, int sample, double value)
{
  guint8 *row = to->data + to->stride * y;
  gsize i = (gsize) x * to->n_samples + sample;

  if (to->type == SAFFRON_SAMPLE_U8)
    row[i] = (guint8) (value + 0.5);
  else if (to->type == SAFFRON_SAMPLE_U16)
    ((guint16 *) row)[i] = (guint16) (value + 0.5);
  else
    ((float *) row)[i] = (float) value;
}

/* Along the axis that is not stretched, both pixels are the same. */
static SaffronRaster *
stretch (const Square *square,
         const SaffronLevel *level,
         const SaffronRaster *from,
         const SaffronRect *part,
         const SaffronRect *rect)
{
  SaffronRaster *to = saffron_raster_new (rect->width, rect->height,
                                          from->n_samples, from->type);

  for (int y = 0; y < to->height; y++)
    {
      gint64 rows[2];
      double down;

      find_pixels (rect->y + y, square->y, level->height, rows, &down);
      for (int x = 0; x < to->width; x++)
        {
          gint64 columns[2];
          double across;

          find_pixels (rect->x + x, square->x, level->width, columns, &across);
          for (int s = 0; s < to->n_samples; s++)
            {
              double a = saffron_raster_get (from, columns[0] - part->x,
                                             rows[0] - part->y, s);
              double b = saffron_raster_get (from, columns[1] - part->x,
                                             rows[1] - part->y, s);

              put (to, x, y, s, a + (b - a) * (across + down));
            }
        }
    }
  return to;
}

static SaffronRaster *
square_read (gpointer handle,
             const SaffronSlideInfo *info,
             int level,
             const SaffronRect *rect,
             int channel,
             GError **error)
{
  Square *square = handle;
  const SaffronLevel *size = saffron_slide_get_level (square->slide, level);
  g_autoptr (SaffronRaster) from = NULL;
  gint64 x[2], y[2], last_x[2], last_y[2];
  SaffronRect part;
  double share;

  find_pixels (rect->x, square->x, size->width, x, &share);
  find_pixels (rect->y, square->y, size->height, y, &share);
  find_pixels (rect->x + rect->width - 1, square->x, size->width, last_x,
               &share);
  find_pixels (rect->y + rect->height - 1, square->y, size->height, last_y,
               &share);
  part =
      (SaffronRect){ x[0], y[0], last_x[1] - x[0] + 1, last_y[1] - y[0] + 1 };
  from = saffron_slide_read (square->slide, level, &part, channel, error);
  return from != NULL ? stretch (square, size, from, &part, rect) : NULL;
}

static void
square_close (gpointer handle)
{
  Square *square = handle;

  g_object_unref (square->slide);
  g_free (square);
}

SaffronSlide *
saffron_slide_square (SaffronSlide *slide)
{
  static const SaffronSlideOps ops = { .name = "square",
                                       .read = square_read,
                                       .close = square_close };
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (SaffronLevel));
  Square *square = NULL;
  double x, y;

  if (!saffron_slide_find_stretch (slide, &x, &y))
    return g_object_ref (slide);
  square = g_new0 (Square, 1);
  square->slide = g_object_ref (slide);
  square->x = x;
  square->y = y;
  for (int i = 0; i < saffron_slide_get_n_levels (slide); i++)
    {
      SaffronLevel level = *saffron_slide_get_level (slide, i);

      level.width = MAX ((gint64) round (x * (double) level.width), 1);
      level.height = MAX ((gint64) round (y * (double) level.height), 1);
      level.tile_width = (int) ceil (x * level.tile_width);
      level.tile_height = (int) ceil (y * level.tile_height);
      g_array_append_val (levels, level);
    }
  return saffron_slide_new_square (slide, &ops, square, levels);
}
