/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/crops.h"

#include <math.h>

#include "register/affine.h"
#include "register/deformable.h"
#include "register/lncc.h"
#include "register/piecewise.h"
#include "register/sample.h"
#include "transform/pieces.h"

/* Longest side of the plane on which the shared tissue is looked for. */
#define GLANCE_DIM 512.0
/* From this share on a pixel of the masks counts for the bounding box. */
#define IS_TISSUE 0.3
/* Pixels of the crop around the box, and by which the mask is eroded. */
#define MARGIN 12
#define EROSION 2
/* Radius of the windows of the local correlation, as in likeness.c. */
#define RADIUS 8
/* Sides of the box below this hold no window. */
#define LEAST_SIDE 16
/* The moving slide's crop is no larger than this many times the reference's:
 * beyond, the tissue is another section's. */
#define MOST_RATIO 4.0

typedef struct {
  int x0, y0, x1, y1;
} Box;

static Box
box_of (const SaffronPlane *mask)
{
  Box box = { mask->width, mask->height, 0, 0 };

  for (int y = 0; y < mask->height; y++)
    for (int x = 0; x < mask->width; x++)
      if (saffron_plane_row (mask, y)[x] > IS_TISSUE)
        {
          box.x0 = MIN (box.x0, x);
          box.y0 = MIN (box.y0, y);
          box.x1 = MAX (box.x1, x + 1);
          box.y1 = MAX (box.y1, y + 1);
        }
  return box;
}

static int
longest_side (const Box *box)
{
  return MAX (box->x1 - box->x0, box->y1 - box->y0);
}

/* The tissue of @reference that lies on tissue of @moving. */
static SaffronPlane *
shared_tissue (const SaffronRegPlane *reference,
               const SaffronRegPlane *moving,
               const SaffronTransform *transform)
{
  const SaffronPlane *tissue = reference->tissue;
  SaffronPlane *shared = saffron_plane_new (tissue->width, tissue->height);
  double step = reference->downsample;

  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      {
        float t = saffron_plane_row (tissue, y)[x];
        SaffronMovPoint q;
        SaffronSpot spot;

        if (t <= 0.0f)
          continue;
        q = saffron_transform_pull (
            transform, (SaffronRefPoint){ (x + 0.5) * step, (y + 0.5) * step });
        if (saffron_spot_find (moving->tissue, q.x / moving->downsample,
                               q.y / moving->downsample, &spot))
          saffron_plane_row (shared, y)[x] =
              t * saffron_spot_read (moving->tissue, &spot);
      }
  return shared;
}

/* Zero beyond the plane. */
static SaffronPlane *
crop_plane (const SaffronPlane *plane, const Box *box)
{
  SaffronPlane *out = saffron_plane_new (box->x1 - box->x0, box->y1 - box->y0);

  for (int y = 0; y < out->height; y++)
    for (int x = 0; x < out->width; x++)
      {
        int px = x + box->x0, py = y + box->y0;

        if (px >= 0 && py >= 0 && px < plane->width && py < plane->height)
          saffron_plane_row (out, y)[x] = saffron_plane_row (plane, py)[px];
      }
  return out;
}

/* The least value within @radius along one axis; what lies beyond is 0. */
static SaffronPlane *
erode_along (const SaffronPlane *plane, int radius, gboolean vertical)
{
  SaffronPlane *out = saffron_plane_new (plane->width, plane->height);

  for (int y = 0; y < plane->height; y++)
    for (int x = 0; x < plane->width; x++)
      {
        float least = 1.0f;

        for (int k = -radius; k <= radius; k++)
          {
            int px = vertical ? x : x + k, py = vertical ? y + k : y;
            gboolean inside =
                px >= 0 && py >= 0 && px < plane->width && py < plane->height;

            least =
                MIN (least, inside ? saffron_plane_row (plane, py)[px] : 0.0f);
          }
        saffron_plane_row (out, y)[x] = least;
      }
  return out;
}

static SaffronPlane *
erode (const SaffronPlane *plane, int radius)
{
  g_autoptr (SaffronPlane) rows = erode_along (plane, radius, FALSE);

  return erode_along (rows, radius, TRUE);
}

static SaffronRegPlane *
crop (const SaffronRegPlane *plane, const Box *box)
{
  SaffronRegPlane *out = g_new0 (SaffronRegPlane, 1);

  out->downsample = plane->downsample;
  out->intensity = crop_plane (plane->intensity, box);
  out->tissue = crop_plane (plane->tissue, box);
  out->weight = crop_plane (plane->weight, box);
  return out;
}

static SaffronRegPlane *
inside_of (const SaffronRegPlane *plane)
{
  SaffronRegPlane *out = g_new0 (SaffronRegPlane, 1);

  out->downsample = plane->downsample;
  out->intensity = saffron_plane_copy (plane->intensity);
  out->weight = erode (plane->tissue, EROSION);
  out->tissue = saffron_plane_copy (out->weight);
  return out;
}

SaffronCrops *
saffron_crops_inside (const SaffronCrops *crops)
{
  SaffronCrops *inside = g_new0 (SaffronCrops, 1);

  *inside = *crops;
  inside->reference = inside_of (crops->reference);
  inside->moving = inside_of (crops->moving);
  return inside;
}

/* @box of a plane of @from level-0 pixels a pixel, in those of @to, with the
 * margin. */
static Box
rescale (const Box *box, double from, double to)
{
  double f = from / to;

  return (Box){ (int) floor (box->x0 * f) - MARGIN,
                (int) floor (box->y0 * f) - MARGIN,
                (int) ceil (box->x1 * f) + MARGIN,
                (int) ceil (box->y1 * f) + MARGIN };
}

/* Level-0 reference pixels a pixel: the reference's box has the size that it
 * is to have, and the moving slide's no more than a few times that. */
static double
choose_downsample (const Box *box,
                   const SaffronRegPlane *reference,
                   const Box *moving_box,
                   const SaffronRegPlane *moving,
                   double scale)
{
  double side = longest_side (box) * reference->downsample;
  double moving_side = longest_side (moving_box) * moving->downsample / scale;

  return MAX (side, moving_side / MOST_RATIO) / SAFFRON_CROPS_DIM;
}

static SaffronCrops *
cut (const SaffronRegPlane *reference,
     const SaffronRegPlane *moving,
     const Box *box,
     const Box *moving_box)
{
  SaffronCrops *crops = g_new0 (SaffronCrops, 1);

  crops->reference = crop (reference, box);
  crops->moving = crop (moving, moving_box);
  crops->corner = (SaffronRefPoint){ box->x0 * reference->downsample,
                                     box->y0 * reference->downsample };
  crops->moving_corner =
      (SaffronMovPoint){ moving_box->x0 * moving->downsample,
                         moving_box->y0 * moving->downsample };
  return crops;
}

SaffronCrops *
saffron_crops_new (const SaffronRegPlane *reference,
                   const SaffronRegPlane *moving,
                   const SaffronTransform *transform,
                   SaffronCropsKind kind,
                   SaffronJob *job)
{
  const SaffronAffine *affine = saffron_transform_get_affine (transform);
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));
  double side = MAX (reference->tissue->width, reference->tissue->height);
  double step = reference->downsample * MAX (side / GLANCE_DIM, 1.0);
  g_autoptr (SaffronRegPlane) ref =
      saffron_reg_plane_scale (reference, step, job);
  g_autoptr (SaffronRegPlane) mov =
      saffron_reg_plane_scale (moving, step * scale, job);
  g_autoptr (SaffronPlane) wanted = kind == SAFFRON_CROPS_WHOLE
                                        ? saffron_plane_copy (ref->tissue)
                                        : shared_tissue (ref, mov, transform);
  Box box = box_of (wanted), moving_box = box_of (mov->tissue);
  g_autoptr (SaffronRegPlane) fine = NULL;
  g_autoptr (SaffronRegPlane) fine_moving = NULL;
  g_autoptr (SaffronCrops) crops = NULL;

  if (box.x1 <= box.x0 || moving_box.x1 <= moving_box.x0
      || saffron_job_is_cancelled (job))
    return NULL;
  step = MAX (reference->downsample,
              choose_downsample (&box, ref, &moving_box, mov, scale));
  if (longest_side (&box) * ref->downsample / step < LEAST_SIDE)
    return NULL;
  fine = saffron_reg_plane_scale (reference, step, job);
  fine_moving = saffron_reg_plane_scale (moving, step * scale, job);
  box = rescale (&box, ref->downsample, fine->downsample);
  moving_box = rescale (&moving_box, mov->downsample, fine_moving->downsample);
  crops = cut (fine, fine_moving, &box, &moving_box);
  return kind == SAFFRON_CROPS_INSIDE ? saffron_crops_inside (crops)
                                      : g_steal_pointer (&crops);
}

void
saffron_crops_free (SaffronCrops *crops)
{
  if (crops == NULL)
    return;
  g_clear_pointer (&crops->reference, saffron_reg_plane_free);
  g_clear_pointer (&crops->moving, saffron_reg_plane_free);
  g_free (crops);
}

SaffronAffine
saffron_crops_from_slides (const SaffronCrops *crops,
                           const SaffronAffine *affine)
{
  const SaffronRefPoint *c = &crops->corner;
  SaffronAffine out = *affine;

  out.x0 += affine->xx * c->x + affine->xy * c->y - crops->moving_corner.x;
  out.y0 += affine->yx * c->x + affine->yy * c->y - crops->moving_corner.y;
  return out;
}

SaffronAffine
saffron_crops_to_slides (const SaffronCrops *crops, const SaffronAffine *affine)
{
  const SaffronRefPoint *c = &crops->corner;
  SaffronAffine out = *affine;

  out.x0 += crops->moving_corner.x - affine->xx * c->x - affine->xy * c->y;
  out.y0 += crops->moving_corner.y - affine->yx * c->x - affine->yy * c->y;
  return out;
}

static SaffronTransform *
new_between_crops (const SaffronRegPlane *ref,
                   const SaffronAffine *affine,
                   SaffronLattice *lattice)
{
  return saffron_transform_new (ref->intensity->width * ref->downsample,
                                ref->intensity->height * ref->downsample,
                                affine, lattice);
}

static SaffronTransform *
whole_from_slides (const SaffronCrops *crops, const SaffronTransform *transform)
{
  SaffronAffine affine = saffron_crops_from_slides (
      crops, saffron_transform_get_affine (transform));
  const SaffronLattice *old = saffron_transform_get_lattice (transform);
  SaffronLattice *lattice = old != NULL ? saffron_lattice_copy (old) : NULL;

  if (lattice != NULL)
    {
      lattice->x0 -= crops->corner.x;
      lattice->y0 -= crops->corner.y;
    }
  return new_between_crops (crops->reference, &affine, lattice);
}

/* The part of the crop that lies on the reference, from the crop's corner. */
static SaffronRefBox
crop_on_reference (const SaffronCrops *crops, const SaffronTransform *transform)
{
  const SaffronPlane *plane = crops->reference->intensity;
  double step = crops->reference->downsample;
  double x = crops->corner.x, y = crops->corner.y;

  return (SaffronRefBox){
    MAX (-x, 0.0),
    MAX (-y, 0.0),
    MIN (plane->width * step, saffron_transform_get_width (transform) - x),
    MIN (plane->height * step, saffron_transform_get_height (transform) - y),
  };
}

/* (transfer full): the territories on the crop. */
static SaffronPieceMap *
crop_map (const SaffronCrops *crops, const SaffronTransform *transform)
{
  const SaffronPieceMap *map = saffron_transform_get_map (transform);
  SaffronRefBox box = crop_on_reference (crops, transform);
  int n_x = saffron_piece_map_count (box.x1 - box.x0, map->cell);
  int n_y = saffron_piece_map_count (box.y1 - box.y0, map->cell);
  g_autofree guint8 *labels = g_new (guint8, (gsize) n_x * (gsize) n_y);

  for (int y = 0; y < n_y; y++)
    for (int x = 0; x < n_x; x++)
      labels[(gsize) y * (gsize) n_x + (gsize) x] =
          (guint8) saffron_piece_map_at (
              map, (SaffronRefPoint){
                       crops->corner.x + box.x0 + (x + 0.5) * map->cell,
                       crops->corner.y + box.y0 + (y + 0.5) * map->cell });
  return saffron_piece_map_new (&box, map->cell, map->n_pieces, labels);
}

/* Each piece as a map between the crops, put together again. */
static SaffronTransform *
pieces_from_slides (const SaffronCrops *crops,
                    const SaffronTransform *transform)
{
  g_autoptr (GPtrArray) pieces =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_transform_unref);

  for (int k = 0; k < saffron_transform_get_n_pieces (transform); k++)
    {
      g_autoptr (SaffronTransform) piece =
          saffron_transform_get_piece (transform, k);

      g_ptr_array_add (pieces, whole_from_slides (crops, piece));
    }
  return saffron_transform_join (crop_map (crops, transform),
                                 (SaffronTransform **) pieces->pdata);
}

SaffronTransform *
saffron_crops_transform_from_slides (const SaffronCrops *crops,
                                     const SaffronTransform *transform)
{
  if (saffron_transform_get_n_pieces (transform) > 1)
    return pieces_from_slides (crops, transform);
  return whole_from_slides (crops, transform);
}

/* An affine and a short deformable fit, over @mask. */
static SaffronTransform *
fit (const SaffronRegPlane *reference,
     const SaffronRegPlane *moving,
     const SaffronTransform *start,
     const SaffronPlane *mask,
     gpointer data,
     SaffronJob *job,
     GError **error)
{
  const SaffronAffineOptions rigid = { 128, SAFFRON_CROPS_DIM, RADIUS, 15,
                                       mask };
  SaffronDeformableOptions bending = SAFFRON_DEFORMABLE_SHORT;
  g_autoptr (SaffronTransform) straight =
      saffron_affine_stage (reference, moving, start, &rigid, job, error);

  if (straight == NULL)
    return NULL;
  bending.mask = mask;
  return saffron_deformable (reference, moving, straight, &bending, job, error);
}

SaffronTransform *
saffron_crops_fit (const SaffronRegPlane *reference,
                   const SaffronRegPlane *moving,
                   const SaffronAffine *affine,
                   SaffronJob *job)
{
  g_autoptr (SaffronTransform) start =
      new_between_crops (reference, affine, NULL);

  return fit (reference, moving, start, NULL, NULL, job, NULL);
}

SaffronTransform *
saffron_crops_fit_pieces (const SaffronCrops *crops,
                          const SaffronTransform *transform,
                          SaffronJob *job)
{
  return saffron_piecewise (fit, crops->reference, crops->moving, transform,
                            NULL, NULL, job, NULL);
}

void
saffron_crops_map (const SaffronCrops *crops,
                   const SaffronTransform *transform,
                   SaffronJob *job,
                   SaffronCropsMap *map)
{
  map->likeness =
      saffron_lncc_map_under (crops->reference, crops->moving, transform, NULL,
                              RADIUS, &map->weight, job);
}

void
saffron_crops_map_clear (SaffronCropsMap *map)
{
  g_clear_pointer (&map->likeness, saffron_plane_free);
  g_clear_pointer (&map->weight, saffron_plane_free);
}

double
saffron_crops_map_mean (const SaffronCropsMap *map, double *area)
{
  gsize n = saffron_plane_n_pixels (map->likeness);
  double sum = 0.0, total = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      sum += (double) map->likeness->data[i] * map->weight->data[i];
      total += map->weight->data[i];
    }
  if (area != NULL)
    *area = total;
  return total > 1e-6 ? sum / total : 0.0;
}
