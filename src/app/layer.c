/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/layer.h"

struct _SaffronLayer {
  GObject parent_instance;

  SaffronSlide *slide;
  SaffronSlideFile *file;
  char *name;
  gboolean has_look;
  int channel;
  char *reason;
  SaffronSlideDisplay *display;
  double low, high;

  /* By index of the display's channels. */
  SaffronHistogram **histograms;
  gboolean *counting;
  /* Whether the contrast follows once the histogram is there. */
  gboolean *wants_contrast;
  SaffronJob *job;
};

enum {
  CHANGED,
  HISTOGRAM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronLayer, saffron_layer, G_TYPE_OBJECT)

static void
saffron_layer_dispose (GObject *object)
{
  SaffronLayer *self = SAFFRON_LAYER (object);

  if (self->job != NULL)
    saffron_job_cancel (self->job);
  g_clear_object (&self->job);
  G_OBJECT_CLASS (saffron_layer_parent_class)->dispose (object);
}

static void
saffron_layer_finalize (GObject *object)
{
  SaffronLayer *self = SAFFRON_LAYER (object);

  for (int i = 0; i < self->display->n_channels; i++)
    g_clear_pointer (&self->histograms[i], saffron_histogram_free);
  g_free (self->histograms);
  g_free (self->counting);
  g_free (self->wants_contrast);
  g_clear_pointer (&self->display, saffron_slide_display_free);
  g_clear_object (&self->slide);
  g_clear_pointer (&self->file, saffron_slide_file_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->reason, g_free);
  G_OBJECT_CLASS (saffron_layer_parent_class)->finalize (object);
}

static void
saffron_layer_class_init (SaffronLayerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_layer_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_layer_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", SAFFRON_TYPE_LAYER, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
  signals[HISTOGRAM] =
    g_signal_new ("histogram", SAFFRON_TYPE_LAYER, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
saffron_layer_init (SaffronLayer *self)
{
  self->low = 1.0;
  self->high = 99.0;
  self->job = saffron_job_new ();
}

SaffronLayer *
saffron_layer_new (SaffronSlide *slide, const SaffronSlideFile *file)
{
  SaffronLayer *self = g_object_new (SAFFRON_TYPE_LAYER, NULL);
  int n = 0;

  self->slide = g_object_ref (slide);
  self->name = g_path_get_basename (saffron_slide_get_path (slide));
  self->file = saffron_slide_file_copy (file);
  self->channel =
    saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD ? -1 : 0;
  self->reason = g_strdup ("");
  self->display = saffron_slide_display_new (slide, 0);
  n = self->display->n_channels;
  self->histograms = g_new0 (SaffronHistogram *, n);
  self->counting = g_new0 (gboolean, n);
  self->wants_contrast = g_new0 (gboolean, n);
  for (int i = 0; i < n; i++)
    if (self->display->channels[i].visible)
      saffron_layer_auto_contrast (self, i, self->low, self->high);
  return self;
}

const SaffronSlideFile *
saffron_layer_get_file (SaffronLayer *self)
{
  return self->file;
}

SaffronSlide *
saffron_layer_get_slide (SaffronLayer *self)
{
  return self->slide;
}

const char *
saffron_layer_get_name (SaffronLayer *self)
{
  return self->name;
}

int
saffron_layer_get_channel (SaffronLayer *self)
{
  return self->channel;
}

const char *
saffron_layer_get_reason (SaffronLayer *self)
{
  return self->reason;
}

void
saffron_layer_pick_channel (SaffronLayer *self,
                            int channel,
                            const char *reason)
{
  char *copy = g_strdup (reason);

  self->channel = channel;
  g_free (self->reason);
  self->reason = copy;
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
saffron_layer_has_look (SaffronLayer *self)
{
  return self->has_look;
}

/* As saffron_layer_new() left it. */
static gboolean
shows_first_channel (SaffronLayer *self)
{
  for (int i = 0; i < self->display->n_channels; i++)
    if (self->display->channels[i].visible != (i == 0))
      return FALSE;
  return TRUE;
}

void
saffron_layer_take_look (SaffronLayer *self, int channel, const char *reason)
{
  self->has_look = TRUE;
  if (channel > 0 && channel < self->display->n_channels
      && shows_first_channel (self))
    {
      g_autoptr (SaffronSlideDisplay) display =
        saffron_slide_display_copy (self->display);

      display->channels[0].visible = FALSE;
      display->channels[channel].visible = TRUE;
      saffron_layer_set_display (self, display);
    }
  saffron_layer_pick_channel (self, channel, reason);
}

const SaffronSlideDisplay *
saffron_layer_get_display (SaffronLayer *self)
{
  return self->display;
}

void
saffron_layer_set_display (SaffronLayer *self,
                           const SaffronSlideDisplay *display)
{
  SaffronSlideDisplay *copy = saffron_slide_display_copy (display);

  g_return_if_fail (copy->n_channels == self->display->n_channels);

  saffron_slide_display_free (self->display);
  self->display = copy;
  /* A channel that is shown for the first time gets a contrast of its own. */
  for (int i = 0; i < copy->n_channels; i++)
    if (copy->channels[i].visible && self->histograms[i] == NULL
        && !self->counting[i])
      saffron_layer_auto_contrast (self, i, self->low, self->high);
  g_signal_emit (self, signals[CHANGED], 0);
}

const SaffronChannelDisplay *
saffron_layer_get_channel_display (SaffronLayer *self, int index)
{
  return &self->display->channels[index];
}

void
saffron_layer_set_channel_display (SaffronLayer *self,
                                   int index,
                                   const SaffronChannelDisplay *display)
{
  g_autoptr (SaffronSlideDisplay) copy = NULL;

  /* The person's own contrast is not run over by a late histogram. */
  self->wants_contrast[index] = FALSE;
  copy = saffron_slide_display_copy (self->display);
  copy->channels[index] = *display;
  saffron_layer_set_display (self, copy);
}

static void
apply_contrast (SaffronLayer *self, int index)
{
  SaffronChannelDisplay display = self->display->channels[index];

  saffron_histogram_auto_contrast (self->histograms[index], self->low,
                                   self->high, &display.low, &display.high);
  saffron_layer_set_channel_display (self, index, &display);
}

typedef struct {
  SaffronLayer *layer;
  int index;
} Count;

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Count *count = user_data;
  g_autoptr (SaffronLayer) self = count->layer;
  g_autoptr (GError) error = NULL;
  SaffronHistogram *histogram = NULL;
  int index = count->index;

  histogram = saffron_histogram_read_finish (result, &error);
  self->counting[index] = FALSE;
  /* A slide that cannot be read says so where its tiles are asked for. */
  if (histogram == NULL)
    return;
  self->histograms[index] = histogram;
  if (self->wants_contrast[index])
    apply_contrast (self, index);
  g_signal_emit (self, signals[HISTOGRAM], 0, index);
}

const SaffronHistogram *
saffron_layer_get_histogram (SaffronLayer *self, int index)
{
  if (self->histograms[index] == NULL && !self->counting[index]
      && self->job != NULL)
    {
      Count *count = g_new0 (Count, 1);

      count->layer = g_object_ref (self);
      count->index = index;
      self->counting[index] = TRUE;
      saffron_histogram_read_async (
        self->slide, saffron_slide_display_channel (self->slide, index),
        self->job, on_counted, count);
    }
  return self->histograms[index];
}

void
saffron_layer_get_percentiles (SaffronLayer *self, double *low, double *high)
{
  *low = self->low;
  *high = self->high;
}

void
saffron_layer_auto_contrast (SaffronLayer *self,
                             int index,
                             double low,
                             double high)
{
  self->low = low;
  self->high = high;
  self->wants_contrast[index] = TRUE;
  if (saffron_layer_get_histogram (self, index) != NULL)
    apply_contrast (self, index);
}
