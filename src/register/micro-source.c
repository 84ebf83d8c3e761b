/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/micro-source.h"

#include <math.h>
#include <string.h>

#include "register/filters.h"
#include "slide/scaled.h"

/* Sigma of the smoothing, and how far it reaches, pixels. */
#define SIGMA 1.0
#define REACH 3

gboolean
saffron_micro_source_init (SaffronMicroSource *source,
                           SaffronSlide *slide,
                           const SaffronLook *look,
                           const SaffronRegPlane *plane,
                           double downsample,
                           SaffronJob *job,
                           GError **error)
{
  double width = (double) saffron_slide_get_width (slide);
  double height = (double) saffron_slide_get_height (slide);

  *source = (SaffronMicroSource){
    .slide = slide,
    .look = look,
    .values = plane->values,
    .downsample = downsample,
    .width = MAX ((int) ceil (width / downsample - 1e-6), 1),
    .height = MAX ((int) ceil (height / downsample - 1e-6), 1),
  };
  return saffron_slide_best_level (slide, downsample) == 0
         || saffron_slide_prepare (slide, MAX (look->channel, 0), job, error);
}

/* The stored values of @box, which lies within the slide. */
static gboolean
read_channels (const SaffronMicroSource *source,
               const SaffronRect *box,
               SaffronPlane *channels[3],
               int *n,
               GError **error)
{
  SaffronSlide *slide = source->slide;
  int first = MAX (source->look->channel, 0);

  *n = source->look->channel < 0 ? 3 : 1;
  if (*n == 3 && saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD)
    return saffron_slide_read_scaled_box (
        slide, SAFFRON_CHANNEL_RGB, source->downsample, box, channels, error);
  for (int i = 0; i < *n; i++)
    {
      SaffronPlane *one[3];

      if (!saffron_slide_read_scaled_box (slide, first + i, source->downsample,
                                          box, one, error))
        {
          for (int k = 0; k < i; k++)
            g_clear_pointer (&channels[k], saffron_plane_free);
          return FALSE;
        }
      channels[i] = one[0];
    }
  return TRUE;
}

/* (transfer full): @box, in places of @plane, whose first pixel is at @from;
 * beyond it, its border is repeated. */
static SaffronPlane *
cut (const SaffronPlane *plane, const SaffronRect *from, const SaffronRect *box)
{
  SaffronPlane *out = saffron_plane_new (box->width, box->height);

  for (int y = 0; y < out->height; y++)
    {
      gint64 sy = CLAMP (box->y + y - from->y, 0, plane->height - 1);
      const float *row = saffron_plane_row (plane, (int) sy);
      float *to = saffron_plane_row (out, y);

      for (int x = 0; x < out->width; x++)
        to[x] = row[CLAMP (box->x + x - from->x, 0, plane->width - 1)];
    }
  return out;
}

SaffronPlane *
saffron_micro_source_read (const SaffronMicroSource *source,
                           const SaffronRect *box,
                           GError **error)
{
  gint64 x0 = CLAMP (box->x - REACH, 0, source->width - 1);
  gint64 y0 = CLAMP (box->y - REACH, 0, source->height - 1);
  gint64 x1 = CLAMP (box->x + box->width + REACH, x0 + 1, source->width);
  gint64 y1 = CLAMP (box->y + box->height + REACH, y0 + 1, source->height);
  const SaffronRect inside = { x0, y0, x1 - x0, y1 - y0 };
  SaffronPlane *channels[3] = { NULL };
  g_autoptr (SaffronPlane) sharp = NULL;
  g_autoptr (SaffronPlane) smooth = NULL;
  int n;

  if (!read_channels (source, &inside, channels, &n, error))
    return NULL;
  sharp = saffron_plane_values_apply (&source->values, channels, n);
  smooth = saffron_plane_gaussian (sharp, SIGMA, NULL);
  return cut (smooth, &inside, box);
}
