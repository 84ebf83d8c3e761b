/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/landmark-snap.h"

#include <math.h>

#include "register/snap-search.h"
#include "register/snap-window.h"
#include "transform/pieces.h"

/* Half the side of what is compared, pixels, less the one in the middle. */
#define HALF 40
/* The largest shift at the first scale, and at finer ones, pixels. */
#define RADIUS 24
#define FINE_RADIUS 6
/* How much finer the next scale is at most. */
#define FINER 4.0

/* The least share of a window on its slide. With less texture than this, it is
 * noise. */
#define LEAST_COVERED 0.75
#define LEAST_TEXTURE 0.1

/* What a match needs: a correlation, and more than chance and than the second
 * best have. Chosen on synthetic slides and real pairs: of places on unrelated
 * tissue none reaches it. */
#define LEAST_SCORE 0.35
#define ABOVE_CHANCE 0.15
#define ABOVE_RIVAL 0.1

/* The parts of both slides around a landmark, as large as the search area. */
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

/* Where the moving end of a landmark lies that has its reference end at @p,
 * when the transform goes through the landmark of @snap. Near a tear it is the
 * landmark's own piece that goes on. */
static void
pull_row (const SaffronSnapInput *input,
          const SaffronSnap *snap,
          SaffronRefPoint p,
          double step,
          int n,
          SaffronMovPoint *out)
{
  int piece =
      saffron_transform_get_piece_at (input->transform, snap->reference);
  SaffronMovPoint at;

  saffron_transform_pull_piece_row (input->transform, piece, snap->reference,
                                    1.0, 1, &at);
  saffron_transform_pull_piece_row (input->transform, piece, p, step, n, out);
  for (int i = 0; i < n; i++)
    {
      out[i].x += snap->moving.x - at.x;
      out[i].y += snap->moving.y - at.y;
    }
}

/* @step: reference level-0 pixels per pixel */
static gboolean
read_windows (const SaffronSnapInput *input,
              const SaffronSnap *snap,
              double step,
              int half,
              Windows *windows,
              GError **error)
{
  int side = 2 * half + 1;
  gsize n = (gsize) side * (gsize) side;
  g_autofree SaffronSnapPlace *places = g_new (SaffronSnapPlace, n);
  g_autofree SaffronSnapPlace *pulled = g_new (SaffronSnapPlace, n);
  g_autofree SaffronMovPoint *row = g_new (SaffronMovPoint, side);

  for (int y = 0; y < side; y++)
    {
      SaffronRefPoint p = { snap->reference.x - half * step,
                            snap->reference.y + (y - half) * step };

      pull_row (input, snap, p, step, side, row);
      for (int x = 0; x < side; x++)
        {
          places[y * side + x] = (SaffronSnapPlace){ p.x + x * step, p.y };
          pulled[y * side + x] = (SaffronSnapPlace){ row[x].x, row[x].y };
        }
    }
  return saffron_snap_window_read (input->slides[0], &input->looks[0], places,
                                   side, &windows->sides[0], error)
         && saffron_snap_window_read (input->slides[1], &input->looks[1],
                                      pulled, side, &windows->sides[1], error);
}

/* Moves the end by pixels of @step. */
static void
move (const SaffronSnapInput *input,
      const SaffronSnapPeak *peak,
      double step,
      SaffronSnap *snap)
{
  SaffronRefPoint to = { snap->reference.x + peak->dx * step,
                         snap->reference.y + peak->dy * step };
  SaffronMovPoint moving;

  pull_row (input, snap, to, 1.0, 1, &moving);
  if (input->end == SAFFRON_SNAP_REFERENCE)
    snap->reference = to;
  else
    snap->moving = moving;
}

static SaffronSnapOutcome
judge (const SaffronSnap *snap,
       const SaffronSnapPeak *peak,
       const SaffronSnapWindow sides[2])
{
  if (snap->score < LEAST_SCORE || snap->score < snap->chance + ABOVE_CHANCE)
    return MIN (sides[0].texture, sides[1].texture) < LEAST_TEXTURE
               ? SAFFRON_SNAP_FLAT
               : SAFFRON_SNAP_UNLIKE;
  if (peak->at_border)
    return SAFFRON_SNAP_FAR;
  if (snap->score < snap->rival + ABOVE_RIVAL)
    return SAFFRON_SNAP_AMBIGUOUS;
  return SAFFRON_SNAP_FOUND;
}

/* At the first scale, which decides. */
static gboolean
search_first (const SaffronSnapInput *input,
              double step,
              SaffronSnap *snap,
              GError **error)
{
  g_auto (Windows) windows = { 0 };
  const SaffronSnapWindow *sides = windows.sides;
  const SaffronPlane *search = NULL;
  g_autoptr (SaffronPlane) template = NULL;
  SaffronSnapPeak peak;

  if (!read_windows (input, snap, step, HALF + RADIUS, &windows, error))
    return FALSE;
  if (MIN (sides[0].covered, sides[1].covered) < LEAST_COVERED)
    {
      snap->outcome = SAFFRON_SNAP_OUTSIDE;
      return TRUE;
    }
  search = sides[input->end == SAFFRON_SNAP_MOVING ? 1 : 0].values;
  template = saffron_snap_middle (
      sides[input->end == SAFFRON_SNAP_MOVING ? 0 : 1].values, RADIUS);
  peak = saffron_snap_search (template, search, RADIUS);
  snap->score = peak.ncc;
  snap->rival = peak.rival;
  snap->chance = saffron_snap_chance (template, search, RADIUS);
  snap->outcome = judge (snap, &peak, sides);
  if (snap->outcome == SAFFRON_SNAP_FOUND)
    move (input, &peak, step, snap);
  return TRUE;
}

/* At a finer scale around what was found. @better: (out): whether it still
 * matches there, so that the end was moved */
static gboolean
search_finer (const SaffronSnapInput *input,
              double step,
              SaffronSnap *snap,
              gboolean *better,
              GError **error)
{
  g_auto (Windows) windows = { 0 };
  g_autoptr (SaffronPlane) template = NULL;
  SaffronSnapPeak peak;
  int found = input->end == SAFFRON_SNAP_MOVING ? 1 : 0;

  *better = FALSE;
  if (!read_windows (input, snap, step, HALF + FINE_RADIUS, &windows, error))
    return FALSE;
  template = saffron_snap_middle (windows.sides[1 - found].values, FINE_RADIUS);
  peak =
      saffron_snap_search (template, windows.sides[found].values, FINE_RADIUS);
  *better = peak.ncc >= LEAST_SCORE && !peak.at_border;
  if (*better)
    move (input, &peak, step, snap);
  return TRUE;
}

gboolean
saffron_landmark_snap (const SaffronSnapInput *input,
                       SaffronJob *job,
                       SaffronSnap *snap,
                       GError **error)
{
  double step = MAX (input->reach, SAFFRON_SNAP_LEAST_REACH) / RADIUS;
  gboolean better = TRUE;

  *snap =
      (SaffronSnap){ .reference = input->reference, .moving = input->moving };
  if (!saffron_job_check (job, error)
      || !search_first (input, step, snap, error))
    return FALSE;
  if (snap->outcome != SAFFRON_SNAP_FOUND)
    return TRUE;
  while (better && step > 1.0)
    {
      step = MAX (step / FINER, 1.0);
      if (!saffron_job_check (job, error)
          || !search_finer (input, step, snap, &better, error))
        return FALSE;
    }
  return TRUE;
}
