/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/qc-side.h"

#include <math.h>
#include <stdlib.h>

#include "slide/scaled.h"

/* Longest side of the plane that percentiles are taken from. */
#define PLANE_DIM 1024
#define MAX_IMAGE_DIM 4000

static int
compare_floats (const void *a, const void *b)
{
  float d = *(const float *) a - *(const float *) b;

  return (d > 0) - (d < 0);
}

static void
set_percentiles (SaffronQcSide *side, SaffronPlane *plane)
{
  gsize n = saffron_plane_n_pixels (plane);

  qsort (plane->data, n, sizeof (float), compare_floats);
  side->low = plane->data[(gsize) (0.01 * (double) (n - 1))];
  side->high = plane->data[(gsize) (0.99 * (double) (n - 1))];
  if (!(side->high > side->low))
    side->high = side->low + 1.0;
}

gboolean
saffron_qc_side_init (SaffronQcSide *side,
                      SaffronSlide *slide,
                      int look_channel,
                      SaffronJob *job,
                      GError **error)
{
  gint64 longest = MAX (saffron_slide_get_width (slide),
                        saffron_slide_get_height (slide));
  double downsample = MAX ((double) longest / PLANE_DIM, 1.0);
  gboolean rgb = look_channel < 0;
  int n = rgb ? 3 : 1;
  g_autoptr (SaffronPlane) sum = NULL;

  side->channel = rgb ? SAFFRON_CHANNEL_RGB : look_channel;
  side->white = saffron_sample_type_max (
    saffron_slide_get_channel (slide, MAX (look_channel, 0))->type);
  side->warper.slide = slide;
  side->warper.outside = rgb ? (float) side->white : 0.0f;
  for (int c = 0; c < n; c++)
    {
      g_autoptr (SaffronPlane) plane = saffron_slide_read_scaled (
        slide, rgb ? c : look_channel, downsample, MAX_IMAGE_DIM, job, error);

      if (plane == NULL)
        return FALSE;
      if (sum == NULL)
        sum = g_steal_pointer (&plane);
      else
        for (gsize i = 0; i < saffron_plane_n_pixels (sum); i++)
          sum->data[i] += plane->data[i];
    }
  if (rgb)
    for (gsize i = 0; i < saffron_plane_n_pixels (sum); i++)
      sum->data[i] = (float) side->white - sum->data[i] / 3.0f;
  set_percentiles (side, sum);
  return TRUE;
}

gboolean
saffron_qc_side_draw (const SaffronQcSide *side,
                      const SaffronRect *rect,
                      guint8 *out,
                      gsize stride,
                      GError **error)
{
  gboolean rgb = side->channel == SAFFRON_CHANNEL_RGB;
  gsize n = (gsize) rect->width * rect->height;
  g_autofree float *values = g_new (float, n * (rgb ? 3 : 1));
  double scale = 255.0 / (side->high - side->low);

  if (!saffron_warper_read (&side->warper, side->channel, rect, values, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      double value = values[i];
      guint8 *pixel = out + i / rect->width * stride + i % rect->width * 3;

      if (rgb)
        value = side->white - (value + values[n + i] + values[2 * n + i]) / 3.0;
      value = (value - side->low) * scale;
      *pixel = (guint8) CLAMP (value + 0.5, 0.0, 255.0);
    }
  return TRUE;
}
