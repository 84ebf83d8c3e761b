/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/box.h"

#include <string.h>

__attribute__ ((target_clones ("avx2", "default"))) void
saffron_box_row (float *in, int n, int radius, float *out)
{
  int length = 2 * radius + 1;
  int padded = n + 2 * radius;
  int offset = 0;
  gboolean first = TRUE;

  for (int span = 1; span <= length; span *= 2)
    {
      /* in[i] now holds the sum of span values from i on. */
      if ((length & span) != 0)
        {
          const float *from = in + offset;

          if (first)
            memcpy (out, from, sizeof (float) * (gsize) n);
          else
            for (int i = 0; i < n; i++)
              out[i] += from[i];
          first = FALSE;
          offset += span;
        }
      if (2 * span <= length)
        for (int i = 0; i + span < padded; i++)
          in[i] = in[i] + in[i + span];
    }
}

static void
add_row (float *column, const float *row, int n)
{
  for (int i = 0; i < n; i++)
    column[i] += row[i];
}

static void
subtract_row (float *column, const float *row, int n)
{
  for (int i = 0; i < n; i++)
    column[i] -= row[i];
}

void
saffron_box_strip (
    const float *in, int rows, int width, int radius, float *out)
{
  gsize n = (gsize) width;
  g_autofree float *column = g_new0 (float, n);
  g_autofree float *padded = g_new (float, n + 2 * (gsize) radius);

  for (int y = 0; y < rows; y++)
    {
      int to = y - 2 * radius;

      add_row (column, in + (gsize) y * n, width);
      if (to < 0)
        continue;
      memset (padded, 0, sizeof (float) * (gsize) radius);
      memcpy (padded + radius, column, sizeof (float) * n);
      memset (padded + radius + width, 0, sizeof (float) * (gsize) radius);
      saffron_box_row (padded, width, radius, out + (gsize) to * n);
      subtract_row (column, in + (gsize) to * n, width);
    }
}

/* Rows that one running sum spans: rounding does not build up beyond. */
#define STRIP 128

void
saffron_box_plane (const SaffronPlane *in, int radius, SaffronPlane *out)
{
  gsize n = (gsize) in->width;
  g_autofree float *strip
      = g_new (float, (gsize) (STRIP + 2 * radius) * n);

  for (int y0 = 0; y0 < in->height; y0 += STRIP)
    {
      int rows = MIN (STRIP, in->height - y0) + 2 * radius;

      for (int i = 0; i < rows; i++)
        {
          int y = y0 - radius + i;

          if (y < 0 || y >= in->height)
            memset (strip + (gsize) i * n, 0, sizeof (float) * n);
          else
            memcpy (strip + (gsize) i * n, saffron_plane_row (in, y),
                    sizeof (float) * n);
        }
      saffron_box_strip (strip, rows, in->width, radius,
                         saffron_plane_row (out, y0));
    }
}
