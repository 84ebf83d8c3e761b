/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pieces-assign.h"

#include <math.h>
#include <string.h>

#include "register/components.h"

/* An island of less than this share of the tissue is none. */
#define LEAST_ISLAND 0.015
/* A piece of less than this share of the tissue is dropped. */
#define LEAST_SHARE 0.02
/* Cells along the labels' longest side at most. */
#define MOST_CELLS 1000.0
#define NOBODY 255

/* The piece that agrees best at each pixel; NOBODY where none does. */
static guint8 *
best_labels (const SaffronPlane *tissue,
             const SaffronPlane *const *agreements,
             int n,
             double threshold)
{
  gsize size = saffron_plane_n_pixels (tissue);
  guint8 *labels = g_new (guint8, size);

  for (gsize i = 0; i < size; i++)
    {
      double best = threshold;

      labels[i] = NOBODY;
      for (int k = 0; k < n; k++)
        if (tissue->data[i] > 0.3f && agreements[k]->data[i] > best)
          {
            best = agreements[k]->data[i];
            labels[i] = (guint8) k;
          }
    }
  return labels;
}

static void
drop_islands (guint8 *labels, int width, int height, double least)
{
  gsize n = (gsize) width * (gsize) height;
  g_autofree guint8 *seen = g_new0 (guint8, n);
  g_autofree gsize *queue = g_new (gsize, n);

  for (gsize i = 0; i < n; i++)
    {
      guint size;

      if (labels[i] == NOBODY || seen[i])
        continue;
      size = saffron_flood (labels, width, height, i, seen, queue);
      for (guint k = 0; size < least && k < size; k++)
        labels[queue[k]] = NOBODY;
    }
}

/* Everything goes to the nearest label, step by step along rows and columns. */
static void
spread (guint8 *labels, int width, int height)
{
  gsize n = (gsize) width * (gsize) height, head = 0, tail = 0;
  g_autofree gsize *queue = g_new (gsize, n);

  for (gsize i = 0; i < n; i++)
    if (labels[i] != NOBODY)
      queue[tail++] = i;
  while (head < tail)
    {
      gsize at = queue[head++];
      int x = (int) (at % (gsize) width), y = (int) (at / (gsize) width);
      const gsize next[4] = { at - 1, at + 1, at - (gsize) width,
                              at + (gsize) width };
      const gboolean there[4] = { x > 0, x<width - 1, y> 0, y < height - 1 };

      for (int k = 0; k < 4; k++)
        if (there[k] && labels[next[k]] == NOBODY)
          {
            labels[next[k]] = labels[at];
            queue[tail++] = next[k];
          }
    }
}

static void
count_shares (const guint8 *labels,
              const SaffronPlane *tissue,
              int n,
              double *shares)
{
  double total = 1e-9;

  memset (shares, 0, sizeof (double) * (gsize) n);
  for (gsize i = 0; i < saffron_plane_n_pixels (tissue); i++)
    if (labels[i] != NOBODY)
      {
        shares[labels[i]] += tissue->data[i];
        total += tissue->data[i];
      }
  for (int k = 0; k < n; k++)
    shares[k] /= total;
}

/* Takes away pieces that have too little, and closes up the numbers. */
static void
drop_small_pieces (guint8 *labels,
                   const SaffronPlane *tissue,
                   int n,
                   SaffronPieces *pieces)
{
  gsize size = saffron_plane_n_pixels (tissue);
  guint8 to[SAFFRON_PIECES_MAX];
  double shares[SAFFRON_PIECES_MAX];

  count_shares (labels, tissue, n, shares);
  pieces->n = 0;
  for (int k = 0; k < n; k++)
    {
      to[k] = NOBODY;
      if (shares[k] < LEAST_SHARE)
        continue;
      to[k] = (guint8) pieces->n;
      pieces->affines[pieces->n++] = pieces->affines[k];
    }
  for (gsize i = 0; i < size; i++)
    if (labels[i] != NOBODY)
      labels[i] = to[labels[i]];
}

/* The labels over the whole reference: beyond the crop those of its border. */
static void
cover_reference (const SaffronCrops *crops,
                 const guint8 *labels,
                 const SaffronRegPlane *reference,
                 SaffronPieces *pieces)
{
  const SaffronPlane *crop = crops->reference->intensity;
  double pixel = crops->reference->downsample;
  double width = reference->intensity->width * reference->downsample;
  double height = reference->intensity->height * reference->downsample;

  pieces->cell = MAX (pixel, MAX (width, height) / MOST_CELLS);
  pieces->width = MAX ((int) ceil (width / pieces->cell), 1);
  pieces->height = MAX ((int) ceil (height / pieces->cell), 1);
  pieces->labels =
      g_new (guint8, (gsize) pieces->width * (gsize) pieces->height);
  for (int y = 0; y < pieces->height; y++)
    for (int x = 0; x < pieces->width; x++)
      {
        double cx = ((x + 0.5) * pieces->cell - crops->corner.x) / pixel;
        double cy = ((y + 0.5) * pieces->cell - crops->corner.y) / pixel;
        int px = (int) CLAMP (floor (cx), 0.0, crop->width - 1.0);
        int py = (int) CLAMP (floor (cy), 0.0, crop->height - 1.0);

        pieces->labels[(gsize) y * (gsize) pieces->width + (gsize) x] =
            labels[(gsize) py * (gsize) crop->width + (gsize) px];
      }
}

void
saffron_pieces_assign (const SaffronCrops *crops,
                       const SaffronPlane *const *agreements,
                       int n,
                       const SaffronRegPlane *reference,
                       double threshold,
                       SaffronPieces *pieces)
{
  const SaffronPlane *tissue = crops->reference->tissue;
  g_autofree guint8 *labels = best_labels (tissue, agreements, n, threshold);
  double area = 0.0;

  for (gsize i = 0; i < saffron_plane_n_pixels (tissue); i++)
    area += tissue->data[i];
  drop_islands (labels, tissue->width, tissue->height, LEAST_ISLAND * area);
  drop_small_pieces (labels, tissue, n, pieces);
  if (pieces->n < 2)
    {
      pieces->n = 1;
      return;
    }
  spread (labels, tissue->width, tissue->height);
  count_shares (labels, tissue, pieces->n, pieces->shares);
  cover_reference (crops, labels, reference, pieces);
}
