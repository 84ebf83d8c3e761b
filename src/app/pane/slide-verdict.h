/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/document.h"
#include "session/moving-state.h"

G_BEGIN_DECLS

/* The verdict in a word or two; static. */
const char *saffron_slide_verdict_words (SaffronMovingState state);

/* A sign of it, "✓", "◐", "✗" or "–", which a screen reader says in words. */
GtkWidget *saffron_slide_verdict_new (void);
void saffron_slide_verdict_set (GtkWidget *mark, SaffronMovingState state);

/**
 * saffron_slide_verdict_error:
 *
 * By how much the slide is off where nothing was fitted: "0.42 px, 0.14 µm".
 * Without a pixel size of the reference, or while that is not open, in px
 * alone.
 *
 * Returns: (transfer full): "" when it was not measured
 */
char *saffron_slide_verdict_error (SaffronDocument *document,
                                   SaffronMoving *moving);

/**
 * saffron_slide_verdict_summary:
 *
 * What of the moving slides a person still has to see to: "1 of 9 unverified,
 * 2 not run"; or that there is nothing. See
 * saffron_document_needs_look().
 *
 * Returns: (transfer full): "" without moving slides
 */
char *saffron_slide_verdict_summary (SaffronDocument *document);

G_END_DECLS
