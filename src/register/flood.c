/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/flood.h"

guint
saffron_flood (const guint8 *labels,
               int width,
               int height,
               gsize from,
               guint8 *seen,
               gsize *queue)
{
  guint head = 0, tail = 0;

  queue[tail++] = from;
  seen[from] = 1;
  while (head < tail)
    {
      gsize at = queue[head++];
      int x = (int) (at % (gsize) width), y = (int) (at / (gsize) width);
      const gsize next[4] = { at - 1, at + 1, at - (gsize) width,
                              at + (gsize) width };
      const gboolean there[4] = { x > 0, x<width - 1, y> 0, y < height - 1 };

      for (int k = 0; k < 4; k++)
        if (there[k] && !seen[next[k]] && labels[next[k]] == labels[from])
          {
            seen[next[k]] = 1;
            queue[tail++] = next[k];
          }
    }
  return tail;
}

double
saffron_largest_part (const SaffronPlane *plane, double least)
{
  gsize n = saffron_plane_n_pixels (plane);
  g_autofree guint8 *is = g_new (guint8, n);
  g_autofree guint8 *seen = g_new0 (guint8, n);
  g_autofree gsize *queue = g_new (gsize, n);
  double largest = 0.0;

  for (gsize i = 0; i < n; i++)
    is[i] = plane->data[i] > 0.0f;
  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0;
      guint size;

      if (!is[i] || seen[i])
        continue;
      size = saffron_flood (is, plane->width, plane->height, i, seen, queue);
      for (guint k = 0; k < size; k++)
        sum += plane->data[queue[k]];
      if (size >= least)
        largest = MAX (largest, sum);
    }
  return largest;
}
