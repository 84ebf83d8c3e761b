/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/places.h"

#include <math.h>

static void
pull_identity (const SaffronPullGrid *grid, SaffronMovPoint *out)
{
  for (int y = 0; y < grid->n_y; y++)
    for (int x = 0; x < grid->n_x; x++)
      *out++ = (SaffronMovPoint){ grid->start.x + x * grid->step_x,
                                  grid->start.y + y * grid->step_y };
}

SaffronPlaces
saffron_places_pull (const SaffronTransform *transform,
                     const SaffronPullGrid *grid,
                     double downsample,
                     double tolerance,
                     SaffronMovPoint *points)
{
  SaffronPlaces places = {
    (gsize) grid->n_x * (gsize) grid->n_y, points, FALSE, { 0.0, 0.0, 0.0, 0.0 }
  };
  SaffronMovBox *box = &places.box;
  double inverse = 1.0 / downsample;

  if (transform != NULL)
    places.boxed = saffron_transform_pull_grid (
        transform, grid, tolerance * downsample, points, box);
  else
    pull_identity (grid, points);
  if (downsample == 1.0)
    return places;
  for (gsize i = 0; i < places.n; i++)
    {
      points[i].x *= inverse;
      points[i].y *= inverse;
    }
  *box = (SaffronMovBox){ box->x0 * inverse, box->y0 * inverse,
                          box->x1 * inverse, box->y1 * inverse };
  return places;
}

/* A box around the places that lie on the slide; FALSE when none does. */
static gboolean
box_on_slide (const SaffronPlaces *places,
              const SaffronSource *source,
              SaffronMovBox *box)
{
  const SaffronMovPoint *points = places->points;

  *box = (SaffronMovBox){ G_MAXDOUBLE, G_MAXDOUBLE, -1.0, -1.0 };
  for (gsize i = 0; i < places->n; i++)
    if (saffron_source_has (source, points[i]))
      {
        box->x0 = MIN (box->x0, points[i].x);
        box->y0 = MIN (box->y0, points[i].y);
        box->x1 = MAX (box->x1, points[i].x);
        box->y1 = MAX (box->y1, points[i].y);
      }
  return box->x1 >= 0.0;
}

gboolean
saffron_places_find_region (const SaffronPlaces *places,
                            const SaffronSource *source,
                            SaffronRect *rect)
{
  SaffronMovBox box = places->box;
  SaffronMovPoint first = { box.x0, box.y0 }, last = { box.x1, box.y1 };

  if ((!places->boxed || !saffron_source_has (source, first)
       || !saffron_source_has (source, last))
      && !box_on_slide (places, source, &box))
    return FALSE;
  rect->x = (gint64) floor (box.x0 - 0.5) - 1;
  rect->y = (gint64) floor (box.y0 - 0.5) - 1;
  rect->width = (gint64) floor (box.x1 - 0.5) + 3 - rect->x;
  rect->height = (gint64) floor (box.y1 - 0.5) + 3 - rect->y;
  return TRUE;
}
