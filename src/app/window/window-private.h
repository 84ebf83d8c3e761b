/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/busy-bar.h"
#include "app/canvas/canvas.h"
#include "app/document/compare.h"
#include "app/document/document.h"
#include "app/work/export-job.h"
#include "app/work/forecaster.h"
#include "app/work/registration.h"
#include "app/work/sweep-runner.h"
#include "app/window/window.h"

G_BEGIN_DECLS

struct _SaffronWindow {
  AdwApplicationWindow parent_instance;

  GSettings *settings;
  SaffronDocument *document;
  SaffronWorkList *works;
  SaffronForecaster *forecaster;
  SaffronRegistration *registration; /* under way, or NULL */
  SaffronMoving *registering;        /* of which slide, or NULL */
  SaffronRunEntry *registering_from; /* what it started from, or NULL */
  SaffronSweepRunner *sweep;
  GtkWidget *sweep_page;
  SaffronCanvas *canvas;
  GtkWidget *minimap;
  GtkWidget *scale_bar;
  GtkWidget *register_page;

  /* Two runs against each other, see window-compare.c. */
  SaffronCompare *compare;
  GtkWidget *canvas_box;
  GtkWidget *compare_view; /* NULL unless both are side by side */
  GtkWidget *region_layer;
  char *region_reference; /* the path of the slide that the region is on */
  GtkWidget *arrow_layer;
  GtkWidget *run_title;
  gboolean flip_held; /* by the key, not by the button */

  GCancellable *checking;   /* of a registration's memory; NULL: none waits */
  GtkWidget *stop_question; /* that is on screen; NULL: none */
  gboolean quitting;        /* and the application is to quit after it */

  /* Template children. */
  AdwWindowTitle *title;
  GtkDropDown *moving_choice;
  GtkMenuButton *menu_button;
  GtkMenuButton *open_button;
  GtkWidget *swap_button;
  GtkMenuButton *mode_button;
  GtkMenuButton *export_button;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwFlap *flap;
  AdwViewStack *pages;
  GtkWidget *pages_switcher;
  GtkOverlay *canvas_overlay;
  GtkMenuButton *pill;
  GtkLabel *pill_label;
  GtkMenuButton *verdict;
  GtkButton *register_button;
  GtkLabel *readout;
  SaffronBusyBar *busy_bar;
  GMenu *recent_menu;
  GMenu *level_menu;
  GMenu *pill_menu;
  GtkWidget *missing_bar;
  GtkLabel *missing_label;
  GtkWidget *locate_button;
  GtkWidget *open_left_button;

  SaffronSlide *level_slide; /* that the menu of levels is about; weak */

  guint status_source; /* pill and read-out are about to follow */

  AdwToast *undo_toast; /* offers to undo the last edit; NULL when none does */
  guint64 shown_edit;   /* the session's edit that was last looked at */
  gboolean stepping;    /* undo or redo is under way */
  gboolean updating;    /* the choice of the moving slide follows, not leads */
};

/* window-toast.c: of @text the first line, with the path at its start made
 * short; the rest, or all of it, is what Details shows. */
void saffron_window_toast (SaffronWindow *self, const char *text);

/* window.c */
void saffron_window_update_actions (SaffronWindow *self);

/* window-actions.c: adds all win.* actions but those of files. */
void saffron_window_add_view_actions (SaffronWindow *self);

/* The moving slide of this index, if there is one. */
void saffron_window_show_moving (SaffronWindow *self, guint index);

/* window-level.c: which pyramid level is drawn. */
void saffron_window_add_level_actions (SaffronWindow *self);
/* After other slides are shown: the menu, and the level on them. */
void saffron_window_update_levels (SaffronWindow *self);

/* window-files.c: opening, dropping, recent files. */
void saffron_window_add_file_actions (SaffronWindow *self);
GtkFileFilter *saffron_window_slide_filter (void);

/* window-save.c: saving, and what it asks first. */
void saffron_window_add_save_actions (SaffronWindow *self);

/* demo.c: two slides are made once in the cache, then opened. */
void saffron_window_open_demo (SaffronWindow *self);

/* window-recent.c: the menu of what was opened last. */
void saffron_window_update_recent (SaffronWindow *self);

/* window-missing.c: the bar that asks where a session's slides are, or
 * whether they should be opened after all. */
void saffron_window_add_missing_actions (SaffronWindow *self);
void saffron_window_update_missing (SaffronWindow *self);

/* recovery.c: offers what was left unsaved, once in the process. */
void saffron_window_offer_recovery (SaffronWindow *self);

/* window-region.c */
void saffron_window_add_region_actions (SaffronWindow *self);
gboolean saffron_window_has_region (SaffronWindow *self);

/* window-sweep.c */
GtkWidget *saffron_window_add_sweep_page (SaffronWindow *self);
void saffron_window_remove_sweep (SaffronWindow *self);

/* undo.c: undo, redo, and the toasts that offer an undo. */
void saffron_window_add_undo_actions (SaffronWindow *self);
void saffron_window_remove_undo (SaffronWindow *self);

/* window-compare.c: the runs and what compares two of them. */
GtkWidget *saffron_window_wrap_canvas (SaffronWindow *self);
GtkWidget *saffron_window_add_runs_page (SaffronWindow *self);
void saffron_window_add_compare_actions (SaffronWindow *self);

/* window-export.c: pictures, slides and settings that leave. */
void saffron_window_add_export_actions (SaffronWindow *self);

/* window-register.c */
GtkWidget *saffron_window_add_register_page (SaffronWindow *self);
void saffron_window_add_register_actions (SaffronWindow *self);
/* @region: of width 0 for the whole slide. */
void saffron_window_start_registration (SaffronWindow *self,
                                        const SaffronRect *region);
void saffron_window_stop_registration (SaffronWindow *self);
void saffron_window_update_verdict (SaffronWindow *self);

/* window-memory.c: what would take more memory than there is is asked about
 * first. */
void saffron_window_register_checked (SaffronWindow *self,
                                      const SaffronRect *region);
void saffron_window_stop_checking (SaffronWindow *self);
void saffron_window_ask_about_sweep (SaffronWindow *self);

/* window-closing.c: what would be lost, and the question. */
void saffron_window_ask_to_stop (SaffronWindow *self);
void saffron_window_remove_question (SaffronWindow *self);

/* window-status.c: pill, read-out line, titles. */
void saffron_window_update_pill (SaffronWindow *self);
void saffron_window_update_readout (SaffronWindow *self);
void saffron_window_update_titles (SaffronWindow *self);
/* The session's name alone, and whether it was edited. */
void saffron_window_update_title (SaffronWindow *self);

G_END_DECLS
