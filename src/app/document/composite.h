/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/layer.h"
#include "session/session.h"
#include "view/model.h"

G_BEGIN_DECLS

typedef struct _SaffronDocument SaffronDocument;

/**
 * SaffronCompositeChoice:
 *
 * Which channels of a document's slides a composite shows, and in which
 * colours. What a person chooses is kept in the session; of slides of which
 * nobody has chosen anything, the nuclear channel of the reference is shown and
 * every other channel, as long as there is room, and nuclear channels of moving
 * slides are not: they would all show one thing. Of a brightfield slide, whose
 * darkness covers all tissue, nothing is shown either until somebody asks for
 * it. A slide lies as its run and the landmarks that there are lay it, also
 * where these were edited since the run. Contrast, gamma and opacity are those
 * of the slides' layers.
 *
 * It gives the document's model what to show, from the first time that the
 * model's mode is a composite. SaffronCompositeChoice::changed: of anything.
 */
#define SAFFRON_TYPE_COMPOSITE_CHOICE (saffron_composite_choice_get_type ())
G_DECLARE_FINAL_TYPE (SaffronCompositeChoice,
                      saffron_composite_choice,
                      SAFFRON,
                      COMPOSITE_CHOICE,
                      GObject)

/* Holds no reference to @document, whose own it is. */
SaffronCompositeChoice *
saffron_composite_choice_new (SaffronDocument *document);
/* Ends following the document. */
void saffron_composite_choice_close (SaffronCompositeChoice *self);
/* A layer is shown otherwise: with another contrast. */
void saffron_composite_choice_follow (SaffronCompositeChoice *self);

/**
 * SaffronCompositeState:
 * @SAFFRON_COMPOSITE_DRAWN: it is, or would be, with a channel shown
 * @SAFFRON_COMPOSITE_UNVERIFIED: the same, but the evidence does not support
 *   its run, or not everywhere
 * @SAFFRON_COMPOSITE_NOT_REGISTERED: no run covers the slide: it is not drawn
 */
typedef enum {
  SAFFRON_COMPOSITE_DRAWN,
  SAFFRON_COMPOSITE_UNVERIFIED,
  SAFFRON_COMPOSITE_NOT_REGISTERED,
} SaffronCompositeState;

/* @moving: (nullable): %NULL for the reference */
SaffronCompositeState
saffron_composite_choice_get_state (SaffronCompositeChoice *self,
                                    SaffronMoving *moving);

/* @index: of the layer's display, as everywhere here. */
gboolean saffron_composite_choice_is_shown (SaffronCompositeChoice *self,
                                            SaffronLayer *layer,
                                            int index);
/* 0xRRGGBB */
guint32 saffron_composite_choice_get_color (SaffronCompositeChoice *self,
                                            SaffronLayer *layer,
                                            int index);
/* How many channels are shown. */
int saffron_composite_choice_count (SaffronCompositeChoice *self);
/* How many slides with a shown channel are not verified. */
int saffron_composite_choice_count_unverified (SaffronCompositeChoice *self);

/* Shows or hides a channel. %FALSE, and nothing changes, where there are
 * %SAFFRON_COMPOSITE_MAX_CHANNELS already. */
gboolean saffron_composite_choice_show (SaffronCompositeChoice *self,
                                        SaffronLayer *layer,
                                        int index,
                                        gboolean shown);
void saffron_composite_choice_set_color (SaffronCompositeChoice *self,
                                         SaffronLayer *layer,
                                         int index,
                                         guint32 color);

G_END_DECLS
