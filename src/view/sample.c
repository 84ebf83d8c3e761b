/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/sample-private.h"

SaffronPaint
saffron_paint_make (const SaffronFrame *frame,
                    const SaffronFrameSlide *s,
                    const SaffronChannelDisplay *display)
{
  SaffronContrast contrast = saffron_channel_display_get_contrast (display);
  SaffronPaint paint = { (float) contrast.low, (float) contrast.scale,
                         (float) contrast.exponent };

  saffron_color_unpack (s->rgb ? frame->look.background : display->color,
                        paint.color);
  paint.opacity = (float) s->opacity * (float) display->opacity;
  for (int k = 0; s->rgb && k < 3; k++)
    {
      paint.balance[k] = (float) saffron_channel_display_balance (display, k);
      paint.glass[k] = (float) display->glass[k];
      paint.per_darkness[k] =
          (float) (1.0 / MAX (display->glass[k] - display->dark, 1e-12));
    }
  return paint;
}

static void
add_fluorescence (const SaffronPaint *paint,
                  float value,
                  SaffronSampleRow *row,
                  int i)
{
  float t = saffron_paint_apply (paint, value) * paint->opacity;

  row->intensity[i] += t;
  for (int k = 0; k < 3; k++)
    row->color[3 * i + k] += t * paint->color[k];
}

static void
set_brightfield (const SaffronPaint *paint,
                 const float value[3],
                 SaffronSampleRow *row,
                 int i)
{
  float sum = 0.0f;

  for (int k = 0; k < 3; k++)
    {
      float t = saffron_paint_apply (paint, value[k] * paint->balance[k]);
      float back = paint->color[k];

      sum += saffron_paint_apply_glass (paint, k, value[k]);
      row->color[3 * i + k] = back + (t - back) * paint->opacity;
    }
  row->intensity[i] = (1.0f - sum / 3.0f) * paint->opacity;
}

void
saffron_sample_row (const SaffronFrame *frame,
                    int index,
                    const SaffronMovPoint *points,
                    float *values,
                    SaffronSampleRow *row)
{
  const SaffronFrameSlide *s = &frame->slides[index];
  const int n_samples = s->rgb ? 3 : 1;

  memset (row->color, 0, (gsize) row->n * 3 * sizeof (float));
  memset (row->intensity, 0, (gsize) row->n * sizeof (float));
  memset (row->covered, 0, (gsize) row->n);
  for (int c = 0; c < s->n_channels; c++)
    {
      const SaffronPaint paint =
          saffron_paint_make (frame, s, &s->channels[c].display);

      memset (row->found, 0, (gsize) row->n);
      saffron_sample_values (s, c, points, row->n, values, row->found);
      for (int i = 0; i < row->n; i++)
        {
          if (!row->found[i])
            continue;
          row->covered[i] = 1;
          if (s->rgb)
            set_brightfield (&paint, values + (gsize) i * n_samples, row, i);
          else
            add_fluorescence (&paint, values[i], row, i);
        }
    }
  for (int i = 0; i < row->n; i++)
    row->intensity[i] = MIN (row->intensity[i], 1.0f);
}
