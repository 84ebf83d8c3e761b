/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "session/slide-file.h"
#include "view/display.h"
#include "view/histogram.h"

G_BEGIN_DECLS

/**
 * SaffronLayer:
 *
 * One opened slide in a window, and how it is shown: channels, contrast,
 * colour, gamma, opacity. SaffronLayer::changed is emitted after each change,
 * SaffronLayer::histogram (channel) when one has been counted. Main thread.
 */
#define SAFFRON_TYPE_LAYER (saffron_layer_get_type ())
G_DECLARE_FINAL_TYPE (SaffronLayer, saffron_layer, SAFFRON, LAYER, GObject)

/**
 * saffron_layer_new:
 * @file: what it was opened from; copied
 *
 * Shows its first channel, until it has a look.
 */
SaffronLayer *saffron_layer_new (SaffronSlide *slide,
                                 const SaffronSlideFile *file);

/**
 * saffron_layer_take_look:
 * @channel: index of the channel that registration looks at, or -1
 * @reason: why that one, in words
 *
 * Shows that channel, unless somebody has chosen others meanwhile.
 */
void saffron_layer_take_look (SaffronLayer *self,
                              int channel,
                              const char *reason);
gboolean saffron_layer_has_look (SaffronLayer *self);

const SaffronSlideFile *saffron_layer_get_file (SaffronLayer *self);
SaffronSlide *saffron_layer_get_slide (SaffronLayer *self);
/* The file's name. */
const char *saffron_layer_get_name (SaffronLayer *self);
int saffron_layer_get_channel (SaffronLayer *self);
const char *saffron_layer_get_reason (SaffronLayer *self);
/* The user's pick; NULL for what was found automatically. */
void saffron_layer_pick_channel (SaffronLayer *self,
                                 int channel,
                                 const char *reason);

const SaffronSlideDisplay *saffron_layer_get_display (SaffronLayer *self);
void saffron_layer_set_display (SaffronLayer *self,
                                const SaffronSlideDisplay *display);

/* One channel of the display, by its index there. */
const SaffronChannelDisplay *saffron_layer_get_channel_display (
    SaffronLayer *self,
    int index);
void saffron_layer_set_channel_display (SaffronLayer *self,
                                        int index,
                                        const SaffronChannelDisplay *display);

/* (nullable): until it has been counted, which this starts. */
const SaffronHistogram *saffron_layer_get_histogram (SaffronLayer *self,
                                                     int index);

/* The percentiles that become black and white, 1 and 99 at first; setting them
 * sets the contrast as soon as the histogram is there. */
void saffron_layer_get_percentiles (SaffronLayer *self,
                                    double *low,
                                    double *high);
void saffron_layer_auto_contrast (SaffronLayer *self,
                                  int index,
                                  double low,
                                  double high);

G_END_DECLS
