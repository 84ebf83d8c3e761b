/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/slide-kind.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "slide/channel-names.h"

#define N_BINS 256
/* A level with a side of more than WHOLE pixels is sampled in N_WINDOWS windows
 * per axis, each WINDOW pixels wide and high. */
#define N_WINDOWS 5
#define WINDOW 256
#define WHOLE 1024

/* On a scale of 0 … 255. Above BRIGHT, half of a picture on a bright background
 * has a sample. Of what a scanner fills its blank areas with, black is up to
 * BLACK after JPEG. PALE is glass or pale tissue, in all three samples, which
 * fluorescence in colours has almost nowhere, and CLEAR is what half of the
 * tissue lets pass of every colour. */
#define BRIGHT 64
#define BLACK 3
#define PALE 153
#define CLEAR 40

/* What shines reaches more than so many times as far above the median of a
 * channel as the darkest lies below it. */
#define SHINES 4

/* Histograms over pixels, values scaled to 0 … 255: @low of the smallest, @high
 * of the largest of the three samples. Black and pure white pixels are only
 * counted, because scanners fill areas with them that they did not scan. */
typedef struct {
  guint64 low[N_BINS], high[N_BINS];
  guint64 n, n_black, n_white;
  gboolean gray, empty; /* empty: of zeros alone */
} Counts;

/* The value of white. Of sixteen bits few cameras use all, so it is the largest
 * value of the bits that are used; 65535 itself may be a fill. Floats have no
 * largest value. */
static double
find_white (SaffronRaster *const *samples, guint n)
{
  SaffronSampleType type = n > 0 ? samples[0]->type : SAFFRON_SAMPLE_U8;
  double full = saffron_sample_type_max (type);
  double most = 0.0, white = 255.0;

  if (type == SAFFRON_SAMPLE_U8)
    return full;
  for (guint i = 0; i < n; i++)
    for (int y = 0; y < samples[i]->height; y++)
      for (int x = 0; x < samples[i]->width; x++)
        for (int c = 0; c < 3; c++)
          {
            double v = saffron_raster_get (samples[i], x, y, c);

            if (isfinite (v) && (type == SAFFRON_SAMPLE_F32 || v < full))
              most = MAX (most, v);
          }
  if (type == SAFFRON_SAMPLE_F32)
    return MAX (most, full);
  while (white < most)
    white = 2.0 * white + 1.0;
  return white;
}

static void
count (Counts *counts, const SaffronRaster *raster, double white)
{
  double scale = 255.0 / white;

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
        counts->empty = counts->empty && most <= 0.0;
        if (most * scale <= BLACK)
          counts->n_black++;
        else if (least >= white)
          counts->n_white++;
        else
          {
            counts->low[CLAMP ((int) (least * scale), 0, 255)]++;
            counts->high[CLAMP ((int) (most * scale), 0, 255)]++;
          }
      }
}

/* The bin below which @share of @n values lie, when @below of them lie below
 * the first bin and the rest that is not in @bins above the last. */
static int
quantile (const guint64 *bins, guint64 below, guint64 n, double share)
{
  double sum = (double) below;

  for (int i = 0; i < N_BINS; i++)
    {
      sum += (double) bins[i];
      if (sum >= share * (double) n)
        return i;
    }
  return N_BINS - 1;
}

/* Whether the picture is bright with everything in it. White that fills most of
 * it says nothing when the rest is dark. */
static gboolean
is_bright (const Counts *counts)
{
  guint64 rest = counts->n - counts->n_white;

  if (quantile (counts->high, counts->n_black, counts->n, 0.5) < BRIGHT)
    return FALSE;
  return rest < counts->n / 100
         || quantile (counts->high, counts->n_black, rest, 0.5) >= BRIGHT;
}

/* Whether it is bright where it is not black. Most of a slide may not have been
 * scanned; then the rest is pale and has no saturated colours, and it is not
 * grey, because a stain has some colour. */
static gboolean
is_bright_in_black (const Counts *counts)
{
  guint64 rest = counts->n - counts->n_black;
  guint64 coloured = rest - counts->n_white;

  if (counts->gray || rest <= counts->n / 100)
    return FALSE;
  return quantile (counts->low, 0, coloured, 0.5) >= CLEAR
         && quantile (counts->low, 0, rest, 0.9) >= PALE;
}

SaffronRgbLook
saffron_rgb_look (SaffronRaster *const *samples, guint n)
{
  Counts counts = { .gray = TRUE, .empty = TRUE };
  double white = find_white (samples, n);

  for (guint i = 0; i < n; i++)
    count (&counts, samples[i], white);
  if (counts.n == 0 || is_bright (&counts) || is_bright_in_black (&counts))
    return SAFFRON_RGB_BRIGHT;
  return counts.gray && !counts.empty ? SAFFRON_RGB_DARK_GRAY
                                      : SAFFRON_RGB_DARK;
}

/* Whether one sample's values reach much farther above their median than below
 * it, as what shines does. Black and white fills are left out. */
static gboolean
shines (SaffronRaster *const *samples, guint n, int sample, double white)
{
  guint64 bins[N_BINS] = { 0 }, count_all = 0;
  int bottom, median, top;

  for (guint i = 0; i < n; i++)
    for (int y = 0; y < samples[i]->height; y++)
      for (int x = 0; x < samples[i]->width; x++)
        {
          double v =
              255.0 / white * saffron_raster_get (samples[i], x, y, sample);

          if (!isfinite (v) || v <= BLACK || v >= 255.0)
            continue;
          bins[CLAMP ((int) v, 0, N_BINS - 1)]++;
          count_all++;
        }
  bottom = quantile (bins, 0, count_all, 0.005);
  median = quantile (bins, 0, count_all, 0.5);
  top = quantile (bins, 0, count_all, 0.995);
  return top - median > SHINES * MAX (median - bottom, 1);
}

gboolean
saffron_planes_are_bright (SaffronRaster *const *samples, guint n)
{
  Counts counts = { .gray = TRUE, .empty = TRUE };
  double white = find_white (samples, n);

  if (n == 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    count (&counts, samples[i], white);
  if (!is_bright_in_black (&counts))
    return FALSE;
  for (int s = 0; s < 3; s++)
    if (shines (samples, n, s, white))
      return FALSE;
  return TRUE;
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
      saffron_slide_info_add_note (info, _ ("A grey picture stored as RGB on a "
                                            "dark background is read as one "
                                            "fluorescence channel"));
      return;
    }
  for (int i = 0; i < 3; i++)
    {
      saffron_slide_info_add_channel (info, names[i], type);
      g_array_index (info->channels, SaffronChannel, i).has_color = TRUE;
      g_array_index (info->channels, SaffronChannel, i).color = colors[i];
    }
  if (look == SAFFRON_RGB_DARK)
    saffron_slide_info_add_note (info,
                                 _ ("Most of this RGB picture is dark, so "
                                    "it is read as fluorescence"));
}

GPtrArray *
saffron_sample_windows (const SaffronSlideOps *ops,
                        gpointer handle,
                        const SaffronSlideInfo *info,
                        GError **error)
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
        g_autoptr (GError) local = NULL;
        SaffronRaster *raster =
            ops->read (handle, info, level, &rect, SAFFRON_CHANNEL_RGB, &local);

        if (raster != NULL)
          g_ptr_array_add (samples, raster);
        else if (!g_error_matches (local, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED))
          {
            g_propagate_error (error, g_steal_pointer (&local));
            return NULL;
          }
      }
  return g_steal_pointer (&samples);
}

gboolean
saffron_sample_rgb (const SaffronSlideOps *ops,
                    gpointer handle,
                    const SaffronSlideInfo *info,
                    SaffronRgbLook *look,
                    GError **error)
{
  g_autoptr (GPtrArray) samples =
      saffron_sample_windows (ops, handle, info, error);

  if (samples == NULL)
    return FALSE;
  *look =
      saffron_rgb_look ((SaffronRaster *const *) samples->pdata, samples->len);
  return TRUE;
}

/* Whether three channels may be red, green and blue. */
static gboolean
may_be_planes (const SaffronSlideInfo *info)
{
  const SaffronChannel *channels =
      &g_array_index (info->channels, SaffronChannel, 0);

  if (info->channels->len != 3)
    return FALSE;
  for (int c = 0; c < 3; c++)
    if (channels[c].type != channels[0].type
        || saffron_is_nuclear_stain (channels[c].name))
      return FALSE;
  return TRUE;
}

gboolean
saffron_slide_info_join_planes (SaffronSlideInfo *info,
                                const SaffronSlideOps *ops,
                                gpointer handle,
                                GError **error)
{
  g_autoptr (GPtrArray) samples = NULL;

  if (!may_be_planes (info))
    return TRUE;
  samples = saffron_sample_windows (ops, handle, info, error);
  if (samples == NULL)
    return FALSE;
  if (!saffron_planes_are_bright ((SaffronRaster *const *) samples->pdata,
                                  samples->len))
    return TRUE;
  saffron_slide_info_set_rgb (
      info, SAFFRON_RGB_BRIGHT,
      g_array_index (info->channels, SaffronChannel, 0).type);
  saffron_slide_info_add_note (info,
                               _ ("The three planes are bright together, so "
                                  "they are read as red, green and blue"));
  return TRUE;
}
