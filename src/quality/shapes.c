/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/shapes.h"

#include <math.h>

/* Level-0 pixels between the places where an edge is looked at: less than a
 * third of the finest lattice's spacing. */
#define STEP 16.0

/* An edge that leaves every slide by far is looked at this often only. */
#define MAX_SAMPLES 4096

/* Pixels that an edge may lie off; with what happens between two samples, the
 * error stays below one pixel. */
#define TOLERANCE 0.5

typedef struct {
  double x, y;
  SaffronMapped mapped;
  gboolean kept;
} Sample;

static double
distance_to_edge (const Sample *p, const Sample *a, const Sample *b)
{
  double dx = b->x - a->x, dy = b->y - a->y;
  double length = dx * dx + dy * dy, t = 0.0;

  if (length > 0.0)
    t = CLAMP (((p->x - a->x) * dx + (p->y - a->y) * dy) / length, 0.0, 1.0);
  return hypot (p->x - a->x - t * dx, p->y - a->y - t * dy);
}

/* Keeps those between two kept samples that the edge needs. */
static void
keep_between (Sample *samples, guint first, guint last)
{
  double farthest = TOLERANCE;
  guint at = first;

  for (guint i = first + 1; i < last; i++)
    {
      double off =
          distance_to_edge (&samples[i], &samples[first], &samples[last]);

      if (off > farthest)
        {
          farthest = off;
          at = i;
        }
    }
  if (at == first)
    return;
  samples[at].kept = TRUE;
  keep_between (samples, first, at);
  keep_between (samples, at, last);
}

/* Treats each stretch without a lost sample for itself. */
static void
keep_needed (Sample *samples, guint n)
{
  for (guint first = 0; first < n;)
    {
      guint last = first;

      if (samples[first].mapped == SAFFRON_MAPPED_LOST)
        {
          first++;
          continue;
        }
      while (last + 1 < n && samples[last + 1].mapped != SAFFRON_MAPPED_LOST)
        last++;
      samples[first].kept = samples[last].kept = TRUE;
      keep_between (samples, first, last);
      first = last + 1;
    }
}

static guint
count_steps (const SaffronVertex *a, const SaffronVertex *b)
{
  double steps = ceil (hypot (b->x - a->x, b->y - a->y) / STEP);

  return steps >= 1.0 ? (guint) MIN (steps, MAX_SAMPLES) : 1;
}

/* Appends what the edge from vertex i needs but for its end, which the next
 * edge begins with. */
static void
map_edge (GArray *vertices,
          guint i,
          SaffronMapPlace map,
          gpointer data,
          GArray *out,
          SaffronMapped *worst)
{
  const SaffronVertex *a = &g_array_index (vertices, SaffronVertex, i);
  const SaffronVertex *b = &g_array_index (vertices, SaffronVertex, i + 1);
  guint n = count_steps (a, b) + 1;
  g_autofree Sample *samples = g_new0 (Sample, n);

  for (guint k = 0; k < n; k++)
    {
      double t = (double) k / (n - 1);

      samples[k].x = k == n - 1 ? b->x : a->x + t * (b->x - a->x);
      samples[k].y = k == n - 1 ? b->y : a->y + t * (b->y - a->y);
      samples[k].mapped = map (data, &samples[k].x, &samples[k].y);
      *worst = MIN (*worst, samples[k].mapped);
    }
  keep_needed (samples, n);
  for (guint k = 0; k + 1 < n; k++)
    if (samples[k].kept)
      {
        SaffronVertex vertex = { samples[k].x, samples[k].y, a->source };

        g_array_append_val (out, vertex);
      }
}

/* Closes a ring again whose first vertex is lost. */
static void
close_ring (GArray *out)
{
  SaffronVertex first, last;

  if (out->len == 0)
    return;
  first = g_array_index (out, SaffronVertex, 0);
  last = g_array_index (out, SaffronVertex, out->len - 1);
  if (first.x != last.x || first.y != last.y)
    g_array_append_val (out, first);
}

GArray *
saffron_shape_map_line (GArray *vertices,
                        SaffronMapPlace map,
                        gpointer data,
                        SaffronMapped *worst)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (SaffronVertex));
  SaffronVertex first, last;

  *worst = SAFFRON_MAPPED_INSIDE;
  if (vertices->len == 0)
    return out;
  first = g_array_index (vertices, SaffronVertex, 0);
  last = g_array_index (vertices, SaffronVertex, vertices->len - 1);
  for (guint i = 0; i + 1 < vertices->len; i++)
    map_edge (vertices, i, map, data, out, worst);
  if (vertices->len > 3 && first.x == last.x && first.y == last.y)
    close_ring (out);
  else
    {
      SaffronMapped mapped = map (data, &last.x, &last.y);

      *worst = MIN (*worst, mapped);
      if (mapped != SAFFRON_MAPPED_LOST)
        g_array_append_val (out, last);
    }
  return out;
}
