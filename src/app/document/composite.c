/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/composite.h"

#include "app/document/corrections.h"
#include "app/document/document.h"
#include "session/moving-state.h"
#include "slide/channel-names.h"

/* Channels that are shown before anybody chooses: more of them mix to white. */
#define AT_FIRST 6
/* The percentiles that are black and white in a composite before anybody sets a
 * contrast. The dark one lies above the light of tissue that holds nothing of a
 * marker: it is in every channel, and would add up to white. */
#define DARK 75.0
#define BRIGHT 99.8

/* What is shown of one slide of the document. */
typedef struct {
  SaffronMoving *moving; /* NULL: the reference */
  SaffronLayer *layer;
  gboolean registered;
  gboolean chosen; /* a person's choice, from the session */
  int n;
  SaffronCompositeChannel *channels; /* by index of the layer's display */
} Entry;

struct _SaffronCompositeChoice {
  GObject parent_instance;

  SaffronDocument *document; /* not owned; NULL once it is closed */
  GPtrArray *entries;        /* Entry: slides that are open, reference first */
  SaffronCorrections *corrections;
  gboolean active; /* the model is told */
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronCompositeChoice,
                     saffron_composite_choice,
                     G_TYPE_OBJECT)

/* Blue is the nuclear channel's. The others follow each other so that
 * neighbours differ most, and the first six are the full colours of a screen.
 */
#define NUCLEAR 0x6496ff
static const guint32 palette[] = { 0xff3030, 0x00ff00, 0xffff00, 0x00ffff,
                                   0xff00ff, 0xffa000, 0xffffff, 0x9a60ff,
                                   0xa0ff60, 0xff80b0, 0x00c080, 0xc8a070 };

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_object (&entry->moving);
  g_object_unref (entry->layer);
  g_free (entry->channels);
  g_free (entry);
}

static void
saffron_composite_choice_finalize (GObject *object)
{
  SaffronCompositeChoice *self = SAFFRON_COMPOSITE_CHOICE (object);

  g_ptr_array_unref (self->entries);
  g_object_unref (self->corrections);
  G_OBJECT_CLASS (saffron_composite_choice_parent_class)->finalize (object);
}

static void
saffron_composite_choice_class_init (SaffronCompositeChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_composite_choice_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_COMPOSITE_CHOICE, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_composite_choice_init (SaffronCompositeChoice *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->corrections = saffron_corrections_new ();
}

static gboolean
is_rgb (SaffronLayer *layer)
{
  return saffron_slide_get_kind (saffron_layer_get_slide (layer))
         == SAFFRON_SLIDE_BRIGHTFIELD;
}

static gboolean
is_nuclear (SaffronLayer *layer, int index)
{
  SaffronSlide *slide = saffron_layer_get_slide (layer);

  return !is_rgb (layer)
         && saffron_is_nuclear_stain (
             saffron_slide_get_channel (slide, index)->name);
}

/* Takes from the session what a person has chosen. */
static void
take_chosen (Entry *entry, const GArray *chosen)
{
  for (guint i = 0; chosen != NULL && i < chosen->len; i++)
    {
      const SaffronCompositeChannel *c =
          &g_array_index (chosen, SaffronCompositeChannel, i);

      if (c->channel < 0 || c->channel >= entry->n)
        continue;
      entry->channels[c->channel] = *c;
      entry->chosen = TRUE;
    }
}

/* Adds an open slide. @next: the next colour of the palette, which channels of
 * all slides take in turn, whether they are shown or not: so a colour stays
 * when another slide is registered. */
static void
add (SaffronCompositeChoice *self,
     SaffronMoving *moving,
     SaffronLayer *layer,
     guint *next)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  Entry *entry = NULL;

  if (layer == NULL)
    return;
  entry = g_new0 (Entry, 1);
  g_set_object (&entry->moving, moving);
  entry->layer = g_object_ref (layer);
  entry->registered =
      moving == NULL || saffron_moving_get_whole (moving) != NULL;
  entry->n = saffron_layer_get_display (layer)->n_channels;
  entry->channels = g_new0 (SaffronCompositeChannel, entry->n);
  for (int i = 0; i < entry->n; i++)
    entry->channels[i] = (SaffronCompositeChannel){
      .channel = i,
      .color = is_nuclear (layer, i)
                   ? NUCLEAR
                   : palette[(*next)++ % G_N_ELEMENTS (palette)],
    };
  if (session != NULL)
    take_chosen (entry, saffron_session_get_composite (
                            session, saffron_layer_get_file (layer)->path));
  g_ptr_array_add (self->entries, entry);
}

int
saffron_composite_choice_count (SaffronCompositeChoice *self)
{
  int n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = self->entries->pdata[i];

      for (int c = 0; entry->registered && c < entry->n; c++)
        n += entry->channels[c].shown;
    }
  return n;
}

/* Whether a channel is shown before anybody chooses. */
static gboolean
is_first_choice (const Entry *entry, int channel)
{
  return entry->registered && !entry->chosen && !is_rgb (entry->layer)
         && (entry->moving == NULL || !is_nuclear (entry->layer, channel));
}

/* Shows the first of such channels of each slide, then the second ones …, as
 * far as there is room. TRUE when there are further ones. */
static gboolean
fill_turn (SaffronCompositeChoice *self, int turn)
{
  gboolean more = FALSE;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      for (int c = 0, rank = 0; c < entry->n; c++)
        if (is_first_choice (entry, c) && rank++ >= turn)
          {
            more = TRUE;
            entry->channels[c].shown =
                saffron_composite_choice_count (self) < AT_FIRST;
            break;
          }
    }
  return more;
}

static void
fill (SaffronCompositeChoice *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      for (int c = 0; !entry->chosen && c < entry->n; c++)
        entry->channels[c].shown = FALSE;
    }
  for (int turn = 0; fill_turn (self, turn); turn++)
    ;
}

static void
darken (const Entry *entry, int index, SaffronChannelDisplay *display)
{
  const SaffronHistogram *histogram =
      saffron_layer_get_histogram (entry->layer, index);

  if (histogram != NULL
      && saffron_layer_has_first_contrast (entry->layer, index))
    saffron_histogram_auto_contrast (histogram, DARK, BRIGHT, &display->low,
                                     &display->high);
}

/* (transfer full) (nullable): the display of a slide in the composite. */
static SaffronSlideDisplay *
display_of (const Entry *entry)
{
  SaffronSlideDisplay *display =
      saffron_slide_display_copy (saffron_layer_get_display (entry->layer));

  display->visible = TRUE;
  for (int c = 0; c < entry->n; c++)
    {
      display->channels[c].visible = entry->channels[c].shown;
      display->channels[c].color = entry->channels[c].color;
      if (entry->channels[c].shown && !is_rgb (entry->layer))
        darken (entry, c, &display->channels[c]);
    }
  return display;
}

/* (nullable): the model has that of the slide on screen itself. */
static SaffronTransform *
transform_of (SaffronCompositeChoice *self, const Entry *entry)
{
  SaffronLayer *reference = saffron_document_get_reference (self->document);
  SaffronSlide *slides[2] = { NULL, saffron_layer_get_slide (entry->layer) };
  SaffronRunEntry *whole =
      entry->moving != NULL ? saffron_moving_get_whole (entry->moving) : NULL;

  if (whole == NULL)
    return NULL;
  if (reference == NULL
      || entry->moving == saffron_document_get_shown (self->document))
    return saffron_run_entry_get_run (whole)->transform;
  slides[0] = saffron_layer_get_slide (reference);
  return saffron_corrections_get (self->corrections,
                                  saffron_document_get_session (self->document),
                                  entry->moving, slides);
}

static void
tell_model (SaffronCompositeChoice *self)
{
  guint n = 0;
  g_autofree SaffronFrameSource *sources =
      g_new0 (SaffronFrameSource, self->entries->len + 1);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = self->entries->pdata[i];

      if (!entry->registered)
        continue;
      for (int c = 0; c < entry->n; c++)
        if (entry->channels[c].shown)
          saffron_layer_want_contrast (entry->layer, c);
      sources[n++] =
          (SaffronFrameSource){ saffron_layer_get_slide (entry->layer),
                                display_of (entry),
                                transform_of (self, entry) };
    }
  saffron_view_model_set_composite (saffron_document_get_model (self->document),
                                    sources, n);
  for (guint i = 0; i < n; i++)
    saffron_slide_display_free ((SaffronSlideDisplay *) sources[i].display);
}

/* Everything anew, as slides, runs and choices are now. */
static void
update (SaffronCompositeChoice *self)
{
  guint next = 0;

  if (self->document == NULL)
    return;
  g_ptr_array_set_size (self->entries, 0);
  add (self, NULL, saffron_document_get_reference (self->document), &next);
  for (guint i = 0; i < saffron_document_get_n_moving (self->document); i++)
    {
      SaffronMoving *moving = saffron_document_get_moving (self->document, i);

      add (self, moving, saffron_document_get_layer (self->document, moving),
           &next);
    }
  fill (self);
  if (self->active)
    tell_model (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_model_changed (SaffronViewModel *model, gpointer user_data)
{
  SaffronCompositeChoice *self = user_data;

  if (self->active
      || saffron_view_model_get_look (model)->mode
             != SAFFRON_VIEW_MODE_COMPOSITE)
    return;
  self->active = TRUE;
  update (self);
}

SaffronCompositeChoice *
saffron_composite_choice_new (SaffronDocument *document)
{
  SaffronCompositeChoice *self =
      g_object_new (SAFFRON_TYPE_COMPOSITE_CHOICE, NULL);

  self->document = document;
  g_signal_connect_object (self->corrections, "changed",
                           G_CALLBACK (saffron_composite_choice_follow), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "edited", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (saffron_document_get_model (document), "changed",
                           G_CALLBACK (on_model_changed), self, 0);
  return self;
}

void
saffron_composite_choice_close (SaffronCompositeChoice *self)
{
  self->document = NULL;
  g_ptr_array_set_size (self->entries, 0);
}

void
saffron_composite_choice_follow (SaffronCompositeChoice *self)
{
  if (self->active && self->document != NULL)
    tell_model (self);
}

static Entry *
find (SaffronCompositeChoice *self, SaffronLayer *layer)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (((Entry *) self->entries->pdata[i])->layer == layer)
      return self->entries->pdata[i];
  return NULL;
}

SaffronCompositeState
saffron_composite_choice_get_state (SaffronCompositeChoice *self,
                                    SaffronMoving *moving)
{
  if (moving == NULL)
    return SAFFRON_COMPOSITE_DRAWN;
  switch (saffron_moving_get_state (moving))
    {
    case SAFFRON_MOVING_NOT_RUN:
      return SAFFRON_COMPOSITE_NOT_REGISTERED;
    case SAFFRON_MOVING_VERIFIED:
      return SAFFRON_COMPOSITE_DRAWN;
    case SAFFRON_MOVING_UNVERIFIED:
    case SAFFRON_MOVING_PARTLY:
    case SAFFRON_MOVING_N_STATES:
    default:
      return SAFFRON_COMPOSITE_UNVERIFIED;
    }
}

gboolean
saffron_composite_choice_is_shown (SaffronCompositeChoice *self,
                                   SaffronLayer *layer,
                                   int index)
{
  const Entry *entry = find (self, layer);

  return entry != NULL && entry->registered && entry->channels[index].shown;
}

guint32
saffron_composite_choice_get_color (SaffronCompositeChoice *self,
                                    SaffronLayer *layer,
                                    int index)
{
  const Entry *entry = find (self, layer);

  return entry != NULL ? entry->channels[index].color : 0;
}

int
saffron_composite_choice_count_unverified (SaffronCompositeChoice *self)
{
  int n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = self->entries->pdata[i];
      gboolean any = FALSE;

      for (int c = 0; entry->registered && c < entry->n; c++)
        any = any || entry->channels[c].shown;
      n += any
           && saffron_composite_choice_get_state (self, entry->moving)
                  == SAFFRON_COMPOSITE_UNVERIFIED;
    }
  return n;
}

/* Writes what is shown of all slides that could be: a choice for one of them
 * must not change the others. */
static void
keep (SaffronCompositeChoice *self)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = self->entries->pdata[i];
      GArray *chosen = NULL;

      if (!entry->registered)
        continue;
      chosen = g_array_new (FALSE, FALSE, sizeof (SaffronCompositeChannel));
      g_array_append_vals (chosen, entry->channels, (guint) entry->n);
      g_ptr_array_add (all, chosen);
      g_ptr_array_add (paths,
                       g_strdup (saffron_layer_get_file (entry->layer)->path));
    }
  g_ptr_array_add (paths, NULL);
  if (session != NULL)
    saffron_session_set_composite (session, (const char *const *) paths->pdata,
                                   all);
  else
    update (self);
}

gboolean
saffron_composite_choice_show (SaffronCompositeChoice *self,
                               SaffronLayer *layer,
                               int index,
                               gboolean shown)
{
  Entry *entry = find (self, layer);

  if (entry == NULL || !entry->registered)
    return FALSE;
  if (!entry->channels[index].shown == !shown)
    return TRUE;
  if (shown
      && saffron_composite_choice_count (self)
             >= SAFFRON_COMPOSITE_MAX_CHANNELS)
    return FALSE;
  entry->channels[index].shown = shown;
  keep (self);
  return TRUE;
}

void
saffron_composite_choice_set_color (SaffronCompositeChoice *self,
                                    SaffronLayer *layer,
                                    int index,
                                    guint32 color)
{
  Entry *entry = find (self, layer);

  if (entry == NULL || entry->channels[index].color == color)
    return;
  entry->channels[index].color = color;
  keep (self);
}
