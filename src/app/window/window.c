/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window.h"

#include <glib/gi18n.h>

#include "app/accels.h"
#include "app/canvas/minimap.h"
#include "app/canvas/scale-bar.h"
#include "app/pane/runs-page.h"
#include "app/pane/slides-page.h"
#include "app/window/busy-bar.h"
#include "app/window/menu-buttons.h"
#include "app/window/page-switcher.h"
#include "app/window/pages.h"
#include "app/window/window-busy.h"
#include "app/window/window-closing.h"
#include "app/window/window-compare.h"
#include "app/window/window-demo.h"
#include "app/window/window-description.h"
#include "app/window/window-estimate.h"
#include "app/window/window-export.h"
#include "app/window/window-files.h"
#include "app/window/window-frame.h"
#include "app/window/window-hints.h"
#include "app/window/window-inhibit.h"
#include "app/window/window-landmarks.h"
#include "app/window/window-legend.h"
#include "app/window/window-level.h"
#include "app/window/window-map.h"
#include "app/window/window-memory.h"
#include "app/window/window-merge.h"
#include "app/window/window-messages.h"
#include "app/window/window-missing.h"
#include "app/window/window-moving.h"
#include "app/window/window-quality.h"
#include "app/window/window-recent.h"
#include "app/window/window-recovery.h"
#include "app/window/window-region.h"
#include "app/window/window-register-all.h"
#include "app/window/window-register.h"
#include "app/window/window-report.h"
#include "app/window/window-rounds.h"
#include "app/window/window-save.h"
#include "app/window/window-start.h"
#include "app/window/window-status.h"
#include "app/window/window-sweep.h"
#include "app/window/window-title.h"
#include "app/window/window-undo.h"
#include "app/window/window-verdict.h"
#include "app/window/window-view.h"

/* The window holds the widgets; what it does is in its topics, see shell.h. */
struct _SaffronWindow {
  AdwApplicationWindow parent_instance;

  SaffronShell *shell;
  GPtrArray *topics;
  SaffronWindowClosing *closing; /* one SaffronShell topic */
  SaffronWindowMap *map;         /* another */
  SaffronCanvas *canvas;
  GtkWidget *minimap;

  /* Template children. */
  AdwWindowTitle *title;
  GtkDropDown *moving_choice;
  GtkMenuButton *menu_button;
  GtkMenuButton *open_button;
  GtkWidget *swap_button;
  GtkWidget *landmark_button;
  GtkMenuButton *mode_button;
  GtkMenuButton *export_button;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwFlap *flap;
  AdwViewStack *pages;
  SaffronPageSwitcher *pages_switcher;
  GtkOverlay *empty_overlay;
  GtkOverlay *canvas_overlay;
  GtkMenuButton *pill;
  GtkLabel *pill_label;
  GtkMenuButton *verdict;
  GtkImage *verdict_icon;
  GtkLabel *verdict_label;
  SaffronVerdictBanner *verdict_banner;
  SaffronHintBar *hint_bar;
  GtkMenuButton *legend;
  GtkMenuButton *map_button;
  GtkLabel *register_label;
  GtkImage *register_icon;
  GtkLabel *readout;
  SaffronBusyBar *busy_bar;
  GMenu *recent_menu;
  GMenu *level_menu;
  GMenu *pill_menu;
  GtkWidget *missing_bar;
  GtkLabel *missing_label;
  GtkWidget *locate_button;
  GtkWidget *open_left_button;
  AdwStatusPage *absent_page;
  GtkWidget *pills;
};

G_DEFINE_FINAL_TYPE (SaffronWindow, saffron_window, ADW_TYPE_APPLICATION_WINDOW)

/* Whether the focus may be moved: it is nowhere, on the page that disappears,
 * or on the button that opened the slides. */
static gboolean
focus_is_free (SaffronWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus == NULL
         || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack))
         || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->open_button));
}

/* The first slide replaces the page that explains how to open one. */
static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronWindow *self = user_data;
  gboolean empty = saffron_document_is_empty (document);
  gboolean first =
      !empty
      && g_str_equal (gtk_stack_get_visible_child_name (self->stack), "empty");
  gboolean take = first && focus_is_free (self);

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "slides");
  /* Only at the first slide: later changes must not take the focus from
   * somebody who types. */
  if (take)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static gboolean
saffron_window_close_request (GtkWindow *window)
{
  SaffronWindow *self = SAFFRON_WINDOW (window);
  GSettings *settings = self->shell->settings;
  int width = 0, height = 0;

  if (saffron_window_closing_is_busy (self->closing))
    {
      saffron_window_closing_ask (self->closing);
      return GDK_EVENT_STOP;
    }
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "window-maximized",
                          gtk_window_is_maximized (window));
  saffron_work_list_cancel_all (self->shell->works);
  saffron_document_close (self->shell->document);
  return GTK_WINDOW_CLASS (saffron_window_parent_class)->close_request (window);
}

/* Ends the work under way and closes the topics, even those that something else
 * still holds. */
static void
end_topics (SaffronWindow *self)
{
  if (self->topics == NULL)
    return;
  for (guint i = 0; i < self->topics->len; i++)
    g_object_run_dispose (self->topics->pdata[i]);
  saffron_work_list_cancel_all (self->shell->works);
  saffron_shell_close (self->shell);
  self->closing = NULL;
  self->map = NULL;
  g_clear_pointer (&self->topics, g_ptr_array_unref);
}

static void
saffron_window_dispose (GObject *object)
{
  SaffronWindow *self = SAFFRON_WINDOW (object);

  end_topics (self);
  if (self->shell != NULL)
    saffron_document_close (self->shell->document);
  g_clear_pointer (&self->shell, saffron_shell_unref);
  G_OBJECT_CLASS (saffron_window_parent_class)->dispose (object);
}

#define BIND(klass, child)                                                     \
  gtk_widget_class_bind_template_child (klass, SaffronWindow, child)

static void
bind_children (GtkWidgetClass *klass)
{
  BIND (klass, title);
  BIND (klass, moving_choice);
  BIND (klass, menu_button);
  BIND (klass, swap_button);
  BIND (klass, landmark_button);
  BIND (klass, open_button);
  BIND (klass, mode_button);
  BIND (klass, export_button);
  BIND (klass, toasts);
  BIND (klass, stack);
  BIND (klass, flap);
  BIND (klass, pages);
  BIND (klass, pages_switcher);
  BIND (klass, empty_overlay);
  BIND (klass, canvas_overlay);
  BIND (klass, pill);
  BIND (klass, pill_label);
  BIND (klass, verdict);
  BIND (klass, verdict_icon);
  BIND (klass, verdict_label);
  BIND (klass, verdict_banner);
  BIND (klass, hint_bar);
  BIND (klass, legend);
  BIND (klass, map_button);
  BIND (klass, register_label);
  BIND (klass, register_icon);
  BIND (klass, readout);
  BIND (klass, busy_bar);
  BIND (klass, recent_menu);
  BIND (klass, level_menu);
  BIND (klass, pill_menu);
  BIND (klass, missing_bar);
  BIND (klass, missing_label);
  BIND (klass, locate_button);
  BIND (klass, open_left_button);
  BIND (klass, absent_page);
  BIND (klass, pills);
}

static void
saffron_window_class_init (SaffronWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SAFFRON_TYPE_BUSY_BAR);
  g_type_ensure (SAFFRON_TYPE_HINT_BAR);
  g_type_ensure (SAFFRON_TYPE_PAGE_SWITCHER);
  g_type_ensure (SAFFRON_TYPE_VERDICT_BANNER);
  G_OBJECT_CLASS (klass)->dispose = saffron_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = saffron_window_close_request;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/window.ui");
  bind_children (widget_class);
}

static void
saffron_window_init (SaffronWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_up_buttons (SaffronWindow *self)
{
  SaffronMenuButtons buttons = {
    self->open_button, self->mode_button, self->export_button,
    self->menu_button, self->pill,        self->verdict,
    self->legend,      self->map_button,  GTK_WIDGET (self->moving_choice)
  };

  saffron_menu_buttons_set_up (&buttons, GTK_WIDGET (self->canvas));
}

/* @topic: (transfer full) */
static void
keep (SaffronWindow *self, gpointer topic)
{
  g_ptr_array_add (self->topics, topic);
}

/* The canvas, and what controls how it shows the slides. */
static SaffronWindowCompare *
add_view (SaffronWindow *self)
{
  SaffronShell *shell = self->shell;
  SaffronViewModel *model = saffron_document_get_model (shell->document);
  SaffronWindowCompare *compare = NULL;
  SaffronBusyWidgets busy = {
    self->busy_bar,       self->stack, self->empty_overlay,
    self->canvas_overlay, NULL,        NULL
  };

  busy.scale_bar = saffron_scale_bar_new (model);
  busy.minimap = self->minimap = saffron_minimap_new (model);
  self->canvas = SAFFRON_CANVAS (saffron_canvas_new (
      model, g_settings_get_enum (shell->settings, "renderer")));
  compare = saffron_window_compare_new (shell, self->canvas);
  keep (self, compare);
  gtk_overlay_set_child (self->canvas_overlay,
                         saffron_window_compare_get_box (compare));
  gtk_overlay_add_overlay (self->canvas_overlay, busy.scale_bar);
  gtk_overlay_add_overlay (self->canvas_overlay, self->minimap);
  keep (self, saffron_window_busy_new (shell, &busy));
  keep (self, saffron_window_view_new (shell, self->canvas, self->minimap,
                                       self->mode_button));
  self->map = saffron_window_map_new (
      shell, saffron_window_compare_get_overlay (compare), self->canvas_overlay,
      self->minimap, self->map_button);
  keep (self, self->map);
  keep (self, saffron_window_level_new (shell, self->level_menu));
  keep (self, saffron_window_legend_new (shell, self->legend, self->pills,
                                         GTK_WIDGET (self->verdict_banner)));
  keep (self, saffron_window_messages_new (shell, self->canvas));
  return compare;
}

/* Opening, saving, and what is open. */
static void
add_slides (SaffronWindow *self)
{
  SaffronShell *shell = self->shell;
  SaffronMissingWidgets missing = { self->missing_bar,   self->missing_label,
                                    self->locate_button, self->open_left_button,
                                    self->absent_page,   self->pills };

  keep (self, saffron_window_title_new (shell, self->title));
  keep (self, saffron_window_moving_new (shell, self->moving_choice));
  keep (self, saffron_window_rounds_new (shell));
  keep (self, saffron_window_files_new (shell));
  keep (self, saffron_window_recent_new (shell, self->recent_menu));
  keep (self, saffron_window_save_new (shell));
  keep (self, saffron_window_missing_new (shell, &missing));
  keep (self, saffron_window_recovery_new (shell));
  keep (self, saffron_window_demo_new (shell));
  keep (self, saffron_window_undo_new (shell));
}

/* Registering, and the pages of the pane. */
static void
add_runs (SaffronWindow *self, SaffronWindowCompare *compare)
{
  SaffronShell *shell = self->shell;
  SaffronCompare *runs = saffron_window_compare_get (compare);
  GtkOverlay *overlay = saffron_window_compare_get_overlay (compare);
  SaffronWindowEstimate *estimate =
      saffron_window_estimate_new (shell, self->verdict);
  SaffronWindowMemory *memory = saffron_window_memory_new (
      shell, saffron_window_estimate_get_forecaster (estimate));
  SaffronWindowRegister *registering =
      saffron_window_register_new (shell, memory);
  SaffronWindowSweep *sweep = saffron_window_sweep_new (shell);
  SaffronExportCarrier *carrier = saffron_export_carrier_new (shell);
  SaffronVerdictWidgets verdict = { self->verdict, self->verdict_icon,
                                    self->verdict_label, self->verdict_banner };
  SaffronWindowLandmarks *landmarks = saffron_window_landmarks_new (
      shell, self->canvas, overlay, self->minimap);
  SaffronWindowQuality *quality = saffron_window_quality_new (
      shell, self->canvas, overlay, self->minimap,
      saffron_window_landmarks_get_editor (landmarks));
  SaffronDescribed described = { self->canvas, self->minimap, self->pill_label,
                                 self->map,    landmarks,     compare };
  GtkWidget *pages[SAFFRON_N_PAGES] = {
    saffron_slides_page_new (shell->document),
    saffron_window_estimate_get_page (estimate),
    saffron_runs_page_new (shell->document, runs),
    saffron_window_landmarks_get_page (landmarks),
    saffron_window_quality_get_page (quality),
    saffron_window_sweep_get_page (sweep)
  };

  keep (self, estimate);
  keep (self, memory);
  keep (self, registering);
  keep (self, saffron_window_register_all_new (shell, registering));
  keep (self, sweep);
  keep (self, landmarks);
  keep (self, quality);
  keep (self, saffron_window_start_new (shell, self->canvas, overlay));
  keep (self,
        saffron_window_verdict_new (
            shell, saffron_window_landmarks_get_verdict (landmarks), &verdict));
  keep (self, saffron_window_region_new (shell, overlay, registering));
  keep (self, carrier);
  keep (self, saffron_window_export_new (shell, carrier, runs));
  keep (self, saffron_window_report_new (shell, carrier));
  keep (self, saffron_window_merge_new (shell, carrier));
  keep (self, saffron_window_description_new (shell, &described));
  saffron_pages_add (self->pages, pages);
  saffron_page_switcher_set_stack (self->pages_switcher, self->pages);
}

/* The window itself, and what it says about the view. */
static void
add_frame (SaffronWindow *self)
{
  SaffronFrameWidgets frame = { self->flap,
                                self->pages,
                                self->menu_button,
                                self->open_button,
                                GTK_WIDGET (self->register_label),
                                GTK_WIDGET (self->register_icon),
                                GTK_WIDGET (self->title),
                                GTK_WIDGET (self->moving_choice),
                                self->export_button,
                                GTK_WIDGET (self->mode_button),
                                self->swap_button,
                                self->landmark_button };
  SaffronStatusWidgets status = { self->canvas, self->pill_label, self->readout,
                                  self->mode_button };

  keep (self, saffron_window_frame_new (self->shell, &frame));
  keep (self,
        saffron_window_status_new (
            self->shell, saffron_window_map_get_choice (self->map), &status));
  keep (self, saffron_window_hints_new (self->shell, self->hint_bar,
                                        GTK_WIDGET (self->canvas)));
  keep (self, saffron_window_inhibit_new (self->shell));
  self->closing = saffron_window_closing_new (self->shell);
  keep (self, self->closing);
}

static SaffronDocument *
find_free (GtkWindow *window)
{
  return saffron_window_find_free (SAFFRON_WINDOW (window))->shell->document;
}

static void
add_shell (SaffronWindow *self, GSettings *settings)
{
  g_autoptr (SaffronWorkList) works = saffron_work_list_new ();
  g_autoptr (SaffronDocument) document = saffron_document_new (
      (gsize) g_settings_get_int (settings, "cache-size") << 20,
      g_settings_get_int (settings, "threads"));
  SaffronShell parts = { GTK_WINDOW (self), document, settings, works, NULL,
                         self->toasts,      NULL,     find_free };

  self->shell = saffron_shell_new (&parts);
  self->topics = g_ptr_array_new_with_free_func (g_object_unref);
  saffron_busy_bar_set_works (self->busy_bar, works);
  g_signal_connect_object (document, "changed",
                           G_CALLBACK (on_document_changed), self, 0);
}

SaffronWindow *
saffron_window_new (GtkApplication *application, GSettings *settings)
{
  SaffronWindow *self =
      g_object_new (SAFFRON_TYPE_WINDOW, "application", application, NULL);

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  add_shell (self, settings);
  add_slides (self);
  add_runs (self, add_view (self));
  add_frame (self);
  saffron_accels_add_to_window (GTK_WINDOW (self));
  set_up_buttons (self);
  g_menu_append_submenu (self->pill_menu, _ ("_Mode"),
                         gtk_menu_button_get_menu_model (self->mode_button));
  g_menu_append_section (self->pill_menu, _ ("Level"),
                         G_MENU_MODEL (self->level_menu));
  on_document_changed (self->shell->document, self);
  return self;
}

SaffronWindow *
saffron_window_find_free (SaffronWindow *self)
{
  SaffronDocument *document = self->shell->document;
  SaffronWindow *window = self;

  if (saffron_document_get_session (document) != NULL
      || !saffron_document_is_empty (document)
      || saffron_document_is_opening (document))
    {
      window =
          saffron_window_new (gtk_window_get_application (GTK_WINDOW (self)),
                              self->shell->settings);
      gtk_window_present (GTK_WINDOW (window));
    }
  return window;
}

void
saffron_window_open_files (SaffronWindow *self, GFile **files, int n_files)
{
  saffron_window_files_open (self->shell, files, n_files, SAFFRON_OPEN_AS_ANY);
}

gboolean
saffron_window_is_busy (SaffronWindow *self)
{
  return saffron_window_closing_is_busy (self->closing);
}

void
saffron_window_ask_to_quit (SaffronWindow *self)
{
  saffron_window_closing_ask_to_quit (self->closing);
}
