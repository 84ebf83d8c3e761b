/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>

#include "bench/stage.h"
#include "view/compositor.h"

#define MAX_SLIDES SAFFRON_COMPOSITE_MAX_CHANNELS

static int opt_cache = 512, opt_width = 1280, opt_height = 800, opt_threads = 0,
           opt_frames = 60;

static const GOptionEntry entries[] = {
  { "cache", 0, 0, G_OPTION_ARG_INT, &opt_cache, "Budget for tiles, MiB (512)",
    "N" },
  { "width", 0, 0, G_OPTION_ARG_INT, &opt_width, "Of the canvas (1280)", "N" },
  { "height", 0, 0, G_OPTION_ARG_INT, &opt_height, "Of the canvas (800)", "N" },
  { "threads", 0, 0, G_OPTION_ARG_INT, &opt_threads,
    "That decode; 0: one per processor", "N" },
  { "frames", 0, 0, G_OPTION_ARG_INT, &opt_frames, "To draw at each zoom (60)",
    "N" },
  { NULL },
};

/* A composite of all slides on a stage. */
typedef struct {
  Stage stage;
  int n;
  SaffronFrameSource sources[MAX_SLIDES];
  guint8 *pixels; /* of the canvas, for the processor; NULL: with OpenGL */
  gboolean failed;
} Bench;

static SaffronSlideDisplay *
display_of (Bench *b, int index)
{
  return (SaffronSlideDisplay *) b->sources[index].display;
}

static void
open_all (Bench *b, char **paths)
{
  static const guint32 colors[] = { 0x6496ff, 0xff3030, 0x00ff00, 0xffff00,
                                    0x00ffff, 0xff00ff, 0xffa000, 0xffffff };

  for (int i = 0; i < b->n; i++)
    {
      SaffronFrameSource *source = &b->sources[i];

      source->slide = stage_open_slide (paths[i]);
      source->display = saffron_slide_display_new (source->slide, 0);
      display_of (b, i)->channels[0].color = colors[i % 8];
      display_of (b, i)->channels[0].high *= 0.3;
      if (i > 0)
        source->transform =
            stage_make_transform (b->sources[0].slide, source->slide);
    }
}

/* Further channels, of one slide after the other, until there are @n. */
static void
show_channels (Bench *b, int n)
{
  int shown = 0;

  for (int c = 0; c < 40 && shown < n; c++)
    for (int i = 0; i < b->n && shown < n; i++)
      if (c < display_of (b, i)->n_channels)
        {
          display_of (b, i)->channels[c].visible = TRUE;
          shown++;
        }
}

static void
start (Bench *b)
{
  Stage *s = &b->stage;
  SaffronViewLook look = SAFFRON_VIEW_LOOK_DEFAULT;

  look.mode = SAFFRON_VIEW_MODE_COMPOSITE;
  stage_make_model (s);
  for (int side = 0; side < 2; side++)
    saffron_view_model_set_slide (s->model, (SaffronViewSide) side,
                                  b->sources[side].slide, NULL);
  saffron_view_model_set_transform (s->model, b->sources[1].transform);
  saffron_view_model_set_look (s->model, &look);
  saffron_view_model_set_composite (s->model, b->sources, (guint) b->n);
}

static void
draw (Bench *b)
{
  g_autoptr (SaffronFrame) frame = NULL;

  if (b->pixels == NULL)
    {
      saffron_frame_unref (stage_draw (&b->stage));
      return;
    }
  frame = saffron_view_model_get_frame (b->stage.model);
  saffron_compositor_draw (frame, b->pixels, (gsize) opt_width * 4, NULL);
}

/* Draws @n frames while panning; returns how many a second. */
static double
pan (Bench *b, double zoom, double *work)
{
  Stage *s = &b->stage;
  SaffronViewGeometry view = *saffron_view_model_get_geometry (s->model);
  double since, worked;

  view.zoom = zoom;
  view.centre.x = 0.5 * (double) saffron_slide_get_width (b->sources[0].slide);
  view.centre.y = 0.5 * (double) saffron_slide_get_height (b->sources[0].slide);
  stage_show (s, &view);
  stage_draw_until (s, saffron_frame_is_sharp);
  draw (b);
  since = stage_clock ();
  worked = stage_work ();
  for (int i = 0; i < opt_frames; i++)
    {
      saffron_view_pan (&view, i / 30 % 2 == 0 ? 9.0 : -9.0, 3.0);
      stage_show (s, &view);
      stage_pump (s, FALSE);
      draw (b);
    }
  *work = MAX (*work, (stage_work () - worked) / opt_frames);
  return opt_frames * 1000.0 / (stage_clock () - since);
}

static void
measure_pans (Bench *b, const char *what)
{
  double worst = G_MAXDOUBLE, work = 0.0;
  g_autoptr (GString) all = g_string_new (NULL);

  for (int power = -4; power <= 1; power++)
    {
      double a_second = pan (b, 0.81 * exp2 (power), &work);

      worst = MIN (worst, a_second);
      g_string_append_printf (all, " %.0f", a_second);
    }
  b->failed = b->failed || worst < 20.0;
  g_print ("%-36s %-4s %.0f frames a second at the slowest zoom (%s ); at most "
           "%.0f ms of processor time a frame\n",
           what, worst < 20.0 ? "NO" : "yes", worst, all->str, work);
}

/* One sharp picture, drawn again and again. */
static void
measure_drawing (Bench *b, const char *what)
{
  double since, worked;

  saffron_view_model_fit (b->stage.model);
  stage_draw_until (&b->stage, saffron_frame_is_sharp);
  g_assert_true (saffron_scheduler_wait_idle (
      saffron_view_model_get_scheduler (b->stage.model), STAGE_PATIENCE_US));
  stage_pump (&b->stage, FALSE);
  draw (b);
  since = stage_clock ();
  worked = stage_work ();
  for (int i = 0; i < opt_frames; i++)
    draw (b);
  g_print ("%-36s %-4s %.0f ms, %.0f ms of processor time\n", what, "",
           (stage_clock () - since) / opt_frames,
           (stage_work () - worked) / opt_frames);
}

static void
measure_contrast (Bench *b)
{
  Stage *s = &b->stage;
  SaffronSchedulerCounts before, after;
  SaffronGlCounts up, uploads;
  double since;

  saffron_view_model_fit (s->model);
  stage_draw_until (s, saffron_frame_is_sharp);
  g_assert_true (saffron_scheduler_wait_idle (
      saffron_view_model_get_scheduler (s->model), STAGE_PATIENCE_US));
  stage_pump (s, FALSE);
  saffron_frame_unref (stage_draw (s));
  saffron_scheduler_get_counts (saffron_view_model_get_scheduler (s->model),
                                &before);
  saffron_gl_renderer_get_counts (s->renderer, &up);
  since = stage_clock ();
  for (int i = 0; i < opt_frames; i++)
    {
      display_of (b, i % b->n)->channels[0].high *= 0.98;
      saffron_view_model_set_composite (s->model, b->sources, (guint) b->n);
      stage_pump (s, FALSE);
      saffron_frame_unref (stage_draw (s));
    }
  saffron_scheduler_get_counts (saffron_view_model_get_scheduler (s->model),
                                &after);
  saffron_gl_renderer_get_counts (s->renderer, &uploads);
  b->failed = b->failed || after.n_decoded != before.n_decoded
              || uploads.n_page_uploads != up.n_page_uploads;
  g_print ("%-36s %-4s %u decodes, %u uploads in %d frames (%.0f a second)\n",
           "dragging the contrast",
           after.n_decoded == before.n_decoded ? "yes" : "NO",
           (guint) (after.n_decoded - before.n_decoded),
           (guint) (uploads.n_page_uploads - up.n_page_uploads), opt_frames,
           opt_frames * 1000.0 / (stage_clock () - since));
}

static void
measure (Bench *b, int n_channels)
{
  Stage *s = &b->stage;
  SaffronGlCounts counts;
  gsize n_bytes = 0;
  double since;

  show_channels (b, n_channels);
  g_print ("%d slides, %d channels\n", b->n, n_channels);
  start (b);
  since = stage_clock ();
  stage_draw_until (s, saffron_frame_has_pixels);
  g_print ("%-36s %-4s %.0f ms\n", "first pixels of all slides", "",
           stage_clock () - since);
  measure_drawing (b, "a picture with OpenGL");
  measure_pans (b, "panning with OpenGL");
  b->pixels = g_malloc ((gsize) opt_width * 4 * (gsize) opt_height);
  measure_drawing (b, "a picture without OpenGL");
  measure_pans (b, "panning without OpenGL");
  g_clear_pointer (&b->pixels, g_free);
  measure_contrast (b);
  n_bytes =
      saffron_tile_cache_get_n_bytes (saffron_view_model_get_cache (s->model));
  saffron_gl_renderer_get_counts (s->renderer, &counts);
  b->failed = b->failed || n_bytes > s->cache_bytes;
  g_print ("%-36s %-4s tiles %.0f MB of %d MB, textures %.0f MB, process %.0f "
           "MB\n",
           "memory", n_bytes <= s->cache_bytes ? "yes" : "NO",
           (double) n_bytes / 1048576.0, opt_cache,
           (double) counts.n_bytes / 1048576.0, stage_resident ());
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) options =
      g_option_context_new ("REFERENCE MOVING…");
  g_autoptr (GError) error = NULL;
  Bench b = { 0 };

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || argc < 3
      || argc > MAX_SLIDES + 1)
    g_error ("%s", error != NULL ? error->message : "2 to 12 slides, please");
  b.stage = (Stage){ .width = opt_width,
                     .height = opt_height,
                     .cache_bytes = (gsize) opt_cache << 20,
                     .n_threads = (guint) opt_threads };
  stage_init (&b.stage);
  b.n = argc - 1;
  open_all (&b, argv + 1);
  g_print ("%s, %d × %d, %u processors\n",
           saffron_gl_renderer_get_description (b.stage.renderer), opt_width,
           opt_height, g_get_num_processors ());
  measure (&b, b.n);
  measure (&b, SAFFRON_COMPOSITE_MAX_CHANNELS);
  stage_clear (&b.stage);
  for (int i = 0; i < b.n; i++)
    {
      g_object_unref (b.sources[i].slide);
      saffron_slide_display_free (display_of (&b, i));
      g_clear_pointer (&b.sources[i].transform, saffron_transform_unref);
    }
  return b.failed ? 1 : 0;
}
