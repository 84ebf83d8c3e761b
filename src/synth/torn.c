/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "synth/random.h"
#include "synth/synth-private.h"

#define KEY_PIECE 901

/* By how much a piece is turned, degrees, to either side. */
#define LEAST_TURN 5.0
#define MOST_TURN 20.0

/* What is torn off turns about a place this far beyond the tear, as a share of
 * the tissue's size. */
#define PIVOT 0.15

/* Where the piece's tissue lies once it is torn off, q' → q: both are q of
 * #SaffronTruth, reference pixels. */
static SaffronAffine
put_back (const SaffronSynth *synth, guint64 key)
{
  SaffronSynthRng rng = { saffron_synth_key (key, KEY_PIECE) };
  SaffronSynthRange range = synth->options.torn;
  const SaffronTissue *tissue = &synth->tissue;
  double size = (double) MIN (synth->options.width, synth->options.height);
  double far = saffron_synth_rng_range (&rng, range.low, range.high);
  double turn = saffron_synth_rng_range (&rng, LEAST_TURN, MOST_TURN);
  double slide = saffron_synth_rng_range (&rng, -0.3, 0.3);
  double c, s, nx, ny, px, py, dx, dy;

  if (saffron_synth_rng_unit (&rng) < 0.5)
    turn = -turn;
  c = cos (turn * G_PI / 180.0);
  s = sin (turn * G_PI / 180.0);
  saffron_tissue_tear_normal (tissue, &nx, &ny);
  px = 0.5 * (double) synth->options.width - PIVOT * size * nx;
  py = 0.5 * (double) synth->options.height - PIVOT * size * ny;
  /* Away from the tear, and somewhat along it. */
  dx = -far * (nx * cos (slide) - ny * sin (slide));
  dy = -far * (ny * cos (slide) + nx * sin (slide));
  return (SaffronAffine){ c,  s, px - c * (px + dx) - s * (py + dy),
                          -s, c, py + s * (px + dx) - c * (py + dy) };
}

void
saffron_synth_tear (SaffronSynth *synth, int slide)
{
  SaffronSynthSlide *rest = &synth->slides[slide];
  SaffronSynthSlide *piece =
      &synth->slides[saffron_synth_piece_of (synth, slide)];
  SaffronAffine back = put_back (synth, rest->key);
  SaffronAffine affine = saffron_affine_compose (&back, &rest->truth.affine);

  for (int k = 0; k < 2; k++)
    {
      synth->halves[k] = synth->tissue;
      synth->halves[k].side = k == 0 ? 1 : -1;
    }
  *piece = *rest;
  rest->cells.tissue = &synth->halves[0];
  piece->cells.tissue = &synth->halves[1];
  saffron_truth_set_affine (&piece->truth, &affine);
}

gboolean
saffron_synth_is_off (const SaffronSynth *synth, int slide, SaffronRefPoint p)
{
  return slide > 0 && saffron_synth_is_torn (synth)
         && saffron_tissue_tear (&synth->tissue, p.x / synth->unit,
                                 p.y / synth->unit)
                < 0.0;
}

SaffronMovPoint
saffron_synth_pull (const SaffronSynth *synth, int slide, SaffronRefPoint p)
{
  int index = saffron_synth_is_off (synth, slide, p)
                  ? saffron_synth_piece_of (synth, slide)
                  : slide;

  return saffron_truth_pull (&synth->slides[index].truth, p);
}

SaffronRefPoint
saffron_synth_push (const SaffronSynth *synth, int slide, SaffronMovPoint p)
{
  SaffronRefPoint q = saffron_truth_push (&synth->slides[slide].truth, p);
  SaffronRefPoint on_piece;
  double unit = synth->unit;

  if (slide == 0 || !saffron_synth_is_torn (synth))
    return q;
  on_piece = saffron_truth_push (
      &synth->slides[saffron_synth_piece_of (synth, slide)].truth, p);
  return saffron_tissue_depth (&synth->halves[1], on_piece.x / unit,
                               on_piece.y / unit)
                 > saffron_tissue_depth (&synth->halves[0], q.x / unit,
                                         q.y / unit)
             ? on_piece
             : q;
}
