/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/histogram.h"

#include <math.h>
#include <stdlib.h>

/* A level of at most this many pixels is read whole. */
#define MAX_PIXELS (4 << 20)
/* Of a larger one, regions with this side are read … */
#define REGION 256
/* … from a grid with this many of them in each direction. */
#define N_REGIONS 8
/* Rows that are read at once. */
#define STRIP 256
/* About this many values are kept for percentiles. */
#define MAX_SAMPLE (1 << 19)

/* Values of which each sample's counts are kept, over the range of the type. */
#define GLASS_BINS 1024

/* Glass is at least this bright, of the brightest value. */
#define GLASS_FROM 0.7

/* The share of pixels that makes a value that of glass. Without it a slide is
 * full of tissue, of which the brightest hundredth stands for glass. */
#define GLASS_SHARE 0.005

typedef struct {
  guint64 seen, every;
  double minimum, maximum;
  GArray *sample; /* float */
  double bin;     /* the width of a bin below; 0: nothing is counted there */
  guint64 counts[3][GLASS_BINS];
} Collector;

static void
count_value (Collector *c, int sample, float value)
{
  double bin = value / c->bin;

  if (bin >= 0.0)
    c->counts[sample][MIN ((int) bin, GLASS_BINS - 1)]++;
}

static void
collect (Collector *c, const SaffronRaster *raster)
{
  for (int y = 0; y < raster->height; y++)
    {
      for (int i = 0; i < raster->width * raster->n_samples; i++)
        {
          float value = (float) saffron_raster_get (
              raster, i / raster->n_samples, y, i % raster->n_samples);

          if (!isfinite (value))
            continue;
          c->minimum = MIN (c->minimum, value);
          c->maximum = MAX (c->maximum, value);
          if (c->seen++ % c->every == 0)
            g_array_append_val (c->sample, value);
          if (c->bin > 0.0)
            count_value (c, i % raster->n_samples, value);
        }
    }
}

static gboolean
collect_rect (Collector *c,
              SaffronSlide *slide,
              int level,
              int channel,
              const SaffronRect *rect,
              GError **error)
{
  g_autoptr (SaffronRaster) raster =
      saffron_slide_read (slide, level, rect, channel, error);

  if (raster == NULL)
    return FALSE;
  collect (c, raster);
  return TRUE;
}

static gboolean
collect_whole (Collector *c,
               SaffronSlide *slide,
               int level,
               int channel,
               SaffronJob *job,
               GError **error)
{
  const SaffronLevel *size = saffron_slide_get_level (slide, level);

  for (gint64 y = 0; y < size->height; y += STRIP)
    {
      SaffronRect rect = { 0, y, size->width, MIN (STRIP, size->height - y) };

      if (!saffron_job_check (job, error)
          || !collect_rect (c, slide, level, channel, &rect, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
collect_regions (Collector *c,
                 SaffronSlide *slide,
                 int level,
                 int channel,
                 SaffronJob *job,
                 GError **error)
{
  const SaffronLevel *size = saffron_slide_get_level (slide, level);

  for (int i = 0; i < N_REGIONS * N_REGIONS; i++)
    {
      gint64 w = MIN (REGION, size->width), h = MIN (REGION, size->height);
      SaffronRect rect = {
        (size->width - w) * (2 * (i % N_REGIONS) + 1) / (2 * N_REGIONS),
        (size->height - h) * (2 * (i / N_REGIONS) + 1) / (2 * N_REGIONS), w, h
      };

      if (!saffron_job_check (job, error)
          || !collect_rect (c, slide, level, channel, &rect, error))
        return FALSE;
    }
  return TRUE;
}

static int
by_value (gconstpointer a, gconstpointer b)
{
  float p = *(const float *) a, q = *(const float *) b;

  return (p > q) - (p < q);
}

/* The bin below which a share of a sample's values lie. */
static int
find_percentile (const guint64 *counts, double share)
{
  guint64 n = 0, sum = 0;

  for (int i = 0; i < GLASS_BINS; i++)
    n += counts[i];
  for (int i = 0; i < GLASS_BINS; i++)
    {
      sum += counts[i];
      if ((double) sum >= share * (double) n)
        return i;
    }
  return GLASS_BINS - 1;
}

/* The most common value among the bright ones. The last bin holds what was
 * filled with white, which is brighter than glass; it counts only where there
 * is no other. */
static double
find_glass (const Collector *c, int sample)
{
  const guint64 *counts = c->counts[sample];
  int brightest = find_percentile (counts, 0.999), best = -1;
  guint64 n = 0;

  for (int i = 0; i < GLASS_BINS; i++)
    n += counts[i];
  for (int i = (int) (GLASS_FROM * brightest); i < GLASS_BINS - 1; i++)
    if (best < 0 || counts[i] > counts[best])
      best = i;
  if (best < 0 || (double) counts[best] < GLASS_SHARE * (double) n)
    best = find_percentile (counts, 0.99);
  /* The bin's middle; of whole numbers that have bins of their own, these. */
  return c->bin <= 1.0 ? rint (best * c->bin) : (best + 0.5) * c->bin;
}

static SaffronHistogram *
make_histogram (const Collector *c, gboolean skip_zeros)
{
  SaffronHistogram *h = g_new0 (SaffronHistogram, 1);
  const float *values = (const float *) c->sample->data;
  double scale;

  h->minimum = c->sample->len > 0 ? c->minimum : 0.0;
  h->maximum = c->sample->len > 0 ? c->maximum : 0.0;
  h->n = c->sample->len;
  h->sorted = g_new (float, h->n + 1);
  scale = SAFFRON_HISTOGRAM_BINS / MAX (h->maximum - h->minimum, 1e-30);
  for (guint64 i = 0; i < h->n; i++)
    {
      int bin = (int) ((values[i] - h->minimum) * scale);

      h->bins[MIN (bin, SAFFRON_HISTOGRAM_BINS - 1)]++;
      if (!skip_zeros || values[i] != 0.0f)
        h->sorted[h->n_sorted++] = values[i];
    }
  /* A channel of zeros alone has the percentile 0. */
  if (h->n_sorted == 0 && h->n > 0)
    h->sorted[h->n_sorted++] = 0.0f;
  qsort (h->sorted, h->n_sorted, sizeof (float), by_value);
  for (int k = 0; k < 3 && c->bin > 0.0; k++)
    h->glass[k] = find_glass (c, k);
  return h;
}

/* Eight bits have a bin for each value. */
static double
bin_width (SaffronSlide *slide)
{
  SaffronSampleType type = saffron_slide_get_channel (slide, 0)->type;

  if (type == SAFFRON_SAMPLE_U8)
    return 1.0;
  return saffron_sample_type_max (type) / (GLASS_BINS - 1);
}

SaffronHistogram *
saffron_histogram_read (SaffronSlide *slide,
                        int channel,
                        SaffronJob *job,
                        GError **error)
{
  const int n_levels = saffron_slide_get_n_levels (slide);
  const int n_samples = channel == SAFFRON_CHANNEL_RGB ? 3 : 1;
  g_autoptr (GArray) sample = g_array_new (FALSE, FALSE, sizeof (float));
  g_autofree Collector *c = g_new0 (Collector, 1);
  int level = 0;
  gboolean whole = FALSE, ok;
  gint64 n_pixels;

  for (level = 0; level < n_levels && !whole; level++)
    {
      const SaffronLevel *size = saffron_slide_get_level (slide, level);

      whole = size->width * size->height <= MAX_PIXELS;
      if (whole)
        break;
    }
  level = MIN (level, n_levels - 1);
  n_pixels = whole ? saffron_slide_get_level (slide, level)->width
                         * saffron_slide_get_level (slide, level)->height
                   : (gint64) REGION * REGION * N_REGIONS * N_REGIONS;

  c->minimum = G_MAXDOUBLE;
  c->maximum = -G_MAXDOUBLE;
  c->sample = sample;
  if (n_samples == 3)
    c->bin = bin_width (slide);
  /* The step is odd, so that it does not pick the same columns of each row, and
   * no multiple of three, so that it does not pick one sample. */
  c->every = (guint64) (n_pixels * n_samples / MAX_SAMPLE) | 1;
  if (c->every % 3 == 0)
    c->every += 2;
  ok = whole ? collect_whole (c, slide, level, channel, job, error)
             : collect_regions (c, slide, level, channel, job, error);
  if (!ok)
    return NULL;
  return make_histogram (c, saffron_slide_get_kind (slide)
                                == SAFFRON_SLIDE_FLUORESCENCE);
}

void
saffron_histogram_free (SaffronHistogram *histogram)
{
  g_free (histogram->sorted);
  g_free (histogram);
}

double
saffron_histogram_percentile (const SaffronHistogram *histogram, double percent)
{
  double at = CLAMP (percent, 0.0, 100.0) / 100.0
              * (MAX (histogram->n_sorted, 1) - 1.0);
  guint i = (guint) at;
  double a, b;

  if (histogram->n_sorted == 0)
    return 0.0;
  a = histogram->sorted[i];
  b = histogram->sorted[MIN (i + 1, histogram->n_sorted - 1)];
  return a + (at - i) * (b - a);
}

double
saffron_histogram_rank (const SaffronHistogram *histogram, double value)
{
  guint low = 0, high = histogram->n_sorted;
  double at, a, b;

  if (histogram->n_sorted < 2 || value <= histogram->sorted[0])
    return 0.0;
  /* The first entry that is larger. */
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (histogram->sorted[middle] > value)
        high = middle;
      else
        low = middle + 1;
    }
  if (low == histogram->n_sorted)
    return 100.0;
  a = histogram->sorted[low - 1];
  b = histogram->sorted[low];
  at = low - 1 + (value - a) / (b - a);
  return at / (histogram->n_sorted - 1.0) * 100.0;
}

void
saffron_histogram_auto_contrast (const SaffronHistogram *histogram,
                                 double from,
                                 double to,
                                 double *low,
                                 double *high)
{
  *low = saffron_histogram_percentile (histogram, from);
  *high = saffron_histogram_percentile (histogram, to);
  /* The percentiles coincide where nearly all is background. Then the few
   * bright pixels are what matters, so the largest value becomes white. */
  if (*high <= *low)
    *high = histogram->maximum;
  if (*high <= *low)
    *high = *low + MAX (fabs (*low) * 1e-3, 1e-3);
}

typedef struct {
  int channel;
  SaffronJob *job;
} ReadArgs;

static void
read_args_free (gpointer data)
{
  ReadArgs *args = data;

  g_clear_object (&args->job);
  g_free (args);
}

static void
read_in_thread (GTask *task,
                gpointer source,
                gpointer data,
                GCancellable *cancellable)
{
  ReadArgs *args = data;
  GError *error = NULL;
  SaffronHistogram *histogram =
      saffron_histogram_read (source, args->channel, args->job, &error);

  if (histogram != NULL)
    g_task_return_pointer (task, histogram,
                           (GDestroyNotify) saffron_histogram_free);
  else
    g_task_return_error (task, error);
}

void
saffron_histogram_read_async (SaffronSlide *slide,
                              int channel,
                              SaffronJob *job,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (slide, NULL, callback, user_data);
  ReadArgs *args = g_new0 (ReadArgs, 1);

  args->channel = channel;
  args->job = job != NULL ? g_object_ref (job) : NULL;
  g_task_set_task_data (task, args, read_args_free);
  g_task_run_in_thread (task, read_in_thread);
}

SaffronHistogram *
saffron_histogram_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
