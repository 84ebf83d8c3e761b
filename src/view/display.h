/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronViewSide:
 *
 * One of the two slides; also an index into arrays of two.
 */
typedef enum {
  SAFFRON_VIEW_REFERENCE = 0,
  SAFFRON_VIEW_MOVING = 1,
} SaffronViewSide;

/**
 * SaffronViewMode:
 * @SAFFRON_VIEW_MODE_OVERLAY: both as intensities, each in its colour, added
 * @SAFFRON_VIEW_MODE_CHECKERBOARD: squares of both in turn, in their own
 *   colours
 * @SAFFRON_VIEW_MODE_SWIPE: reference on one side of an edge, moving on the
 *   other
 * @SAFFRON_VIEW_MODE_DIFFERENCE: absolute difference of the intensities
 * @SAFFRON_VIEW_MODE_REFERENCE_ONLY: the reference in its own colours
 * @SAFFRON_VIEW_MODE_MOVING_ONLY: the moving slide, warped, in its own colours
 * @SAFFRON_VIEW_MODE_FLICKER: one of the two, chosen by
 *   SaffronViewLook.flicker_moving
 * @SAFFRON_VIEW_MODE_SIDE_BY_SIDE: the same place of both, next to each other
 * @SAFFRON_VIEW_MODE_LENS: the reference, with the moving slide in a disc
 * @SAFFRON_VIEW_MODE_COMPOSITE: channels of any number of slides, each in its
 *   colour, added. A brightfield slide has one, its darkness
 */
typedef enum {
  SAFFRON_VIEW_MODE_OVERLAY,
  SAFFRON_VIEW_MODE_CHECKERBOARD,
  SAFFRON_VIEW_MODE_SWIPE,
  SAFFRON_VIEW_MODE_DIFFERENCE,
  SAFFRON_VIEW_MODE_REFERENCE_ONLY,
  SAFFRON_VIEW_MODE_MOVING_ONLY,
  SAFFRON_VIEW_MODE_FLICKER,
  SAFFRON_VIEW_MODE_SIDE_BY_SIDE,
  SAFFRON_VIEW_MODE_LENS,
  SAFFRON_VIEW_MODE_COMPOSITE,
} SaffronViewMode;
#define SAFFRON_VIEW_N_MODES 10

/* The most channels that a composite shows: eyes cannot tell more colours
 * apart. */
#define SAFFRON_COMPOSITE_MAX_CHANNELS 12

/* "overlay", "side-by-side" …: for settings, actions and tests. */
const char *saffron_view_mode_name (SaffronViewMode mode);
gboolean saffron_view_mode_from_name (const char *name, SaffronViewMode *mode);

/**
 * SaffronOverlayColors:
 * @SAFFRON_OVERLAY_RED_GREEN: moving red, reference green, yellow where equal
 * @SAFFRON_OVERLAY_MAGENTA_GREEN: moving magenta, reference green, white where
 *   equal; for red-green colour blindness
 * @SAFFRON_OVERLAY_CYAN_RED: moving red, reference cyan, white where equal
 */
typedef enum {
  SAFFRON_OVERLAY_RED_GREEN,
  SAFFRON_OVERLAY_MAGENTA_GREEN,
  SAFFRON_OVERLAY_CYAN_RED,
} SaffronOverlayColors;
#define SAFFRON_OVERLAY_N_COLORS 3

const char *saffron_overlay_colors_name (SaffronOverlayColors colors);
gboolean saffron_overlay_colors_from_name (const char *name,
                                           SaffronOverlayColors *colors);
/* The colour of a slide in the overlay, 0xRRGGBB. */
guint32 saffron_overlay_color (SaffronOverlayColors colors,
                               SaffronViewSide side);

/**
 * SaffronViewLook:
 * @mode: how the two slides are combined
 * @colors: the overlay's colours
 * @checker_size: side of a square, device pixels
 * @swipe: place of the edge, 0 to 1 of the canvas
 * @swipe_horizontal: an edge from left to right (reference above) instead of
 *   from top to bottom (reference on the left)
 * @flicker_moving: whether flicker shows the moving slide now
 * @lens_x: centre of the lens, device pixels
 * @lens_y: the same in y
 * @lens_radius: device pixels
 * @background: 0xRRGGBB, where there is no slide
 */
typedef struct {
  SaffronViewMode mode;
  SaffronOverlayColors colors;
  double checker_size;
  double swipe;
  gboolean swipe_horizontal;
  gboolean flicker_moving;
  double lens_x, lens_y, lens_radius;
  guint32 background;
} SaffronViewLook;

#define SAFFRON_VIEW_LOOK_DEFAULT                                              \
  ((SaffronViewLook){ .mode = SAFFRON_VIEW_MODE_OVERLAY,                       \
                      .colors = SAFFRON_OVERLAY_RED_GREEN,                     \
                      .checker_size = 64.0,                                    \
                      .swipe = 0.5,                                            \
                      .lens_radius = 120.0,                                    \
                      .background = 0x000000 })

/* The look for the slides that there are, of which each may be %NULL: an
 * overlay or a difference needs two, and one alone is shown in its own colours.
 */
SaffronViewLook saffron_view_look_of_slides (const SaffronViewLook *look,
                                             SaffronSlide *const slides[2]);

/**
 * SaffronChannelDisplay:
 * @visible: if %FALSE, the channel is neither decoded nor drawn
 * @low: the stored value shown as 0
 * @high: the stored value shown as 1
 * @gamma: shown = ((value − low) / (high − low)) ^ (1 / gamma), as in most
 *   viewers, so that values above 1 lighten
 * @color: 0xRRGGBB; for RGB only a composite has it, as the colour of what is
 *   darker than glass
 * @opacity: factor from 0 to 1
 * @glass: only RGB: the stored value of empty glass in each sample. As an
 *   intensity, in the overlay, a pixel is how much darker than glass it is, so
 *   that glass is black there
 * @dark: only RGB: the stored value that is the largest intensity
 * @balanced: only RGB: whether its own colours are scaled so that glass is
 *   @high in each sample; else the stored values are shown as they are
 */
typedef struct {
  gboolean visible;
  double low, high;
  double gamma;
  guint32 color;
  double opacity;
  double glass[3];
  double dark;
  gboolean balanced;
} SaffronChannelDisplay;

/* How much darker than glass a stored value of sample @k is: 0 to 1, 1 at
 * display->dark. */
double saffron_channel_display_darkness (const SaffronChannelDisplay *display,
                                         int k,
                                         double value);

/* The factor of sample @k in the slide's own colours, before contrast. */
double saffron_channel_display_balance (const SaffronChannelDisplay *display,
                                        int k);

/**
 * SaffronContrast:
 *
 * Contrast and gamma of a channel in the form in which they are computed for
 * each pixel: shown = clamp ((value − low) × scale) ^ exponent.
 */
typedef struct {
  double low, scale, exponent;
} SaffronContrast;

/* Also valid for an empty range and an invalid gamma. */
SaffronContrast
saffron_channel_display_get_contrast (const SaffronChannelDisplay *display);

/* 0xRRGGBB as three numbers from 0 to 1. */
void saffron_color_unpack (guint32 color, float out[3]);

/**
 * SaffronSlideDisplay:
 * @visible: whether the slide is drawn at all
 * @opacity: of the slide, multiplied by its channels'
 * @level: the level to draw, or -1 to choose it by the zoom
 * @n_channels: entries of @channels
 * @channels: one per channel of a fluorescence slide; a single one for an RGB
 *   slide, whose three samples share it
 *
 * How a slide is drawn. Free it with saffron_slide_display_free().
 */
typedef struct {
  gboolean visible;
  double opacity;
  int level;
  int n_channels;
  SaffronChannelDisplay *channels;
} SaffronSlideDisplay;

/**
 * saffron_slide_display_new:
 * @channel: the only channel shown at first, usually that of registration;
 *   ignored for an RGB slide
 *
 * Starts with the full range of the stored type, gamma 1 and the file's colours
 * or those of a palette.
 *
 * Returns: (transfer full): the display
 */
SaffronSlideDisplay *saffron_slide_display_new (SaffronSlide *slide,
                                                int channel);
SaffronSlideDisplay *
saffron_slide_display_copy (const SaffronSlideDisplay *display);
void saffron_slide_display_free (SaffronSlideDisplay *display);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronSlideDisplay, saffron_slide_display_free)

/* The slide's channel that entry @index stands for: @index itself, or
 * %SAFFRON_CHANNEL_RGB for an RGB slide. */
int saffron_slide_display_channel (SaffronSlide *slide, int index);

G_END_DECLS
