/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/parts.h"

#include <math.h>
#include <string.h>

#include "register/components.h"
#include "register/crops.h"
#include "register/filters.h"
#include "register/parts-detail.h"
#include "register/parts-own.h"
#include "register/parts-unused.h"
#include "register/sample.h"

/* Cells along the longest side of the tissue. */
#define N_CELLS 12
/* A cell is looked at when this share of its area is tissue, and compared when
 * this share is inside the tissue of both slides. */
#define LEAST_TISSUE 0.1
#define LEAST_INSIDE 0.15
/* Shares of a cell's tissue: beyond the frame from the first one on; with a
 * counterpart from the second one on. */
#define IS_OUTSIDE 0.6
#define IS_SHARED 0.3
/* The slides are clearly alike when the best quarter of the cells is this much
 * above chance: then all of the tissue has something that could agree. */
#define CLEAR 0.3
/* A cell is off below this share of what the best quarter is above chance; an
 * off part has so many cells and differs from those that agree by so many
 * standard errors. */
#define OFF_SHARE 0.3
#define GOOD_SHARE 0.5
#define LEAST_ERRORS 3.5
#define LEAST_CELLS 3
/* A part below this share of what the best quarter has is hardly alike: it is
 * searched for by itself, see parts-own.h. */
#define HARDLY 0.5
/* Missing tissue lies elsewhere if this share of it is left unused on the
 * moving slide. */
#define ELSEWHERE_SHARE 0.5
/* A cell with less detail than this share of what is usual shows nothing that
 * could agree, see parts-detail.h. */
#define LEAST_DETAIL 0.25

enum { AGREES = SAFFRON_N_PART_CLASSES, EMPTY };

typedef struct {
  double tissue, shared, outside; /* of the reference's tissue, pixels */
  double x, y;                    /* mean place, pixels of the crop */
  double weight, sum;             /* of the likeness */
  double likeness;                /* averaged with the neighbours' */
  double wide_weight, wide_sum;   /* of the likeness, not only inside */
} Cell;

typedef struct {
  const SaffronRegPlane *moving; /* the whole slide's, for its frame */
  SaffronCrops *crops;
  SaffronTransform *between;
  int n_x, n_y;
  double area; /* of a cell, pixels */
  double tissue;
  double outside, touching; /* beyond the moving slide's frame, and of that next
                               to its tissue; pixels */
  Cell *cells;
  guint8 *classes;
  guint8 *apart;          /* cells of parts that were found elsewhere */
  SaffronPlane *used;     /* of the moving crop: what the reference's tissue
                             covers */
  SaffronPlane *at_frame; /* of the moving crop */
  double *detail;         /* of each cell, see parts-detail.h */
} Work;

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->crops, saffron_crops_free);
  g_clear_pointer (&work->between, saffron_transform_unref);
  g_clear_pointer (&work->cells, g_free);
  g_clear_pointer (&work->classes, g_free);
  g_clear_pointer (&work->apart, g_free);
  g_clear_pointer (&work->used, saffron_plane_free);
  g_clear_pointer (&work->at_frame, saffron_plane_free);
  g_clear_pointer (&work->detail, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static void
make_cells (Work *work)
{
  const SaffronPlane *tissue = work->crops->reference->tissue;
  double side = MAX (tissue->width, tissue->height) / (double) N_CELLS;

  work->n_x = MAX ((int) lround (tissue->width / side), 1);
  work->n_y = MAX ((int) lround (tissue->height / side), 1);
  work->area = (double) tissue->width * tissue->height
               / ((double) work->n_x * work->n_y);
  work->cells = g_new0 (Cell, (gsize) (work->n_x * work->n_y));
  work->classes = g_new0 (guint8, (gsize) (work->n_x * work->n_y));
  work->apart = g_new0 (guint8, (gsize) (work->n_x * work->n_y));
}

static Cell *
cell_at (const Work *work, int x, int y)
{
  const SaffronPlane *tissue = work->crops->reference->tissue;

  return &work->cells[y * work->n_y / tissue->height * work->n_x
                      + x * work->n_x / tissue->width];
}

/* Whether @q, of the moving crop, lies in the moving slide's frame. */
static gboolean
in_frame (const Work *work, SaffronMovPoint q)
{
  const SaffronPlane *weight = work->moving->weight;
  double x = (q.x + work->crops->moving_corner.x) / work->moving->downsample;
  double y = (q.y + work->crops->moving_corner.y) / work->moving->downsample;
  SaffronSpot spot;

  return saffron_spot_find (weight, x, y, &spot)
         && saffron_spot_read (weight, &spot) > 0.5f;
}

static void
count_outside (Work *work, SaffronMovPoint q)
{
  double x = floor (q.x / work->crops->moving->downsample);
  double y = floor (q.y / work->crops->moving->downsample);

  work->outside += 1.0;
  if (x >= 0.0 && y >= 0.0 && x < work->at_frame->width
      && y < work->at_frame->height)
    work->touching += saffron_plane_row (work->at_frame, (int) y)[(int) x];
}

/* One pixel of the reference's tissue. */
static void
count_pixel (Work *work, int x, int y, float t)
{
  const SaffronCrops *crops = work->crops;
  double step = crops->reference->downsample;
  double to = crops->moving->downsample;
  Cell *cell = cell_at (work, x, y);
  SaffronMovPoint q = saffron_transform_pull (
      work->between, (SaffronRefPoint){ (x + 0.5) * step, (y + 0.5) * step });
  SaffronSpot spot;

  cell->tissue += t;
  cell->x += t * (x + 0.5);
  cell->y += t * (y + 0.5);
  work->tissue += t;
  if (!in_frame (work, q))
    {
      cell->outside += t;
      count_outside (work, q);
      return;
    }
  if (!saffron_spot_find (crops->moving->tissue, q.x / to, q.y / to, &spot))
    return;
  cell->shared += t * saffron_spot_read (crops->moving->tissue, &spot);
  saffron_plane_row (work->used, (int) (q.y / to))[(int) (q.x / to)] = 1.0f;
}

static void
count_tissue (Work *work)
{
  const SaffronPlane *tissue = work->crops->reference->tissue;

  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      if (saffron_plane_row (tissue, y)[x] > 0.0f)
        count_pixel (work, x, y, saffron_plane_row (tissue, y)[x]);
}

/* The likeness of each cell, inside the tissue of both, and by all that either
 * shows. */
static void
compare_cells (Work *work, SaffronJob *job)
{
  g_autoptr (SaffronCrops) inside = saffron_crops_inside (work->crops);
  g_auto (SaffronCropsMap) map = { 0 };
  g_auto (SaffronCropsMap) wide = { 0 };

  saffron_crops_map (inside, work->between, job, &map);
  saffron_crops_map (work->crops, work->between, job, &wide);
  for (int y = 0; y < map.likeness->height; y++)
    for (int x = 0; x < map.likeness->width; x++)
      {
        double w = saffron_plane_row (map.weight, y)[x];
        double v = saffron_plane_row (wide.weight, y)[x];
        Cell *cell = cell_at (work, x, y);

        cell->weight += w;
        cell->sum += w * saffron_plane_row (map.likeness, y)[x];
        cell->wide_weight += v;
        cell->wide_sum += v * saffron_plane_row (wide.likeness, y)[x];
      }
}

/* Whether the cell has enough to compare. */
static gboolean
is_compared (const Work *work, const Cell *cell)
{
  return cell->weight >= LEAST_INSIDE * work->area;
}

/* Single cells differ by chance: the neighbours count half. */
static void
average_cells (Work *work)
{
  for (int y = 0; y < work->n_y; y++)
    for (int x = 0; x < work->n_x; x++)
      {
        double sum = 0.0, weight = 0.0;

        for (int v = MAX (y - 1, 0); v <= MIN (y + 1, work->n_y - 1); v++)
          for (int u = MAX (x - 1, 0); u <= MIN (x + 1, work->n_x - 1); u++)
            {
              const Cell *cell = &work->cells[v * work->n_x + u];
              double k = u == x && v == y ? 1.0 : 0.5;

              if (!is_compared (work, cell))
                continue;
              sum += k * cell->sum;
              weight += k * cell->weight;
            }
        work->cells[y * work->n_x + x].likeness =
            weight > 0.0 ? sum / weight : 0.0;
      }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* The likeness that the best quarter of the compared cells has. */
static double
best_quarter (const Work *work)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (double));

  for (int i = 0; i < work->n_x * work->n_y; i++)
    if (is_compared (work, &work->cells[i]))
      g_array_append_val (all, work->cells[i].likeness);
  if (all->len == 0)
    return 0.0;
  g_array_sort (all, compare_doubles);
  return g_array_index (all, double, 3 * all->len / 4);
}

static gboolean
has_neighbour (const Work *work, int i, guint8 class)
{
  int x = i % work->n_x, y = i / work->n_x;

  return (x > 0 && work->classes[i - 1] == class)
         || (x < work->n_x - 1 && work->classes[i + 1] == class)
         || (y > 0 && work->classes[i - work->n_x] == class)
         || (y < work->n_y - 1 && work->classes[i + work->n_x] == class);
}

static guint8
class_of (const Work *work, int i, double off, double good)
{
  const Cell *cell = &work->cells[i];
  /* Tissue that is pale on one slide may be none by its mask, and agree. */
  gboolean agrees = off > -INFINITY && cell->wide_weight > 0.0
                    && cell->wide_sum >= good * cell->wide_weight;

  if (cell->tissue < LEAST_TISSUE * work->area)
    return EMPTY;
  if (cell->outside >= IS_OUTSIDE * cell->tissue)
    return SAFFRON_PART_OUTSIDE;
  if (cell->shared < IS_SHARED * cell->tissue)
    return agrees ? AGREES : SAFFRON_PART_MISSING;
  if (is_compared (work, cell) && cell->likeness < off
      && work->detail[i] >= LEAST_DETAIL)
    return SAFFRON_PART_OFF;
  return AGREES;
}

static void
classify (Work *work, double chance)
{
  double above = best_quarter (work) - chance;
  double off = above >= CLEAR ? chance + OFF_SHARE * above : -INFINITY;
  double good = chance + GOOD_SHARE * above;

  for (int i = 0; i < work->n_x * work->n_y; i++)
    work->classes[i] = class_of (work, i, off, good);
}

/* Where the slides are hardly alike, what is found elsewhere is off. */
static void
find_apart (Work *work, SaffronJob *job)
{
  int n = work->n_x * work->n_y;
  g_autofree guint8 *doubtful = g_new0 (guint8, (gsize) n);
  g_autofree guint8 *good = g_new0 (guint8, (gsize) n);
  double limit = HARDLY * best_quarter (work);

  for (int i = 0; i < n; i++)
    if (work->classes[i] == AGREES && is_compared (work, &work->cells[i]))
      {
        good[i] = work->cells[i].likeness >= limit;
        doubtful[i] = !good[i] && work->detail[i] >= LEAST_DETAIL;
      }
  saffron_parts_find_apart (
      work->crops, work->between, doubtful, good, work->n_x, work->n_y,
      SAFFRON_PARTS_LEAST * work->tissue, work->apart, job);
  for (int i = 0; i < n; i++)
    if (work->apart[i])
      work->classes[i] = SAFFRON_PART_OFF;
}

/* What lies next to the frame's border is rather cut off by it than missing:
 * a slide that was turned has empty corners inside its frame. */
static void
give_to_outside (Work *work)
{
  gboolean changed = TRUE;

  while (changed)
    {
      changed = FALSE;
      for (int i = 0; i < work->n_x * work->n_y; i++)
        if (work->classes[i] == SAFFRON_PART_MISSING
            && has_neighbour (work, i, SAFFRON_PART_OUTSIDE))
          {
            work->classes[i] = SAFFRON_PART_OUTSIDE;
            changed = TRUE;
          }
    }
}

/* Mean and standard deviation of the single cells that clearly agree. */
static void
measure_good (const Work *work, double chance, double *mean, double *spread)
{
  double good = chance + GOOD_SHARE * (best_quarter (work) - chance);
  double n = 0.0, sum = 0.0, squares = 0.0;

  for (int i = 0; i < work->n_x * work->n_y; i++)
    {
      const Cell *cell = &work->cells[i];
      double v = cell->weight > 0.0 ? cell->sum / cell->weight : 0.0;

      if (!is_compared (work, cell) || cell->likeness < good)
        continue;
      n += 1.0;
      sum += v;
      squares += v * v;
    }
  *mean = n > 0.0 ? sum / n : 0.0;
  *spread = n > 3.0 ? sqrt (MAX (squares / n - *mean * *mean, 0.0)) : 0.1;
}

/* What @cells, @n of them, have together. */
static SaffronPart
part_of (const Work *work, const gsize *cells, guint n, double *likeness)
{
  const SaffronRegPlane *ref = work->crops->reference;
  SaffronPart part = { work->classes[cells[0]] };
  double tissue = 0.0, x = 0.0, y = 0.0, weight = 0.0, sum = 0.0;

  for (guint i = 0; i < n; i++)
    {
      const Cell *cell = &work->cells[cells[i]];

      tissue += cell->tissue;
      x += cell->x;
      y += cell->y;
      weight += cell->weight;
      sum += cell->sum;
    }
  part.share = tissue / work->tissue;
  part.across = x / tissue / ref->tissue->width;
  part.down = y / tissue / ref->tissue->height;
  part.centre.x = x / tissue * ref->downsample + work->crops->corner.x;
  part.centre.y = y / tissue * ref->downsample + work->crops->corner.y;
  *likeness = weight > 0.0 ? sum / weight : 0.0;
  return part;
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const SaffronPart *x = a, *y = b;

  return (x->share < y->share) - (x->share > y->share);
}

/* Whether one of @cells, @n of them, was found elsewhere. */
static gboolean
has_apart (const Work *work, const gsize *cells, guint n)
{
  for (guint i = 0; i < n; i++)
    if (work->apart[cells[i]])
      return TRUE;
  return FALSE;
}

/* The connected cells of each class. */
static GArray *
collect (const Work *work, double chance)
{
  gsize n = (gsize) (work->n_x * work->n_y);
  g_autofree guint8 *seen = g_new0 (guint8, n);
  g_autofree gsize *queue = g_new (gsize, n);
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (SaffronPart));
  double mean, spread;

  measure_good (work, chance, &mean, &spread);
  for (gsize i = 0; i < n; i++)
    {
      double likeness;
      SaffronPart part;
      guint size;

      if (seen[i] || work->classes[i] >= SAFFRON_N_PART_CLASSES)
        continue;
      size =
          saffron_flood (work->classes, work->n_x, work->n_y, i, seen, queue);
      part = part_of (work, queue, size, &likeness);
      if (part.share >= SAFFRON_PARTS_LEAST
          && (part.class != SAFFRON_PART_OFF || has_apart (work, queue, size)
              || (size >= LEAST_CELLS
                  && (mean - likeness) * sqrt (size) > LEAST_ERRORS * spread)))
        g_array_append_val (parts, part);
    }
  g_array_sort (parts, compare_parts);
  return parts;
}

/* Tissue without a counterpart was not lost if about as much of the moving
 * slide's tissue is left over: it lies somewhere else. Tissue that a frame cuts
 * off is no such tissue, on either slide. */
static void
tell_misplaced (const Work *work, GArray *parts, SaffronJob *job)
{
  gboolean cut_off = saffron_parts_is_cut_off (work->outside, work->touching);
  double lost = saffron_parts_share (parts, SAFFRON_PART_MISSING);
  double unused;

  if (!cut_off)
    lost += saffron_parts_share (parts, SAFFRON_PART_OUTSIDE);
  if (lost <= 0.0)
    return;
  unused = saffron_parts_unused (work->crops, work->between, work->used,
                                 SAFFRON_PARTS_LEAST * work->tissue, job);
  if (unused < ELSEWHERE_SHARE * lost * work->tissue)
    return;
  for (guint i = 0; i < parts->len; i++)
    {
      SaffronPart *part = &g_array_index (parts, SaffronPart, i);

      if (part->class == SAFFRON_PART_MISSING
          || (part->class == SAFFRON_PART_OUTSIDE && !cut_off))
        part->class = SAFFRON_PART_OFF;
    }
}

GArray *
saffron_parts_find (const SaffronRegPlane *reference,
                    const SaffronRegPlane *moving,
                    const SaffronTransform *transform,
                    double chance,
                    SaffronJob *job)
{
  g_auto (Work) work = { moving };
  GArray *parts = NULL;

  work.crops = saffron_crops_new (reference, moving, transform,
                                  SAFFRON_CROPS_WHOLE, job);
  if (work.crops == NULL)
    return g_array_new (FALSE, FALSE, sizeof (SaffronPart));
  work.between = saffron_crops_transform_from_slides (work.crops, transform);
  work.used = saffron_plane_new (work.crops->moving->tissue->width,
                                 work.crops->moving->tissue->height);
  work.at_frame = saffron_parts_at_frame (work.crops->moving, job);
  make_cells (&work);
  work.detail =
      saffron_parts_detail (work.crops, work.between, work.n_x, work.n_y, job);
  count_tissue (&work);
  compare_cells (&work, job);
  average_cells (&work);
  classify (&work, chance);
  find_apart (&work, job);
  give_to_outside (&work);
  parts = collect (&work, chance);
  tell_misplaced (&work, parts, job);
  return parts;
}
