/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/layer.h"

/* The percentiles that are black and white at first. */
#define LOW 1.0
#define HIGH 99.0

typedef struct {
  double low, high;
} Percentiles;

struct _SaffronLayer {
  GObject parent_instance;

  SaffronSlide *slide;
  char *name;
  SaffronSlideFile *file;
  SaffronLooks *looks;
  char *look_key;
  SaffronSlideDisplay *display;
  /* By index of the display's channels. */
  SaffronHistogram **histograms;
  gboolean *counting;
  Percentiles *percentiles;
  /* whether to set the contrast once the histogram is counted */
  gboolean *wants_contrast;
  /* whether to find glass then, for an RGB slide whose contrast nobody set */
  gboolean wants_glass;
  gboolean applying; /* percentiles are being made a contrast */
  SaffronJob *job;
};

enum {
  CHANGED,
  HISTOGRAM,
  LOOKS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void want_first (SaffronLayer *self, int index);

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
  g_free (self->percentiles);
  g_free (self->wants_contrast);
  g_clear_pointer (&self->display, saffron_slide_display_free);
  g_clear_object (&self->slide);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->looks, saffron_looks_free);
  g_clear_pointer (&self->look_key, g_free);
  g_clear_pointer (&self->file, saffron_slide_file_free);
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
  signals[LOOKS] = g_signal_new ("looks", SAFFRON_TYPE_LAYER, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_layer_init (SaffronLayer *self)
{
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
  self->look_key = g_strdup ("");
  self->display = saffron_slide_display_new (slide, 0);
  n = self->display->n_channels;
  self->histograms = g_new0 (SaffronHistogram *, n);
  self->counting = g_new0 (gboolean, n);
  self->wants_contrast = g_new0 (gboolean, n);
  self->percentiles = g_new0 (Percentiles, n);
  for (int i = 0; i < n; i++)
    {
      self->percentiles[i] = (Percentiles){ LOW, HIGH };
      if (self->display->channels[i].visible)
        want_first (self, i);
    }
  return self;
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

const SaffronLooks *
saffron_layer_get_looks (SaffronLayer *self)
{
  return self->looks;
}

const char *
saffron_layer_get_look_key (SaffronLayer *self)
{
  return self->look_key;
}

const SaffronSlideFile *
saffron_layer_get_file (SaffronLayer *self)
{
  return self->file;
}

/* Back to the state after saffron_layer_new(). */
static gboolean
shows_first_channel (SaffronLayer *self)
{
  for (int i = 0; i < self->display->n_channels; i++)
    if (self->display->channels[i].visible != (i == 0))
      return FALSE;
  return TRUE;
}

static void
show_look (SaffronLayer *self)
{
  const SaffronLook *look = saffron_looks_get (self->looks);
  g_autoptr (SaffronSlideDisplay) display = NULL;

  /* A channel that was asked for and is not there counts as none. */
  if (look->name == NULL)
    look = &self->looks->automatic;
  if (look->channel <= 0 || look->channel >= self->display->n_channels
      || !shows_first_channel (self))
    return;
  display = saffron_slide_display_copy (self->display);
  display->channels[0].visible = FALSE;
  display->channels[look->channel].visible = TRUE;
  saffron_layer_set_display (self, display);
}

void
saffron_layer_set_looks (SaffronLayer *self,
                         const SaffronLooks *looks,
                         const char *key)
{
  gboolean first = self->looks == NULL;
  SaffronLooks *copy = saffron_looks_copy (looks);
  char *copied_key = g_strdup (key);

  saffron_looks_free (self->looks);
  self->looks = copy;
  g_free (self->look_key);
  self->look_key = copied_key;
  if (first)
    show_look (self);
  g_signal_emit (self, signals[LOOKS], 0);
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
      want_first (self, i);
  g_signal_emit (self, signals[CHANGED], 0);
}

const SaffronChannelDisplay *
saffron_layer_get_channel_display (SaffronLayer *self, int index)
{
  return &self->display->channels[index];
}

static gboolean
is_rgb (SaffronLayer *self, int index)
{
  return saffron_slide_display_channel (self->slide, index)
         == SAFFRON_CHANNEL_RGB;
}

/* The percentiles that the contrast is at. */
static void
follow_percentiles (SaffronLayer *self,
                    int index,
                    const SaffronChannelDisplay *display)
{
  const SaffronHistogram *histogram = self->histograms[index];

  if (histogram != NULL)
    self->percentiles[index] =
        (Percentiles){ saffron_histogram_rank (histogram, display->low),
                       saffron_histogram_rank (histogram, display->high) };
}

/* A contrast that a person sets for an RGB slide counts in the overlay, too. */
static void
follow_contrast (SaffronLayer *self, int index, SaffronChannelDisplay *display)
{
  const SaffronHistogram *histogram = self->histograms[index];

  if (!is_rgb (self, index))
    return;
  display->dark = display->low;
  for (int k = 0; k < 3 && histogram != NULL; k++)
    display->glass[k] = MIN (histogram->glass[k], display->high);
}

void
saffron_layer_set_channel_display (SaffronLayer *self,
                                   int index,
                                   const SaffronChannelDisplay *display)
{
  g_autoptr (SaffronSlideDisplay) copy = NULL;
  const SaffronChannelDisplay *present = &self->display->channels[index];
  gboolean moved =
      display->low != present->low || display->high != present->high;

  copy = saffron_slide_display_copy (self->display);
  copy->channels[index] = *display;
  /* A histogram that arrives late must not overwrite a contrast that the person
   * has set; other changes meanwhile do not count as that. */
  if (moved)
    {
      self->wants_contrast[index] = FALSE;
      self->wants_glass = FALSE;
      follow_contrast (self, index, &copy->channels[index]);
    }
  if (moved && !self->applying)
    follow_percentiles (self, index, display);
  saffron_layer_set_display (self, copy);
}

/* The percentiles stay as they were set, though several give one contrast. */
static void
apply_contrast (SaffronLayer *self, int index)
{
  SaffronChannelDisplay display = self->display->channels[index];

  self->wants_contrast[index] = FALSE;
  saffron_histogram_auto_contrast (
      self->histograms[index], self->percentiles[index].low,
      self->percentiles[index].high, &display.low, &display.high);
  self->applying = TRUE;
  saffron_layer_set_channel_display (self, index, &display);
  self->applying = FALSE;
}

/* Before anybody sets a contrast, an RGB slide shows its stored values, and the
 * overlay what is darker than glass. */
static void
apply_glass (SaffronLayer *self, int index)
{
  const SaffronHistogram *histogram = self->histograms[index];
  SaffronChannelDisplay display = self->display->channels[index];
  double high;

  for (int k = 0; k < 3; k++)
    display.glass[k] = histogram->glass[k];
  saffron_histogram_auto_contrast (histogram, LOW, HIGH, &display.dark, &high);
  follow_percentiles (self, index, &display);
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
  /* A slide that cannot be read reports that where its tiles are requested. */
  if (histogram == NULL)
    return;
  self->histograms[index] = histogram;
  if (self->wants_contrast[index])
    apply_contrast (self, index);
  else if (self->wants_glass)
    apply_glass (self, index);
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
saffron_layer_get_percentiles (SaffronLayer *self,
                               int index,
                               double *low,
                               double *high)
{
  *low = self->percentiles[index].low;
  *high = self->percentiles[index].high;
}

gboolean
saffron_layer_has_first_contrast (SaffronLayer *self, int index)
{
  const Percentiles *p = &self->percentiles[index];

  return p->low <= LOW && p->low >= LOW && p->high <= HIGH && p->high >= HIGH;
}

static void
want_contrast (SaffronLayer *self, int index)
{
  self->wants_contrast[index] = TRUE;
  if (saffron_layer_get_histogram (self, index) != NULL)
    apply_contrast (self, index);
}

/* When a channel is first shown. */
static void
want_first (SaffronLayer *self, int index)
{
  if (!is_rgb (self, index))
    {
      want_contrast (self, index);
      return;
    }
  self->wants_glass = TRUE;
  if (saffron_layer_get_histogram (self, index) != NULL)
    apply_glass (self, index);
}

void
saffron_layer_want_contrast (SaffronLayer *self, int index)
{
  if (self->histograms[index] == NULL && !self->counting[index])
    want_first (self, index);
}

void
saffron_layer_auto_contrast (SaffronLayer *self,
                             int index,
                             double low,
                             double high)
{
  self->percentiles[index] = (Percentiles){ low, high };
  want_contrast (self, index);
}

static gboolean
same_channels (SaffronSlide *a, SaffronSlide *b)
{
  int n = saffron_slide_get_n_channels (a);

  if (n != saffron_slide_get_n_channels (b)
      || saffron_slide_get_kind (a) != saffron_slide_get_kind (b))
    return FALSE;
  for (int i = 0; i < n; i++)
    {
      const SaffronChannel *x = saffron_slide_get_channel (a, i);
      const SaffronChannel *y = saffron_slide_get_channel (b, i);

      if (x->type != y->type || !g_str_equal (x->name, y->name))
        return FALSE;
    }
  return TRUE;
}

void
saffron_layer_resemble (SaffronLayer *self, SaffronLayer *former)
{
  if (!same_channels (self->slide, former->slide))
    return;
  saffron_layer_set_display (self, former->display);
  /* What had no contrast of its own yet gets it now. */
  for (int i = 0; i < self->display->n_channels; i++)
    {
      self->percentiles[i] = former->percentiles[i];
      self->wants_contrast[i] = former->wants_contrast[i];
    }
  self->wants_glass = former->wants_glass;
  g_clear_pointer (&self->looks, saffron_looks_free);
  if (former->looks != NULL)
    self->looks = saffron_looks_copy (former->looks);
}
