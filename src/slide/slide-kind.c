/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/slide-kind.h"

#include <math.h>

#define N_BINS 256
/* A level with a side of more than WHOLE pixels is sampled in N_WINDOWS windows
 * per axis, each WINDOW pixels wide and high. */
#define N_WINDOWS 5
#define WINDOW 256
#define WHOLE 1024

/* Histograms over pixels, values scaled to 0 … 255: @low of the smallest, @high
 * of the largest of the three samples. Pure black is also counted in @n_black,
 * because scanners fill areas with it that they did not scan. */
typedef struct {
  guint64 low[N_BINS], high[N_BINS];
  guint64 n, n_black;
  gboolean gray;
} Counts;

static void
count (Counts *counts, const SaffronRaster *raster, double scale)
{
  for (int y = 0; y < raster->height; y++)
    for (int x = 0; x < raster->width; x++)
      {
        double r = saffron_raster_get (raster, x, y, 0);
        double g = saffron_raster_get (raster, x, y, 1);
        double b = saffron_raster_get (raster, x, y, 2);
        double least = MIN (MIN (r, g), b), most = MAX (MAX (r, g), b);

        if (!isfinite (least) || !isfinite (most))
          continue;
        counts->n++;
        counts->gray = counts->gray && least >= most;
        if (most <= 0.0)
          {
            counts->n_black++;
            continue;
          }
        counts->low[CLAMP ((int) (least * scale), 0, 255)]++;
        counts->high[CLAMP ((int) (most * scale), 0, 255)]++;
      }
}

/* The bin in which the median of @n values lies, when @below of them lie below
 * the first bin. */
static int
median (const guint64 *bins, guint64 below, guint64 n)
{
  guint64 sum = below;

  for (int i = 0; i < N_BINS; i++)
    {
      sum += bins[i];
      if (2 * sum >= n)
        return i;
    }
  return N_BINS - 1;
}

SaffronRgbLook
saffron_rgb_look (SaffronRaster *const *samples, guint n)
{
  Counts counts = { .gray = TRUE };
  gboolean bright = TRUE;

  for (guint i = 0; i < n; i++)
    count (&counts, samples[i],
           255.0 / saffron_sample_type_max (samples[i]->type));
  if (counts.n == 0)
    return SAFFRON_RGB_BRIGHT;
  bright = median (counts.high, counts.n_black, counts.n) >= 64;
  /* The slide may still be bright if most of it was not scanned. Then the rest
   * is bright, and not grey, because a stain has some colour. */
  if (!bright && !counts.gray && counts.n - counts.n_black > counts.n / 100)
    bright = median (counts.low, 0, counts.n - counts.n_black) >= 128;
  if (counts.n_black == counts.n || bright)
    return bright ? SAFFRON_RGB_BRIGHT : SAFFRON_RGB_DARK;
  return counts.gray ? SAFFRON_RGB_DARK_GRAY : SAFFRON_RGB_DARK;
}

void
saffron_slide_info_set_rgb (SaffronSlideInfo *info,
                            SaffronRgbLook look,
                            SaffronSampleType type)
{
  static const char *const names[] = { "Red", "Green", "Blue" };
  static const guint32 colors[] = { 0xff0000, 0x00ff00, 0x0000ff };

  g_array_set_size (info->channels, 0);
  info->kind = look == SAFFRON_RGB_BRIGHT ? SAFFRON_SLIDE_BRIGHTFIELD
                                          : SAFFRON_SLIDE_FLUORESCENCE;
  if (look == SAFFRON_RGB_DARK_GRAY)
    {
      saffron_slide_info_add_channel (info, "Channel 1", type);
      saffron_slide_info_add_note (info, "A grey picture stored as RGB on a "
                                         "dark background is read as one "
                                         "fluorescence channel");
      return;
    }
  for (int i = 0; i < 3; i++)
    {
      saffron_slide_info_add_channel (info, names[i], type);
      g_array_index (info->channels, SaffronChannel, i).has_color = TRUE;
      g_array_index (info->channels, SaffronChannel, i).color = colors[i];
    }
  if (look == SAFFRON_RGB_DARK)
    saffron_slide_info_add_note (info, "Most of this RGB picture is dark, so "
                                       "it is read as fluorescence");
}

SaffronRgbLook
saffron_sample_rgb (const SaffronSlideOps *ops,
                    gpointer handle,
                    const SaffronSlideInfo *info)
{
  int level = info->levels->len - 1;
  const SaffronLevel *size = &g_array_index (info->levels, SaffronLevel, level);
  g_autoptr (GPtrArray) samples = NULL;
  int n = size->width <= WHOLE && size->height <= WHOLE ? 1 : N_WINDOWS;

  samples =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_raster_unref);
  for (int j = 0; j < n; j++)
    for (int i = 0; i < n; i++)
      {
        gint64 w = MIN (size->width, n == 1 ? WHOLE : WINDOW);
        gint64 h = MIN (size->height, n == 1 ? WHOLE : WINDOW);
        SaffronRect rect = { n == 1 ? 0 : i * (size->width - w) / (n - 1),
                             n == 1 ? 0 : j * (size->height - h) / (n - 1), w,
                             h };
        SaffronRaster *raster =
            ops->read (handle, info, level, &rect, SAFFRON_CHANNEL_RGB, NULL);

        if (raster != NULL)
          g_ptr_array_add (samples, raster);
      }
  return saffron_rgb_look ((SaffronRaster *const *) samples->pdata,
                           samples->len);
}
