/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/components.h"

const int saffron_places_around[8][2] = {
  { 7, 0 },  { 5, 5 },   { 0, 7 },  { -5, 5 },
  { -7, 0 }, { -5, -5 }, { 0, -7 }, { 5, -5 },
};

#define STRETCH(stretches, i) (&g_array_index (stretches, SaffronStretch, i))

/* Until all is connected, @component is the index of a stretch that belongs to
 * the same component and comes no later; that of the first is its own. */
static guint
find_first (GArray *stretches, guint i)
{
  while ((guint) STRETCH (stretches, i)->component != i)
    {
      SaffronStretch *at = STRETCH (stretches, i);

      at->component = STRETCH (stretches, at->component)->component;
      i = (guint) at->component;
    }
  return i;
}

static void
join (GArray *stretches, guint a, guint b)
{
  a = find_first (stretches, a);
  b = find_first (stretches, b);
  STRETCH (stretches, MAX (a, b))->component = (int) MIN (a, b);
}

/* Adds the stretches of one row. */
static void
add_row (GArray *stretches, const guint8 *row, int width, int y)
{
  for (int x = 0; x < width;)
    {
      SaffronStretch stretch = { y, x, x, (int) stretches->len };

      while (stretch.x1 < width && row[stretch.x1] != 0)
        stretch.x1++;
      if (stretch.x1 > x)
        g_array_append_val (stretches, stretch);
      x = stretch.x1 + 1;
    }
}

/* Joins the stretches from @middle on, which are those of one row, to those
 * from @first on, which are those of the row above. */
static void
join_rows (GArray *stretches, guint first, guint middle, SaffronTouch touch)
{
  guint above = first, below = middle;
  /* Stretches that share no column still touch at a corner when one begins
   * where the other ends. */
  int reach = touch == SAFFRON_TOUCH_CORNERS ? 1 : 0;

  while (above < middle && below < stretches->len)
    {
      const SaffronStretch *a = STRETCH (stretches, above);
      const SaffronStretch *b = STRETCH (stretches, below);

      if (a->x0 < b->x1 + reach && b->x0 < a->x1 + reach)
        join (stretches, above, below);
      if (a->x1 < b->x1)
        above++;
      else
        below++;
    }
}

GArray *
saffron_components (const guint8 *mask,
                    int width,
                    int height,
                    SaffronTouch touch,
                    int *n)
{
  GArray *stretches = g_array_new (FALSE, FALSE, sizeof (SaffronStretch));
  guint above = 0;

  for (int y = 0; y < height; y++)
    {
      guint row = stretches->len;

      add_row (stretches, mask + (gsize) y * (gsize) width, width, y);
      join_rows (stretches, above, row, touch);
      above = row;
    }

  for (guint i = 0; i < stretches->len; i++)
    STRETCH (stretches, i)->component = (int) find_first (stretches, i);
  *n = 0;
  for (guint i = 0; i < stretches->len; i++)
    {
      guint first = (guint) STRETCH (stretches, i)->component;

      STRETCH (stretches, i)->component =
          first == i ? (*n)++ : STRETCH (stretches, first)->component;
    }
  return stretches;
}

double
saffron_largest_part (const SaffronPlane *plane, double least)
{
  gsize n_pixels = saffron_plane_n_pixels (plane);
  g_autofree guint8 *mask = g_new (guint8, n_pixels);
  g_autofree double *sums = NULL;
  g_autofree guint *sizes = NULL;
  g_autoptr (GArray) stretches = NULL;
  double largest = 0.0;
  int n;

  for (gsize i = 0; i < n_pixels; i++)
    mask[i] = plane->data[i] > 0.0f;
  stretches = saffron_components (mask, plane->width, plane->height,
                                  SAFFRON_TOUCH_SIDES, &n);
  sums = g_new0 (double, n);
  sizes = g_new0 (guint, n);
  for (guint i = 0; i < stretches->len; i++)
    {
      const SaffronStretch *at = STRETCH (stretches, i);

      for (int x = at->x0; x < at->x1; x++)
        sums[at->component] += saffron_plane_row (plane, at->y)[x];
      sizes[at->component] += (guint) (at->x1 - at->x0);
    }
  for (int k = 0; k < n; k++)
    if (sizes[k] >= least)
      largest = MAX (largest, sums[k]);
  return largest;
}

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
