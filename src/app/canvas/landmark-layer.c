/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/landmark-layer.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/canvas/canvas-layer.h"
#include "app/contrast.h"

/* Logical pixels. */
#define RADIUS 8.0
#define LANDING_RADIUS 4.0
#define REACH 11.0
/* From how far apart the two ends are two marks. */
#define APART 12.0

typedef struct {
  GtkWidget *area;
  SaffronViewModel *model;
  SaffronLandmarkEditor *editor;
  gboolean has_pending[2];
  SaffronRefPoint pending[2];
} LandmarkLayer;

static void
layer_free (gpointer data)
{
  LandmarkLayer *self = data;

  g_object_unref (self->model);
  g_object_unref (self->editor);
  g_free (self);
}

static void
add_shape (cairo_t *cr,
           double x,
           double y,
           double r,
           gboolean active,
           gboolean outlier)
{
  cairo_new_sub_path (cr);
  if (!active)
    cairo_rectangle (cr, x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
  else if (outlier)
    {
      cairo_move_to (cr, x, y - r * 1.3);
      cairo_line_to (cr, x + r * 1.2, y + r * 0.8);
      cairo_line_to (cr, x - r * 1.2, y + r * 0.8);
      cairo_close_path (cr);
    }
  else
    cairo_arc (cr, x, y, r, 0.0, 2.0 * G_PI);
}

/* Strokes the path in white with a black border: seen on any slide. */
static void
stroke (cairo_t *cr, double width)
{
  cairo_set_source_rgb (cr, 0.0, 0.0, 0.0);
  cairo_set_line_width (cr, width + 2.0);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

void
saffron_landmark_draw_mark (cairo_t *cr,
                            double x,
                            double y,
                            double radius,
                            gboolean active,
                            gboolean outlier,
                            gboolean selected)
{
  if (selected)
    {
      add_shape (cr, x, y, radius * 1.6, active, outlier);
      stroke (cr, 2.0);
    }
  add_shape (cr, x, y, radius, active, outlier);
  stroke (cr, selected ? 2.5 : 1.5);
}

static void
draw_label (LandmarkLayer *self,
            cairo_t *cr,
            double x,
            double y,
            const char *text)
{
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (self->area, text);
  int width = 0, height = 0;

  pango_layout_get_pixel_size (layout, &width, &height);
  x += RADIUS + 6.0;
  y -= height / 2.0;
  cairo_rectangle (cr, x - 3.0, y - 1.0, width + 6.0, height + 2.0);
  cairo_set_source_rgba (cr, 0.0, 0.0, 0.0,
                         saffron_contrast_opacity (self->area, 0.65f));
  cairo_fill (cr);
  cairo_move_to (cr, x, y);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  pango_cairo_show_layout (cr, layout);
}

static gboolean
is_split (LandmarkLayer *self)
{
  return saffron_view_model_get_look (self->model)->mode
         == SAFFRON_VIEW_MODE_SIDE_BY_SIDE;
}

/* On the widget. */
static SaffronViewPoint
to_widget (LandmarkLayer *self,
           const SaffronFrame *frame,
           SaffronViewSide side,
           SaffronRefPoint p)
{
  double scale = gtk_widget_get_scale_factor (self->area);
  SaffronViewPoint at = saffron_frame_from_reference (frame, side, p);

  return (SaffronViewPoint){ at.x / scale, at.y / scale };
}

/* Both ends of a landmark on the widget. */
static void
find_ends (LandmarkLayer *self,
           const SaffronFrame *frame,
           guint index,
           SaffronViewPoint ends[2])
{
  const SaffronLandmark *landmark =
      saffron_landmark_editor_get (self->editor, index);
  SaffronRefPoint p = saffron_landmark_editor_get_landing (self->editor, index);

  ends[0] =
      to_widget (self, frame, SAFFRON_VIEW_REFERENCE, landmark->reference);
  /* The moving half shows the moving slide as the transform in use lays it. */
  if (is_split (self) && frame->slides[SAFFRON_VIEW_MOVING].transform != NULL)
    saffron_transform_push (frame->slides[SAFFRON_VIEW_MOVING].transform,
                            landmark->moving, &p);
  ends[1] = to_widget (self, frame, SAFFRON_VIEW_MOVING, p);
}

static double
distance (SaffronViewPoint a, SaffronViewPoint b)
{
  return hypot (a.x - b.x, a.y - b.y);
}

static gboolean
is_near (LandmarkLayer *self, SaffronViewPoint p)
{
  double margin = 4.0 * RADIUS;

  return p.x > -margin && p.y > -margin
         && p.x < gtk_widget_get_width (self->area) + margin
         && p.y < gtk_widget_get_height (self->area) + margin;
}

static gboolean
is_culprit (LandmarkLayer *self, guint index)
{
  const SaffronLandmarkFolds *folds =
      saffron_landmark_editor_get_folds (self->editor);

  for (guint i = 0; folds != NULL && i < folds->n_culprits; i++)
    if (folds->culprits[i] == index)
      return TRUE;
  return FALSE;
}

static void
draw_landmark (LandmarkLayer *self,
               cairo_t *cr,
               const SaffronFrame *frame,
               guint index)
{
  static const double dashes[] = { 4.0, 3.0 };
  gboolean active = saffron_landmark_editor_get (self->editor, index)->active;
  gboolean outlier =
      saffron_landmark_editor_get_error (self->editor, index)->outlier;
  gboolean selected =
      saffron_landmark_editor_get_selected (self->editor) == index;
  g_autofree char *number = is_culprit (self, index)
                                /* Translators: the number of a landmark; it
                                 * folds the slide */
                                ? g_strdup_printf (_ ("%u: fold"), index + 1)
                                : g_strdup_printf ("%u", index + 1);
  SaffronViewPoint ends[2];

  find_ends (self, frame, index, ends);
  if (!is_near (self, ends[0]) && !is_near (self, ends[1]))
    return;
  if (is_split (self))
    {
      saffron_landmark_draw_mark (cr, ends[1].x, ends[1].y, RADIUS, active,
                                  outlier, selected);
      draw_label (self, cr, ends[1].x, ends[1].y, number);
    }
  else if (distance (ends[0], ends[1]) > 1.0)
    {
      cairo_move_to (cr, ends[1].x, ends[1].y);
      cairo_line_to (cr, ends[0].x, ends[0].y);
      if (!active)
        cairo_set_dash (cr, dashes, 2, 0.0);
      stroke (cr, selected ? 2.5 : 1.5);
      cairo_set_dash (cr, NULL, 0, 0.0);
      cairo_arc (cr, ends[1].x, ends[1].y, LANDING_RADIUS, 0.0, 2.0 * G_PI);
      stroke (cr, 1.5);
    }
  saffron_landmark_draw_mark (cr, ends[0].x, ends[0].y, RADIUS, active, outlier,
                              selected);
  draw_label (self, cr, ends[0].x, ends[0].y, number);
}

/* Crossed squares where the transform folds. */
static void
draw_folds (LandmarkLayer *self, cairo_t *cr, const SaffronFrame *frame)
{
  const SaffronLandmarkFolds *folds =
      saffron_landmark_editor_get_folds (self->editor);

  for (guint i = 0; folds != NULL && i < folds->boxes->len; i++)
    {
      const SaffronRefBox *box =
          &g_array_index (folds->boxes, SaffronRefBox, i);
      SaffronViewPoint p[4];

      for (int k = 0; k < 4; k++)
        p[k] = to_widget (self, frame, SAFFRON_VIEW_REFERENCE,
                          (SaffronRefPoint){ k % 3 == 0 ? box->x0 : box->x1,
                                             k < 2 ? box->y0 : box->y1 });
      cairo_move_to (cr, p[0].x, p[0].y);
      for (int k = 1; k < 4; k++)
        cairo_line_to (cr, p[k].x, p[k].y);
      cairo_close_path (cr);
      for (int k = 0; k < 2; k++)
        {
          cairo_move_to (cr, p[k].x, p[k].y);
          cairo_line_to (cr, p[k + 2].x, p[k + 2].y);
        }
      stroke (cr, 1.0);
    }
}

static void
clip_half (cairo_t *cr, int half, int width, int height)
{
  cairo_rectangle (cr, half == 0 ? 0.0 : width / 2, 0.0, width / 2.0, height);
  cairo_clip (cr);
}

/* An end that waits, as a question mark in the half where it was placed. */
static void
draw_pending (LandmarkLayer *self, cairo_t *cr, const SaffronFrame *frame)
{
  for (int side = 0; side < 2; side++)
    if (self->has_pending[side] && is_split (self))
      {
        SaffronViewPoint p = to_widget (self, frame, side, self->pending[side]);

        saffron_landmark_draw_mark (cr, p.x, p.y, RADIUS, TRUE, FALSE, TRUE);
        draw_label (self, cr, p.x, p.y, "?");
      }
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  LandmarkLayer *self = data;
  guint n = saffron_landmark_editor_get_n (self->editor);
  guint selected = saffron_landmark_editor_get_selected (self->editor);
  int halves = is_split (self) ? 2 : 1;
  g_autoptr (SaffronFrame) frame = NULL;

  if (n == 0 && !self->has_pending[0] && !self->has_pending[1])
    return;
  frame = saffron_view_model_get_frame (self->model);
  for (int half = 0; half < halves; half++)
    {
      cairo_save (cr);
      if (halves == 2)
        clip_half (cr, half, width, height);
      draw_folds (self, cr, frame);
      for (guint i = 0; i < n; i++)
        if (i != selected)
          draw_landmark (self, cr, frame, i);
      if (selected < n)
        draw_landmark (self, cr, frame, selected);
      draw_pending (self, cr, frame);
      cairo_restore (cr);
    }
}

/* A layer that draws nothing costs as much as one that does: hidden, it costs
 * nothing. */
static void
update (LandmarkLayer *self)
{
  gtk_widget_set_visible (self->area,
                          saffron_landmark_editor_get_n (self->editor) > 0
                              || self->has_pending[0] || self->has_pending[1]);
  gtk_widget_queue_draw (self->area);
}

guint
saffron_landmark_layer_hit (GtkWidget *layer,
                            SaffronViewPoint p,
                            gboolean *landing)
{
  LandmarkLayer *self = saffron_canvas_layer_get (layer);
  double scale = gtk_widget_get_scale_factor (layer);
  SaffronViewPoint at = { p.x / scale, p.y / scale };
  gboolean right = at.x > gtk_widget_get_width (layer) / 2.0;
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (self->model);
  guint hit = SAFFRON_LANDMARK_NONE;
  double nearest = REACH;

  *landing = FALSE;
  for (guint i = 0; i < saffron_landmark_editor_get_n (self->editor); i++)
    {
      SaffronViewPoint ends[2];

      find_ends (self, frame, i, ends);
      for (int end = 0; end < 2; end++)
        if ((is_split (self) ? end == (right ? 1 : 0)
                             : end == 0 || distance (ends[0], ends[1]) > APART)
            && distance (at, ends[end]) < nearest)
          {
            nearest = distance (at, ends[end]);
            hit = i;
            *landing = end == 1;
          }
    }
  return hit;
}

void
saffron_landmark_layer_set_pending (GtkWidget *layer,
                                    SaffronViewSide side,
                                    const SaffronRefPoint *p)
{
  LandmarkLayer *self = saffron_canvas_layer_get (layer);

  self->has_pending[side] = p != NULL;
  if (p != NULL)
    self->pending[side] = *p;
  update (self);
}

static void
on_editor_changed (SaffronLandmarkEditor *editor, gpointer user_data)
{
  update (saffron_canvas_layer_get (user_data));
}

GtkWidget *
saffron_landmark_layer_new (SaffronViewModel *model,
                            SaffronLandmarkEditor *editor)
{
  LandmarkLayer *self = g_new0 (LandmarkLayer, 1);

  self->model = g_object_ref (model);
  self->editor = g_object_ref (editor);
  self->area = saffron_canvas_layer_new (model, draw, self, layer_free);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_editor_changed),
                           self->area, 0);
  update (self);
  return self->area;
}
