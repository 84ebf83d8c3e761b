/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/places-grid.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/work/place-work.h"
#include "base/join.h"
#include "quality/place-words.h"
#include "quality/quality-words.h"

/* The side of a picture, and how many are shown at first: those that are off,
 * but not more nor fewer than so many. */
#define SIDE 96
#define LEAST 3
#define MOST 9

struct _SaffronPlacesGrid {
  GtkBox parent_instance;

  SaffronQualityModel *model;
  SaffronPlacePictures *pictures;
  const SaffronQuality *quality; /* what is shown; only compared */
  GtkFlowBox *box;
  GtkWidget *more;
};

G_DEFINE_FINAL_TYPE (SaffronPlacesGrid, saffron_places_grid, GTK_TYPE_BOX)

static void
saffron_places_grid_dispose (GObject *object)
{
  SaffronPlacesGrid *self = SAFFRON_PLACES_GRID (object);

  g_clear_object (&self->model);
  g_clear_object (&self->pictures);
  G_OBJECT_CLASS (saffron_places_grid_parent_class)->dispose (object);
}

static void
saffron_places_grid_class_init (SaffronPlacesGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_places_grid_dispose;
}

static char *
describe_error (SaffronQualityModel *model, guint index)
{
  const SaffronQuality *quality = saffron_quality_model_get (model);

  return saffron_place_to_words (
      saffron_quality_model_get_window (model, index),
      sqrt (quality->um_x * quality->um_y));
}

static const char *
describe_where (SaffronQualityModel *model, guint index)
{
  SaffronRun *run =
      saffron_run_entry_get_run (saffron_quality_model_get_entry (model));

  return saffron_place_on_slide (
      saffron_quality_model_get_window (model, index)->at,
      saffron_transform_get_width (run->transform),
      saffron_transform_get_height (run->transform));
}

char *
saffron_places_grid_describe (SaffronQualityModel *model, guint index)
{
  g_autofree char *error = describe_error (model, index);
  g_autoptr (GPtrArray) facts = g_ptr_array_new ();

  g_ptr_array_add (facts, error);
  g_ptr_array_add (facts, (char *) describe_where (model, index));
  return saffron_join_facts (facts);
}

/* What a child of the box has of its own. */
typedef struct {
  GtkPicture *picture;
  GtkWidget *looked;
} Cell;

static Cell *
get_cell (SaffronPlacesGrid *self, guint index)
{
  GtkFlowBoxChild *child =
      gtk_flow_box_get_child_at_index (self->box, (int) index);

  return child != NULL ? g_object_get_data (G_OBJECT (child), "cell") : NULL;
}

static GtkWidget *
caption_new (const char *text, gboolean dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, dim ? "dim-label" : "numeric");
  return label;
}

static GtkWidget *
picture_new (Cell *cell)
{
  GtkWidget *overlay = gtk_overlay_new ();

  /* The place has a name. */
  cell->picture = g_object_new (GTK_TYPE_PICTURE, "accessible-role",
                                GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_size_request (GTK_WIDGET (cell->picture), SIDE, SIDE);
  gtk_widget_add_css_class (GTK_WIDGET (cell->picture), "saffron-place");
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (cell->picture));
  cell->looked =
      g_object_new (GTK_TYPE_IMAGE, "icon-name", "emblem-ok-symbolic",
                    "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_halign (cell->looked, GTK_ALIGN_END);
  gtk_widget_set_valign (cell->looked, GTK_ALIGN_END);
  gtk_widget_add_css_class (cell->looked, "osd");
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), cell->looked);
  gtk_widget_set_halign (overlay, GTK_ALIGN_START);
  return overlay;
}

static void
add_place (SaffronPlacesGrid *self, guint index)
{
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  Cell *cell = g_new0 (Cell, 1);
  g_autofree char *error = describe_error (self->model, index);
  g_autofree char *title = g_strdup_printf ("%u · %s", index + 1, error);

  gtk_box_append (GTK_BOX (box), picture_new (cell));
  gtk_box_append (GTK_BOX (box), caption_new (title, FALSE));
  gtk_box_append (GTK_BOX (box),
                  caption_new (describe_where (self->model, index), TRUE));
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  g_object_set_data_full (G_OBJECT (child), "cell", cell, g_free);
  gtk_flow_box_append (self->box, child);
}

/* Says what there is, and marks a place that was looked at. */
static void
show_looked (SaffronPlacesGrid *self, guint index)
{
  gboolean looked = saffron_quality_model_get_looked (self->model, index);
  guint n = saffron_quality_model_get_n_places (self->model);
  GtkFlowBoxChild *child =
      gtk_flow_box_get_child_at_index (self->box, (int) index);
  g_autofree char *words = saffron_places_grid_describe (self->model, index);
  g_autofree char *name = g_strdup_printf (
      looked ? _ ("Place %u of %u: %s; looked at") : _ ("Place %u of %u: %s"),
      index + 1, n, words);

  gtk_widget_set_visible (get_cell (self, index)->looked, looked);
  gtk_widget_set_tooltip_text (GTK_WIDGET (child), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_picture (SaffronPlacesGrid *self, guint index)
{
  GBytes *rgb = saffron_place_pictures_get (self->pictures, index);
  Cell *cell = get_cell (self, index);
  g_autoptr (GdkTexture) texture = NULL;

  if (rgb == NULL || cell == NULL)
    return;
  texture = gdk_memory_texture_new (
      SAFFRON_PLACE_PICTURE_SIDE, SAFFRON_PLACE_PICTURE_SIDE, GDK_MEMORY_R8G8B8,
      rgb, (gsize) SAFFRON_PLACE_PICTURE_SIDE * 3);
  gtk_picture_set_paintable (cell->picture, GDK_PAINTABLE (texture));
}

static void
show_most (SaffronPlacesGrid *self, gboolean all)
{
  guint n = saffron_quality_model_get_n_places (self->model);
  const SaffronQuality *quality = saffron_quality_model_get (self->model);
  guint off = quality != NULL ? saffron_quality_count_off (quality) : 0;
  guint first = CLAMP (off, LEAST, MOST);
  g_autofree char *label = g_strdup_printf (
      ngettext ("Show All %u Place", "Show All %u Places", n), n);

  for (guint i = 0; i < n; i++)
    gtk_widget_set_visible (
        GTK_WIDGET (gtk_flow_box_get_child_at_index (self->box, (int) i)),
        all || i < first);
  gtk_button_set_label (GTK_BUTTON (self->more), label);
  gtk_widget_set_visible (self->more, !all && n > first);
}

static void
on_more (GtkButton *button, gpointer user_data)
{
  show_most (user_data, TRUE);
}

static void
on_place (SaffronQualityModel *model, gpointer user_data)
{
  SaffronPlacesGrid *self = user_data;
  guint place = saffron_quality_model_get_place (model);
  GtkFlowBoxChild *child =
      place != SAFFRON_QUALITY_NO_PLACE
          ? gtk_flow_box_get_child_at_index (self->box, (int) place)
          : NULL;

  gtk_flow_box_unselect_all (self->box);
  if (child != NULL)
    {
      if (!gtk_widget_get_visible (GTK_WIDGET (child)))
        show_most (self, TRUE);
      gtk_flow_box_select_child (self->box, child);
    }
  for (guint i = 0; i < saffron_quality_model_get_n_places (model); i++)
    show_looked (self, i);
}

/* The pictures are read when somebody is going to see them. */
static void
show_pictures (SaffronPlacesGrid *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  for (guint i = 0; i < saffron_quality_model_get_n_places (self->model); i++)
    show_picture (self, i);
}

static void
on_changed (SaffronQualityModel *model, gpointer user_data)
{
  SaffronPlacesGrid *self = user_data;
  const SaffronQuality *quality = saffron_quality_model_get (model);

  if (quality == self->quality)
    return;
  self->quality = quality;
  for (GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->box, 0);
       child != NULL; child = gtk_flow_box_get_child_at_index (self->box, 0))
    gtk_flow_box_remove (self->box, GTK_WIDGET (child));
  for (guint i = 0; i < saffron_quality_model_get_n_places (model); i++)
    add_place (self, i);
  show_most (self, FALSE);
  on_place (model, self);
  show_pictures (self);
}

static void
on_read (SaffronPlacePictures *pictures, guint index, gpointer user_data)
{
  show_picture (user_data, index);
}

/* A click, or Enter: walking over the places with Tab and arrows looks at none.
 * Also the place that is selected, after the view has moved on. */
static void
on_activated (GtkFlowBox *box, GtkFlowBoxChild *child, gpointer user_data)
{
  gtk_widget_activate_action (GTK_WIDGET (box), "win.select-place", "u",
                              (guint) gtk_flow_box_child_get_index (child) + 1);
}

static void
on_map (GtkWidget *widget, gpointer user_data)
{
  show_pictures (SAFFRON_PLACES_GRID (widget));
}

static void
saffron_places_grid_init (SaffronPlacesGrid *self)
{
  GtkWidget *box = gtk_flow_box_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->box = GTK_FLOW_BOX (box);
  gtk_flow_box_set_min_children_per_line (self->box, 3);
  gtk_flow_box_set_max_children_per_line (self->box, 6);
  gtk_flow_box_set_homogeneous (self->box, TRUE);
  gtk_flow_box_set_selection_mode (self->box, GTK_SELECTION_SINGLE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Worst places"), -1);
  self->more = gtk_button_new_with_label (_ ("Show All Places"));
  gtk_widget_add_css_class (self->more, "flat");
  gtk_box_append (GTK_BOX (self), box);
  gtk_box_append (GTK_BOX (self), self->more);
  g_signal_connect (box, "child-activated", G_CALLBACK (on_activated), NULL);
  g_signal_connect (self->more, "clicked", G_CALLBACK (on_more), self);
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
}

void
saffron_places_grid_set_model (SaffronPlacesGrid *self,
                               SaffronQualityModel *model,
                               SaffronPlacePictures *pictures)
{
  self->model = g_object_ref (model);
  self->pictures = g_object_ref (pictures);
  g_signal_connect_object (model, "changed", G_CALLBACK (on_changed), self, 0);
  g_signal_connect_object (model, "place", G_CALLBACK (on_place), self, 0);
  g_signal_connect_object (pictures, "read", G_CALLBACK (on_read), self, 0);
  on_changed (model, self);
}
