/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/place-painter.h"

#include <math.h>

gboolean
saffron_place_painter_init (SaffronPlacePainter *painter,
                            SaffronSlide *reference,
                            SaffronSlide *moving,
                            const SaffronRun *run,
                            int side,
                            SaffronJob *job,
                            GError **error)
{
  painter->side = side;
  if (!saffron_warp_frame (reference, moving, run->transform,
                           SAFFRON_CROP_REFERENCE, 0, &painter->frame, error))
    return FALSE;
  saffron_warp_frame_square (&painter->frame, reference);
  return saffron_qc_sides_init (painter->sides, reference, moving, run,
                                &painter->frame, job, error);
}

/* What a square shows, in pixels of the QC picture of level 0. */
static SaffronRect
rect_around (const SaffronPlacePainter *painter, SaffronRefPoint at)
{
  const SaffronWarpFrame *frame = &painter->frame;
  double x = (at.x - frame->origin.x) / frame->downsample_x;
  double y = (at.y - frame->origin.y) / frame->downsample_y;

  return (SaffronRect){ (gint64) floor (x) - painter->side / 2,
                        (gint64) floor (y) - painter->side / 2, painter->side,
                        painter->side };
}

gboolean
saffron_place_painter_fit (SaffronPlacePainter *painter,
                           const SaffronRefPoint *places,
                           guint n,
                           GError **error)
{
  g_autofree SaffronRect *rects = g_new (SaffronRect, n + 1);

  for (guint i = 0; i < n; i++)
    rects[i] = rect_around (painter, places[i]);
  return saffron_qc_side_raise (&painter->sides[0], rects, n, error)
         && saffron_qc_side_raise (&painter->sides[1], rects, n, error);
}

double
saffron_place_painter_get_downsample (const SaffronPlacePainter *painter)
{
  return painter->frame.downsample_x;
}

gboolean
saffron_place_painter_draw (const SaffronPlacePainter *painter,
                            SaffronRefPoint at,
                            guint8 *rgb,
                            GError **error)
{
  SaffronRect rect = rect_around (painter, at);

  return saffron_qc_sides_draw (painter->sides, &rect, rgb,
                                (gsize) painter->side * 3, error);
}
