/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench/stage.h"

#include <math.h>
#include <time.h>

#include <epoxy/gl.h>

static double
read_clock (clockid_t id)
{
  struct timespec t;

  clock_gettime (id, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

double
stage_clock (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

double
stage_work (void)
{
  return read_clock (CLOCK_PROCESS_CPUTIME_ID);
}

/* Of this thread: waiting for a processor left out. */
static double
own_work (void)
{
  return read_clock (CLOCK_THREAD_CPUTIME_ID);
}

/* Everything that the window's thread does besides drawing goes through here.
 */
static void
note_stall (Stage *b, double since, double worked_since)
{
  b->longest_stall = MAX (b->longest_stall, stage_clock () - since);
  b->longest_work = MAX (b->longest_work, own_work () - worked_since);
}

void
stage_pump (Stage *b, gboolean block)
{
  GMainContext *context = g_main_context_default ();

  if (block && !g_main_context_pending (context))
    {
      GPollFD fds[8];
      int priority = 0, timeout = -1, n;

      /* Waiting is no stall: only what is dispatched then is. */
      if (!g_main_context_acquire (context))
        return;
      g_main_context_prepare (context, &priority);
      n = g_main_context_query (context, priority, &timeout, fds,
                                G_N_ELEMENTS (fds));
      g_poll (fds, (guint) n, timeout < 0 ? 50 : MIN (timeout, 50));
      g_main_context_release (context);
    }
  while (g_main_context_pending (context))
    {
      double since = stage_clock (), worked = own_work ();

      g_main_context_iteration (context, FALSE);
      note_stall (b, since, worked);
    }
}

int
stage_count_holes (const SaffronFrame *frame)
{
  int n = 0;

  for (int y = 5; y < frame->geometry.height; y += 10)
    for (int x = 5; x < frame->geometry.width; x += 10)
      {
        SaffronViewPoint p = { x + 0.5, y + 0.5 };
        SaffronRefPoint r = saffron_frame_to_reference (frame, p);
        SaffronMovPoint m = saffron_frame_to_moving (frame, p);
        const double at[2][2] = { { r.x, r.y }, { m.x, m.y } };

        for (int side = 0; side < 2; side++)
          {
            const SaffronFrameSlide *s = &frame->slides[side];
            double values[3];

            if (s->slide == NULL || !(at[side][0] >= 0.0)
                || !(at[side][1] >= 0.0) || at[side][0] >= s->width
                || at[side][1] >= s->height)
              continue;
            n += !saffron_frame_probe (frame, (SaffronViewSide) side, 0,
                                       at[side][0], at[side][1], values, NULL);
          }
      }
  return n;
}

/* One frame, as the window draws it. */
SaffronFrame *
stage_draw (Stage *b)
{
  g_autoptr (GError) error = NULL;
  double since = stage_clock (), worked = own_work ();
  SaffronFrame *frame = saffron_view_model_get_frame (b->model);

  note_stall (b, since, worked);
  b->dirty = FALSE;
  saffron_gl_renderer_set_frame (b->renderer, frame);
  if (!saffron_gl_renderer_draw (b->renderer, b->width, b->height, &error))
    g_error ("%s", error->message);
  glFinish ();
  b->n_frames++;
  return frame;
}

static void
on_changed (SaffronViewModel *model, gpointer data)
{
  ((Stage *) data)->dirty = TRUE;
}

void
stage_show (Stage *b, const SaffronViewGeometry *view)
{
  double since = stage_clock (), worked = own_work ();

  saffron_view_model_set_geometry (b->model, view);
  note_stall (b, since, worked);
}

void
stage_draw_until (Stage *b, gboolean (*is_enough) (const SaffronFrame *frame))
{
  gint64 end = g_get_monotonic_time () + STAGE_PATIENCE_US;

  for (;;)
    {
      g_autoptr (SaffronFrame) frame = stage_draw (b);

      if (is_enough (frame))
        return;
      while (!b->dirty)
        {
          stage_pump (b, TRUE);
          if (g_get_monotonic_time () > end)
            g_error ("nothing comes in any more");
        }
    }
}

/* Waves of 12 pixels over what the pixel sizes say. */
SaffronTransform *
stage_make_transform (SaffronSlide *reference, SaffronSlide *moving)
{
  double width = (double) saffron_slide_get_width (reference);
  double height = (double) saffron_slide_get_height (reference);
  g_autoptr (SaffronTransform) placed = saffron_view_place (reference, moving);
  SaffronLattice *lattice = saffron_lattice_new (width, height, 400.0);

  for (int j = 0; j < lattice->n_y; j++)
    for (int i = 0; i < lattice->n_x; i++)
      {
        gsize k = (gsize) j * (gsize) lattice->n_x + (gsize) i;

        lattice->u[k] = (float) (12.0 * sin (0.9 * i + 0.4 * j));
        lattice->v[k] = (float) (12.0 * cos (0.5 * i - 0.8 * j));
      }
  return saffron_transform_new (width, height,
                                saffron_transform_get_affine (placed), lattice);
}

SaffronSlide *
stage_open_slide (const char *path)
{
  g_autoptr (GError) error = NULL;
  SaffronSlide *slide = saffron_slide_open (path, NULL, &error);

  if (slide == NULL)
    g_error ("%s", error->message);
  return slide;
}

static gpointer
open_slide (gpointer path)
{
  return stage_open_slide (path);
}

void
stage_make_model (Stage *b)
{
  g_clear_object (&b->model);
  b->model = saffron_view_model_new (b->cache_bytes, b->n_threads);
  g_signal_connect (b->model, "changed", G_CALLBACK (on_changed), b);
  saffron_view_model_set_size (b->model, b->width, b->height);
}

void
stage_open (Stage *b)
{
  GThread *thread = g_thread_new ("open", open_slide, (gpointer) b->paths[1]);
  g_autoptr (SaffronSlide) reference = open_slide ((gpointer) b->paths[0]);
  g_autoptr (SaffronSlide) moving = g_thread_join (thread);
  g_autoptr (SaffronTransform) transform =
      stage_make_transform (reference, moving);

  stage_make_model (b);
  saffron_view_model_set_slide (b->model, SAFFRON_VIEW_REFERENCE, reference,
                                NULL);
  saffron_view_model_set_slide (b->model, SAFFRON_VIEW_MOVING, moving, NULL);
  saffron_view_model_set_transform (b->model, transform);
}

double
stage_resident (void)
{
  g_autofree char *text = NULL;
  const char *line = NULL;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0.0;
  line = strstr (text, "VmRSS:");
  return line == NULL ? 0.0
                      : (double) g_ascii_strtoull (line + 6, NULL, 10) / 1024.0;
}

void
stage_init (Stage *b)
{
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;

  b->context = egl_context_new (FALSE, b->width, b->height, &reason);
  if (b->context == NULL)
    g_error ("%s", reason);
  b->renderer = saffron_gl_renderer_new (FALSE, SAFFRON_GL_FLAG_NONE, &error);
  if (b->renderer == NULL)
    g_error ("%s", error->message);
}

void
stage_clear (Stage *b)
{
  g_clear_object (&b->model);
  saffron_gl_renderer_free (b->renderer);
  egl_context_free (b->context);
}
