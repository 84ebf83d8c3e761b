/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/minimap.h"

#include <glib/gi18n.h>

#include "app/canvas/canvas-steps.h"
#include "app/canvas/landmark-layer.h"
#include "app/canvas/map-picture.h"
#include "app/canvas/place-layer.h"
#include "app/contrast.h"
#include "app/document/quality-model.h"
#include "view/compositor.h"

#define SIDE 160
/* How far an arrow key moves the view, pixels of the overview. */
#define STEP 8.0
/* The size of a landmark, and of a place that is wrong. */
#define MARK 2.0
#define PLACE 3.0

typedef struct {
  SaffronViewModel *model;
  GtkWidget *area;
  SaffronLandmarkEditor *editor; /* NULL until it is set */
  SaffronMapPicture *map;        /* NULL: none */
  SaffronQualityModel *quality;  /* the same */
  /* The picture is drawn again only when something other than the place
   * changed. */
  cairo_surface_t *surface;
  gint64 drawn_at;
  guint redraw;
} Minimap;

static void
minimap_free (gpointer data)
{
  Minimap *self = data;

  g_clear_handle_id (&self->redraw, g_source_remove);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_object (&self->editor);
  g_clear_pointer (&self->map, saffron_map_picture_unref);
  g_clear_object (&self->quality);
  g_object_unref (self->model);
  g_free (self);
}

static void
draw_overview (Minimap *self, int width, int height)
{
  int scale = gtk_widget_get_scale_factor (self->area);
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_overview (
      self->model, width * scale, height * scale);

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                              width * scale, height * scale);
  cairo_surface_flush (self->surface);
  saffron_compositor_draw (frame, cairo_image_surface_get_data (self->surface),
                           cairo_image_surface_get_stride (self->surface),
                           NULL);
  cairo_surface_mark_dirty (self->surface);
  cairo_surface_set_device_scale (self->surface, scale, scale);
  self->drawn_at = g_get_monotonic_time ();
}

/* Where the overview shows the reference, in pixels of the widget. */
static SaffronViewGeometry
overview_of (Minimap *self)
{
  return saffron_view_model_get_overview_geometry (
      self->model, gtk_widget_get_width (self->area),
      gtk_widget_get_height (self->area));
}

static void
draw_map (Minimap *self, cairo_t *cr, const SaffronViewGeometry *overview)
{
  SaffronViewPoint corner =
      saffron_view_from_reference (overview, (SaffronRefPoint){ 0.0, 0.0 });
  SaffronMapPlace place = {
    .x = corner.x,
    .y = corner.y,
    .scale_x = saffron_view_scale_x (overview),
    .scale_y = saffron_view_scale_y (overview),
    .right = overview->width,
    .height = overview->height,
  };

  if (self->map != NULL)
    saffron_map_picture_paint (self->map, cr, &place);
}

/* Marks at the landmarks' reference ends, in their shapes. */
static void
draw_landmarks (Minimap *self, cairo_t *cr, const SaffronViewGeometry *overview)
{
  guint n =
      self->editor != NULL ? saffron_landmark_editor_get_n (self->editor) : 0;

  for (guint i = 0; i < n; i++)
    {
      const SaffronLandmark *landmark =
          saffron_landmark_editor_get (self->editor, i);
      SaffronViewPoint p =
          saffron_view_from_reference (overview, landmark->reference);

      saffron_landmark_draw_mark (
          cr, p.x, p.y, MARK, landmark->active,
          saffron_landmark_editor_get_error (self->editor, i)->outlier,
          saffron_landmark_editor_get_selected (self->editor) == i);
    }
}

/* The worst comes last, so that no other covers it. */
static void
draw_places (Minimap *self, cairo_t *cr, const SaffronViewGeometry *overview)
{
  guint n =
      self->quality != NULL && saffron_quality_model_get_marked (self->quality)
          ? saffron_quality_model_get_n_places (self->quality)
          : 0;

  for (guint i = n; i-- > 0;)
    {
      gboolean here = saffron_quality_model_get_place (self->quality) == i;
      SaffronViewPoint p = saffron_view_from_reference (
          overview, saffron_quality_model_get_window (self->quality, i)->at);

      if (here || saffron_place_is_off (self->quality, i))
        saffron_place_draw_mark (cr, p.x, p.y, PLACE, here);
    }
}

static void
draw (GtkDrawingArea *area,
      cairo_t *cr,
      int width,
      int height,
      gpointer user_data)
{
  Minimap *self = user_data;
  const SaffronViewGeometry *view =
      saffron_view_model_get_geometry (self->model);
  SaffronViewGeometry overview;
  SaffronViewPoint a, b;
  double margin = 0.0;
  gboolean focused;

  if (saffron_view_model_get_base (self->model) == NULL || view->zoom <= 0.0)
    return;
  if (self->surface == NULL)
    draw_overview (self, width, height);
  cairo_set_source_surface (cr, self->surface, 0, 0);
  cairo_paint (cr);

  overview = overview_of (self);
  draw_map (self, cr, &overview);
  draw_landmarks (self, cr, &overview);
  draw_places (self, cr, &overview);
  /* Side by side, each half shows the middle of the view. */
  if (saffron_view_model_get_look (self->model)->mode
      == SAFFRON_VIEW_MODE_SIDE_BY_SIDE)
    margin = view->width * 0.25;
  a = saffron_view_from_reference (
      &overview,
      saffron_view_to_reference (view, (SaffronViewPoint){ margin, 0 }));
  b = saffron_view_from_reference (
      &overview,
      saffron_view_to_reference (
          view, (SaffronViewPoint){ view->width - margin, view->height }));
  cairo_rectangle (cr, a.x, a.y, MAX (b.x - a.x, 2.0), MAX (b.y - a.y, 2.0));
  cairo_set_line_width (cr, 2.0);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_stroke (cr);
  focused = gtk_widget_has_focus (self->area);
  cairo_rectangle (cr, 0.5, 0.5, width - 1, height - 1);
  cairo_set_line_width (cr, focused ? 4.0 : 1.0);
  cairo_set_source_rgba (cr, 1.0, 1.0, 1.0,
                         focused ? 1.0
                                 : saffron_contrast_opacity (self->area, 0.5f));
  cairo_stroke (cr);
}

static gboolean
redraw_later (gpointer user_data)
{
  Minimap *self = user_data;

  self->redraw = 0;
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  gtk_widget_queue_draw (self->area);
  return G_SOURCE_REMOVE;
}

static void
on_changed (SaffronViewModel *model, gpointer user_data)
{
  Minimap *self = user_data;

  /* Nothing is done for a minimap that is hidden; when it is shown again, the
   * picture is drawn anew. */
  if (!gtk_widget_get_mapped (self->area))
    {
      g_clear_handle_id (&self->redraw, g_source_remove);
      g_clear_pointer (&self->surface, cairo_surface_destroy);
      return;
    }
  /* Tiles and contrast change often during work: the picture follows a little
   * later, the rectangle at once. */
  if (self->redraw == 0)
    self->redraw = g_timeout_add (200, redraw_later, self);
  gtk_widget_queue_draw (self->area);
}

static void
go_to (Minimap *self, double x, double y)
{
  SaffronViewGeometry overview;
  SaffronViewGeometry view = *saffron_view_model_get_geometry (self->model);

  if (saffron_view_model_get_base (self->model) == NULL)
    return;
  overview = overview_of (self);
  view.centre =
      saffron_view_to_reference (&overview, (SaffronViewPoint){ x, y });
  saffron_view_model_set_geometry (self->model, &view);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, gpointer user_data)
{
  go_to (user_data, x, y);
}

static void
on_drag_update (GtkGestureDrag *gesture, double x, double y, gpointer user_data)
{
  double start_x = 0.0, start_y = 0.0;

  gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);
  go_to (user_data, start_x + x, start_y + y);
}

/* Arrow keys move the view by a step of the overview, with Shift by one of its
 * pixels. */
static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  Minimap *self = user_data;
  double step = (state & GDK_SHIFT_MASK) != 0 ? 1.0 : STEP;
  double dx = 0.0, dy = 0.0;
  SaffronViewGeometry overview;
  SaffronViewPoint p;

  if (saffron_view_model_get_base (self->model) == NULL
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0
      || !saffron_arrow_direction (keyval, &dx, &dy))
    return GDK_EVENT_PROPAGATE;
  overview = overview_of (self);
  p = saffron_view_from_reference (
      &overview, saffron_view_model_get_geometry (self->model)->centre);
  go_to (self, p.x + dx * step, p.y + dy * step);
  return GDK_EVENT_STOP;
}

static void
on_destroy (GtkWidget *area, gpointer user_data)
{
  Minimap *self = user_data;

  g_signal_handlers_disconnect_by_data (self->model, self);
}

void
saffron_minimap_set_landmarks (GtkWidget *minimap,
                               SaffronLandmarkEditor *editor)
{
  Minimap *self = g_object_get_data (G_OBJECT (minimap), "minimap");

  g_set_object (&self->editor, editor);
  g_signal_connect_object (editor, "changed",
                           G_CALLBACK (gtk_widget_queue_draw), minimap,
                           G_CONNECT_SWAPPED);
}

void
saffron_minimap_set_map (GtkWidget *minimap, SaffronMapPicture *picture)
{
  Minimap *self = g_object_get_data (G_OBJECT (minimap), "minimap");

  if (picture != NULL)
    saffron_map_picture_ref (picture);
  g_clear_pointer (&self->map, saffron_map_picture_unref);
  self->map = picture;
  gtk_widget_queue_draw (minimap);
}

void
saffron_minimap_set_quality (GtkWidget *minimap, SaffronQualityModel *quality)
{
  Minimap *self = g_object_get_data (G_OBJECT (minimap), "minimap");

  g_set_object (&self->quality, quality);
  g_signal_connect_object (quality, "changed",
                           G_CALLBACK (gtk_widget_queue_draw), minimap,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (quality, "place", G_CALLBACK (gtk_widget_queue_draw),
                           minimap, G_CONNECT_SWAPPED);
}

GtkWidget *
saffron_minimap_new (SaffronViewModel *model)
{
  Minimap *self = g_new0 (Minimap, 1);
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_IMG, NULL);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->model = g_object_ref (model);
  self->area = area;
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), SIDE);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), SIDE);
  gtk_widget_set_halign (area, GTK_ALIGN_END);
  gtk_widget_set_valign (area, GTK_ALIGN_END);
  gtk_widget_set_margin_end (area, 12);
  gtk_widget_set_margin_bottom (area, 12);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, self, NULL);
  /* Not in the destroy notify of the draw function, which runs before "destroy"
   * is emitted. */
  g_object_set_data_full (G_OBJECT (area), "minimap", self, minimap_free);
  g_signal_connect (model, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (area, "destroy", G_CALLBACK (on_destroy), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (area, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (area, keys);
  gtk_widget_set_focusable (area, TRUE);
  g_signal_connect (area, "notify::has-focus",
                    G_CALLBACK (gtk_widget_queue_draw), NULL);
  gtk_widget_set_tooltip_text (area,
                               _ ("Drag to move the view, or use the arrow "
                                  "keys, with Shift for small steps"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (area),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Overview of the reference"), -1);
  return area;
}
