/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/warp-frame.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "slide/square.h"

/* The number of places that are probed along one side of a slide. */
#define N_PROBES 512

/* A picture of both slides' areas may be at most this many times as large as
 * both slides. */
#define MAX_GROWTH 4.0

typedef struct {
  double x0, y0, x1, y1;
} Bounds;

gboolean
saffron_crop_from_name (const char *name, SaffronCrop *crop, GError **error)
{
  static const char *const names[] = { "reference", "overlap", "all" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      {
        *crop = i;
        return TRUE;
      }
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("no crop “%s”; there are reference, overlap and all"), name);
  return FALSE;
}

double
saffron_warp_downsample (SaffronSlide *reference, int level)
{
  if (level < saffron_slide_get_n_levels (reference))
    return saffron_slide_get_level (reference, level)->downsample;
  return ldexp (1.0, level);
}

static void
bounds_add (Bounds *bounds, double x, double y)
{
  bounds->x0 = MIN (bounds->x0, x);
  bounds->y0 = MIN (bounds->y0, y);
  bounds->x1 = MAX (bounds->x1, x);
  bounds->y1 = MAX (bounds->y1, y);
}

/* Finds the bounds of the cells of the reference whose middle lies on the
 * moving slide, and of their neighbours. */
static gboolean
find_overlap (SaffronSlide *moving,
              const SaffronTransform *transform,
              const Bounds *reference,
              Bounds *overlap)
{
  double width = saffron_slide_get_width (moving);
  double height = saffron_slide_get_height (moving);
  double step_x = (reference->x1 - reference->x0) / N_PROBES;
  double step_y = (reference->y1 - reference->y0) / N_PROBES;
  SaffronMovPoint row[N_PROBES];
  gboolean any = FALSE;

  *overlap = (Bounds){ G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };
  for (int j = 0; j < N_PROBES; j++)
    {
      SaffronRefPoint start = { reference->x0 + 0.5 * step_x,
                                reference->y0 + (j + 0.5) * step_y };

      saffron_transform_pull_row (transform, start, step_x, N_PROBES, row);
      for (int i = 0; i < N_PROBES; i++)
        if (row[i].x >= 0.0 && row[i].y >= 0.0 && row[i].x < width
            && row[i].y < height)
          {
            double x = start.x + i * step_x;

            any = TRUE;
            bounds_add (overlap, x - 1.5 * step_x, start.y - 1.5 * step_y);
            bounds_add (overlap, x + 1.5 * step_x, start.y + 1.5 * step_y);
          }
    }
  overlap->x0 = MAX (overlap->x0, reference->x0);
  overlap->y0 = MAX (overlap->y0, reference->y0);
  overlap->x1 = MIN (overlap->x1, reference->x1);
  overlap->y1 = MIN (overlap->y1, reference->y1);
  return any;
}

/* Adds the moving slide's border, pushed to the reference. */
static void
add_moving (SaffronSlide *moving,
            const SaffronTransform *transform,
            Bounds *bounds)
{
  double width = saffron_slide_get_width (moving);
  double height = saffron_slide_get_height (moving);

  for (int i = 0; i <= N_PROBES; i++)
    {
      double t = (double) i / N_PROBES;
      SaffronMovPoint border[] = {
        { t * width, 0.0 },
        { t * width, height },
        { 0.0, t * height },
        { width, t * height },
      };

      for (guint k = 0; k < G_N_ELEMENTS (border); k++)
        {
          SaffronRefPoint p;

          /* A push that does not converge still gives a finite nearest point.
           * Outside the reference the displacement is constant, so it converges
           * where the border matters. */
          saffron_transform_push (transform, border[k], &p);
          if (isfinite (p.x) && isfinite (p.y))
            bounds_add (bounds, p.x, p.y);
        }
    }
}

static gboolean
check_growth (SaffronSlide *reference,
              SaffronSlide *moving,
              const SaffronTransform *transform,
              const Bounds *bounds,
              GError **error)
{
  double area = fabs (
      saffron_affine_determinant (saffron_transform_get_affine (transform)));
  double scale = area > 1e-12 ? 1.0 / sqrt (area) : 1.0;
  double side = saffron_slide_get_width (reference)
                + saffron_slide_get_height (reference)
                + scale
                      * (saffron_slide_get_width (moving)
                         + saffron_slide_get_height (moving));

  if (bounds->x1 - bounds->x0 <= MAX_GROWTH * side
      && bounds->y1 - bounds->y0 <= MAX_GROWTH * side)
    return TRUE;
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_FAILED,
      _ ("%s: the transform puts it too far from the reference for one "
         "picture of both; crop to the reference"),
      saffron_slide_get_path (moving));
  return FALSE;
}

/* A transform's size may differ from the slide's by this part, because working
 * planes round it to their pixels. */
#define SIZE_TOLERANCE 0.01

gboolean
saffron_warp_check_reference (SaffronSlide *reference,
                              const SaffronTransform *transform,
                              GError **error)
{
  double width = saffron_slide_get_width (reference);
  double height = saffron_slide_get_height (reference);
  double made_width = saffron_transform_get_width (transform);
  double made_height = saffron_transform_get_height (transform);

  if (fabs (made_width - width) <= MAX (SIZE_TOLERANCE * width, 1.0)
      && fabs (made_height - height) <= MAX (SIZE_TOLERANCE * height, 1.0))
    return TRUE;
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
      _ ("%s: is %.0f × %.0f pixels, and the registration was made for a "
         "reference of %.0f × %.0f; put that slide back or register "
         "again"),
      saffron_slide_get_path (reference), width, height, made_width,
      made_height);
  return FALSE;
}

gboolean
saffron_warp_frame (SaffronSlide *reference,
                    SaffronSlide *moving,
                    const SaffronTransform *transform,
                    SaffronCrop crop,
                    int level,
                    SaffronWarpFrame *frame,
                    GError **error)
{
  double ds = saffron_warp_downsample (reference, level);
  Bounds all = { 0.0, 0.0, saffron_slide_get_width (reference),
                 saffron_slide_get_height (reference) };
  Bounds bounds = all;

  if (!saffron_warp_check_reference (reference, transform, error))
    return FALSE;
  if (crop == SAFFRON_CROP_OVERLAP
      && !find_overlap (moving, transform, &all, &bounds))
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_FAILED,
          _ ("%s: does not overlap the reference; crop to the reference "
             "or to all"),
          saffron_slide_get_path (moving));
      return FALSE;
    }
  if (crop == SAFFRON_CROP_ALL)
    {
      add_moving (moving, transform, &bounds);
      if (!check_growth (reference, moving, transform, &bounds, error))
        return FALSE;
    }

  frame->downsample_x = frame->downsample_y = ds;
  frame->origin.x = floor (bounds.x0 / ds + 1e-6) * ds;
  frame->origin.y = floor (bounds.y0 / ds + 1e-6) * ds;
  frame->width = (gint64) ceil ((bounds.x1 - frame->origin.x) / ds - 1e-6);
  frame->height = (gint64) ceil ((bounds.y1 - frame->origin.y) / ds - 1e-6);
  frame->width = MAX (frame->width, 1);
  frame->height = MAX (frame->height, 1);
  if (crop == SAFFRON_CROP_REFERENCE
      && level < saffron_slide_get_n_levels (reference))
    {
      frame->width = saffron_slide_get_level (reference, level)->width;
      frame->height = saffron_slide_get_level (reference, level)->height;
    }
  return TRUE;
}

void
saffron_warp_frame_square (SaffronWarpFrame *frame, SaffronSlide *reference)
{
  double x, y;

  if (!saffron_slide_find_stretch (reference, &x, &y))
    return;
  frame->downsample_x /= x;
  frame->downsample_y /= y;
  frame->width = MAX ((gint64) round (x * (double) frame->width), 1);
  frame->height = MAX ((gint64) round (y * (double) frame->height), 1);
}
