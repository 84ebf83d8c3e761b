/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include <glib/gi18n.h>

#include "app/accels.h"
#include "app/accessible.h"
#include "app/canvas/minimap.h"
#include "app/canvas/scale-bar.h"
#include "app/pane/slides-page.h"

G_DEFINE_FINAL_TYPE (SaffronWindow, saffron_window, ADW_TYPE_APPLICATION_WINDOW)

static void
on_failed (SaffronDocument *document, const char *message, gpointer user_data)
{
  saffron_window_toast (user_data, message);
}

static void
on_opening (SaffronDocument *document, SaffronWork *work, gpointer user_data)
{
  saffron_work_list_add (SAFFRON_WINDOW (user_data)->works, work);
}

static void
on_works_changed (SaffronWorkList *works, gpointer user_data)
{
  saffron_window_update_actions (user_data);
}

/* The pair, or its session, has changed in any way. */
static void
on_pair_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronPair pair = saffron_document_get_pair (document);

  saffron_forecaster_set_pair (self->forecaster, &pair);
  saffron_sweep_runner_set_pair (self->sweep, &pair);
}

/* Whether nobody would miss the focus: it is nowhere, on the page that goes, or
 * on the button that slides were opened by. */
static gboolean
focus_is_free (SaffronWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus == NULL
         || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack))
         || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->open_button));
}

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
  saffron_window_update_titles (self);
  saffron_window_update_actions (self);
  saffron_window_update_levels (self);
  saffron_window_update_missing (self);
  saffron_window_update_verdict (self);
  saffron_window_update_pill (self);
  /* Once: what changes later is nothing to stop somebody's writing for. */
  if (take)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
on_moving_chosen (GtkDropDown *choice, GParamSpec *pspec, gpointer user_data)
{
  SaffronWindow *self = user_data;

  if (!self->updating)
    saffron_window_show_moving (self, gtk_drop_down_get_selected (choice));
}

/* A narrow window keeps in its header what has no other place; the pill has
 * the modes and the menu of slides the swap. Beside the pane toasts are in the
 * middle of the canvas, where they leave the minimap free. */
static void
update_layout (SaffronWindow *self)
{
  gboolean wide = !adw_flap_get_folded (self->flap);
  gboolean pane = wide && adw_flap_get_reveal_flap (self->flap)
                  && gtk_widget_get_mapped (GTK_WIDGET (self->flap));

  gtk_widget_set_visible (GTK_WIDGET (self->mode_button), wide);
  gtk_widget_set_visible (self->swap_button, wide);
  if (pane)
    gtk_widget_add_css_class (GTK_WIDGET (self->toasts), "saffron-beside");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->toasts), "saffron-beside");
}

static gboolean
update_status (gpointer user_data)
{
  SaffronWindow *self = user_data;

  self->status_source = 0;
  saffron_window_update_pill (self);
  saffron_window_update_readout (self);
  update_layout (self);
  return G_SOURCE_REMOVE;
}

/* Not at once: the view also changes while the canvas is being drawn, when no
 * label may; and once for however many tiles. */
static void
queue_status (SaffronWindow *self)
{
  if (self->status_source == 0)
    self->status_source =
        g_idle_add_full (GDK_PRIORITY_REDRAW - 1, update_status, self, NULL);
}

static void
on_pointer_moved (SaffronCanvas *canvas, gpointer user_data)
{
  queue_status (user_data);
}

static void
on_renderer_failed (SaffronCanvas *canvas,
                    const char *message,
                    gpointer user_data)
{
  saffron_window_toast (user_data, message);
  queue_status (user_data);
}

static void
on_view_changed (SaffronViewModel *model, gpointer user_data)
{
  queue_status (user_data);
}

static void
on_tile_failed (SaffronViewModel *model,
                int side,
                const char *message,
                gpointer user_data)
{
  saffron_window_toast (user_data, message);
}

static void
on_colours_changed (GSettings *settings, const char *key, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronViewModel *model = saffron_document_get_model (self->document);
  SaffronViewLook look = *saffron_view_model_get_look (model);

  look.colors = g_settings_get_enum (settings, "colours");
  saffron_view_model_set_look (model, &look);
}

static void
on_cache_changed (GSettings *settings, const char *key, gpointer user_data)
{
  SaffronWindow *self = user_data;
  gsize bytes = (gsize) g_settings_get_int (settings, "cache-size") << 20;

  saffron_view_model_set_cache_bytes (
      saffron_document_get_model (self->document), bytes);
}

static gboolean
saffron_window_close_request (GtkWindow *window)
{
  SaffronWindow *self = SAFFRON_WINDOW (window);
  int width = 0, height = 0;

  if (saffron_window_is_busy (self))
    {
      saffron_window_ask_to_stop (self);
      return GDK_EVENT_STOP;
    }
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (window));
  saffron_work_list_cancel_all (self->works);
  saffron_document_close (self->document);
  return GTK_WINDOW_CLASS (saffron_window_parent_class)->close_request (window);
}

static void
saffron_window_dispose (GObject *object)
{
  SaffronWindow *self = SAFFRON_WINDOW (object);

  g_clear_handle_id (&self->status_source, g_source_remove);
  /* While both are whole: a bar that goes after its stack looks for what the
   * stack has taken with it, and libadwaita 1.2 warns. */
  if (self->pages_switcher != NULL)
    adw_view_switcher_bar_set_stack (
        ADW_VIEW_SWITCHER_BAR (self->pages_switcher), NULL);
  saffron_window_stop_registration (self);
  saffron_window_stop_checking (self);
  saffron_window_remove_question (self);
  saffron_window_remove_undo (self);
  saffron_window_remove_sweep (self);
  if (self->document != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->document, self);
      g_signal_handlers_disconnect_by_data (
          saffron_document_get_model (self->document), self);
      saffron_document_close (self->document);
    }
  if (self->works != NULL)
    saffron_work_list_cancel_all (self->works);
  g_clear_object (&self->works);
  g_clear_object (&self->forecaster);
  g_clear_object (&self->compare);
  g_clear_pointer (&self->region_reference, g_free);
  g_clear_weak_pointer (&self->level_slide);
  g_clear_object (&self->document);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (saffron_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, SaffronWindow, title);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, moving_choice);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, menu_button);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, swap_button);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, open_button);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, mode_button);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, export_button);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, toasts);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, stack);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, flap);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, pages);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, pages_switcher);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, canvas_overlay);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, pill);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, pill_label);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, verdict);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, register_button);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, readout);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, busy_bar);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, recent_menu);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, level_menu);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, pill_menu);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, missing_bar);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, missing_label);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, locate_button);
  gtk_widget_class_bind_template_child (klass, SaffronWindow, open_left_button);
}

static void
saffron_window_class_init (SaffronWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SAFFRON_TYPE_BUSY_BAR);
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
add_canvas (SaffronWindow *self)
{
  SaffronViewModel *model = saffron_document_get_model (self->document);
  SaffronRenderer renderer = g_settings_get_enum (self->settings, "renderer");

  self->canvas = SAFFRON_CANVAS (saffron_canvas_new (model, renderer));
  gtk_overlay_set_child (self->canvas_overlay,
                         saffron_window_wrap_canvas (self));

  self->scale_bar = saffron_scale_bar_new (model);
  gtk_overlay_add_overlay (self->canvas_overlay, self->scale_bar);
  self->minimap = saffron_minimap_new (model);
  gtk_overlay_add_overlay (self->canvas_overlay, self->minimap);

  g_signal_connect (self->canvas, "pointer-moved",
                    G_CALLBACK (on_pointer_moved), self);
  g_signal_connect (self->canvas, "renderer-failed",
                    G_CALLBACK (on_renderer_failed), self);
  g_signal_connect_object (model, "changed", G_CALLBACK (on_view_changed), self,
                           0);
  g_signal_connect_object (model, "tile-failed", G_CALLBACK (on_tile_failed),
                           self, 0);
}

static void
focus_canvas (GtkPopover *popover, gpointer user_data)
{
  gtk_widget_grab_focus (GTK_WIDGET (SAFFRON_WINDOW (user_data)->canvas));
}

static void
on_choice_setup (GtkListItemFactory *factory,
                 GtkListItem *item,
                 gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  gtk_list_item_set_child (item, label);
}

static void
on_choice_bind (GtkListItemFactory *factory,
                GtkListItem *item,
                gpointer user_data)
{
  GtkStringObject *name = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (name));
}

/* In the header a file's name gives way; in the list it is whole. */
static void
add_choice_factories (SaffronWindow *self)
{
  g_autoptr (GtkListItemFactory) button = gtk_signal_list_item_factory_new ();
  GtkListItemFactory *list = gtk_drop_down_get_factory (self->moving_choice);

  g_signal_connect (button, "setup", G_CALLBACK (on_choice_setup), NULL);
  g_signal_connect (button, "bind", G_CALLBACK (on_choice_bind), NULL);
  gtk_drop_down_set_list_factory (self->moving_choice, list);
  gtk_drop_down_set_factory (self->moving_choice, button);
}

static void
name_controls (SaffronWindow *self)
{
  saffron_accessible_name (GTK_WIDGET (self->open_button), _ ("Open"));
  saffron_accessible_name (GTK_WIDGET (self->menu_button), _ ("Menu"));
  saffron_accessible_name (GTK_WIDGET (self->mode_button), _ ("View mode"));
  saffron_accessible_name (GTK_WIDGET (self->export_button), _ ("Export"));
  saffron_accessible_name (GTK_WIDGET (self->pill), _ ("Zoom and level"));
  saffron_accessible_name (GTK_WIDGET (self->verdict), _ ("Verdict"));
  saffron_accessible_name (GTK_WIDGET (self->moving_choice),
                           _ ("Moving slide"));
}

/* Once a button over the canvas has been used, keys are the canvas's again. */
static void
give_focus_back (SaffronWindow *self)
{
  GtkMenuButton *buttons[] = { self->mode_button, self->pill, self->verdict };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    g_signal_connect_object (gtk_menu_button_get_popover (buttons[i]), "closed",
                             G_CALLBACK (focus_canvas), self, 0);
}

static void
add_keys (SaffronWindow *self)
{
  GtkMenuButton *buttons[] = { self->open_button, self->mode_button, self->pill,
                               self->export_button, self->menu_button };

  saffron_accels_add_to_window (GTK_WINDOW (self));
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    saffron_accels_show_in_menu (
        G_MENU (gtk_menu_button_get_menu_model (buttons[i])));
}

static void
add_pages (SaffronWindow *self)
{
  AdwViewStackPage *page = NULL;

  page = adw_view_stack_add_titled (self->pages,
                                    saffron_slides_page_new (self->document),
                                    "slides", _ ("Slides"));
  adw_view_stack_page_set_icon_name (page, "view-list-symbolic");
  page = adw_view_stack_add_titled (self->pages,
                                    saffron_window_add_register_page (self),
                                    "register", _ ("Register"));
  adw_view_stack_page_set_icon_name (page, "emblem-system-symbolic");
  page = adw_view_stack_add_titled (
      self->pages, saffron_window_add_runs_page (self), "runs", _ ("Runs"));
  adw_view_stack_page_set_icon_name (page, "document-open-recent-symbolic");
  page = adw_view_stack_add_titled (
      self->pages, saffron_window_add_sweep_page (self), "sweep", _ ("Sweep"));
  adw_view_stack_page_set_icon_name (page, "view-grid-symbolic");
  gtk_widget_set_visible (self->pages_switcher, TRUE);
}

SaffronWindow *
saffron_window_new (GtkApplication *application, GSettings *settings)
{
  SaffronWindow *self =
      g_object_new (SAFFRON_TYPE_WINDOW, "application", application, NULL);

  self->settings = g_object_ref (settings);
  self->document = saffron_document_new (
      (gsize) g_settings_get_int (settings, "cache-size") << 20,
      g_settings_get_int (settings, "threads"));
  self->works = saffron_work_list_new ();
  saffron_busy_bar_set_works (self->busy_bar, self->works);
  self->forecaster = saffron_forecaster_new (settings);
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  add_canvas (self);
  add_pages (self);
  saffron_window_add_view_actions (self);
  saffron_window_add_file_actions (self);
  saffron_window_add_save_actions (self);
  saffron_window_add_missing_actions (self);
  saffron_window_add_register_actions (self);
  saffron_window_add_compare_actions (self);
  saffron_window_add_region_actions (self);
  saffron_window_add_export_actions (self);
  add_keys (self);
  give_focus_back (self);
  name_controls (self);
  add_choice_factories (self);
  saffron_window_add_undo_actions (self);
  g_signal_connect_object (self->flap, "notify::folded",
                           G_CALLBACK (queue_status), self, G_CONNECT_SWAPPED);
  g_menu_append_submenu (self->pill_menu, _ ("_Mode"),
                         gtk_menu_button_get_menu_model (self->mode_button));
  g_menu_append_section (self->pill_menu, _ ("Level"),
                         G_MENU_MODEL (self->level_menu));
  saffron_window_offer_recovery (self);
  g_signal_connect (self->document, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect (self->document, "opening", G_CALLBACK (on_opening), self);
  g_signal_connect_object (self->works, "changed",
                           G_CALLBACK (on_works_changed), self, 0);
  g_signal_connect (self->document, "changed", G_CALLBACK (on_pair_changed),
                    self);
  g_signal_connect (self->document, "edited", G_CALLBACK (on_pair_changed),
                    self);
  g_signal_connect (self->document, "changed", G_CALLBACK (on_document_changed),
                    self);
  g_signal_connect_swapped (self->document, "edited",
                            G_CALLBACK (saffron_window_update_title), self);
  g_signal_connect (self->moving_choice, "notify::selected",
                    G_CALLBACK (on_moving_chosen), self);
  g_signal_connect_object (settings, "changed::colours",
                           G_CALLBACK (on_colours_changed), self, 0);
  g_signal_connect_object (settings, "changed::cache-size",
                           G_CALLBACK (on_cache_changed), self, 0);
  on_colours_changed (settings, "colours", self);
  on_pair_changed (self->document, self);
  on_document_changed (self->document, self);
  return self;
}
