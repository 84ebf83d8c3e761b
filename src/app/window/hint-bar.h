/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SaffronHintBar:
 *
 * One hint for somebody who is new, above the canvas, with a button that
 * dismisses it. Hidden until it has a hint.
 *
 * SaffronHintBar::dismissed: the button was pressed; the hint stays until
 * another is set.
 */
#define SAFFRON_TYPE_HINT_BAR (saffron_hint_bar_get_type ())
G_DECLARE_FINAL_TYPE (SaffronHintBar,
                      saffron_hint_bar,
                      SAFFRON,
                      HINT_BAR,
                      GtkBox)

/* @text: (nullable): %NULL hides the bar. */
void saffron_hint_bar_set_text (SaffronHintBar *self, const char *text);

G_END_DECLS
