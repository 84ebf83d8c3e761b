/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/moving-row.h"

#include <glib/gi18n.h>

#include "app/accessible.h"
#include "app/pane/layer-group.h"
#include "app/pane/slide-verdict.h"
#include "quality/words.h"

typedef struct {
  AdwActionRow *row;
  SaffronDocument *document;
  SaffronMoving *moving;
  SaffronLayer *layer; /* (nullable): when it is not open */
  GtkWidget *mark;
  GtkLabel *error;
  GtkWidget *arrow;
} MovingRow;

static void
moving_row_free (gpointer data)
{
  MovingRow *self = data;

  g_object_unref (self->document);
  g_object_unref (self->moving);
  g_clear_object (&self->layer);
  g_free (self);
}

/* What the slide is, and what registration looks at. */
static char *
describe (MovingRow *self)
{
  const SaffronLooks *looks = NULL;
  g_autofree char *slide = NULL;
  g_autofree char *look = NULL;

  if (self->layer == NULL)
    return g_strdup (_ ("Not open"));
  looks = saffron_layer_get_looks (self->layer);
  slide = saffron_layer_group_describe (saffron_layer_get_slide (self->layer));
  if (looks == NULL)
    return g_steal_pointer (&slide);
  if (looks->error != NULL)
    return g_strdup_printf ("%s\n%s", slide, looks->error);
  look = saffron_look_to_words (saffron_looks_get (looks));
  return g_strdup_printf (_ ("%s\nRegistered by %s"), slide, look);
}

/* The slide on screen has a group of its own, which describes it. */
static void
update (MovingRow *self)
{
  gboolean shown = saffron_document_get_shown (self->document) == self->moving;
  g_autofree char *about = shown ? g_strdup (_ ("On screen")) : describe (self);
  g_autofree char *changed =
      saffron_document_describe_changed (self->document, self->moving);
  g_autofree char *text = changed != NULL
                              ? g_strdup_printf ("%s\n%s", about, changed)
                              : g_strdup (about);
  g_autofree char *markup = g_markup_escape_text (text, -1);
  g_autofree char *error =
      saffron_slide_verdict_error (self->document, self->moving);
  g_auto (GStrv) lines = g_strsplit (error, ", ", 2);
  g_autofree char *column = g_strjoinv ("\n", lines);

  adw_action_row_set_subtitle (self->row, markup);
  gtk_widget_set_visible (self->arrow, !shown && self->layer != NULL);
  gtk_label_set_label (self->error, column);
  gtk_widget_set_visible (GTK_WIDGET (self->error), *error != '\0');
  saffron_slide_verdict_set (self->mark,
                             saffron_moving_get_state (self->moving));
}

static void
on_activated (AdwActionRow *row, gpointer user_data)
{
  MovingRow *self = user_data;

  saffron_document_show_moving (self->document, self->moving);
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  MovingRow *self = user_data;

  g_signal_handlers_disconnect_by_data (self->document, self);
  if (self->layer != NULL)
    g_signal_handlers_disconnect_by_data (self->layer, self);
}

static void
add_error (MovingRow *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->error = GTK_LABEL (label);
  gtk_label_set_justify (self->error, GTK_JUSTIFY_RIGHT);
  gtk_widget_set_tooltip_text (
      label, _ ("How far the matches in held-out windows are, median"));
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (self->row, label);
}

GtkWidget *
saffron_moving_row_new (SaffronDocument *document,
                        SaffronMoving *moving,
                        const char *name)
{
  MovingRow *self = g_new0 (MovingRow, 1);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (name, -1);

  self->row = ADW_ACTION_ROW (row);
  self->document = g_object_ref (document);
  self->moving = g_object_ref (moving);
  g_set_object (&self->layer, saffron_document_get_layer (document, moving));
  self->mark = saffron_slide_verdict_new ();
  self->arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (self->row, 1);
  adw_action_row_add_prefix (self->row, self->mark);
  add_error (self);
  adw_action_row_add_suffix (self->row, self->arrow);
  if (self->layer != NULL)
    {
      gtk_widget_set_tooltip_text (row, _ ("Show this slide"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect (row, "activated", G_CALLBACK (on_activated), self);
      g_signal_connect_swapped (self->layer, "looks", G_CALLBACK (update),
                                self);
    }
  g_signal_connect_swapped (document, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (document, "edited", G_CALLBACK (update), self);
  g_signal_connect (row, "destroy", G_CALLBACK (on_destroy), self);
  g_object_set_data_full (G_OBJECT (row), "moving-row", self, moving_row_free);
  update (self);
  return row;
}

static void
update_summary (SaffronDocument *document, gpointer user_data)
{
  g_autofree char *text = saffron_slide_verdict_summary (document);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (user_data), text);
}

GtkWidget *
saffron_moving_summary_new (SaffronDocument *document)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *next = gtk_button_new_from_icon_name ("go-next-symbolic");

  gtk_widget_set_valign (next, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (next, "flat");
  gtk_widget_set_tooltip_text (next,
                               _ ("Show the next slide that is not verified"));
  saffron_accessible_name (next, _ ("Next slide that is not verified"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (next), "win.next-unverified");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), next);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), next);
  g_signal_connect_object (document, "changed", G_CALLBACK (update_summary),
                           row, 0);
  g_signal_connect_object (document, "edited", G_CALLBACK (update_summary), row,
                           0);
  update_summary (document, row);
  return row;
}
