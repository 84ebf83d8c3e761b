/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/document.h"

G_BEGIN_DECLS

/**
 * SaffronStartEditor:
 *
 * Lays the shown moving slide by hand, as a start for its registration. While
 * it is on, the document shows the slide as it is laid: at first as the session
 * has it, else about as the current run has it. Each step is an edit of the
 * session, and so is a whole drag. It ends when another slide or run is shown.
 *
 * SaffronStartEditor::changed: it was turned on or off, or the slide moved.
 */
#define SAFFRON_TYPE_START_EDITOR (saffron_start_editor_get_type ())
G_DECLARE_FINAL_TYPE (SaffronStartEditor,
                      saffron_start_editor,
                      SAFFRON,
                      START_EDITOR,
                      GObject)

SaffronStartEditor *saffron_start_editor_new (SaffronDocument *document);

/* Whether both slides are open, so that one can be laid on the other. */
gboolean saffron_start_editor_is_ready (SaffronStartEditor *self);
/* Whether laying the slide is the next thing to do: it is ready, and there is
 * no run or one that is not verified. */
gboolean saffron_start_editor_is_offered (SaffronStartEditor *self);
/* Whether the session has a start of the shown slide. */
gboolean saffron_start_editor_has_start (SaffronStartEditor *self);

/* Nothing is turned on while a slide is missing. */
void saffron_start_editor_set_on (SaffronStartEditor *self, gboolean on);
gboolean saffron_start_editor_get_on (SaffronStartEditor *self);

/* While it is on: how the slide lies now. */
const SaffronAffine *saffron_start_editor_get (SaffronStartEditor *self);
/* Where its centre lies on the reference. */
SaffronRefPoint saffron_start_editor_get_centre (SaffronStartEditor *self);

/* Each turns it on first, and is one edit. Reference pixels; degrees,
 * clockwise; turns, flips and scales are about the slide's centre. */
void
saffron_start_editor_shift (SaffronStartEditor *self, double dx, double dy);
void saffron_start_editor_turn (SaffronStartEditor *self, double degrees);
void saffron_start_editor_scale (SaffronStartEditor *self, double factor);
void saffron_start_editor_flip (SaffronStartEditor *self);
/* Removes the start, and turns it off. */
void saffron_start_editor_reset (SaffronStartEditor *self);

/* A drag, by so much in all; the canvas follows, and the session is not edited
 * until its end. */
void saffron_start_editor_begin_drag (SaffronStartEditor *self);
void saffron_start_editor_drag_shift (SaffronStartEditor *self,
                                      double dx,
                                      double dy);
void saffron_start_editor_drag_turn (SaffronStartEditor *self, double degrees);
gboolean saffron_start_editor_is_dragging (SaffronStartEditor *self);
void saffron_start_editor_end_drag (SaffronStartEditor *self);
/* Everything is as before. */
void saffron_start_editor_cancel_drag (SaffronStartEditor *self);

G_END_DECLS
