/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/model-private.h"

/* Which part of the reference a model shows. */

static double
base_width (SaffronViewModel *self)
{
  SaffronSlide *slide = saffron_view_model_get_base (self);

  return slide != NULL ? saffron_slide_get_width (slide) : 1.0;
}

static double
base_height (SaffronViewModel *self)
{
  SaffronSlide *slide = saffron_view_model_get_base (self);

  return slide != NULL ? saffron_slide_get_height (slide) : 1.0;
}

static void
apply (SaffronViewModel *self, SaffronViewGeometry view)
{
  view.aspect = saffron_view_find_aspect (saffron_view_model_get_base (self));
  saffron_view_limit (&view, base_width (self), base_height (self));
  if (saffron_view_equal (&view, &self->geometry))
    return;
  self->geometry = view;
  saffron_view_model_tell (self);
}

void
saffron_view_model_set_geometry (SaffronViewModel *self,
                                 const SaffronViewGeometry *geometry)
{
  SaffronViewGeometry sized = *geometry;

  sized.width = self->geometry.width;
  sized.height = self->geometry.height;
  apply (self, sized);
}

const SaffronViewGeometry *
saffron_view_model_get_geometry (SaffronViewModel *self)
{
  return &self->geometry;
}

void
saffron_view_model_set_size (SaffronViewModel *self, int width, int height)
{
  SaffronViewGeometry geometry = self->geometry;

  geometry.width = MAX (width, 1);
  geometry.height = MAX (height, 1);
  if (self->fitted || saffron_view_model_get_base (self) == NULL)
    {
      apply (self, geometry);
      return;
    }
  self->geometry = geometry;
  saffron_view_model_fit (self);
}

void
saffron_view_model_fit (SaffronViewModel *self)
{
  self->geometry.aspect =
      saffron_view_find_aspect (saffron_view_model_get_base (self));
  saffron_view_fit (&self->geometry, base_width (self), base_height (self));
  self->fitted =
      saffron_view_model_get_base (self) != NULL && self->geometry.width > 1;
  saffron_view_model_tell (self);
}
