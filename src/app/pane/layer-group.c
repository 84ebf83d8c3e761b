/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/layer-group.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/pane/channel-row.h"
#include "app/pane/look-row.h"
#include "app/scroll.h"

char *
saffron_layer_group_describe (SaffronSlide *slide)
{
  g_autoptr (GString) text = g_string_new (NULL);
  double um_x = 0.0, um_y = 0.0;
  int n = saffron_slide_get_n_levels (slide);

  g_string_append_printf (text, _ ("%.0f × %.0f px"),
                          (double) saffron_slide_get_width (slide),
                          (double) saffron_slide_get_height (slide));
  g_string_append_printf (text, ngettext (", %d level", ", %d levels", n), n);
  if (saffron_slide_get_pixel_size (slide, &um_x, &um_y))
    g_string_append_printf (text, _ (", %.4g µm/px"), um_x);
  else
    g_string_append (text, _ (", no pixel size"));
  g_string_append (text,
                   saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD
                       ? _ (", brightfield")
                       : _ (", fluorescence"));
  g_string_append_printf (text, ", %s", saffron_slide_get_format (slide));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
on_visible (GtkSwitch *widget, GParamSpec *pspec, gpointer user_data)
{
  SaffronLayer *layer = user_data;
  g_autoptr (SaffronSlideDisplay) display =
      saffron_slide_display_copy (saffron_layer_get_display (layer));

  display->visible = gtk_switch_get_active (widget);
  saffron_layer_set_display (layer, display);
}

static GtkWidget *
visible_switch_new (SaffronLayer *layer)
{
  GtkWidget *widget = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (widget),
                         saffron_layer_get_display (layer)->visible);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (widget, 12);
  gtk_widget_set_tooltip_text (widget, _ ("Whether the slide is shown"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Whether the slide is shown"), -1);
  g_signal_connect_object (widget, "notify::active", G_CALLBACK (on_visible),
                           layer, 0);
  return widget;
}

static void
on_opacity (GtkRange *range, gpointer user_data)
{
  SaffronLayer *layer = user_data;
  g_autoptr (SaffronSlideDisplay) display =
      saffron_slide_display_copy (saffron_layer_get_display (layer));

  display->opacity = gtk_range_get_value (range);
  saffron_layer_set_display (layer, display);
}

static GtkWidget *
opacity_row_new (SaffronLayer *layer)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *scale =
      gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0.0, 1.0, 0.05);

  saffron_scroll_past (scale);
  gtk_range_set_value (GTK_RANGE (scale),
                       saffron_layer_get_display (layer)->opacity);
  gtk_widget_set_hexpand (scale, TRUE);
  gtk_widget_set_valign (scale, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Opacity"), -1);
  g_signal_connect_object (scale, "value-changed", G_CALLBACK (on_opacity),
                           layer, 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Opacity"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), scale);
  return row;
}

GtkWidget *
saffron_layer_group_new (SaffronDocument *document,
                         SaffronLayer *layer,
                         gboolean is_reference,
                         const char *note)
{
  GtkWidget *group = adw_preferences_group_new ();
  SaffronSlide *slide = saffron_layer_get_slide (layer);
  const char *const *notes = saffron_slide_get_notes (slide);
  g_autofree char *title =
      g_strdup_printf (is_reference ? _ ("Reference: %s") : _ ("Moving: %s"),
                       saffron_layer_get_name (layer));
  g_autofree char *markup = g_markup_escape_text (title, -1);
  g_autofree char *described = saffron_layer_group_describe (slide);
  g_autofree char *with_notes = NULL;
  g_autofree char *joined = g_strjoinv ("\n", (char **) notes);
  g_autofree char *escaped = NULL;

  if (*note != '\0')
    {
      g_autofree char *first = g_steal_pointer (&described);

      described = g_strdup_printf ("%s\n%s", first, note);
    }
  with_notes = *joined != '\0' ? g_strdup_printf ("%s\n%s", described, joined)
                               : g_strdup (described);
  escaped = g_markup_escape_text (with_notes, -1);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), markup);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         escaped);
  /* The title is one line, whatever the name. */
  gtk_widget_set_tooltip_text (group, saffron_layer_get_name (layer));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group),
                                           visible_switch_new (layer));
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      saffron_look_row_new (document, layer, is_reference));
  for (int i = 0; i < saffron_layer_get_display (layer)->n_channels; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               saffron_channel_row_new (layer, i));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             opacity_row_new (layer));
  return group;
}
