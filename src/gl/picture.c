/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/picture.h"

static void
set_look (SaffronGlPicture *p, const SaffronFrame *frame)
{
  const SaffronViewLook *look = &frame->look;
  const SaffronViewGeometry *view = &frame->geometry;

  saffron_color_unpack (look->background, p->background);
  for (int side = 0; side < 2; side++)
    {
      saffron_color_unpack (
          saffron_overlay_color (look->colors, (SaffronViewSide) side),
          p->overlay[side]);
      p->shift[side] =
          (float) saffron_frame_shift (frame, (SaffronViewSide) side);
    }
  p->mode[0] = (float) MAX (look->checker_size, 1.0);
  p->mode[1] =
      (float) (look->swipe
               * (look->swipe_horizontal ? view->height : view->width));
  p->mode[2] = look->swipe_horizontal ? 1.0f : 0.0f;
  p->mode[3] = look->flicker_moving ? 1.0f : 0.0f;
  p->lens[0] = (float) look->lens_x;
  p->lens[1] = (float) look->lens_y;
  p->lens[2] = (float) (look->lens_radius * look->lens_radius);
}

/* An RGB slide has its glass in place of a colour, and its balance. */
static void
set_glass (SaffronGlPicture *p,
           int k,
           const SaffronChannelDisplay *display,
           double max)
{
  for (int i = 0; i < 3; i++)
    {
      p->color[k][i] = (float) (display->glass[i] / max);
      p->balance[k / SAFFRON_GL_MAX_CHANNELS][i] =
          (float) saffron_channel_display_balance (display, i);
    }
  p->color[k][3] = (float) (display->dark / max);
}

/* The texture gives a sample as its stored value divided by @max. */
static void
set_channels (SaffronGlPicture *p, const SaffronFrameSlide *s, int side)
{
  for (int c = 0; c < MIN (s->n_channels, SAFFRON_GL_MAX_CHANNELS); c++)
    {
      const SaffronChannelDisplay *d = &s->channels[c].display;
      int k = side * SAFFRON_GL_MAX_CHANNELS + c;
      double max = saffron_sample_type_max (s->type);
      SaffronContrast contrast = saffron_channel_display_get_contrast (d);

      p->contrast[k][0] = (float) (contrast.low / max);
      p->contrast[k][1] = (float) (contrast.scale * max);
      p->contrast[k][2] = (float) contrast.exponent;
      p->contrast[k][3] = (float) d->opacity;
      saffron_color_unpack (d->color, p->color[k]);
      if (s->rgb)
        set_glass (p, k, d, max);
    }
}

static void
set_slide (SaffronGlPicture *p,
           const SaffronFrame *frame,
           const SaffronFrameSlide *s,
           SaffronMovPoint middle,
           int side)
{
  p->bounds[side][0] = (float) -middle.x;
  p->bounds[side][1] = (float) -middle.y;
  p->bounds[side][2] = (float) ((double) s->width - middle.x);
  p->bounds[side][3] = (float) ((double) s->height - middle.y);
  p->sides[side][0] = (float) s->opacity;
  set_channels (p, s, side);
  if (frame->look.mode == SAFFRON_VIEW_MODE_COMPOSITE && s->rgb
      && s->n_channels > 0)
    saffron_color_unpack (s->channels[0].display.color, p->overlay[side]);
}

void
saffron_gl_picture_init (SaffronGlPicture *p,
                         const SaffronFrame *frame,
                         const int slides[2],
                         const SaffronMovPoint middles[2],
                         int width,
                         int height)
{
  const SaffronViewGeometry *view = &frame->geometry;
  const SaffronTransform *transform =
      frame->slides[slides[SAFFRON_VIEW_MOVING]].transform;
  SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;

  if (transform != NULL)
    affine = *saffron_transform_get_affine (transform);
  p->canvas[0] = (float) view->width;
  p->canvas[1] = (float) view->height;
  p->canvas[2] = (float) (1.0 / saffron_view_scale_x (view));
  p->canvas[3] = (float) (1.0 / saffron_view_scale_y (view));
  p->target[0] = (float) view->width / (float) MAX (width, 1);
  p->target[1] = (float) view->height / (float) MAX (height, 1);
  p->target[2] = (float) height;
  p->affine[0] = (float) affine.xx;
  p->affine[1] = (float) affine.xy;
  p->affine[2] = (float) affine.yx;
  p->affine[3] = (float) affine.yy;
  set_look (p, frame);
  for (int side = 0; side < 2; side++)
    if (slides[side] >= 0)
      set_slide (p, frame, &frame->slides[slides[side]], middles[side], side);
}
