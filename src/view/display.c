/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/display.h"

static const char *const mode_names[SAFFRON_VIEW_N_MODES] = {
  [SAFFRON_VIEW_MODE_OVERLAY] = "overlay",
  [SAFFRON_VIEW_MODE_CHECKERBOARD] = "checkerboard",
  [SAFFRON_VIEW_MODE_SWIPE] = "swipe",
  [SAFFRON_VIEW_MODE_DIFFERENCE] = "difference",
  [SAFFRON_VIEW_MODE_REFERENCE_ONLY] = "reference",
  [SAFFRON_VIEW_MODE_MOVING_ONLY] = "moving",
  [SAFFRON_VIEW_MODE_FLICKER] = "flicker",
  [SAFFRON_VIEW_MODE_SIDE_BY_SIDE] = "side-by-side",
  [SAFFRON_VIEW_MODE_LENS] = "lens",
  [SAFFRON_VIEW_MODE_COMPOSITE] = "composite",
};

static const struct {
  const char *name;
  guint32 colors[2]; /* reference, moving */
} overlays[SAFFRON_OVERLAY_N_COLORS] = {
  [SAFFRON_OVERLAY_RED_GREEN] = { "red-green", { 0x00ff00, 0xff0000 } },
  [SAFFRON_OVERLAY_MAGENTA_GREEN] = { "magenta-green", { 0x00ff00, 0xff00ff } },
  [SAFFRON_OVERLAY_CYAN_RED] = { "cyan-red", { 0x00ffff, 0xff0000 } },
};

/* Colours for channels to which the file gives none: blue for the first, which
 * is nearly always DAPI, then colours that are easy to tell apart on black. */
static const guint32 palette[] = { 0x6496ff, 0x00ff00, 0xff3030, 0xffff00,
                                   0x00ffff, 0xff00ff, 0xffa000, 0xffffff };

const char *
saffron_view_mode_name (SaffronViewMode mode)
{
  g_return_val_if_fail ((guint) mode < SAFFRON_VIEW_N_MODES, NULL);
  return mode_names[mode];
}

gboolean
saffron_view_mode_from_name (const char *name, SaffronViewMode *mode)
{
  for (guint i = 0; i < SAFFRON_VIEW_N_MODES; i++)
    if (g_strcmp0 (name, mode_names[i]) == 0)
      {
        *mode = (SaffronViewMode) i;
        return TRUE;
      }
  return FALSE;
}

const char *
saffron_overlay_colors_name (SaffronOverlayColors colors)
{
  g_return_val_if_fail ((guint) colors < SAFFRON_OVERLAY_N_COLORS, NULL);
  return overlays[colors].name;
}

gboolean
saffron_overlay_colors_from_name (const char *name,
                                  SaffronOverlayColors *colors)
{
  for (guint i = 0; i < SAFFRON_OVERLAY_N_COLORS; i++)
    if (g_strcmp0 (name, overlays[i].name) == 0)
      {
        *colors = (SaffronOverlayColors) i;
        return TRUE;
      }
  return FALSE;
}

guint32
saffron_overlay_color (SaffronOverlayColors colors, SaffronViewSide side)
{
  g_return_val_if_fail ((guint) colors < SAFFRON_OVERLAY_N_COLORS, 0);
  return overlays[colors].colors[side];
}

SaffronViewLook
saffron_view_look_of_slides (const SaffronViewLook *look,
                             SaffronSlide *const slides[2])
{
  SaffronViewLook of = *look;

  if (look->mode != SAFFRON_VIEW_MODE_OVERLAY
      && look->mode != SAFFRON_VIEW_MODE_DIFFERENCE)
    return of;
  if (slides[SAFFRON_VIEW_MOVING] == NULL)
    of.mode = SAFFRON_VIEW_MODE_REFERENCE_ONLY;
  else if (slides[SAFFRON_VIEW_REFERENCE] == NULL)
    of.mode = SAFFRON_VIEW_MODE_MOVING_ONLY;
  return of;
}

SaffronContrast
saffron_channel_display_get_contrast (const SaffronChannelDisplay *display)
{
  double range = display->high - display->low;
  double gamma = display->gamma > 0.0 ? display->gamma : 1.0;

  return (SaffronContrast){ display->low, 1.0 / MAX (range, 1e-12),
                            1.0 / gamma };
}

/* The least difference of glass and dark, against a division by zero. */
#define LEAST_RANGE 1e-12

double
saffron_channel_display_darkness (const SaffronChannelDisplay *display,
                                  int k,
                                  double value)
{
  double range = display->glass[k] - display->dark;

  return CLAMP ((display->glass[k] - value) / MAX (range, LEAST_RANGE), 0.0,
                1.0);
}

double
saffron_channel_display_balance (const SaffronChannelDisplay *display, int k)
{
  if (!display->balanced || display->glass[k] <= 0.0)
    return 1.0;
  return display->high / display->glass[k];
}

void
saffron_color_unpack (guint32 color, float out[3])
{
  for (int k = 0; k < 3; k++)
    out[k] = (float) (color >> (16 - 8 * k) & 0xff) / 255.0f;
}

SaffronSlideDisplay *
saffron_slide_display_new (SaffronSlide *slide, int channel)
{
  SaffronSlideDisplay *display = g_new0 (SaffronSlideDisplay, 1);
  gboolean rgb = saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD;

  display->visible = TRUE;
  display->opacity = 1.0;
  display->level = -1;
  display->n_channels = rgb ? 1 : saffron_slide_get_n_channels (slide);
  display->channels = g_new0 (SaffronChannelDisplay, display->n_channels);
  for (int i = 0; i < display->n_channels; i++)
    {
      const SaffronChannel *info = saffron_slide_get_channel (slide, i);

      display->channels[i] = (SaffronChannelDisplay){
        .visible = rgb || i == channel,
        .low = 0.0,
        .high = saffron_sample_type_max (info->type),
        .gamma = 1.0,
        .color =
            info->has_color ? info->color : palette[i % G_N_ELEMENTS (palette)],
        .opacity = 1.0,
      };
      for (int k = 0; k < 3; k++)
        display->channels[i].glass[k] = display->channels[i].high;
    }
  return display;
}

SaffronSlideDisplay *
saffron_slide_display_copy (const SaffronSlideDisplay *display)
{
  SaffronSlideDisplay *copy = g_memdup2 (display, sizeof *display);

  copy->channels =
      g_memdup2 (display->channels,
                 (gsize) display->n_channels * sizeof *display->channels);
  return copy;
}

void
saffron_slide_display_free (SaffronSlideDisplay *display)
{
  g_free (display->channels);
  g_free (display);
}

int
saffron_slide_display_channel (SaffronSlide *slide, int index)
{
  return saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD
             ? SAFFRON_CHANNEL_RGB
             : index;
}
