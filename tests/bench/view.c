/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>

#include "bench/stage.h"
#include "view/compositor.h"

static int opt_seconds = 60, opt_cache = 512, opt_width = 1280,
           opt_height = 800, opt_threads = 0;

static const GOptionEntry entries[] = {
  { "seconds", 0, 0, G_OPTION_ARG_INT, &opt_seconds,
    "Browse for so long before memory is looked at (60)", "N" },
  { "cache", 0, 0, G_OPTION_ARG_INT, &opt_cache, "Budget for tiles, MiB (512)",
    "N" },
  { "width", 0, 0, G_OPTION_ARG_INT, &opt_width, "Of the canvas (1280)", "N" },
  { "height", 0, 0, G_OPTION_ARG_INT, &opt_height, "Of the canvas (800)", "N" },
  { "threads", 0, 0, G_OPTION_ARG_INT, &opt_threads,
    "That decode; 0: one per processor", "N" },
  { NULL },
};

/* Times of one kind, milliseconds. */
typedef GArray Times;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Times, g_array_unref)

typedef struct {
  Stage stage;
  GRand *random;
  gboolean failed;
} Bench;

static int
by_value (gconstpointer a, gconstpointer b)
{
  double p = *(const double *) a, q = *(const double *) b;

  return (p > q) - (p < q);
}

static double
quantile (Times *times, double q)
{
  g_array_sort (times, by_value);
  return times->len == 0
             ? 0.0
             : g_array_index (times, double,
                              (guint) (q * (double) (times->len - 1) + 0.5));
}

static void
row (Bench *b, const char *what, const char *asked, gboolean ok, char *measured)
{
  g_print ("%-32s %-16s %-4s %s\n", what, asked, ok ? "yes" : "NO", measured);
  b->failed = b->failed || !ok;
  g_free (measured);
}

static void
measure_open (Bench *b)
{
  Stage *s = &b->stage;
  g_autoptr (Times) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (Times) work = g_array_new (FALSE, FALSE, sizeof (double));

  /* The first time warms the files. */
  for (int i = 0; i < 6; i++)
    {
      double since = stage_clock (), worked = stage_work (), ms;

      stage_open (s);
      stage_draw_until (s, saffron_frame_has_pixels);
      ms = stage_clock () - since;
      if (i > 0)
        g_array_append_val (times, ms);
      ms = stage_work () - worked;
      if (i > 0)
        g_array_append_val (work, ms);
    }
  row (b, "first pixels of both after open", "<= 300 ms",
       quantile (times, 1.0) <= 300.0,
       g_strdup_printf ("median %.0f ms, worst %.0f ms of %u; %.0f ms of "
                        "processor time",
                        quantile (times, 0.5), quantile (times, 1.0),
                        times->len, quantile (work, 0.5)));
}

/* A place on the reference. */
static SaffronViewGeometry
somewhere (Bench *b, double zoom)
{
  Stage *s = &b->stage;
  SaffronViewGeometry view = *saffron_view_model_get_geometry (s->model);
  SaffronSlide *slide = saffron_view_model_get_slide (s->model, 0);

  view.zoom = zoom;
  view.centre.x = g_rand_double_range (b->random, 0.2, 0.8)
                  * (double) saffron_slide_get_width (slide);
  view.centre.y = g_rand_double_range (b->random, 0.2, 0.8)
                  * (double) saffron_slide_get_height (slide);
  return view;
}

static void
measure_pans (Bench *b)
{
  Stage *s = &b->stage;
  g_autoptr (Times) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (Times) work = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_holes = 0;

  saffron_view_model_fit (s->model);
  stage_draw_until (s, saffron_frame_is_sharp);
  for (int power = -5; power <= 1; power++)
    for (int i = 0; i < 6; i++)
      {
        SaffronViewGeometry view = somewhere (b, 0.93 * exp2 (power));
        g_autoptr (SaffronFrame) next = NULL;
        double since, worked, ms;

        stage_show (s, &view);
        stage_draw_until (s, saffron_frame_is_sharp);
        saffron_view_pan (&view, (i % 2 == 0 ? 0.6 : -0.6) * opt_width,
                          (i % 3 - 1) * 0.6 * opt_height);
        since = stage_clock ();
        worked = stage_work ();
        stage_show (s, &view);
        next = stage_draw (s);
        if (!saffron_frame_is_sharp (next))
          stage_draw_until (s, saffron_frame_is_sharp);
        ms = stage_clock () - since;
        g_array_append_val (times, ms);
        ms = stage_work () - worked;
        g_array_append_val (work, ms);
        n_holes += stage_count_holes (next) > 0;
      }
  row (b, "holes in the frame after a pan", "0 frames", n_holes == 0,
       g_strdup_printf ("%u of %u frames", n_holes, times->len));
  row (b, "sharp after a pan", "<= 250 ms", quantile (times, 1.0) <= 250.0,
       g_strdup_printf ("median %.0f ms, 95 %% %.0f ms, worst %.0f ms; %.0f ms "
                        "of processor time",
                        quantile (times, 0.5), quantile (times, 0.95),
                        quantile (times, 1.0), quantile (work, 0.5)));
}

static void
measure_panning (Bench *b)
{
  Stage *s = &b->stage;
  double worst = G_MAXDOUBLE, most_work = 0.0;
  g_autoptr (GString) all = g_string_new (NULL);

  for (int power = -5; power <= 1; power++)
    {
      SaffronViewGeometry view = somewhere (b, 0.81 * exp2 (power));
      double start, worked, a_second;
      int n = 0;

      stage_show (s, &view);
      saffron_frame_unref (stage_draw (s));
      start = stage_clock ();
      worked = stage_work ();
      for (; n < 60 || stage_clock () - start < 2000.0; n++)
        {
          saffron_view_pan (&view, n / 100 % 2 == 0 ? 9.0 : -9.0, 3.0);
          stage_show (s, &view);
          stage_pump (s, FALSE);
          saffron_frame_unref (stage_draw (s));
        }
      a_second = n * 1000.0 / (stage_clock () - start);
      worst = MIN (worst, a_second);
      most_work = MAX (most_work, (stage_work () - worked) / n);
      g_string_append_printf (all, " %.0f", a_second);
    }
  row (b, "panning with a lattice", ">= 20 a second", worst >= 20.0,
       g_strdup_printf ("%.0f frames a second at the slowest zoom (%s ); at "
                        "most %.0f ms of processor time a frame",
                        worst, all->str, most_work));
}

static void
measure_contrast (Bench *b)
{
  Stage *s = &b->stage;
  SaffronSchedulerCounts before, after;
  SaffronGlCounts uploads_before, uploads_after;
  double start;
  guint64 uploads;

  saffron_view_model_fit (s->model);
  stage_draw_until (s, saffron_frame_is_sharp);
  g_assert_true (saffron_scheduler_wait_idle (
      saffron_view_model_get_scheduler (s->model), STAGE_PATIENCE_US));
  stage_pump (s, FALSE);
  saffron_frame_unref (stage_draw (s));
  saffron_scheduler_get_counts (saffron_view_model_get_scheduler (s->model),
                                &before);
  saffron_gl_renderer_get_counts (s->renderer, &uploads_before);
  start = stage_clock ();
  for (int i = 0; i < 100; i++)
    {
      SaffronSlideDisplay *display = saffron_slide_display_copy (
          saffron_view_model_get_display (s->model, (SaffronViewSide) (i % 2)));

      display->channels[0].high *= 0.98;
      saffron_view_model_set_display (s->model, (SaffronViewSide) (i % 2),
                                      display);
      saffron_slide_display_free (display);
      stage_pump (s, FALSE);
      saffron_frame_unref (stage_draw (s));
    }
  saffron_scheduler_get_counts (saffron_view_model_get_scheduler (s->model),
                                &after);
  saffron_gl_renderer_get_counts (s->renderer, &uploads_after);
  uploads = uploads_after.n_page_uploads - uploads_before.n_page_uploads
            + uploads_after.n_table_uploads - uploads_before.n_table_uploads
            + uploads_after.n_field_uploads - uploads_before.n_field_uploads;
  row (b, "dragging the contrast", "0 and 0",
       after.n_decoded == before.n_decoded && uploads == 0,
       g_strdup_printf ("%u decodes, %u uploads in 100 frames (%.0f a second)",
                        (guint) (after.n_decoded - before.n_decoded),
                        (guint) uploads, 1e5 / (stage_clock () - start)));
}

/* Eased from one view to the next, over places and zooms, drawing each frame;
 * at each end it waits until the view is sharp. */
static void
measure_memory (Bench *b)
{
  Stage *s = &b->stage;
  double start = stage_clock (), peak = 0.0;
  SaffronViewGeometry from = *saffron_view_model_get_geometry (s->model);
  SaffronGlCounts counts;
  guint n_views = 0;

  while (stage_clock () - start < opt_seconds * 1000.0)
    {
      double zoom = exp2 (g_rand_double_range (b->random, -6.0, 2.0));
      SaffronViewGeometry to = somewhere (b, zoom);

      for (int i = 1; i <= 8; i++)
        {
          SaffronViewGeometry at =
              saffron_view_interpolate (&from, &to, i / 8.0);

          stage_show (s, &at);
          stage_pump (s, FALSE);
          saffron_frame_unref (stage_draw (s));
        }
      stage_draw_until (s, saffron_frame_is_sharp);
      for (int i = 0; i < 20; i++)
        {
          saffron_view_pan (&to, n_views % 2 == 0 ? 31.0 : -23.0, 17.0);
          stage_show (s, &to);
          stage_pump (s, FALSE);
          saffron_frame_unref (stage_draw (s));
        }
      from = *saffron_view_model_get_geometry (s->model);
      peak = MAX (peak, stage_resident ());
      n_views++;
    }
  saffron_gl_renderer_get_counts (s->renderer, &counts);
  row (b, "memory while browsing", "<= budget + 250", peak <= opt_cache + 250.0,
       g_strdup_printf ("at most %.0f MB, %d MB + %.0f, after %d s and %u "
                        "views; textures %.0f MB",
                        peak, opt_cache, peak - opt_cache, opt_seconds, n_views,
                        (double) counts.n_bytes / 1048576.0));
}

static void
measure_processor_view (Bench *b)
{
  Stage *s = &b->stage;
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (s->model);
  gsize stride = (gsize) opt_width * 4;
  g_autofree guint8 *pixels = g_malloc (stride * (gsize) opt_height);
  double start = stage_clock ();

  for (int i = 0; i < 3; i++)
    saffron_compositor_draw (frame, pixels, stride, NULL);
  g_print ("%-32s %-16s %-4s %.0f ms a frame\n", "drawn without OpenGL", "-",
           "", (stage_clock () - start) / 3.0);
}

static void
measure_stalls (Bench *b)
{
  const Stage *s = &b->stage;

  row (b, "longest stall outside drawing", "<= 16 ms", s->longest_stall <= 16.0,
       g_strdup_printf ("%.1f ms; %.2f ms of the thread's own work, of %u "
                        "frames",
                        s->longest_stall, s->longest_work, s->n_frames));
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) options =
      g_option_context_new ("REFERENCE MOVING");
  g_autoptr (GError) error = NULL;
  Bench b = { 0 };

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || argc != 3)
    g_error ("%s", error != NULL ? error->message : "two slides, please");
  b.stage = (Stage){ .paths = { argv[1], argv[2] },
                     .width = opt_width,
                     .height = opt_height,
                     .cache_bytes = (gsize) opt_cache << 20,
                     .n_threads = (guint) opt_threads };
  stage_init (&b.stage);
  b.random = g_rand_new_with_seed (7);

  g_print ("%s, %d × %d, %u processors\n",
           saffron_gl_renderer_get_description (b.stage.renderer), opt_width,
           opt_height, g_get_num_processors ());
  g_print ("%-32s %-16s %-4s %s\n", "", "asked", "", "measured");
  measure_open (&b);
  b.stage.longest_stall = b.stage.longest_work = 0.0;
  measure_pans (&b);
  measure_panning (&b);
  measure_contrast (&b);
  measure_memory (&b);
  measure_stalls (&b);
  measure_processor_view (&b);

  stage_clear (&b.stage);
  g_rand_free (b.random);
  return b.failed ? 1 : 0;
}
