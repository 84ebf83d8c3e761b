/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas.h"
#include "app/document.h"
#include "app/registration.h"
#include "app/window.h"

G_BEGIN_DECLS

struct _SaffronWindow {
  AdwApplicationWindow parent_instance;

  SaffronApplication *application;
  GSettings *settings;
  SaffronDocument *document;
  SaffronRegistration *registration; /* under way, or NULL */
  SaffronCanvas *canvas;
  GtkWidget *minimap;
  GtkWidget *scale_bar;

  /* Template children. */
  AdwWindowTitle *title;
  GtkStack *title_stack;
  GtkDropDown *moving_choice;
  GtkMenuButton *menu_button;
  GtkMenuButton *mode_button;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwFlap *flap;
  AdwViewStack *pages;
  GtkWidget *pages_switcher;
  GtkOverlay *canvas_overlay;
  GtkLabel *pill;
  GtkMenuButton *verdict;
  GtkLabel *verdict_reasons;
  GtkButton *register_button;
  GtkLabel *readout;
  GtkRevealer *busy_revealer;
  GtkLabel *busy_label;
  GtkProgressBar *busy_bar;
  GMenu *recent_menu;
  GMenu *level_menu;

  gboolean updating; /* the choice of the moving slide follows, not leads */
};

/* window.c */
void saffron_window_toast (SaffronWindow *self, const char *text);
void saffron_window_update_actions (SaffronWindow *self);

/* window-actions.c: adds all win.* actions but those of files. */
void saffron_window_add_view_actions (SaffronWindow *self);

/* window-files.c: opening, dropping, saving, recent files. */
void saffron_window_add_file_actions (SaffronWindow *self);
void saffron_window_update_recent (SaffronWindow *self);
void saffron_window_ask_for_missing (SaffronWindow *self, const char *path);

/* window-register.c */
void saffron_window_add_register_actions (SaffronWindow *self);
void saffron_window_stop_registration (SaffronWindow *self);
void saffron_window_ask_to_stop (SaffronWindow *self);
void saffron_window_update_verdict (SaffronWindow *self);

/* window-status.c: pill, read-out line, titles. */
void saffron_window_update_pill (SaffronWindow *self);
void saffron_window_update_readout (SaffronWindow *self);
void saffron_window_update_titles (SaffronWindow *self);

G_END_DECLS
