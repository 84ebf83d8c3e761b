/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/squares.h"

#include <math.h>

#include "register/part.h"
#include "register/planes.h"
#include "slide/square.h"
#include "transform/surround.h"

SaffronTransform *
saffron_squares_to_slides (const SaffronSquares *squares,
                           const SaffronTransform *transform)
{
  return saffron_transform_surround (
      transform, &squares->to_square[0], &squares->from_square[1],
      saffron_slide_get_width (squares->originals[0]),
      saffron_slide_get_height (squares->originals[0]));
}

static void
scale_landmarks (SaffronSquares *squares, GArray *landmarks)
{
  const SaffronAffine *reference = &squares->to_square[0];
  const SaffronAffine *moving = &squares->to_square[1];

  for (guint i = 0; i < landmarks->len; i++)
    {
      SaffronLandmark *landmark =
          &g_array_index (landmarks, SaffronLandmark, i);

      landmark->reference.x *= reference->xx;
      landmark->reference.y *= reference->yy;
      landmark->moving.x *= moving->xx;
      landmark->moving.y *= moving->yy;
    }
}

static SaffronRect
scale_rect (const SaffronRect *rect, const SaffronAffine *by)
{
  return (SaffronRect){ (gint64) floor (rect->x * by->xx),
                        (gint64) floor (rect->y * by->yy),
                        (gint64) ceil (rect->width * by->xx),
                        (gint64) ceil (rect->height * by->yy) };
}

static void
on_stage_done (SaffronTransform *transform, gpointer user_data)
{
  const SaffronSquares *squares = user_data;
  g_autoptr (SaffronTransform) ours =
      saffron_squares_to_slides (squares, transform);

  squares->asked->stage_done (ours, squares->asked->user_data);
}

static void
convert_options (SaffronSquares *squares)
{
  const SaffronRegisterOptions *asked = squares->asked;
  SaffronRegisterOptions *options = &squares->options;

  if (asked->landmarks != NULL)
    {
      options->landmarks = saffron_landmarks_copy (asked->landmarks);
      scale_landmarks (squares, options->landmarks);
    }
  if (asked->region.width > 0)
    options->region = scale_rect (&asked->region, &squares->to_square[0]);
  if (asked->start != NULL)
    options->start = saffron_transform_surround (
        asked->start, &squares->from_square[0], &squares->to_square[1],
        saffron_slide_get_width (squares->slides[0]),
        saffron_slide_get_height (squares->slides[0]));
  if (asked->by_hand != NULL)
    {
      SaffronAffine inner =
          saffron_affine_compose (asked->by_hand, &squares->from_square[0]);
      SaffronAffine both =
          saffron_affine_compose (&squares->to_square[1], &inner);

      options->by_hand = g_memdup2 (&both, sizeof both);
    }
  if (asked->stage_done != NULL)
    {
      options->stage_done = on_stage_done;
      options->user_data = squares;
    }
}

void
saffron_squares_init (SaffronSquares *squares,
                      SaffronSlide *reference,
                      SaffronSlide *moving,
                      const SaffronRegisterOptions *options)
{
  squares->originals[0] = reference;
  squares->originals[1] = moving;
  squares->asked = options;
  squares->options = *options;
  for (int i = 0; i < 2; i++)
    {
      double x, y;
      gboolean stretched =
          saffron_slide_find_stretch (squares->originals[i], &x, &y);

      squares->on = squares->on || stretched;
      squares->to_square[i] = (SaffronAffine){ x, 0, 0, 0, y, 0 };
      squares->from_square[i] = (SaffronAffine){ 1.0 / x, 0, 0, 0, 1.0 / y, 0 };
    }
  squares->on = squares->on && options->params->use_pixel_size;
  if (!squares->on)
    return;
  for (int i = 0; i < 2; i++)
    squares->slides[i] = saffron_slide_square (squares->originals[i]);
  convert_options (squares);
}

void
saffron_squares_clear (SaffronSquares *squares)
{
  if (!squares->on)
    return;
  for (int i = 0; i < 2; i++)
    g_clear_object (&squares->slides[i]);
  g_clear_pointer (&squares->options.landmarks, g_array_unref);
  g_clear_pointer (&squares->options.start, saffron_transform_unref);
  g_free ((SaffronAffine *) squares->options.by_hand);
}

/* Lengths were measured in squares. Of a length that has no direction, a pixel
 * counts as what its area is a square of, so that its µm are right. */
static void
convert_lengths (const SaffronSquares *squares, SaffronRunDraft *run)
{
  const SaffronAffine *reference = &squares->from_square[0];
  double by = sqrt (reference->xx * reference->yy);
  GPtrArray *reasons = run->reasons;

  run->reasons = saffron_reasons_scale (reasons, by);
  g_ptr_array_unref (reasons);
  for (guint i = 0; i < run->stages->len; i++)
    {
      SaffronStageRecord *stage =
          &g_array_index (run->stages, SaffronStageRecord, i);

      stage->before *= by;
      stage->after *= by;
      reasons = stage->reasons;
      stage->reasons = saffron_reasons_scale (reasons, by);
      g_ptr_array_unref (reasons);
    }
}

void
saffron_squares_finish (const SaffronSquares *squares, SaffronRunDraft *run)
{
  const SaffronRegisterOptions *asked = squares->asked;

  for (guint i = 0; i < run->parts->len; i++)
    {
      SaffronPart *part = &g_array_index (run->parts, SaffronPart, i);

      part->centre.x *= squares->from_square[0].xx;
      part->centre.y *= squares->from_square[0].yy;
    }
  convert_lengths (squares, run);
  if (run->region.width > 0)
    run->region = scale_rect (&run->region, &squares->from_square[0]);
  run->prior_scale = saffron_prior_scale (squares->originals[0],
                                          squares->originals[1], asked->params);
  if (asked->region.width > 0)
    return;
  g_clear_pointer (&run->by_hand, g_free);
  if (asked->by_hand != NULL)
    run->by_hand = g_memdup2 (asked->by_hand, sizeof *asked->by_hand);
  g_free (run->landmarks);
  run->landmarks = saffron_landmarks_digest (asked->landmarks);
}
