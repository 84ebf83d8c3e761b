/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/parts-own.h"

#include <math.h>
#include <string.h>

#include "register/by-place.h"
#include "register/components.h"
#include "register/crops-search.h"
#include "register/pieces-ways.h"
#include "register/sample.h"
#include "transform/affine-fit.h"

/* How far it is searched: a share of the crop's diagonal, and degrees. */
#define REACH 0.25
#define TURN 30.0
/* The share of the part that the moving slide's tissue must cover. */
#define MIN_OVERLAP 0.5
/* How many ways are fitted, each way up. */
#define FITTED 4
/* Nearer than this share of the diagonal is not elsewhere. */
#define APART 0.02
/* A way covers this share of what the given one covers, at least: little tissue
 * is alike by chance. */
#define LEAST_COVER 0.6
/* This share of the moving tissue under it is free: a part cannot lie where
 * other tissue agrees. */
#define FREE_SHARE 0.5
/* It is sure from so many standard errors on, summed over two measures (see
 * by-place.h), and with so many more than face down, or with so many times its
 * gain. The parts of one serial pair, put 0.04 to 0.2 of the diagonal off, had
 * 4.4 to 6.9 where they were found again, and 1.5 to 4.2 more than face down
 * or 6 times the gain. On two other pairs those had 4.1 to 8.4. Of 33 right
 * pairs that are little alike none had more than 1.4. */
#define CERTAIN 4.0
#define LEAD 1.5
#define LEAD_OF_GAIN 2.5
/* What it gains at least, by the measure that gains less: over the part as it
 * is laid, with a short fit or without. A fit alone gains up to 0.016. */
#define LEAST_GAIN 0.01
#define LEAST_GAIN_UNFITTED 0.02

typedef struct {
  const SaffronCrops *crops;
  const SaffronTransform *between;
  const SaffronPlane *used; /* over the moving crop, see mark_used () */
  const SaffronPlane *part;
  SaffronJob *job;
  SaffronCrops only;    /* @crops with the part's masks alone */
  SaffronCrops *inside; /* the same, of the inside */
  SaffronAffine local;  /* what @between does to the part */
  SaffronEdges edges;
  SaffronWayMaps own;
  double area;       /* that these cover */
  double least_gain; /* over these */
} Work;

typedef struct {
  gboolean found;
  SaffronByPlace gain; /* against what is given */
  double far;
} Best;

static void
work_clear (Work *work)
{
  saffron_way_maps_clear (&work->own);
  if (work->edges.edges != NULL)
    saffron_edges_clear (&work->edges);
  g_clear_pointer (&work->inside, saffron_crops_free);
  g_clear_pointer (&work->only.reference, saffron_reg_plane_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* The affine map that is nearest to @between in the part. */
static gboolean
find_local (Work *work)
{
  double step = work->crops->reference->downsample;
  g_autoptr (GArray) pairs =
      g_array_new (FALSE, FALSE, sizeof (SaffronPointPair));

  for (int y = 0; y < work->part->height; y += 2)
    for (int x = 0; x < work->part->width; x += 2)
      if (saffron_plane_row (work->part, y)[x] > 0.0f)
        {
          SaffronPointPair pair = {
            .reference = { (x + 0.5) * step, (y + 0.5) * step }, .weight = 1.0
          };

          pair.moving = saffron_transform_pull (work->between, pair.reference);
          g_array_append_val (pairs, pair);
        }
  return saffron_affine_fit ((const SaffronPointPair *) pairs->data, pairs->len,
                             SAFFRON_AFFINE_FULL, &work->local);
}

/* How far @way puts the part from where @between has it, as a share of the
 * crop's diagonal: the mean of the distances, and that of the middle. */
static double
distance (const Work *work, const SaffronTransform *way, double *of_middle)
{
  double step = work->crops->reference->downsample;
  double scale = sqrt (fabs (saffron_affine_determinant (&work->local)));
  double unit = scale * step * hypot (work->part->width, work->part->height);
  double sum = 0.0, n = 0.0, dx = 0.0, dy = 0.0;

  for (int y = 0; y < work->part->height; y += 3)
    for (int x = 0; x < work->part->width; x += 3)
      if (saffron_plane_row (work->part, y)[x] > 0.0f)
        {
          SaffronRefPoint p = { (x + 0.5) * step, (y + 0.5) * step };
          SaffronMovPoint a = saffron_transform_pull (work->between, p);
          SaffronMovPoint b = saffron_transform_pull (way, p);

          dx += a.x - b.x;
          dy += a.y - b.y;
          sum += hypot (a.x - b.x, a.y - b.y);
          n += 1.0;
        }
  n = MAX (n, 1.0);
  *of_middle = hypot (dx, dy) / n / unit;
  return sum / n / unit;
}

static int
reach_of (const Work *work)
{
  return (int) ceil (REACH * hypot (work->part->width, work->part->height));
}

static SaffronPlane *
lay_plane (const Work *work, const SaffronPlane *plane)
{
  int reach = reach_of (work);
  SaffronPlane *out = saffron_plane_new (work->part->width + 2 * reach,
                                         work->part->height + 2 * reach);
  SaffronAffine a = saffron_affine_to_planes (
      &work->local, work->crops->reference->downsample,
      work->crops->moving->downsample);

  for (int y = 0; y < out->height; y++)
    for (int x = 0; x < out->width; x++)
      {
        double px = x + 0.5 - reach, py = y + 0.5 - reach;
        SaffronSpot spot;

        if (saffron_spot_find (plane, a.xx * px + a.xy * py + a.x0,
                               a.yx * px + a.yy * py + a.y0, &spot))
          saffron_plane_row (out, y)[x] = saffron_spot_read (plane, &spot);
      }
  return out;
}

/* (transfer full): the moving slide as it lies on the part and around. */
static SaffronRegPlane *
lay_moving (const Work *work)
{
  const SaffronRegPlane *moving = work->crops->moving;
  SaffronRegPlane *out = g_new0 (SaffronRegPlane, 1);

  out->downsample = work->crops->reference->downsample;
  out->intensity = lay_plane (work, moving->intensity);
  out->weight = lay_plane (work, moving->weight);
  out->tissue = lay_plane (work, moving->tissue);
  return out;
}

/* A way between the crop and the laid slide, as one between crops. */
static SaffronAffine
to_crops (const Work *work, const SaffronAffine *way)
{
  double shift = reach_of (work) * work->crops->reference->downsample;
  SaffronAffine moved = *way;

  moved.x0 -= shift;
  moved.y0 -= shift;
  return saffron_affine_compose (&work->local, &moved);
}

/* The pixel of the moving crop under (x, y) of the reference's; FALSE where
 * there is none. */
static gboolean
moving_pixel (const SaffronCrops *crops,
              const SaffronTransform *between,
              int x,
              int y,
              gsize *at)
{
  double step = crops->reference->downsample, to = crops->moving->downsample;
  const SaffronPlane *tissue = crops->moving->tissue;
  SaffronMovPoint q = saffron_transform_pull (
      between, (SaffronRefPoint){ (x + 0.5) * step, (y + 0.5) * step });
  double px = floor (q.x / to), py = floor (q.y / to);

  if (!(px >= 0.0 && py >= 0.0 && px < tissue->width && py < tissue->height))
    return FALSE;
  *at = (gsize) py * (gsize) tissue->width + (gsize) px;
  return TRUE;
}

/* The share of the moving tissue on which @way lays the part that is free. */
static double
free_share (const Work *work, const SaffronTransform *way)
{
  double n = 0.0, free = 0.0;

  for (int y = 0; y < work->part->height; y += 2)
    for (int x = 0; x < work->part->width; x += 2)
      {
        gsize at;

        if (saffron_plane_row (work->part, y)[x] <= 0.0f
            || !moving_pixel (work->crops, way, x, y, &at)
            || work->crops->moving->tissue->data[at] <= 0.0f)
          continue;
        n += 1.0;
        free += work->used->data[at] <= 0.0f;
      }
  return n > 0.0 ? free / n : 0.0;
}

/* The surest of the ways that lie apart and cover enough. */
static Best
find_best (const Work *work, const SaffronRegPlane *laid, gboolean turned)
{
  g_autoptr (GArray) found = saffron_crops_search_near (
      work->only.reference, laid, 1.0, TURN, MIN_OVERLAP, turned, work->job);
  Best best = { FALSE };

  for (guint i = 0; i < found->len && i < FITTED; i++)
    {
      const SaffronCandidate *one = &g_array_index (found, SaffronCandidate, i);
      SaffronAffine affine = to_crops (work, &one->affine);
      g_autoptr (SaffronTransform) fitted = NULL;
      g_auto (SaffronWayMaps) maps = { 0 };
      Best its = { TRUE };
      double area, middle;

      if (one->score <= 0.0)
        continue;
      fitted = saffron_crops_fit (work->only.reference, work->only.moving,
                                  &affine, work->job);
      if (fitted == NULL)
        return best;
      saffron_way_maps_measure (&maps, &work->edges, fitted, work->job);
      saffron_crops_map_mean (&maps.intensity, &area);
      its.gain = saffron_by_place (&maps, &work->own);
      its.far = distance (work, fitted, &middle);
      if ((turned || its.far > APART) && middle < REACH
          && free_share (work, fitted) >= FREE_SHARE
          && area >= LEAST_COVER * work->area
          && (!best.found || its.gain.certainty > best.gain.certainty))
        best = its;
    }
  return best;
}

/* The part as it is laid, with the same short fit that other ways get; without,
 * if this fit moves it away, to where the search may find it, too. */
static gboolean
measure_own (Work *work)
{
  g_autoptr (SaffronTransform) fitted =
      saffron_crops_fit_pieces (&work->only, work->between, work->job);
  double middle;

  if (fitted == NULL)
    return FALSE;
  distance (work, fitted, &middle);
  work->least_gain = middle > APART ? LEAST_GAIN_UNFITTED : LEAST_GAIN;
  saffron_way_maps_measure (&work->own, &work->edges,
                            middle > APART ? work->between : fitted, work->job);
  saffron_crops_map_mean (&work->own.intensity, &work->area);
  return TRUE;
}

/* Whether the search finds the part elsewhere. */
static gboolean
is_found_apart (const Work *work)
{
  g_autoptr (SaffronRegPlane) laid = lay_moving (work);
  Best up = find_best (work, laid, FALSE), down;

  if (!up.found || up.gain.gain < work->least_gain
      || up.gain.certainty < CERTAIN)
    return FALSE;
  down = find_best (work, laid, TRUE);
  return up.gain.certainty >= down.gain.certainty + LEAD
         || (up.gain.certainty >= down.gain.certainty
             && up.gain.gain >= LEAD_OF_GAIN * down.gain.gain);
}

static gboolean
lies_apart (const SaffronCrops *crops,
            const SaffronTransform *between,
            const SaffronPlane *used,
            const SaffronPlane *part,
            SaffronJob *job)
{
  g_auto (Work) work = { crops, between, used, part, job };

  work.only = *crops;
  work.only.reference = saffron_ways_masked (crops->reference, part, job);
  work.inside = saffron_crops_inside (&work.only);
  saffron_edges_init (&work.edges, work.inside);
  return find_local (&work) && measure_own (&work) && is_found_apart (&work)
         && !saffron_job_is_cancelled (job);
}

/* (transfer full): the tissue in @n of @cells, which number @n_x × @n_y.
 * @area: (out): of it */
static SaffronPlane *
tissue_in (const SaffronPlane *tissue,
           const gsize *cells,
           guint n,
           int n_x,
           int n_y,
           double *area)
{
  g_autofree guint8 *is = g_new0 (guint8, (gsize) (n_x * n_y));
  SaffronPlane *out = saffron_plane_new (tissue->width, tissue->height);

  *area = 0.0;
  for (guint i = 0; i < n; i++)
    is[cells[i]] = 1;
  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      if (is[y * n_y / tissue->height * n_x + x * n_x / tissue->width])
        {
          float t = saffron_plane_row (tissue, y)[x];

          saffron_plane_row (out, y)[x] = t;
          *area += t;
        }
  return out;
}

/* (transfer full): over the moving crop, 1 where tissue of the cells that are
 * @good lies. */
static SaffronPlane *
mark_used (const SaffronCrops *crops,
           const SaffronTransform *between,
           const guint8 *good,
           int n_x,
           int n_y)
{
  const SaffronPlane *tissue = crops->reference->tissue;
  SaffronPlane *used = saffron_plane_new (crops->moving->tissue->width,
                                          crops->moving->tissue->height);

  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      {
        gsize at;

        if (good[y * n_y / tissue->height * n_x + x * n_x / tissue->width]
            && saffron_plane_row (tissue, y)[x] > 0.0f
            && moving_pixel (crops, between, x, y, &at))
          used->data[at] = 1.0f;
      }
  return used;
}

void
saffron_parts_find_apart (const SaffronCrops *crops,
                          const SaffronTransform *between,
                          const guint8 *doubtful,
                          const guint8 *good,
                          int n_x,
                          int n_y,
                          double least,
                          guint8 *apart,
                          SaffronJob *job)
{
  gsize n = (gsize) (n_x * n_y);
  g_autofree guint8 *seen = g_new0 (guint8, n);
  g_autofree gsize *queue = g_new (gsize, n);
  g_autoptr (SaffronPlane) used = mark_used (crops, between, good, n_x, n_y);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (SaffronPlane) part = NULL;
      double area;
      guint size;

      if (seen[i] || !doubtful[i])
        continue;
      size = saffron_flood (doubtful, n_x, n_y, i, seen, queue);
      part = tissue_in (crops->reference->tissue, queue, size, n_x, n_y, &area);
      if (area < least || !lies_apart (crops, between, used, part, job))
        continue;
      for (guint k = 0; k < size; k++)
        apart[queue[k]] = 1;
    }
}
