/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/* Widgets of the window. */
typedef struct {
  AdwFlap *flap;
  AdwViewStack *pages;
  GtkMenuButton *menu;
  GtkMenuButton *open;       /* a symbol in a narrow window */
  GtkWidget *register_label; /* in a narrow window the symbol instead */
  GtkWidget *register_icon;
  GtkWidget *title; /* hidden there where the name beside it says enough */
  GtkWidget *choice;
  GtkMenuButton *export; /* hidden in a narrow window; the menu has it, too */
  GtkWidget *mode;       /* hidden in a narrow window */
  GtkWidget *swap;       /* hidden in a narrow window */
  GtkWidget *landmarks;  /* likewise; the pane has it, too */
} SaffronFrameWidgets;

/**
 * SaffronWindowFrame:
 *
 * The window around the slides: its pane and pages, its menu, full screen, what
 * a narrow window leaves out; win.cancel stops the newest work.
 */
#define SAFFRON_TYPE_WINDOW_FRAME (saffron_window_frame_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowFrame,
                      saffron_window_frame,
                      SAFFRON,
                      WINDOW_FRAME,
                      GObject)

SaffronWindowFrame *
saffron_window_frame_new (SaffronShell *shell,
                          const SaffronFrameWidgets *widgets);

G_END_DECLS
