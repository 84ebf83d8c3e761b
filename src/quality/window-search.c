/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/window-search.h"

#include <math.h>

#include "quality/shift-fit.h"
#include "register/snap-search.h"
#include "register/snap-window.h"
#include "transform/pieces.h"

/* Half the side of what is compared, pixels, less the one in the middle: at
 * finer scales as much as belongs to the window, within these limits. More
 * pixels are less often mistaken. */
#define LEAST_HALF 32
#define MOST_HALF 64
/* The largest shift at the first scale, and at finer ones, pixels. */
#define RADIUS 16
#define FINE_RADIUS 5
/* How much finer the next scale is at most: an error of a pixel is then within
 * the reach of the next search. */
#define FINER 4.0

/* A match needs such a correlation, and so much more than chance and than the
 * second best at the first scale; at finer ones the place is known, so that
 * less is enough. */
#define LEAST_SCORE 0.3
#define LEAST_FINE_SCORE 0.2
#define ABOVE_CHANCE 0.1
#define ABOVE_RIVAL 0.05

/* The least share of a window on its slide. */
#define LEAST_COVERED 0.6

/* At the end: half of what is read at level 0, less the pixel in the middle;
 * half of what is searched for near there, and how far, pixels. */
#define LOCAL_HALF (SAFFRON_SHIFT_FIT_HALF + 6)
#define SMALL_HALF 14
#define SMALL_RADIUS 4
/* What the fit needs: a correlation, no longer shift than this, pixels, and a
 * variance no larger, pixels². Where it does not have it, what the scales found
 * stays. */
#define LEAST_LOCAL_SCORE 0.5
#define LARGEST_SHIFT 5.0
#define LARGEST_VARIANCE 0.1
/* Blocks of one window are not quite independent, and the registration was
 * fitted to the same pixels: on synthetic slides errors are so many times what
 * the fit says of itself (tests/bench/quality). */
#define OPTIMISM 2.0

/* By how much the two directions may differ, pixels of the scale. */
#define LARGEST_DIFFERENCE 1.5

/* Pixels of which one is independent: slides are smoothed by a Gaussian of
 * sigma 1, whose square has an area of 4π. The error of the parabola through a
 * peak, pixels. */
#define CORRELATED 12.6
#define PARABOLA 0.03

typedef struct {
  SaffronSnapWindow sides[2];
} Windows;

static void
windows_clear (Windows *windows)
{
  saffron_snap_window_clear (&windows->sides[0]);
  saffron_snap_window_clear (&windows->sides[1]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Windows, windows_clear)

/* One search at one scale, both ways. */
typedef struct {
  SaffronSnapPeak there; /* the reference's square on the moving slide */
  SaffronSnapPeak back;
  double x, y;                 /* mean of both, pixels */
  double difference, variance; /* pixels, pixels² */
  double covered, texture, chance;
} Search;

/* (transfer full): @side × @side places around @middle, @step reference level-0
 * pixels apart, as @transform pulls them, in the piece that holds at @at.
 * @transform: (nullable): the places themselves without one */
static SaffronSnapPlace *
list_places (const SaffronTransform *transform,
             SaffronRefPoint at,
             SaffronRefPoint middle,
             double step,
             int side)
{
  gsize n = (gsize) side * (gsize) side;
  SaffronSnapPlace *places = g_new (SaffronSnapPlace, n);
  g_autofree SaffronMovPoint *row = g_new (SaffronMovPoint, side);
  double from = -0.5 * (side - 1) * step;
  int piece =
      transform != NULL ? saffron_transform_get_piece_at (transform, at) : 0;

  for (int y = 0; y < side; y++)
    {
      SaffronRefPoint p = { middle.x + from, middle.y + from + y * step };

      if (transform != NULL)
        saffron_transform_pull_piece_row (transform, piece, p, step, side, row);
      for (int x = 0; x < side; x++)
        places[y * side + x] = transform != NULL
                                   ? (SaffronSnapPlace){ row[x].x, row[x].y }
                                   : (SaffronSnapPlace){ p.x + x * step, p.y };
    }
  return places;
}

/* Both slides around @at; of the second what its transform lays as far from
 * there as @match says. @step: reference level-0 pixels per pixel */
static gboolean
read_windows (const SaffronWindowInput *input,
              SaffronRefPoint at,
              const SaffronWindowMatch *match,
              double step,
              int half,
              Windows *windows,
              GError **error)
{
  int side = 2 * half + 1;
  SaffronRefPoint shifted = { at.x + match->dx, at.y + match->dy };
  g_autofree SaffronSnapPlace *places =
      list_places (input->first, at, at, step, side);
  g_autofree SaffronSnapPlace *pulled =
      list_places (input->transform, at, shifted, step, side);

  return saffron_snap_window_read (input->slides[0], &input->looks[0], places,
                                   side, &windows->sides[0], error)
         && saffron_snap_window_read (input->slides[1], &input->looks[1],
                                      pulled, side, &windows->sides[1], error);
}

/* The variance of a peak's place along both axes, their mean. */
static double
variance_of (const SaffronSnapPeak *peak, int half)
{
  double n = (2.0 * half + 1.0) * (2.0 * half + 1.0) / CORRELATED;
  double rho = CLAMP (peak->ncc, 1e-3, 1.0);
  double noise = (1.0 - rho * rho) / (n * rho);

  return 0.5 * noise
         * (1.0 / MAX (peak->bend_x, 1e-6) + 1.0 / MAX (peak->bend_y, 1e-6));
}

static gboolean
search_at (const SaffronWindowInput *input,
           SaffronRefPoint at,
           const SaffronWindowMatch *match,
           double step,
           int half,
           int radius,
           Search *search,
           GError **error)
{
  g_auto (Windows) windows = { 0 };
  const SaffronSnapWindow *ref = &windows.sides[0];
  const SaffronSnapWindow *mov = &windows.sides[1];
  g_autoptr (SaffronPlane) ref_middle = NULL;
  g_autoptr (SaffronPlane) mov_middle = NULL;

  if (!read_windows (input, at, match, step, half + radius, &windows, error))
    return FALSE;
  *search = (Search){ .covered = MIN (ref->covered, mov->covered),
                      .texture = MIN (ref->texture, mov->texture) };
  if (search->covered < LEAST_COVERED)
    return TRUE;
  ref_middle = saffron_snap_middle (ref->values, radius);
  mov_middle = saffron_snap_middle (mov->values, radius);
  search->there = saffron_snap_search (ref_middle, mov->values, radius);
  search->back = saffron_snap_search (mov_middle, ref->values, radius);
  if (radius == RADIUS)
    search->chance = saffron_snap_chance (ref_middle, mov->values, radius);
  search->x = 0.5 * (search->there.dx - search->back.dx);
  search->y = 0.5 * (search->there.dy - search->back.dy);
  search->difference = hypot (search->there.dx + search->back.dx,
                              search->there.dy + search->back.dy);
  search->variance = 0.5
                         * (variance_of (&search->there, half)
                            + variance_of (&search->back, half))
                     + 0.25 * search->difference * search->difference
                     + PARABOLA * PARABOLA;
  return TRUE;
}

/* Whether both directions found the same place. */
static gboolean
agrees (const Search *search, double least)
{
  return search->covered >= LEAST_COVERED
         && MIN (search->there.ncc, search->back.ncc) >= least
         && !search->there.at_border && !search->back.at_border
         && search->difference <= LARGEST_DIFFERENCE;
}

static gboolean
stands_out (const Search *search)
{
  const SaffronSnapPeak *there = &search->there;

  return there->ncc >= search->chance + ABOVE_CHANCE
         && there->ncc >= there->rival + ABOVE_RIVAL;
}

static void
take (const Search *search, double step, SaffronWindowMatch *match)
{
  match->dx += search->x * step;
  match->dy += search->y * step;
  match->uncertainty = sqrt (search->variance) * step;
  match->consistency = search->difference * step;
}

/* Tells the place more exactly at level 0, by what lies nearest to the centre:
 * from where the scales ended, and from the best match near there. */
static gboolean
localise (const SaffronWindowInput *input,
          SaffronRefPoint at,
          SaffronWindowMatch *match,
          GError **error)
{
  g_auto (Windows) windows = { 0 };
  const SaffronPlane *ref = NULL, *mov = NULL;
  g_autoptr (SaffronPlane) template = NULL;
  g_autoptr (SaffronPlane) small = NULL;
  g_autoptr (SaffronPlane) around = NULL;
  SaffronShiftFit best = { .correlation = LEAST_LOCAL_SCORE };
  SaffronSnapPeak peak;

  if (!read_windows (input, at, match, 1.0, LOCAL_HALF, &windows, error))
    return FALSE;
  ref = windows.sides[0].values;
  mov = windows.sides[1].values;
  template = saffron_snap_middle (ref, LOCAL_HALF - SAFFRON_SHIFT_FIT_HALF);
  small = saffron_snap_middle (ref, LOCAL_HALF - SMALL_HALF);
  around = saffron_snap_middle (mov, LOCAL_HALF - SMALL_HALF - SMALL_RADIUS);
  peak = saffron_snap_search (small, around, SMALL_RADIUS);
  for (int i = 0; i < (peak.at_border ? 1 : 2); i++)
    {
      SaffronShiftFit fit = { i == 0 ? 0.0 : peak.dx, i == 0 ? 0.0 : peak.dy };

      if (saffron_shift_fit (template, mov, &fit)
          && hypot (fit.x, fit.y) <= LARGEST_SHIFT
          && fit.variance <= LARGEST_VARIANCE
          && fit.correlation > best.correlation)
        best = fit;
    }
  if (best.variance <= 0.0)
    return TRUE;
  match->dx += best.x;
  match->dy += best.y;
  match->uncertainty = OPTIMISM * sqrt (best.variance);
  return TRUE;
}

gboolean
saffron_window_search (const SaffronWindowInput *input,
                       SaffronRefPoint at,
                       SaffronWindowMatch *match,
                       GError **error)
{
  double first = MAX (input->reach / RADIUS, 1.0);
  int n_finer = (int) ceil (log (first) / log (FINER));
  double ratio = n_finer > 0 ? pow (first, 1.0 / n_finer) : 1.0;
  Search search = { 0 };

  *match = (SaffronWindowMatch){ 0 };
  if (!search_at (input, at, match, first, LEAST_HALF, RADIUS, &search, error))
    return FALSE;
  match->covered = search.covered;
  match->texture = search.texture;
  match->likeness = search.there.laid;
  match->best = search.there.ncc;
  match->chance = search.chance;
  match->found = agrees (&search, LEAST_SCORE) && stands_out (&search);
  if (!match->found)
    return TRUE;
  take (&search, first, match);
  for (int i = n_finer - 1; i >= 0; i--)
    {
      double step = pow (ratio, i);
      int half =
          CLAMP ((int) (0.5 * input->pitch / step), LEAST_HALF, MOST_HALF);

      if (!search_at (input, at, match, step, half, FINE_RADIUS, &search,
                      error))
        return FALSE;
      if (!agrees (&search, LEAST_FINE_SCORE)
          || sqrt (search.variance) * step > match->uncertainty)
        return TRUE;
      take (&search, step, match);
    }
  return localise (input, at, match, error);
}
