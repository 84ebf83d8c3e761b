/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/histogram.h"

#include "view/fake-slide.h"

static SaffronHistogram *
read_histogram (const FakeSlide *spec, int channel)
{
  g_autoptr (SaffronSlide) slide = fake_slide_new (spec);
  g_autoptr (GError) error = NULL;
  SaffronHistogram *h = saffron_histogram_read (slide, channel, NULL, &error);
  guint64 sum = 0;

  g_assert_no_error (error);
  for (int i = 0; i < SAFFRON_HISTOGRAM_BINS; i++)
    sum += h->bins[i];
  g_assert_cmpuint (sum, ==, h->n);
  return h;
}

static void
test_flat (void)
{
  FakeSlide spec = { .width = 700, .height = 500, .value = 100 };
  g_autoptr (SaffronHistogram) h = read_histogram (&spec, 0);
  double low = 0.0, high = 0.0;

  g_assert_cmpfloat (h->minimum, ==, 100.0);
  g_assert_cmpfloat (h->maximum, ==, 100.0);
  g_assert_cmpfloat (saffron_histogram_percentile (h, 50.0), ==, 100.0);
  saffron_histogram_auto_contrast (h, 1.0, 99.0, &low, &high);
  g_assert_cmpfloat (low, ==, 100.0);
  g_assert_cmpfloat (high, >, low);
}

/* Checks the percentiles of values that rise evenly from 0 to 1. */
static void
test_percentiles (void)
{
  FakeSlide spec = { .width = 1000,
                     .height = 1000,
                     .type = SAFFRON_SAMPLE_F32,
                     .ramp = { 1e-3, 0.0 } };
  g_autoptr (SaffronHistogram) h = read_histogram (&spec, 0);
  double low = 0.0, high = 0.0, last = -1.0;

  for (int i = 0; i <= 100; i += 5)
    {
      double value = saffron_histogram_percentile (h, i);

      /* Each value is there a thousand times. */
      g_assert_cmpfloat_with_epsilon (saffron_histogram_rank (h, value), i,
                                      0.11);
      g_assert_cmpfloat_with_epsilon (value, i / 100.0, 2e-3);
      g_assert_cmpfloat (value, >=, last);
      last = value;
    }
  for (int i = 0; i < SAFFRON_HISTOGRAM_BINS; i++)
    g_assert_cmpfloat_with_epsilon ((double) h->bins[i] / (double) h->n,
                                    1.0 / SAFFRON_HISTOGRAM_BINS, 1.1e-3);
  saffron_histogram_auto_contrast (h, 1.0, 99.0, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, 0.01, 2e-3);
  g_assert_cmpfloat_with_epsilon (high, 0.99, 2e-3);
}

/* Three quarters of the values are 0, like areas that were not scanned.
 * Percentiles ignore them, bins count them. */
static void
test_zeros (void)
{
  FakeSlide spec = { .width = 1000,
                     .height = 1000,
                     .type = SAFFRON_SAMPLE_U16,
                     .ramp = { 4.0, 0.0 },
                     .origin = { 750.0, 0.0 } };
  g_autoptr (SaffronHistogram) h = read_histogram (&spec, 0);

  g_assert_cmpfloat_with_epsilon ((double) h->n_sorted / (double) h->n, 0.25,
                                  0.01);
  g_assert_cmpfloat (saffron_histogram_percentile (h, 0.0), >, 0.0);
  g_assert_cmpfloat_with_epsilon (saffron_histogram_percentile (h, 50.0), 500.0,
                                  10.0);
  g_assert_cmpuint (h->bins[0], >=, h->n * 7 / 10);
}

/* In brightfield, 0 is black and counts, and the three samples are counted
 * together. */
static void
test_rgb (void)
{
  FakeSlide spec = { .width = 1000,
                     .height = 600,
                     .rgb = TRUE,
                     .ramp = { 1.0, 0.0 },
                     .origin = { 500.0, 0.0 } };
  g_autoptr (SaffronHistogram) h = read_histogram (&spec, SAFFRON_CHANNEL_RGB);

  g_assert_cmpuint (h->n_sorted, ==, h->n);
  g_assert_cmpfloat (saffron_histogram_percentile (h, 40.0), ==, 0.0);
  g_assert_cmpfloat (h->maximum, ==, 255.0);
}

/* Of a slide of glass, its value; white that was filled in does not count. */
static void
test_glass (void)
{
  FakeSlide flat = { .width = 900, .height = 700, .rgb = TRUE, .value = 236 };
  FakeSlide deep = { .width = 900,
                     .height = 700,
                     .rgb = TRUE,
                     .type = SAFFRON_SAMPLE_U16,
                     .value = 3900 };
  FakeSlide ramp = { .width = 1000,
                     .height = 600,
                     .rgb = TRUE,
                     .ramp = { 1.0, 0.0 },
                     .origin = { 500.0, 0.0 } };
  const FakeSlide *specs[] = { &flat, &deep, &ramp };
  const double from[] = { 236.0, 3860.0, 178.0 };
  const double to[] = { 236.0, 3940.0, 255.0 };

  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr (SaffronHistogram) h =
          read_histogram (specs[i], SAFFRON_CHANNEL_RGB);

      for (int k = 0; k < 3; k++)
        {
          g_assert_cmpfloat (h->glass[k], >=, from[i]);
          g_assert_cmpfloat (h->glass[k], <=, to[i]);
        }
    }
}

/* A coarse level of a large slide is read, or parts of its only level. */
static void
test_what_is_read (void)
{
  FakeSlide spec = { .width = 40000, .height = 30000, .n_levels = 6 };
  g_autoptr (SaffronSlide) pyramid = fake_slide_new (&spec);
  g_autoptr (SaffronSlide) flat = NULL;
  g_autoptr (SaffronHistogram) a = NULL;
  g_autoptr (SaffronHistogram) b = NULL;
  g_autoptr (GError) error = NULL;

  for (int level = 0; level < 5; level++)
    {
      fake_slide_break_level (pyramid, level);
      saffron_histogram_free (
          saffron_histogram_read (pyramid, 0, NULL, &error));
      g_assert_no_error (error);
    }
  fake_slide_break_level (pyramid, -1);
  a = saffron_histogram_read (pyramid, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (a->n, >, 100000);
  g_assert_cmpuint (a->n, <=, 1 << 20);

  spec.n_levels = 1;
  flat = fake_slide_new (&spec);
  b = saffron_histogram_read (flat, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fake_slide_get_n_reads (flat), <=, 64);
  g_assert_cmpuint (b->n, >, 100000);
  /* Both have the same waves, so about the same values. */
  g_assert_cmpfloat_with_epsilon (saffron_histogram_percentile (a, 50.0),
                                  saffron_histogram_percentile (b, 50.0), 20.0);

  fake_slide_break_level (flat, 0);
  g_assert_null (saffron_histogram_read (flat, 0, NULL, &error));
  g_assert_nonnull (error);
}

static void
test_cancelled (void)
{
  FakeSlide spec = { .width = 2000, .height = 2000 };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;

  saffron_job_cancel (job);
  g_assert_null (saffron_histogram_read (slide, 0, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (fake_slide_get_n_reads (slide), ==, 0);
}

typedef struct {
  GThread *reader;
  SaffronHistogram *result;
} Waiting;

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiting *waiting = data;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_thread_self () == waiting->reader);
  waiting->result = saffron_histogram_read_finish (result, &error);
  g_assert_no_error (error);
}

static void
test_async (void)
{
  FakeSlide spec = { .width = 2000, .height = 2000 };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronHistogram) same =
      saffron_histogram_read (slide, 0, NULL, NULL);
  Waiting waiting = { g_thread_self (), NULL };

  saffron_histogram_read_async (slide, 0, NULL, on_read, &waiting);
  while (waiting.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpmem (same->bins, sizeof same->bins, waiting.result->bins,
                   sizeof waiting.result->bins);
  saffron_histogram_free (waiting.result);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/histogram/flat", test_flat);
  g_test_add_func ("/view/histogram/percentiles", test_percentiles);
  g_test_add_func ("/view/histogram/zeros", test_zeros);
  g_test_add_func ("/view/histogram/rgb", test_rgb);
  g_test_add_func ("/view/histogram/glass", test_glass);
  g_test_add_func ("/view/histogram/what-is-read", test_what_is_read);
  g_test_add_func ("/view/histogram/cancelled", test_cancelled);
  g_test_add_func ("/view/histogram/async", test_async);
  return g_test_run ();
}
