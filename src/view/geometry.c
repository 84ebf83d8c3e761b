/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/geometry.h"

#include <math.h>

double
saffron_view_stretch_x (const SaffronViewGeometry *view)
{
  return view->aspect > 0.0 && view->aspect < 1.0 ? 1.0 / view->aspect : 1.0;
}

double
saffron_view_stretch_y (const SaffronViewGeometry *view)
{
  return view->aspect > 1.0 ? view->aspect : 1.0;
}

double
saffron_view_scale_x (const SaffronViewGeometry *view)
{
  return view->zoom * saffron_view_stretch_x (view);
}

double
saffron_view_scale_y (const SaffronViewGeometry *view)
{
  return view->zoom * saffron_view_stretch_y (view);
}

SaffronRefPoint
saffron_view_to_reference (const SaffronViewGeometry *view, SaffronViewPoint p)
{
  return (SaffronRefPoint){
    view->centre.x + (p.x - 0.5 * view->width) / saffron_view_scale_x (view),
    view->centre.y + (p.y - 0.5 * view->height) / saffron_view_scale_y (view),
  };
}

SaffronViewPoint
saffron_view_from_reference (const SaffronViewGeometry *view, SaffronRefPoint p)
{
  return (SaffronViewPoint){
    0.5 * view->width + (p.x - view->centre.x) * saffron_view_scale_x (view),
    0.5 * view->height + (p.y - view->centre.y) * saffron_view_scale_y (view),
  };
}

SaffronRefPoint
saffron_view_way_to_reference (const SaffronViewGeometry *view,
                               SaffronViewPoint way)
{
  return (SaffronRefPoint){ way.x / saffron_view_scale_x (view),
                            way.y / saffron_view_scale_y (view) };
}

static double
fit_zoom (const SaffronViewGeometry *view, double width, double height)
{
  return MIN (MAX (view->width, 1)
                  / (MAX (width, 1.0) * saffron_view_stretch_x (view)),
              MAX (view->height, 1)
                  / (MAX (height, 1.0) * saffron_view_stretch_y (view)));
}

void
saffron_view_fit (SaffronViewGeometry *view,
                  double ref_width,
                  double ref_height)
{
  saffron_view_fit_rect (view, 0.0, 0.0, ref_width, ref_height);
  view->zoom *= 0.98;
}

void
saffron_view_fit_rect (SaffronViewGeometry *view,
                       double x,
                       double y,
                       double width,
                       double height)
{
  view->centre.x = x + 0.5 * width;
  view->centre.y = y + 0.5 * height;
  view->zoom = MIN (fit_zoom (view, width, height), SAFFRON_VIEW_MAX_ZOOM);
}

void
saffron_view_zoom_about (SaffronViewGeometry *view,
                         SaffronViewPoint p,
                         double zoom)
{
  SaffronRefPoint fixed = saffron_view_to_reference (view, p);

  g_return_if_fail (zoom > 0.0);

  view->zoom = zoom;
  view->centre.x =
      fixed.x - (p.x - 0.5 * view->width) / saffron_view_scale_x (view);
  view->centre.y =
      fixed.y - (p.y - 0.5 * view->height) / saffron_view_scale_y (view);
}

void
saffron_view_pan (SaffronViewGeometry *view, double dx, double dy)
{
  SaffronRefPoint way =
      saffron_view_way_to_reference (view, (SaffronViewPoint){ dx, dy });

  view->centre.x -= way.x;
  view->centre.y -= way.y;
}

double
saffron_view_limit_zoom (const SaffronViewGeometry *view,
                         double ref_width,
                         double ref_height,
                         double zoom)
{
  double least = 0.5 * fit_zoom (view, ref_width, ref_height);

  if (!(zoom > 0.0))
    zoom = least;
  return MAX (MIN (zoom, SAFFRON_VIEW_MAX_ZOOM),
              MIN (least, SAFFRON_VIEW_MAX_ZOOM));
}

void
saffron_view_limit (SaffronViewGeometry *view,
                    double ref_width,
                    double ref_height)
{
  view->zoom =
      saffron_view_limit_zoom (view, ref_width, ref_height, view->zoom);
  view->centre.x = isfinite (view->centre.x)
                       ? CLAMP (view->centre.x, 0.0, MAX (ref_width, 0.0))
                       : 0.5 * ref_width;
  view->centre.y = isfinite (view->centre.y)
                       ? CLAMP (view->centre.y, 0.0, MAX (ref_height, 0.0))
                       : 0.5 * ref_height;
}

double
saffron_view_next_preset (double zoom, int direction)
{
  /* A zoom within a tenth of a percent of a preset counts as that preset. */
  double power = log2 (zoom);

  if (direction > 0)
    return exp2 (floor (power + 0.0015) + 1.0);
  return exp2 (ceil (power - 0.0015) - 1.0);
}

char *
saffron_view_zoom_to_string (double zoom)
{
  double power = log2 (zoom);
  double whole = nearbyint (power);

  if (fabs (power - whole) < 0.0015 && fabs (whole) < 20.0)
    {
      if (whole >= 0.0)
        return g_strdup_printf ("%d:1", 1 << (int) whole);
      return g_strdup_printf ("1:%d", 1 << (int) -whole);
    }
  if (zoom < 0.1)
    return g_strdup_printf ("%.1f %%", 100.0 * zoom);
  return g_strdup_printf ("%.0f %%", 100.0 * zoom);
}

SaffronViewGeometry
saffron_view_interpolate (const SaffronViewGeometry *from,
                          const SaffronViewGeometry *to,
                          double t)
{
  SaffronViewGeometry view = *to;
  double ratio = to->zoom / from->zoom;
  double s = t;

  if (t >= 1.0)
    return *to;
  view.zoom = from->zoom * pow (ratio, t);
  /* A point p stays fixed if centre + (p − canvas centre) / zoom is constant,
   * so the centre must change linearly with 1 / zoom. */
  if (fabs (ratio - 1.0) > 1e-6)
    s = (1.0 / from->zoom - 1.0 / view.zoom)
        / (1.0 / from->zoom - 1.0 / to->zoom);
  view.centre.x = from->centre.x + s * (to->centre.x - from->centre.x);
  view.centre.y = from->centre.y + s * (to->centre.y - from->centre.y);
  return view;
}

gboolean
saffron_view_equal (const SaffronViewGeometry *a, const SaffronViewGeometry *b)
{
  return a->centre.x == b->centre.x && a->centre.y == b->centre.y
         && a->zoom == b->zoom && a->width == b->width && a->height == b->height
         && a->aspect == b->aspect;
}
