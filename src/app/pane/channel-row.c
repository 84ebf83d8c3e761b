/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/channel-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/accessible.h"
#include "app/pane/histogram-view.h"
#include "app/scroll.h"

typedef struct {
  SaffronLayer *layer;
  int index;
  GtkWidget *check;
  GtkWidget *colour;
  GtkWidget *from, *to;
  GtkWidget *gamma;
  gboolean updating;
} ChannelRow;

static void
channel_row_free (gpointer data)
{
  ChannelRow *self = data;

  g_object_unref (self->layer);
  g_free (self);
}

static SaffronChannelDisplay
get_display (ChannelRow *self)
{
  return *saffron_layer_get_channel_display (self->layer, self->index);
}

static void
set_display (ChannelRow *self, const SaffronChannelDisplay *display)
{
  saffron_layer_set_channel_display (self->layer, self->index, display);
}

static void
on_check (GtkCheckButton *check, gpointer user_data)
{
  ChannelRow *self = user_data;
  SaffronChannelDisplay display = get_display (self);

  if (self->updating)
    return;
  display.visible = gtk_check_button_get_active (check);
  set_display (self, &display);
}

static void
on_colour (GtkColorButton *button, gpointer user_data)
{
  ChannelRow *self = user_data;
  SaffronChannelDisplay display = get_display (self);
  GdkRGBA rgba;

  if (self->updating)
    return;
  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (button), &rgba);
  display.color = (guint32) (rgba.red * 255.0f + 0.5f) << 16
                  | (guint32) (rgba.green * 255.0f + 0.5f) << 8
                  | (guint32) (rgba.blue * 255.0f + 0.5f);
  set_display (self, &display);
}

static void
on_gamma (GtkRange *range, gpointer user_data)
{
  ChannelRow *self = user_data;
  SaffronChannelDisplay display = get_display (self);

  if (self->updating)
    return;
  display.gamma = gtk_range_get_value (range);
  set_display (self, &display);
}

static void
on_auto (GtkWidget *widget, gpointer user_data)
{
  ChannelRow *self = user_data;
  double from = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->from));
  double to = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->to));

  if (self->updating)
    return;
  saffron_layer_auto_contrast (self->layer, self->index, MIN (from, to),
                               MAX (from, to));
}

static void
on_layer_changed (SaffronLayer *layer, gpointer user_data)
{
  ChannelRow *self = user_data;
  SaffronChannelDisplay display = get_display (self);

  self->updating = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), display.visible);
  if (self->gamma != NULL)
    gtk_range_set_value (GTK_RANGE (self->gamma), display.gamma);
  self->updating = FALSE;
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  ChannelRow *self = user_data;

  g_signal_handlers_disconnect_by_data (self->layer, self);
}

static void
label (GtkWidget *widget, const char *text)
{
  gtk_widget_set_tooltip_text (widget, text);
  saffron_accessible_name (widget, text);
}

static GtkWidget *
percent_spin_new (ChannelRow *self, double value, const char *text)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0.0, 100.0, 0.1);

  saffron_scroll_past (spin);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  label (spin, text);
  g_signal_connect (spin, "value-changed", G_CALLBACK (on_auto), self);
  return spin;
}

static GtkWidget *
percentile_row_new (GtkWidget *spin, const char *title, GtkWidget *button)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  if (button != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
add_percentile_rows (ChannelRow *self, AdwExpanderRow *row)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Auto"));
  double low = 1.0, high = 99.0;

  saffron_layer_get_percentiles (self->layer, self->index, &low, &high);
  self->from = percent_spin_new (self, low, _ ("Percentile shown as black"));
  self->to = percent_spin_new (self, high, _ ("Percentile shown as white"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button,
                               _ ("Contrast between these percentiles"));
  g_signal_connect (button, "clicked", G_CALLBACK (on_auto), self);
  adw_expander_row_add_row (
      row, percentile_row_new (self->from, _ ("Black, %"), NULL));
  adw_expander_row_add_row (
      row, percentile_row_new (self->to, _ ("White, %"), button));
}

static GtkWidget *
gamma_row_new (ChannelRow *self)
{
  GtkWidget *row = adw_action_row_new ();

  self->gamma =
      gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0.2, 4.0, 0.05);
  saffron_scroll_past (self->gamma);
  gtk_scale_set_draw_value (GTK_SCALE (self->gamma), TRUE);
  gtk_scale_set_value_pos (GTK_SCALE (self->gamma), GTK_POS_RIGHT);
  gtk_range_set_value (GTK_RANGE (self->gamma), get_display (self).gamma);
  gtk_widget_set_hexpand (self->gamma, TRUE);
  gtk_widget_set_valign (self->gamma, GTK_ALIGN_CENTER);
  label (self->gamma, _ ("Gamma"));
  g_signal_connect (self->gamma, "value-changed", G_CALLBACK (on_gamma), self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Gamma"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->gamma);
  return row;
}

static void
add_prefixes (ChannelRow *self, GtkWidget *row, gboolean rgb)
{
  SaffronChannelDisplay display = get_display (self);
  GdkRGBA rgba = { ((display.color >> 16) & 0xff) / 255.0f,
                   ((display.color >> 8) & 0xff) / 255.0f,
                   (display.color & 0xff) / 255.0f, 1.0f };

  self->check = gtk_check_button_new ();
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), display.visible);
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  label (self->check, _ ("Whether the channel is shown"));
  g_signal_connect (self->check, "toggled", G_CALLBACK (on_check), self);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), self->check);
  if (rgb)
    return;
  self->colour = gtk_color_button_new_with_rgba (&rgba);
  gtk_widget_set_valign (self->colour, GTK_ALIGN_CENTER);
  label (self->colour, _ ("Colour when the slide is shown alone"));
  g_signal_connect (self->colour, "color-set", G_CALLBACK (on_colour), self);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), self->colour);
}

/* A slide of forty channels has forty rows, of which few are ever opened. */
static void
on_expanded (AdwExpanderRow *row, GParamSpec *pspec, gpointer user_data)
{
  ChannelRow *self = user_data;

  if (self->gamma != NULL || !adw_expander_row_get_expanded (row))
    return;
  adw_expander_row_add_row (
      row, saffron_histogram_view_new (self->layer, self->index));
  add_percentile_rows (self, row);
  adw_expander_row_add_row (row, gamma_row_new (self));
}

GtkWidget *
saffron_channel_row_new (SaffronLayer *layer, int index)
{
  ChannelRow *self = g_new0 (ChannelRow, 1);
  SaffronSlide *slide = saffron_layer_get_slide (layer);
  gboolean rgb =
      saffron_slide_display_channel (slide, index) == SAFFRON_CHANNEL_RGB;
  GtkWidget *row = adw_expander_row_new ();
  const char *name =
      rgb ? _ ("Colour") : saffron_slide_get_channel (slide, index)->name;
  g_autofree char *markup = g_markup_escape_text (name, -1);

  self->layer = g_object_ref (layer);
  self->index = index;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  add_prefixes (self, row, rgb);
  g_signal_connect (row, "notify::expanded", G_CALLBACK (on_expanded), self);
  g_signal_connect (layer, "changed", G_CALLBACK (on_layer_changed), self);
  g_signal_connect (row, "destroy", G_CALLBACK (on_destroy), self);
  g_object_set_data_full (G_OBJECT (row), "channel-row", self,
                          channel_row_free);
  return row;
}
