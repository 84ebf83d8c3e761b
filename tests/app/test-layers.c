/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/arrows.h"
#include "app/canvas/canvas.h"
#include "app/canvas/landmark-layer.h"
#include "app/canvas/map-layer.h"
#include "app/canvas/minimap.h"
#include "app/canvas/place-layer.h"
#include "app/canvas/region-layer.h"
#include "app/canvas/start-layer.h"

#include "fake-editors.h"
#include "register/run-draft.h"
#include "view/arrows.h"
#include "view/fake-slide.h"

/* What the layers over the canvas cost, in calls: the linker leads these
 * functions through here (see meson.build). */
typedef struct {
  GtkDrawingAreaDrawFunc func;
  gpointer user_data;
  int n_draws;
} Drawn;

static GPtrArray *areas; /* of Drawn, in the order in which they were made */
static int n_arrows, n_overviews, n_timeouts;

void __real_gtk_drawing_area_set_draw_func (GtkDrawingArea *area,
                                            GtkDrawingAreaDrawFunc func,
                                            gpointer user_data,
                                            GDestroyNotify destroy);
void __wrap_gtk_drawing_area_set_draw_func (GtkDrawingArea *area,
                                            GtkDrawingAreaDrawFunc func,
                                            gpointer user_data,
                                            GDestroyNotify destroy);
SaffronArrows *__real_saffron_arrows_new (const SaffronViewGeometry *view,
                                          const SaffronTransform *from,
                                          const SaffronTransform *to,
                                          const SaffronRect *area,
                                          double spacing);
SaffronArrows *__wrap_saffron_arrows_new (const SaffronViewGeometry *view,
                                          const SaffronTransform *from,
                                          const SaffronTransform *to,
                                          const SaffronRect *area,
                                          double spacing);
SaffronFrame *__real_saffron_view_model_get_overview (SaffronViewModel *model,
                                                      int width,
                                                      int height);
SaffronFrame *__wrap_saffron_view_model_get_overview (SaffronViewModel *model,
                                                      int width,
                                                      int height);
guint __real_g_timeout_add (guint interval, GSourceFunc func, gpointer data);
guint __wrap_g_timeout_add (guint interval, GSourceFunc func, gpointer data);

static void
draw_counted (GtkDrawingArea *area,
              cairo_t *cr,
              int width,
              int height,
              gpointer user_data)
{
  Drawn *drawn = user_data;

  drawn->n_draws++;
  drawn->func (area, cr, width, height, drawn->user_data);
}

void
__wrap_gtk_drawing_area_set_draw_func (GtkDrawingArea *area,
                                       GtkDrawingAreaDrawFunc func,
                                       gpointer user_data,
                                       GDestroyNotify destroy)
{
  Drawn *drawn = g_new0 (Drawn, 1);

  drawn->func = func;
  drawn->user_data = user_data;
  g_ptr_array_add (areas, drawn);
  __real_gtk_drawing_area_set_draw_func (area, draw_counted, drawn, destroy);
}

SaffronArrows *
__wrap_saffron_arrows_new (const SaffronViewGeometry *view,
                           const SaffronTransform *from,
                           const SaffronTransform *to,
                           const SaffronRect *area,
                           double spacing)
{
  n_arrows++;
  return __real_saffron_arrows_new (view, from, to, area, spacing);
}

SaffronFrame *
__wrap_saffron_view_model_get_overview (SaffronViewModel *model,
                                        int width,
                                        int height)
{
  n_overviews++;
  return __real_saffron_view_model_get_overview (model, width, height);
}

/* Of the canvas and its layers only the minimap has one. */
guint
__wrap_g_timeout_add (guint interval, GSourceFunc func, gpointer data)
{
  n_timeouts++;
  return __real_g_timeout_add (interval, func, data);
}

/* In the order in which the fixture makes them. */
enum {
  CANVAS,
  LANDMARKS,
  REGION,
  START,
  MAP,
  PLACES,
  ARROWS,
  MINIMAP,
  N_AREAS,
};

typedef struct {
  GtkWidget *window;
  GtkWidget *layers[N_AREAS];
  SaffronViewModel *model;
  SaffronLandmarkEditor *landmarks;
  SaffronStartEditor *start;
  SaffronQualityModel *quality;
  SaffronRun *runs[2];
} Fixture;

static SaffronRun *
run_new (double amplitude)
{
  SaffronRunDraft *draft = saffron_run_draft_new ();

  draft->params = saffron_params_new ();
  draft->transform = fake_transform_new (6000.0, 4000.0, amplitude, 500.0);
  return saffron_run_draft_finish (draft);
}

static void
on_region (gpointer user_data)
{
}

static void
add_layers (Fixture *f)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget **layers = f->layers;

  layers[CANVAS] = saffron_canvas_new (f->model, SAFFRON_RENDERER_CPU);
  layers[LANDMARKS] = saffron_landmark_layer_new (f->model, f->landmarks);
  layers[REGION] = saffron_region_layer_new (f->model, on_region, NULL);
  layers[START] = saffron_start_layer_new (f->model, f->start);
  layers[MAP] = saffron_map_layer_new (f->model);
  layers[PLACES] = saffron_place_layer_new (f->model, f->quality);
  layers[ARROWS] = saffron_arrow_layer_new (f->model);
  layers[MINIMAP] = saffron_minimap_new (f->model);
  g_assert_cmpint (areas->len, ==, N_AREAS);
  saffron_minimap_set_landmarks (layers[MINIMAP], f->landmarks);
  saffron_minimap_set_quality (layers[MINIMAP], f->quality);
  gtk_widget_set_visible (layers[MINIMAP], FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), layers[CANVAS]);
  for (int i = CANVAS + 1; i < N_AREAS; i++)
    gtk_overlay_add_overlay (GTK_OVERLAY (overlay), layers[i]);
  gtk_window_set_child (GTK_WINDOW (f->window), overlay);
}

static void
setup (Fixture *f, gconstpointer data)
{
  FakeSlide spec = { .width = 6000,
                     .height = 4000,
                     .n_levels = 4,
                     .type = SAFFRON_SAMPLE_U16,
                     .n_channels = 1 };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);

  areas = g_ptr_array_new_with_free_func (g_free);
  f->model = saffron_view_model_new (64 << 20, 1);
  for (int side = 0; side < 2; side++)
    saffron_view_model_set_slide (f->model, side, slide, NULL);
  f->landmarks = g_object_new (SAFFRON_TYPE_LANDMARK_EDITOR, NULL);
  f->start = g_object_new (SAFFRON_TYPE_START_EDITOR, NULL);
  f->quality = g_object_new (SAFFRON_TYPE_QUALITY_MODEL, NULL);
  for (int i = 0; i < 2; i++)
    f->runs[i] = run_new (20.0 * (i + 1));
  f->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 600, 400);
  add_layers (f);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
teardown (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_object_unref (f->model);
  g_object_unref (f->landmarks);
  g_object_unref (f->start);
  g_object_unref (f->quality);
  for (int i = 0; i < 2; i++)
    saffron_run_unref (f->runs[i]);
  g_ptr_array_unref (areas);
}

static SaffronMapPicture *
picture_of (SaffronRun *run)
{
  g_autoptr (SaffronMap) map =
      saffron_map_new (SAFFRON_MAP_JACOBIAN, run, 0.0, 0.0, NULL);

  return saffron_map_picture_new (map, 0.5);
}

static void
switch_layer (Fixture *f, int layer, gboolean on)
{
  g_autoptr (SaffronMapPicture) picture = picture_of (f->runs[0]);
  SaffronRect region = { 1000, 1000, on ? 2000 : 0, on ? 1000 : 0 };

  switch (layer)
    {
    case LANDMARKS:
      f->landmarks->n = on ? 1 : 0;
      g_signal_emit_by_name (f->landmarks, "changed");
      break;
    case REGION:
      saffron_region_layer_set (f->layers[REGION], &region);
      break;
    case START:
      f->start->on = on;
      g_signal_emit_by_name (f->start, "changed");
      break;
    case MAP:
      saffron_map_layer_set (f->layers[MAP], on ? picture : NULL);
      break;
    case PLACES:
      f->quality->marked = on;
      g_signal_emit_by_name (f->quality, "place");
      break;
    case ARROWS:
      saffron_arrow_layer_set (f->layers[ARROWS], f->runs[0],
                               on ? f->runs[1] : NULL);
      break;
    default:
      gtk_widget_set_visible (f->layers[layer], on);
    }
}

static int
n_draws (int area)
{
  return ((Drawn *) g_ptr_array_index (areas, area))->n_draws;
}

/* Moves the view and waits until the canvas shows it, three times. */
static void
move (Fixture *f)
{
  for (int i = 0; i < 3; i++)
    {
      SaffronViewGeometry view = *saffron_view_model_get_geometry (f->model);
      int before = n_draws (CANVAS);

      view.zoom = 0.2;
      view.centre.x += 10.0;
      saffron_view_model_set_geometry (f->model, &view);
      while (n_draws (CANVAS) == before)
        g_main_context_iteration (NULL, TRUE);
    }
}

/* While the view moves, exactly the layer that is switched on is drawn. */
static void
test_draws (Fixture *f, gconstpointer data)
{
  for (int on = CANVAS; on < N_AREAS; on++)
    {
      int before[N_AREAS];

      /* CANVAS stands for none. */
      if (on != CANVAS)
        switch_layer (f, on, TRUE);
      for (int i = 0; i < N_AREAS; i++)
        before[i] = n_draws (i);
      move (f);
      for (int i = 0; i < N_AREAS; i++)
        if (i == on || i == CANVAS)
          g_assert_cmpint (n_draws (i), >=, before[i] + 3);
        else
          g_assert_cmpint (n_draws (i), ==, before[i]);
      if (on != CANVAS)
        switch_layer (f, on, FALSE);
    }
}

/* Nor is anything computed for a layer that is off, whether it was never on or
 * was on before. */
static void
test_computes (Fixture *f, gconstpointer data)
{
  for (int round = 0; round < 2; round++)
    {
      n_arrows = n_overviews = n_timeouts = 0;
      move (f);
      g_assert_cmpint (n_arrows, ==, 0);
      g_assert_cmpint (n_overviews, ==, 0);
      g_assert_cmpint (n_timeouts, ==, 0);

      switch_layer (f, ARROWS, TRUE);
      switch_layer (f, MINIMAP, TRUE);
      move (f);
      g_assert_cmpint (n_arrows, >=, 3);
      g_assert_cmpint (n_overviews, >=, 1);
      g_assert_cmpint (n_timeouts, >=, 1);
      switch_layer (f, ARROWS, FALSE);
      switch_layer (f, MINIMAP, FALSE);
    }
}

/* A minimap that is shown again shows what has changed meanwhile. */
static void
test_minimap_again (Fixture *f, gconstpointer data)
{
  SaffronViewLook look = *saffron_view_model_get_look (f->model);
  int before;

  switch_layer (f, MINIMAP, TRUE);
  move (f);
  switch_layer (f, MINIMAP, FALSE);
  look.mode = SAFFRON_VIEW_MODE_REFERENCE_ONLY;
  saffron_view_model_set_look (f->model, &look);
  n_overviews = 0;
  before = n_draws (MINIMAP);
  switch_layer (f, MINIMAP, TRUE);
  while (n_draws (MINIMAP) == before)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (n_overviews, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add ("/layers/draws", Fixture, NULL, setup, test_draws, teardown);
  g_test_add ("/layers/computes", Fixture, NULL, setup, test_computes,
              teardown);
  g_test_add ("/layers/minimap-again", Fixture, NULL, setup, test_minimap_again,
              teardown);
  return g_test_run ();
}
