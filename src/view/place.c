/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/model.h"

SaffronTransform *
saffron_view_place (SaffronSlide *reference, SaffronSlide *moving)
{
  double width = saffron_slide_get_width (reference);
  double height = saffron_slide_get_height (reference);
  double ref_x, ref_y, mov_x, mov_y;
  SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;

  if (saffron_slide_get_pixel_size (reference, &ref_x, &ref_y)
      && saffron_slide_get_pixel_size (moving, &mov_x, &mov_y))
    {
      affine.xx = ref_x / mov_x;
      affine.yy = ref_y / mov_y;
    }
  affine.x0 = 0.5 * (saffron_slide_get_width (moving) - affine.xx * width);
  affine.y0 = 0.5 * (saffron_slide_get_height (moving) - affine.yy * height);
  return saffron_transform_new (width, height, &affine, NULL);
}
