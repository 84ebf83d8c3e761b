/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/lncc-private.h"

/* Bilinear reading of one row; beyond the border the plane goes on with its
 * last pixels, where its derivative is zero. */
VECTOR static void
sample_row (const float *data,
            int width,
            int height,
            const float *px,
            const float *py,
            int n,
            float *value,
            float *dx,
            float *dy)
{
  float max_x = (float) (width - 1), max_y = (float) (height - 1);
  /* A plane one pixel wide or high has no neighbour to read. */
  int right = width > 1 ? 1 : 0, below = height > 1 ? width : 0;

  for (int i = 0; i < n; i++)
    {
      float x = px[i], y = py[i];
      float inside_x = (x > 0.0f && x < max_x) ? 1.0f : 0.0f;
      float inside_y = (y > 0.0f && y < max_y) ? 1.0f : 0.0f;
      float cx = x < 0.0f ? 0.0f : (x > max_x ? max_x : x);
      float cy = y < 0.0f ? 0.0f : (y > max_y ? max_y : y);
      int ix = (int) cx, iy = (int) cy;
      float fx, fy;
      const float *p;
      float v00, v10, v01, v11, top, low;

      ix = MAX (MIN (ix, width - 2), 0);
      iy = MAX (MIN (iy, height - 2), 0);
      fx = cx - (float) ix;
      fy = cy - (float) iy;
      p = data + (iy * width + ix);
      v00 = p[0];
      v10 = p[right];
      v01 = p[below];
      v11 = p[below + right];
      top = v00 + fx * (v10 - v00);
      low = v01 + fx * (v11 - v01);
      value[i] = top + fy * (low - top);
      dx[i] = inside_x * ((v10 - v00) + fy * ((v11 - v01) - (v10 - v00)));
      dy[i] = inside_y * (low - top);
    }
}

VECTOR static void
place_row (const double *a,
           int y,
           int n,
           const float *u,
           const float *v,
           float *px,
           float *py)
{
  float x0 = (float) (a[0] * 0.5 + a[1] * (y + 0.5) + a[2]);
  float y0 = (float) (a[3] * 0.5 + a[4] * (y + 0.5) + a[5]);
  float xx = (float) a[0], xy = (float) a[1];
  float yx = (float) a[3], yy = (float) a[4];

  for (int x = 0; x < n; x++)
    {
      float px0 = (float) x + u[x];

      px[x] = x0 + (xx * px0 + xy * v[x]);
      py[x] = y0 + (yx * px0 + yy * v[x]);
    }
}

void
saffron_lncc_warp_block (gint64 block, gpointer data)
{
  SaffronLnccWarp *warp = data;
  const SaffronLncc *l = warp->lncc;
  int n = l->width;
  int end = MIN (((int) block + 1) * BLOCK, l->height);
  g_autofree float *rows = g_new0 (float, (gsize) n * 6);
  float *u = rows, *v = rows + n, *px = rows + 2 * n, *py = rows + 3 * n;
  float *gx = rows + 4 * n, *gy = rows + 5 * n;
  g_autofree float *scratch
      = g_new (float, warp->field ? (gsize) warp->field->n_x + 1 : 1);
  const double *a = l->a;

  for (int y = (int) block * BLOCK; y < end; y++)
    {
      float *value = saffron_plane_row (warp->value, y);

      if (warp->field != NULL)
        saffron_field_row (warp->field, y, u, v, scratch);
      place_row (a, y, n, u, v, px, py);
      sample_row (warp->from->data, warp->from->width, warp->from->height, px,
                  py, n, value, gx, gy);
      for (int x = 0; x < n; x++)
        value[x] -= warp->offset;
      if (warp->dx != NULL)
        {
          float *dx = saffron_plane_row (warp->dx, y);
          float *dy = saffron_plane_row (warp->dy, y);

          for (int x = 0; x < n; x++)
            {
              dx[x] = (float) a[0] * gx[x] + (float) a[3] * gy[x];
              dy[x] = (float) a[1] * gx[x] + (float) a[4] * gy[x];
            }
        }
    }
}
