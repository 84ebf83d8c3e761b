/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/document/looks.h"
#include "session/slide-file.h"
#include "view/display.h"
#include "view/histogram.h"

G_BEGIN_DECLS

/**
 * SaffronLayer:
 *
 * One opened slide in a window, and how it is shown: channels, contrast,
 * colour, gamma, opacity. SaffronLayer::changed is emitted after each change,
 * SaffronLayer::histogram (channel) when one has been counted,
 * SaffronLayer::looks when registration will look at something else. Main
 * thread.
 */
#define SAFFRON_TYPE_LAYER (saffron_layer_get_type ())
G_DECLARE_FINAL_TYPE (SaffronLayer, saffron_layer, SAFFRON, LAYER, GObject)

/**
 * saffron_layer_new:
 * @file: what it was opened from; copied
 *
 * Shows its first channel, until it is known what registration looks at.
 */
SaffronLayer *saffron_layer_new (SaffronSlide *slide,
                                 const SaffronSlideFile *file);
/**
 * saffron_layer_resemble:
 * @former: another Z plane of the same slide
 *
 * Shows the slide as @former was shown, with the same contrast, so that they
 * can be compared. Nothing happens where the channels are others.
 */
void saffron_layer_resemble (SaffronLayer *self, SaffronLayer *former);
const SaffronSlideFile *saffron_layer_get_file (SaffronLayer *self);

SaffronSlide *saffron_layer_get_slide (SaffronLayer *self);
/* The file's name. */
const char *saffron_layer_get_name (SaffronLayer *self);
/* %NULL until the looks are known. */
const SaffronLooks *saffron_layer_get_looks (SaffronLayer *self);
/* The parameters that they were found for; "" at first. */
const char *saffron_layer_get_look_key (SaffronLayer *self);
/* Sets what registration looks at. The first time those channels are shown,
 * unless somebody has chosen channels meanwhile; later calls do not change the
 * canvas, because what is shown is a separate choice. */
void saffron_layer_set_looks (SaffronLayer *self,
                              const SaffronLooks *looks,
                              const char *key);

const SaffronSlideDisplay *saffron_layer_get_display (SaffronLayer *self);
void saffron_layer_set_display (SaffronLayer *self,
                                const SaffronSlideDisplay *display);

/* One channel of the display, by its index there. */
const SaffronChannelDisplay *
saffron_layer_get_channel_display (SaffronLayer *self, int index);
void saffron_layer_set_channel_display (SaffronLayer *self,
                                        int index,
                                        const SaffronChannelDisplay *display);

/* A channel that something else shows gets a contrast of its own, as the layer
 * gives it to one that it shows for the first time. */
void saffron_layer_want_contrast (SaffronLayer *self, int index);

/* (nullable): until it has been counted, which this starts. */
const SaffronHistogram *saffron_layer_get_histogram (SaffronLayer *self,
                                                     int index);

/* Whether the contrast of a channel is the one that it has before anybody sets
 * it. */
gboolean saffron_layer_has_first_contrast (SaffronLayer *self, int index);

/* The percentiles of a channel that become black and white: those that were
 * set, 1 and 99 at first, until the contrast is set in another way. Setting
 * them sets the contrast as soon as the histogram is there. */
void saffron_layer_get_percentiles (SaffronLayer *self,
                                    int index,
                                    double *low,
                                    double *high);
void saffron_layer_auto_contrast (SaffronLayer *self,
                                  int index,
                                  double low,
                                  double high);

G_END_DECLS
