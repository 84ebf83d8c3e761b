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
 * from
 * @first on, which are those of the row above. */
static void
join_rows (GArray *stretches, guint first, guint middle)
{
  guint above = first, below = middle;

  while (above < middle && below < stretches->len)
    {
      const SaffronStretch *a = STRETCH (stretches, above);
      const SaffronStretch *b = STRETCH (stretches, below);

      if (a->x0 <= b->x1 && b->x0 <= a->x1)
        join (stretches, above, below);
      if (a->x1 < b->x1)
        above++;
      else
        below++;
    }
}

GArray *
saffron_components (const guint8 *mask, int width, int height, int *n)
{
  GArray *stretches = g_array_new (FALSE, FALSE, sizeof (SaffronStretch));
  guint above = 0;

  for (int y = 0; y < height; y++)
    {
      guint row = stretches->len;

      add_row (stretches, mask + (gsize) y * (gsize) width, width, y);
      join_rows (stretches, above, row);
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
