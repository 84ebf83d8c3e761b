/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/region.h"

#include <math.h>

#include "slide/crop.h"
#include "transform/affine-fit.h"
#include "transform/pieces.h"

/* Places along each side at which a transform is sampled on a rectangle. */
#define N_PLACES 9
/* Margin around the matched part, a share of its side: room for the error of
 * @start. */
#define MARGIN 0.15

SaffronTransform *
saffron_region_to_slides (const SaffronRegion *region,
                          const SaffronTransform *crops)
{
  const SaffronRect *r = &region->parts[0], *m = &region->parts[1];

  return saffron_transform_of_whole (
      crops, region->width, region->height,
      (SaffronRefPoint){ (double) r->x, (double) r->y },
      (SaffronMovPoint){ (double) m->x, (double) m->y });
}

/* Pairs all over the rectangle. */
static void
sample (const SaffronRect *rect,
        const SaffronTransform *start,
        SaffronPointPair pairs[N_PLACES * N_PLACES])
{
  for (int j = 0; j < N_PLACES; j++)
    for (int i = 0; i < N_PLACES; i++)
      {
        SaffronPointPair *pair = &pairs[j * N_PLACES + i];

        pair->reference.x =
            (double) rect->x + (double) rect->width * i / (N_PLACES - 1);
        pair->reference.y =
            (double) rect->y + (double) rect->height * j / (N_PLACES - 1);
        pair->moving = saffron_transform_pull (start, pair->reference);
        pair->weight = 1.0;
      }
}

/* Where they lie on the moving slide, with a margin. */
static SaffronRect
matched (const SaffronPointPair pairs[N_PLACES * N_PLACES])
{
  double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
  double margin = 0.0;

  for (int i = 0; i < N_PLACES * N_PLACES; i++)
    {
      x0 = fmin (x0, pairs[i].moving.x);
      y0 = fmin (y0, pairs[i].moving.y);
      x1 = fmax (x1, pairs[i].moving.x);
      y1 = fmax (y1, pairs[i].moving.y);
    }
  margin = MARGIN * fmax (x1 - x0, y1 - y0);
  x0 = CLAMP (x0 - margin, -G_MAXINT, G_MAXINT);
  y0 = CLAMP (y0 - margin, -G_MAXINT, G_MAXINT);
  x1 = CLAMP (x1 + margin, -G_MAXINT, G_MAXINT);
  y1 = CLAMP (y1 + margin, -G_MAXINT, G_MAXINT);
  return (SaffronRect){ (gint64) floor (x0), (gint64) floor (y0),
                        (gint64) ceil (x1 - x0), (gint64) ceil (y1 - y0) };
}

/* The affine that is nearest to @start on the rectangle, between the crops. */
static SaffronTransform *
start_between_crops (const SaffronRegion *region, const SaffronTransform *start)
{
  const SaffronRect *r = &region->parts[0], *m = &region->parts[1];
  SaffronPointPair pairs[N_PLACES * N_PLACES];
  SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;

  sample (r, start, pairs);
  for (int i = 0; i < N_PLACES * N_PLACES; i++)
    {
      pairs[i].reference.x -= (double) r->x;
      pairs[i].reference.y -= (double) r->y;
      pairs[i].moving.x -= (double) m->x;
      pairs[i].moving.y -= (double) m->y;
    }
  if (!saffron_affine_fit (pairs, N_PLACES * N_PLACES, SAFFRON_AFFINE_FULL,
                           &affine))
    return NULL;
  return saffron_transform_new ((double) r->width, (double) r->height, &affine,
                                NULL);
}

gboolean
saffron_region_find_parts (SaffronSlide *reference,
                           SaffronSlide *moving,
                           const SaffronRect *rect,
                           const SaffronTransform *start,
                           SaffronRect *reference_part,
                           SaffronRect *moving_part,
                           GError **error)
{
  SaffronPointPair pairs[N_PLACES * N_PLACES];
  SaffronRect part;

  if (!saffron_slide_fit_crop (reference, rect, reference_part, error))
    return FALSE;
  *moving_part = (SaffronRect){ 0, 0, saffron_slide_get_width (moving),
                                saffron_slide_get_height (moving) };
  if (start == NULL)
    return TRUE;
  sample (reference_part, start, pairs);
  part = matched (pairs);
  return saffron_slide_fit_crop (moving, &part, moving_part, error);
}

gboolean
saffron_region_init (SaffronRegion *region,
                     SaffronSlide *reference,
                     SaffronSlide *moving,
                     const SaffronRect *rect,
                     const SaffronTransform *start,
                     GError **error)
{
  *region = (SaffronRegion){
    .width = (double) saffron_slide_get_width (reference),
    .height = (double) saffron_slide_get_height (reference),
  };
  if (!saffron_region_find_parts (reference, moving, rect, start,
                                  &region->parts[0], &region->parts[1], error))
    return FALSE;
  if (start != NULL)
    region->start = start_between_crops (region, start);
  region->crops[0] = saffron_slide_crop (reference, &region->parts[0]);
  region->crops[1] = saffron_slide_crop (moving, &region->parts[1]);
  return TRUE;
}

void
saffron_region_clear (SaffronRegion *region)
{
  g_clear_object (&region->crops[0]);
  g_clear_object (&region->crops[1]);
  g_clear_pointer (&region->start, saffron_transform_unref);
}
