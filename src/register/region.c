/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/region.h"

#include <math.h>

#include "slide/crop.h"
#include "transform/affine-fit.h"

/* Places along each side by which a transform is known on a rectangle. */
#define N_PLACES 9
/* Of the matched part, on each side: room for what @start is wrong by. */
#define MARGIN 0.15

/* Where the crops lie in their slides, and who wants to know of stages. */
typedef struct {
  double width, height; /* of the whole reference */
  SaffronRect reference, moving;
  SaffronStageDoneFunc done;
  gpointer user_data;
} Region;

/* A transform between the crops as one between the slides: with r and m their
 * corners, q − m = A (p − r + u (p − r)). */
static SaffronTransform *
to_slides (const Region *region, const SaffronTransform *crops)
{
  SaffronAffine affine = *saffron_transform_get_affine (crops);
  const SaffronLattice *old = saffron_transform_get_lattice (crops);
  SaffronLattice *lattice = old != NULL ? saffron_lattice_copy (old) : NULL;
  double x = (double) region->reference.x, y = (double) region->reference.y;

  affine.x0 += (double) region->moving.x - affine.xx * x - affine.xy * y;
  affine.y0 += (double) region->moving.y - affine.yx * x - affine.yy * y;
  if (lattice != NULL)
    {
      lattice->x0 += x;
      lattice->y0 += y;
    }
  return saffron_transform_new (region->width, region->height, &affine,
                                lattice);
}

static void
on_done (SaffronTransform *transform, gpointer user_data)
{
  const Region *region = user_data;
  g_autoptr (SaffronTransform) whole = to_slides (region, transform);

  region->done (whole, region->user_data);
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
start_between_crops (const Region *region,
                     SaffronPointPair pairs[N_PLACES * N_PLACES])
{
  SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;

  for (int i = 0; i < N_PLACES * N_PLACES; i++)
    {
      pairs[i].reference.x -= (double) region->reference.x;
      pairs[i].reference.y -= (double) region->reference.y;
      pairs[i].moving.x -= (double) region->moving.x;
      pairs[i].moving.y -= (double) region->moving.y;
    }
  if (!saffron_affine_fit (pairs, N_PLACES * N_PLACES, SAFFRON_AFFINE_FULL,
                           &affine))
    return NULL;
  return saffron_transform_new ((double) region->reference.width,
                                (double) region->reference.height, &affine,
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

SaffronRun *
saffron_register_region (SaffronSlide *reference,
                         SaffronSlide *moving,
                         const SaffronParams *params,
                         const SaffronRect *rect,
                         SaffronTransform *start,
                         SaffronJob *job,
                         SaffronStageDoneFunc done,
                         gpointer user_data,
                         GError **error)
{
  Region region = { (double) saffron_slide_get_width (reference),
                    (double) saffron_slide_get_height (reference),
                    { 0 },
                    { 0 },
                    done,
                    user_data };
  SaffronPointPair pairs[N_PLACES * N_PLACES];
  g_autoptr (SaffronSlide) reference_crop = NULL;
  g_autoptr (SaffronSlide) moving_crop = NULL;
  g_autoptr (SaffronTransform) local = NULL;
  SaffronTransform *whole = NULL;
  SaffronRun *run = NULL;

  if (!saffron_region_find_parts (reference, moving, rect, start,
                                  &region.reference, &region.moving, error))
    return NULL;
  if (start != NULL)
    {
      sample (&region.reference, start, pairs);
      local = start_between_crops (&region, pairs);
    }
  reference_crop = saffron_slide_crop (reference, &region.reference);
  moving_crop = saffron_slide_crop (moving, &region.moving);
  run = saffron_register_from (reference_crop, moving_crop, params, local, job,
                               done != NULL ? on_done : NULL, &region, error);
  if (run == NULL)
    return NULL;
  /* Nobody else has it yet. */
  whole = to_slides (&region, run->transform);
  saffron_transform_unref (run->transform);
  run->transform = whole;
  run->region = region.reference;
  return run;
}
