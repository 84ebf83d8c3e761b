/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/model.h"

#include "slide/square.h"

double
saffron_view_find_aspect (SaffronSlide *slide)
{
  double x = 1.0, y = 1.0;

  if (slide != NULL)
    saffron_slide_find_stretch (slide, &x, &y);
  return y / x;
}

SaffronViewGeometry
saffron_view_model_get_overview_geometry (SaffronViewModel *model,
                                          int width,
                                          int height)
{
  SaffronSlide *slide = saffron_view_model_get_base (model);
  SaffronViewGeometry geometry = { .width = MAX (width, 1),
                                   .height = MAX (height, 1),
                                   .aspect = saffron_view_find_aspect (slide) };

  saffron_view_fit_rect (
      &geometry, 0.0, 0.0,
      slide != NULL ? (double) saffron_slide_get_width (slide) : 1.0,
      slide != NULL ? (double) saffron_slide_get_height (slide) : 1.0);
  return geometry;
}

SaffronTransform *
saffron_view_place (SaffronSlide *reference, SaffronSlide *moving)
{
  double width = saffron_slide_get_width (reference);
  double height = saffron_slide_get_height (reference);
  double ref_x, ref_y, mov_x, mov_y;
  SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;

  if (!saffron_slide_get_pixel_size (reference, &ref_x, &ref_y)
      || !saffron_slide_get_pixel_size (moving, &mov_x, &mov_y))
    {
      saffron_slide_find_stretch (reference, &ref_x, &ref_y);
      saffron_slide_find_stretch (moving, &mov_x, &mov_y);
    }
  affine.xx = ref_x / mov_x;
  affine.yy = ref_y / mov_y;
  affine.x0 = 0.5 * (saffron_slide_get_width (moving) - affine.xx * width);
  affine.y0 = 0.5 * (saffron_slide_get_height (moving) - affine.yy * height);
  return saffron_transform_new (width, height, &affine, NULL);
}
