/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/canvas-private.h"

#include <glib/gi18n.h>

#include "gl/renderer.h"

/* State of an area that draws with OpenGL. The area owns it;
 * saffron_canvas_gl_free() tells it that the canvas no longer uses the area. */
typedef struct {
  SaffronCanvas *canvas; /* NULL once the canvas no longer uses the area */
  gboolean gles;
  gboolean told; /* the canvas that the area draws */
  SaffronGlRenderer *renderer;
  guint fall_back;
  char *why;
} GlState;

static void
gl_state_free (gpointer data)
{
  GlState *state = data;

  g_clear_handle_id (&state->fall_back, g_source_remove);
  g_free (state->why);
  g_free (state);
}

static gboolean
fall_back_later (gpointer user_data)
{
  GlState *state = user_data;
  g_autofree char *why = g_strdup (state->why);

  state->fall_back = 0;
  if (state->canvas != NULL)
    saffron_canvas_fall_back (state->canvas, why);
  return G_SOURCE_REMOVE;
}

/* Later, because the area that failed is still drawing. */
static void
give_up (GlState *state, const char *why)
{
  if (state->fall_back != 0 || state->canvas == NULL)
    return;
  state->why = g_strdup (why);
  state->fall_back = g_idle_add (fall_back_later, state);
}

static void
on_realize (GtkGLArea *area, gpointer user_data)
{
  GlState *state = user_data;
  g_autoptr (GError) error = NULL;

  gtk_gl_area_make_current (area);
  if (gtk_gl_area_get_error (area) != NULL)
    {
      give_up (state, gtk_gl_area_get_error (area)->message);
      return;
    }
  state->renderer =
      saffron_gl_renderer_new (state->gles, SAFFRON_GL_FLAG_NONE, &error);
  if (state->renderer == NULL)
    give_up (state, error->message);
  else if (!state->told && state->canvas != NULL)
    {
      state->told = TRUE;
      saffron_canvas_fell_back (state->canvas);
    }
}

static void
on_unrealize (GtkGLArea *area, gpointer user_data)
{
  GlState *state = user_data;

  gtk_gl_area_make_current (area);
  if (gtk_gl_area_get_error (area) == NULL)
    g_clear_pointer (&state->renderer, saffron_gl_renderer_free);
}

static gboolean
on_render (GtkGLArea *area, GdkGLContext *context, gpointer user_data)
{
  GlState *state = user_data;
  g_autoptr (SaffronFrame) frame = NULL;
  g_autoptr (GError) error = NULL;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (area));

  if (state->renderer == NULL || state->canvas == NULL)
    return FALSE;
  frame = saffron_view_model_get_frame (state->canvas->model);
  saffron_gl_renderer_set_frame (state->renderer, frame);
  if (!saffron_gl_renderer_draw (
          state->renderer, gtk_widget_get_width (GTK_WIDGET (area)) * scale,
          gtk_widget_get_height (GTK_WIDGET (area)) * scale, &error))
    give_up (state, error->message);
  return TRUE;
}

static void
on_resize (GtkGLArea *area, int width, int height, gpointer user_data)
{
  GlState *state = user_data;

  if (state->canvas != NULL)
    saffron_view_model_set_size (state->canvas->model, width, height);
}

GtkWidget *
saffron_canvas_gl_new (SaffronCanvas *self, gboolean gles)
{
  GtkWidget *area = g_object_new (GTK_TYPE_GL_AREA, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GlState *state = g_new0 (GlState, 1);

  state->canvas = self;
  state->gles = gles;
  self->gl = state;
  gtk_gl_area_set_use_es (GTK_GL_AREA (area), gles);
  gtk_gl_area_set_required_version (GTK_GL_AREA (area), 3, gles ? 0 : 2);
  g_object_set_data_full (G_OBJECT (area), "gl-state", state, gl_state_free);
  g_signal_connect (area, "realize", G_CALLBACK (on_realize), state);
  g_signal_connect (area, "unrealize", G_CALLBACK (on_unrealize), state);
  g_signal_connect (area, "render", G_CALLBACK (on_render), state);
  g_signal_connect (area, "resize", G_CALLBACK (on_resize), state);
  return area;
}

void
saffron_canvas_gl_free (SaffronCanvas *self)
{
  GlState *state = self->gl;

  if (state != NULL)
    state->canvas = NULL;
  self->gl = NULL;
}
