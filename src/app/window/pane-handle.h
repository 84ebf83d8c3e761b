/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SaffronPaneHandle:
 *
 * The line between the canvas and the pane at its end. It is as wide as a
 * separator, but can be grabbed some pixels beside it, and by the keyboard:
 * the arrow keys move it, Home asks for the usual width.
 *
 * "grabbed": a drag begins, or a key is going to move it.
 * "moved" (int by): by so many pixels to the right since it was grabbed;
 * negative is to the left.
 * "reset": the usual width was asked for, by Home or a double click.
 */
#define SAFFRON_TYPE_PANE_HANDLE (saffron_pane_handle_get_type ())
G_DECLARE_FINAL_TYPE (SaffronPaneHandle,
                      saffron_pane_handle,
                      SAFFRON,
                      PANE_HANDLE,
                      GtkWidget)

GtkWidget *saffron_pane_handle_new (void);

/* Tells assistive technology the pane's width and its limits, in pixels. */
void saffron_pane_handle_set_range (SaffronPaneHandle *self,
                                    int least,
                                    int width,
                                    int most);

G_END_DECLS
