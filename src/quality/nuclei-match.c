/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/nuclei-match.h"

#include <math.h>

typedef struct {
  double x, y;
} Centre;

void
saffron_nuclei_tally_init (SaffronNucleiTally *tally)
{
  *tally = (SaffronNucleiTally){ .distances = g_array_new (FALSE, FALSE,
                                                           sizeof (double)) };
}

void
saffron_nuclei_tally_clear (SaffronNucleiTally *tally)
{
  g_clear_pointer (&tally->distances, g_array_unref);
}

static int
compare_centres (gconstpointer a, gconstpointer b)
{
  const Centre *p = a, *q = b;

  if (p->y != q->y)
    return p->y > q->y ? 1 : -1;
  return (p->x > q->x) - (p->x < q->x);
}

/* From the top down. */
static GArray *
centres_of (const SaffronNucleiFound *found, SaffronNucleiShift shift)
{
  GArray *centres = g_array_new (FALSE, FALSE, sizeof (Centre));

  for (guint i = 0; i < found->nuclei->len; i++)
    {
      const SaffronNucleus *at =
          &g_array_index (found->nuclei, SaffronNucleus, i);
      Centre centre = { at->x + shift.dx, at->y + shift.dy };

      centre.x -= centre.x >= found->width ? found->width : 0.0;
      centre.y -= centre.y >= found->height ? found->height : 0.0;
      g_array_append_val (centres, centre);
    }
  g_array_sort (centres, compare_centres);
  return centres;
}

/* The index of the centre nearest to @to, or -1 if none is within @reach.
 * @first: the first that may be; it only moves down as @to does */
static int
nearest (const GArray *centres, const Centre *to, double reach, guint *first)
{
  double least = reach * reach;
  int found = -1;

  while (*first < centres->len
         && g_array_index (centres, Centre, *first).y < to->y - reach)
    (*first)++;
  for (guint i = *first; i < centres->len; i++)
    {
      const Centre *at = &g_array_index (centres, Centre, i);
      double dx = at->x - to->x, dy = at->y - to->y;

      if (dy > reach)
        break;
      if (dx * dx + dy * dy <= least
          && (found < 0 || dx * dx + dy * dy < least))
        {
          least = dx * dx + dy * dy;
          found = (int) i;
        }
    }
  return found;
}

static void
match_centres (const GArray *reference,
               const GArray *moving,
               double reach,
               GArray *distances)
{
  g_autofree int *back = g_new (int, MAX (moving->len, 1));
  guint first = 0;

  for (guint i = 0; i < moving->len; i++)
    back[i] =
        nearest (reference, &g_array_index (moving, Centre, i), reach, &first);
  first = 0;
  for (guint i = 0; i < reference->len; i++)
    {
      const Centre *from = &g_array_index (reference, Centre, i);
      int k = nearest (moving, from, reach, &first);

      if (k >= 0 && back[k] == (int) i)
        {
          const Centre *to = &g_array_index (moving, Centre, k);
          double distance = hypot (to->x - from->x, to->y - from->y);

          g_array_append_val (distances, distance);
        }
    }
}

static void
count_pixels (const SaffronNucleiFound *reference,
              const SaffronNucleiFound *moving,
              SaffronNucleiShift shift,
              SaffronNucleiTally *tally)
{
  int width = reference->width, height = reference->height;

  for (int y = 0; y < height; y++)
    {
      const guint8 *a = reference->mask + (gsize) y * (gsize) width;
      const guint8 *b =
          moving->mask
          + (gsize) ((y + height - shift.dy) % height) * (gsize) width;
      gint64 n_a = 0, n_b = 0, n_both = 0;

      for (int x = 0; x < width; x++)
        {
          guint8 other = b[x < shift.dx ? x + width - shift.dx : x - shift.dx];

          n_a += a[x];
          n_b += other;
          n_both += a[x] & other;
        }
      tally->reference_pixels += n_a;
      tally->moving_pixels += n_b;
      tally->common_pixels += n_both;
    }
}

void
saffron_nuclei_match (const SaffronNucleiFound *reference,
                      const SaffronNucleiFound *moving,
                      double reach,
                      SaffronNucleiShift shift,
                      SaffronNucleiTally *tally)
{
  g_autoptr (GArray) a = centres_of (reference, (SaffronNucleiShift){ 0, 0 });
  g_autoptr (GArray) b = centres_of (moving, shift);

  tally->n_reference += a->len;
  tally->n_moving += b->len;
  match_centres (a, b, reach, tally->distances);
  count_pixels (reference, moving, shift, tally);
}
