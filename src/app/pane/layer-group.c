/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/layer-group.h"

#include <glib/gi18n.h>

#include "app/accessible.h"
#include "app/canvas/colour-dot.h"
#include "app/pane/channel-row.h"
#include "app/pane/image-rows.h"
#include "app/pane/look-row.h"
#include "app/scroll.h"
#include "base/join.h"

#include "slide/square.h"

struct _SaffronLayerGroup {
  AdwPreferencesGroup parent_instance;

  SaffronLayer *layer; /* NULL while the controls are being filled */

  GtkWidget *image_rows[2]; /* (nullable): the scene's and the Z plane's */

  GtkSwitch *visible;
  GtkWidget *opacity_row;
  GtkWidget *opacity;
};

G_DEFINE_FINAL_TYPE (SaffronLayerGroup,
                     saffron_layer_group,
                     ADW_TYPE_PREFERENCES_GROUP)

char *
saffron_layer_group_describe (SaffronSlide *slide)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  double um_x = 0.0, um_y = 0.0, x, y;
  int n = saffron_slide_get_n_levels (slide);

  g_ptr_array_add (facts,
                   g_strdup_printf (_ ("%.0f × %.0f px"),
                                    (double) saffron_slide_get_width (slide),
                                    (double) saffron_slide_get_height (slide)));
  g_ptr_array_add (facts,
                   g_strdup_printf (ngettext ("%d level", "%d levels", n), n));
  if (saffron_slide_find_stretch (slide, &x, &y))
    {
      saffron_slide_get_pixel_size (slide, &um_x, &um_y);
      g_ptr_array_add (facts,
                       g_strdup_printf (_ ("%.4g × %.4g µm/px"), um_x, um_y));
    }
  else if (saffron_slide_get_pixel_size (slide, &um_x, &um_y))
    g_ptr_array_add (facts, g_strdup_printf (_ ("%.4g µm/px"), um_x));
  else
    g_ptr_array_add (facts, g_strdup (_ ("no pixel size")));
  g_ptr_array_add (
      facts,
      g_strdup (saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD
                    ? C_ ("kind of slide", "brightfield")
                    : C_ ("kind of slide", "fluorescence")));
  g_ptr_array_add (facts, g_strdup (saffron_slide_get_format (slide)));
  return saffron_join_facts (facts);
}

static void
on_visible (GtkSwitch *widget, GParamSpec *pspec, SaffronLayerGroup *self)
{
  g_autoptr (SaffronSlideDisplay) display = NULL;

  if (self->layer == NULL)
    return;
  display =
      saffron_slide_display_copy (saffron_layer_get_display (self->layer));
  display->visible = gtk_switch_get_active (widget);
  saffron_layer_set_display (self->layer, display);
}

static void
on_opacity (GtkRange *range, SaffronLayerGroup *self)
{
  g_autoptr (SaffronSlideDisplay) display = NULL;

  if (self->layer == NULL)
    return;
  display =
      saffron_slide_display_copy (saffron_layer_get_display (self->layer));
  display->opacity = gtk_range_get_value (range);
  saffron_layer_set_display (self->layer, display);
}

static void
saffron_layer_group_finalize (GObject *object)
{
  g_clear_object (&SAFFRON_LAYER_GROUP (object)->layer);
  G_OBJECT_CLASS (saffron_layer_group_parent_class)->finalize (object);
}

static void
saffron_layer_group_class_init (SaffronLayerGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_layer_group_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/layer-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronLayerGroup,
                                        visible);
  gtk_widget_class_bind_template_child (widget_class, SaffronLayerGroup,
                                        opacity_row);
  gtk_widget_class_bind_template_child (widget_class, SaffronLayerGroup,
                                        opacity);
  gtk_widget_class_bind_template_callback (widget_class, on_visible);
  gtk_widget_class_bind_template_callback (widget_class, on_opacity);
}

static void
saffron_layer_group_init (SaffronLayerGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  saffron_scroll_past (self->opacity);
}

/* What the slide is, then @note, then what its reader noticed: one a line. */
static void
fill_header (SaffronLayerGroup *self,
             SaffronDocument *document,
             SaffronLayer *layer,
             gboolean is_reference,
             const char *note)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);
  SaffronSlide *slide = saffron_layer_get_slide (layer);
  const char *const *notes = saffron_slide_get_notes (slide);
  g_autofree char *name = saffron_document_name_slide (
      document, saffron_layer_get_file (layer)->path);
  g_autofree char *title = g_strdup_printf (
      is_reference ? _ ("Reference: %s") : _ ("Moving: %s"), name);
  g_autofree char *title_markup = g_markup_escape_text (title, -1);
  g_autofree char *described = saffron_layer_group_describe (slide);
  g_autoptr (GString) text = g_string_new (described);
  g_autofree char *markup = NULL;

  if (*note != '\0')
    g_string_append_printf (text, "\n%s", note);
  for (guint i = 0; notes[i] != NULL; i++)
    g_string_append_printf (text, "\n%s", notes[i]);
  markup = g_markup_escape_text (text->str, -1);
  adw_preferences_group_set_title (group, title_markup);
  adw_preferences_group_set_description (group, markup);
  /* Shown in the tooltip too, because the title is one line and cuts a long
   * name off. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
}

/* A dot in the slide's colour before the title. It opens the choice of colours.
 */
static void
add_dot (SaffronLayerGroup *self,
         SaffronDocument *document,
         gboolean is_reference)
{
  GtkWidget *header = gtk_widget_get_parent (GTK_WIDGET (self->visible));
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = saffron_colours_menu_new ();

  gtk_menu_button_set_child (
      GTK_MENU_BUTTON (button),
      saffron_colour_dot_new (saffron_document_get_model (document),
                              is_reference ? SAFFRON_VIEW_REFERENCE
                                           : SAFFRON_VIEW_MOVING));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "saffron-dot");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _ ("Its colour in the overlay; change "
                                          "the colours"));
  saffron_accessible_name (button, is_reference
                                       ? _ ("Colour of the reference")
                                       : _ ("Colour of the moving slide"));
  /* The group's header is a box, which its suffix was put into. */
  if (GTK_IS_BOX (header))
    gtk_box_prepend (GTK_BOX (header), button);
  else
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), button);
}

GtkWidget *
saffron_layer_group_new (SaffronDocument *document,
                         SaffronLayer *layer,
                         gboolean is_reference,
                         const char *note)
{
  SaffronLayerGroup *self = g_object_new (SAFFRON_TYPE_LAYER_GROUP, NULL);
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);
  const SaffronSlideDisplay *display = saffron_layer_get_display (layer);

  fill_header (self, document, layer, is_reference, note);
  add_dot (self, document, is_reference);
  gtk_switch_set_active (self->visible, display->visible);
  gtk_range_set_value (GTK_RANGE (self->opacity), display->opacity);
  self->layer = g_object_ref (layer);
  self->image_rows[0] = saffron_scene_row_new (document, layer);
  self->image_rows[1] = saffron_z_row_new (document, layer);
  for (int i = 0; i < 2; i++)
    if (self->image_rows[i] != NULL)
      adw_preferences_group_add (group, self->image_rows[i]);
  adw_preferences_group_add (
      group, saffron_look_row_new (document, layer, is_reference));
  for (int i = 0; i < display->n_channels; i++)
    adw_preferences_group_add (group, saffron_channel_row_new (layer, i));
  adw_preferences_group_add (group, self->opacity_row);
  return GTK_WIDGET (self);
}

int
saffron_layer_group_find_focus (SaffronLayerGroup *self)
{
  for (int i = 0; i < 2; i++)
    if (self->image_rows[i] != NULL
        && (gtk_widget_get_state_flags (self->image_rows[i])
            & GTK_STATE_FLAG_FOCUS_WITHIN)
               != 0)
      return i;
  return -1;
}

void
saffron_layer_group_focus (SaffronLayerGroup *self, int index)
{
  if (index >= 0 && self->image_rows[index] != NULL)
    gtk_widget_grab_focus (self->image_rows[index]);
}
