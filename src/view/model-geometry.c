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

gboolean
saffron_view_model_has_size (SaffronViewModel *self)
{
  return self->geometry.width > 1;
}

SaffronViewGeometry
saffron_view_model_get_fit (SaffronViewModel *self)
{
  SaffronViewGeometry view = self->geometry;
  gboolean halves = self->look.mode == SAFFRON_VIEW_MODE_SIDE_BY_SIDE;

  view.aspect = saffron_view_find_aspect (saffron_view_model_get_base (self));
  if (halves)
    view.width = MAX (view.width / 2, 1);
  saffron_view_fit (&view, base_width (self), base_height (self));
  view.width = self->geometry.width;
  saffron_view_limit (&view, base_width (self), base_height (self));
  return view;
}

/* A slide that fits the canvas goes on fitting it: the pane beside it becomes
 * wider while its rows come, and a banner takes height. */
void
saffron_view_model_set_size (SaffronViewModel *self, int width, int height)
{
  SaffronViewGeometry sized = self->geometry;
  SaffronViewGeometry fit = saffron_view_model_get_fit (self);
  gboolean fits = saffron_view_model_get_base (self) != NULL
                  && (!saffron_view_model_has_size (self)
                      || saffron_view_equal (&fit, &self->geometry));

  sized.width = MAX (width, 1);
  sized.height = MAX (height, 1);
  if (!fits)
    {
      apply (self, sized);
      return;
    }
  self->geometry = sized;
  saffron_view_model_fit (self);
}

void
saffron_view_model_fit (SaffronViewModel *self)
{
  self->geometry = saffron_view_model_get_fit (self);
  saffron_view_model_tell (self);
}
