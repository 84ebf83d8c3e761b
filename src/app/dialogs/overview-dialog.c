/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/overview-dialog.h"

#include <glib/gi18n.h>

#include "app/document/overview-pictures.h"
#include "app/pane/slide-verdict.h"
#include "quality/verdict-words.h"

/* The least side of a picture, pixels. */
#define SIDE 160

typedef struct {
  GtkWindow *window;
  SaffronDocument *document;
  SaffronOverviewPictures *pictures;
  AdwWindowTitle *title;
  GtkFlowBox *box;
  GPtrArray *slides; /* SaffronMoving: the children of the box */
} OverviewDialog;

/* What a child of the box consists of. */
typedef struct {
  GtkPicture *picture;
  GtkWidget *none, *mark;
  GtkLabel *error;
  SaffronMoving *moving; /* the dialog has the reference */
  char *name;
} Cell;

static void
cell_free (gpointer data)
{
  Cell *cell = data;

  g_free (cell->name);
  g_free (cell);
}

static void
overview_dialog_free (gpointer data)
{
  OverviewDialog *self = data;

  g_object_unref (self->document);
  g_object_unref (self->pictures);
  g_ptr_array_unref (self->slides);
  g_free (self);
}

static GtkWidget *
picture_new (Cell *cell)
{
  GtkWidget *overlay = gtk_overlay_new ();

  /* The slide has a name. */
  cell->picture = g_object_new (GTK_TYPE_PICTURE, "accessible-role",
                                GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  cell->none = gtk_label_new (NULL);
  gtk_widget_add_css_class (cell->none, "osd");
  gtk_widget_set_halign (cell->none, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (cell->none, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (GTK_WIDGET (cell->picture), SIDE, SIDE);
  gtk_widget_add_css_class (GTK_WIDGET (cell->picture), "saffron-place");
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (cell->picture));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), cell->none);
  return overlay;
}

static GtkWidget *
caption_new (Cell *cell)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *name = gtk_label_new (cell->name);

  cell->mark = saffron_slide_verdict_new ();
  gtk_label_set_xalign (GTK_LABEL (name), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (box), cell->mark);
  gtk_box_append (GTK_BOX (box), name);
  return box;
}

static void
add_slide (OverviewDialog *self, SaffronMoving *moving)
{
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *error = gtk_label_new (NULL);
  Cell *cell = g_new0 (Cell, 1);

  cell->moving = moving;
  cell->name = saffron_document_name_slide (self->document,
                                            saffron_moving_get_path (moving));
  cell->error = GTK_LABEL (error);
  gtk_label_set_xalign (cell->error, 0.0f);
  gtk_widget_add_css_class (error, "caption");
  gtk_widget_add_css_class (error, "dim-label");
  gtk_widget_add_css_class (error, "numeric");
  gtk_box_append (GTK_BOX (box), picture_new (cell));
  gtk_box_append (GTK_BOX (box), caption_new (cell));
  gtk_box_append (GTK_BOX (box), error);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  g_object_set_data_full (G_OBJECT (child), "cell", cell, cell_free);
  gtk_flow_box_append (self->box, child);
}

static void
show_picture (OverviewDialog *self, Cell *cell)
{
  const SaffronOverview *overview =
      saffron_overview_pictures_get (self->pictures, cell->moving);
  gboolean run = saffron_moving_get_whole (cell->moving) != NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (overview != NULL)
    texture = gdk_memory_texture_new (overview->width, overview->height,
                                      GDK_MEMORY_R8G8B8, overview->rgb,
                                      (gsize) overview->width * 3);
  gtk_picture_set_paintable (cell->picture, GDK_PAINTABLE (texture));
  gtk_label_set_label (GTK_LABEL (cell->none),
                       run ? "" : _ ("Not registered yet"));
}

static void
update_slide (OverviewDialog *self, GtkFlowBoxChild *child)
{
  Cell *cell = g_object_get_data (G_OBJECT (child), "cell");
  SaffronMovingState state = saffron_moving_get_state (cell->moving);
  SaffronRunEntry *run = saffron_moving_get_whole (cell->moving);
  g_autofree char *verdict =
      run != NULL ? saffron_verdict_to_words (saffron_run_entry_get_run (run))
                  : g_strdup (saffron_slide_verdict_words (state));
  g_autofree char *error =
      saffron_slide_verdict_error (self->document, cell->moving);
  g_autofree char *name = g_strdup_printf ("%s: %s%s%s", cell->name, verdict,
                                           *error != '\0' ? ", " : "", error);

  saffron_slide_verdict_set (cell->mark, state);
  gtk_label_set_label (cell->error, error);
  gtk_widget_set_tooltip_text (GTK_WIDGET (child), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  show_picture (self, cell);
}

static gboolean
has_slides (OverviewDialog *self, GPtrArray *slides)
{
  if (slides->len != self->slides->len)
    return FALSE;
  for (guint i = 0; i < slides->len; i++)
    if (slides->pdata[i] != self->slides->pdata[i])
      return FALSE;
  return TRUE;
}

static void
fill (OverviewDialog *self, GPtrArray *slides)
{
  for (guint i = self->slides->len; i > 0; i--)
    gtk_flow_box_remove (
        self->box,
        GTK_WIDGET (gtk_flow_box_get_child_at_index (self->box, (int) i - 1)));
  g_ptr_array_set_size (self->slides, 0);
  for (guint i = 0; i < slides->len; i++)
    {
      g_ptr_array_add (self->slides, g_object_ref (slides->pdata[i]));
      add_slide (self, slides->pdata[i]);
    }
}

static void
update (OverviewDialog *self)
{
  g_autoptr (GPtrArray) slides = saffron_document_list_moving (self->document);
  g_autofree char *summary = saffron_slide_verdict_summary (self->document);

  if (!has_slides (self, slides))
    fill (self, slides);
  adw_window_title_set_subtitle (self->title, summary);
  for (guint i = 0; i < self->slides->len; i++)
    update_slide (self, gtk_flow_box_get_child_at_index (self->box, (int) i));
}

static void
on_read (SaffronOverviewPictures *pictures,
         SaffronMoving *moving,
         gpointer user_data)
{
  OverviewDialog *self = user_data;

  for (guint i = 0; i < self->slides->len; i++)
    if (self->slides->pdata[i] == moving)
      show_picture (
          self, g_object_get_data (G_OBJECT (gtk_flow_box_get_child_at_index (
                                       self->box, (int) i)),
                                   "cell"));
}

static void
on_activated (GtkFlowBox *box, GtkFlowBoxChild *child, gpointer user_data)
{
  OverviewDialog *self = user_data;
  Cell *cell = g_object_get_data (G_OBJECT (child), "cell");
  g_autoptr (SaffronMoving) moving = g_object_ref (cell->moving);
  g_autoptr (SaffronDocument) document = g_object_ref (self->document);

  gtk_window_close (self->window);
  saffron_document_show_moving (document, moving);
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  OverviewDialog *self = user_data;

  g_signal_handlers_disconnect_by_data (self->document, self);
  g_signal_handlers_disconnect_by_data (self->pictures, self);
}

static GtkWidget *
grid_new (OverviewDialog *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_flow_box_new ();

  self->box = GTK_FLOW_BOX (box);
  gtk_flow_box_set_min_children_per_line (self->box, 2);
  gtk_flow_box_set_max_children_per_line (self->box, 6);
  gtk_flow_box_set_homogeneous (self->box, TRUE);
  gtk_flow_box_set_row_spacing (self->box, 6);
  gtk_flow_box_set_column_spacing (self->box, 6);
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Moving slides"), -1);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  g_signal_connect (box, "child-activated", G_CALLBACK (on_activated), self);
  return scroller;
}

/* Escape closes it. */
static void
add_keys (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
}

GtkWidget *
saffron_overview_dialog_new (GtkWindow *parent, SaffronDocument *document)
{
  OverviewDialog *self = g_new0 (OverviewDialog, 1);
  GtkWidget *window =
      g_object_new (ADW_TYPE_WINDOW, "transient-for", parent, "modal", TRUE,
                    "title", _ ("Overview of the Slides"), "default-width", 860,
                    "default-height", 640, NULL);
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->window = GTK_WINDOW (window);
  self->document = g_object_ref (document);
  self->pictures = saffron_overview_pictures_new (document);
  self->slides = g_ptr_array_new_with_free_func (g_object_unref);
  self->title = ADW_WINDOW_TITLE (
      adw_window_title_new (_ ("Overview of the Slides"), ""));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar),
                                   GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), grid_new (self));
  adw_window_set_content (ADW_WINDOW (window), box);
  add_keys (window);
  g_object_set_data_full (G_OBJECT (window), "overview-dialog", self,
                          overview_dialog_free);
  g_signal_connect_swapped (document, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (document, "edited", G_CALLBACK (update), self);
  g_signal_connect (self->pictures, "read", G_CALLBACK (on_read), self);
  g_signal_connect (window, "destroy", G_CALLBACK (on_destroy), self);
  update (self);
  return window;
}
