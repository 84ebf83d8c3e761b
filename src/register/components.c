/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/components.h"

const int saffron_places_around[8][2] = {
  { 7, 0 },  { 5, 5 },   { 0, 7 },  { -5, 5 },
  { -7, 0 }, { -5, -5 }, { 0, -7 }, { 5, -5 },
};

/* The root of @label; halves the path to it. */
static int
find_root (int *parents, int label)
{
  while (parents[label] != label)
    {
      parents[label] = parents[parents[label]];
      label = parents[label];
    }
  return label;
}

/* The smaller of both roots, so that roots are numbered by first pixels. */
static int
join (int *parents, int a, int b)
{
  a = find_root (parents, a);
  b = find_root (parents, b);
  parents[MAX (a, b)] = MIN (a, b);
  return MIN (a, b);
}

/* The label of a pixel by those before it: to the left, and the three above. */
static int
label_of (GArray *parents, const int *labels, int x, int y, int width)
{
  const int *at = labels + (gsize) y * width + x;
  int label = x > 0 ? at[-1] : 0;

  for (int dx = -1; y > 0 && dx <= 1; dx++)
    if (x + dx >= 0 && x + dx < width && at[dx - width] != 0)
      label = label == 0 ? at[dx - width]
                         : join ((int *) (void *) parents->data, label,
                                 at[dx - width]);
  if (label == 0)
    {
      label = (int) parents->len;
      g_array_append_val (parents, label);
    }
  return label;
}

int *
saffron_components (const guint8 *mask, int width, int height, int *n)
{
  int *labels = g_new0 (int, (gsize) width *height);
  g_autoptr (GArray) parents = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree int *numbers = NULL;
  int outside = 0;

  g_array_append_val (parents, outside);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        gsize i = (gsize) y * width + x;

        if (mask[i] != 0)
          labels[i] = label_of (parents, labels, x, y, width);
      }

  *n = 0;
  numbers = g_new0 (int, parents->len);
  for (int i = 1; i < (int) parents->len; i++)
    {
      int root = find_root ((int *) (void *) parents->data, i);

      numbers[i] = root == i ? ++*n : numbers[root];
    }
  for (gsize i = 0; i < (gsize) width * height; i++)
    labels[i] = numbers[labels[i]];
  return labels;
}
