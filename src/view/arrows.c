/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/arrows.h"

#include <math.h>

#include "view/scale-length.h"

/* The share of the arrows that stay within the grid's spacing. */
#define WITHIN 0.95
/* The share that stays within this many spacings: where only a part of the
 * tissue is moved, all of its arrows may be among the longest. */
#define WITHIN_MANY 0.99
#define MANY 2.5

/* Shorter differences are below the accuracy of the inverse, so the transforms
 * count as equal. */
#define LEAST_PX 2e-3

/* An arrow: its tail and its length along both axes, reference level-0
 * pixels. */
typedef struct {
  SaffronRefPoint p;
  double dx, dy;
} Difference;

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* Measures the difference at the points of the grid that lie on the canvas and
 * in the area. */
static GArray *
measure (const SaffronViewGeometry *view,
         const SaffronTransform *from,
         const SaffronTransform *to,
         const SaffronRect *area,
         SaffronRefPoint step)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Difference));
  SaffronRefPoint a =
      saffron_view_to_reference (view, (SaffronViewPoint){ 0.0, 0.0 });
  SaffronRefPoint b = saffron_view_to_reference (
      view, (SaffronViewPoint){ view->width, view->height });
  double right = (double) (area->x + area->width);
  double bottom = (double) (area->y + area->height);
  int x0 = (int) ceil (MAX (a.x, (double) area->x) / step.x);
  int y0 = (int) ceil (MAX (a.y, (double) area->y) / step.y);
  int x1 = (int) floor (MIN (b.x, right) / step.x);
  int y1 = (int) floor (MIN (b.y, bottom) / step.y);

  for (int y = y0; y <= y1; y++)
    for (int x = x0; x <= x1; x++)
      {
        Difference d = { .p = { x * step.x, y * step.y } };
        SaffronRefPoint there;

        if (!saffron_transform_push (to, saffron_transform_pull (from, d.p),
                                     &there))
          continue;
        d.dx = there.x - d.p.x;
        d.dy = there.y - d.p.y;
        g_array_append_val (found, d);
      }
  return found;
}

/* @lengths: in rising order */
static double
choose_exaggeration (GArray *lengths, double room)
{
  double most, many;

  if (lengths->len == 0)
    return 1.0;
  most = g_array_index (lengths, double, (guint) (WITHIN * (lengths->len - 1)));
  many = g_array_index (lengths, double,
                        (guint) (WITHIN_MANY * (lengths->len - 1)));
  most = MAX (most, many / MANY);
  if (most < LEAST_PX || room <= most)
    return 1.0;
  return saffron_scale_length (room / most);
}

SaffronArrows *
saffron_arrows_new (const SaffronViewGeometry *view,
                    const SaffronTransform *from,
                    const SaffronTransform *to,
                    const SaffronRect *area,
                    double spacing)
{
  SaffronArrows *self = g_new0 (SaffronArrows, 1);
  SaffronRefPoint step = saffron_view_way_to_reference (
      view, (SaffronViewPoint){ spacing, spacing });
  double scale_x = saffron_view_scale_x (view);
  double scale_y = saffron_view_scale_y (view);
  g_autoptr (GArray) found = measure (view, from, to, area, step);
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (double));

  self->arrows = g_array_new (FALSE, FALSE, sizeof (SaffronArrow));
  for (guint i = 0; i < found->len; i++)
    {
      const Difference *d = &g_array_index (found, Difference, i);
      double length = hypot (d->dx * saffron_view_stretch_x (view),
                             d->dy * saffron_view_stretch_y (view));

      g_array_append_val (lengths, length);
    }
  g_array_sort (lengths, compare_lengths);
  self->exaggeration = choose_exaggeration (lengths, spacing / view->zoom);
  if (lengths->len > 0)
    {
      self->median = g_array_index (lengths, double, lengths->len / 2);
      self->largest = g_array_index (lengths, double, lengths->len - 1);
    }
  self->same = self->largest < LEAST_PX;
  if (self->median < LEAST_PX)
    self->median = 0.0;
  for (guint i = 0; i < found->len; i++)
    {
      const Difference *d = &g_array_index (found, Difference, i);
      SaffronViewPoint tail = saffron_view_from_reference (view, d->p);
      SaffronArrow arrow = {
        tail,
        { tail.x + d->dx * (scale_x * self->exaggeration),
          tail.y + d->dy * (scale_y * self->exaggeration) },
      };

      g_array_append_val (self->arrows, arrow);
    }
  return self;
}

void
saffron_arrows_free (SaffronArrows *self)
{
  g_array_unref (self->arrows);
  g_free (self);
}
