/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/quality-model.h"

#include "app/work/quality-work.h"
#include "quality/worst.h"
#include "session/session-rings.h"

/* The measures of so many runs are kept: about 300 kB each. */
#define MOST_KEPT 8

/* One run by two slides, with its measures. */
typedef struct {
  SaffronRunEntry *entry;
  GWeakRef slides[2];
  char *path;              /* of the moving slide */
  SaffronQuality *quality; /* NULL until it is measured */
  GArray *landmarks;       /* those that @quality knows */
  gboolean given_up;       /* it failed or was cancelled */
  char *error;             /* why it failed */
  guint place;
  gboolean looked[SAFFRON_WORST_MOST];
} Measured;

struct _SaffronQualityModel {
  GObject parent_instance;

  SaffronDocument *document;
  SaffronWorkList *works;
  GQueue kept;              /* Measured; the one shown last comes first */
  Measured *shown;          /* one of them, or NULL */
  SaffronQualityWork *work; /* of @shown, or NULL */
  gboolean marked;
};

enum {
  CHANGED,
  PLACE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronQualityModel, saffron_quality_model, G_TYPE_OBJECT)

static void
measured_free (gpointer data)
{
  Measured *measured = data;

  g_object_unref (measured->entry);
  g_free (measured->path);
  for (int i = 0; i < 2; i++)
    g_weak_ref_clear (&measured->slides[i]);
  g_clear_pointer (&measured->quality, saffron_quality_free);
  g_clear_pointer (&measured->landmarks, g_array_unref);
  g_free (measured->error);
  g_free (measured);
}

/* Stops the work under way, whose measures nobody waits for any more. */
static void
drop_work (SaffronQualityModel *self)
{
  if (self->work != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->work, self);
      saffron_work_cancel (SAFFRON_WORK (self->work));
    }
  g_clear_object (&self->work);
}

static void
saffron_quality_model_dispose (GObject *object)
{
  SaffronQualityModel *self = SAFFRON_QUALITY_MODEL (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  drop_work (self);
  self->shown = NULL;
  g_queue_clear_full (&self->kept, measured_free);
  g_clear_object (&self->document);
  g_clear_object (&self->works);
  G_OBJECT_CLASS (saffron_quality_model_parent_class)->dispose (object);
}

static void
saffron_quality_model_class_init (SaffronQualityModelClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = saffron_quality_model_dispose;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[PLACE] = g_signal_new ("place", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_quality_model_init (SaffronQualityModel *self)
{
  g_queue_init (&self->kept);
}

static gboolean
is_of (Measured *measured, SaffronRunEntry *entry, SaffronSlide *const *slides)
{
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (SaffronSlide) slide = g_weak_ref_get (&measured->slides[i]);

      if (slide != slides[i])
        return FALSE;
    }
  return measured->entry == entry;
}

static Measured *
add_measured (SaffronQualityModel *self,
              SaffronRunEntry *entry,
              SaffronSlide *const *slides)
{
  Measured *measured = g_new0 (Measured, 1);

  measured->entry = g_object_ref (entry);
  measured->path = g_strdup (saffron_slide_get_path (slides[1]));
  for (int i = 0; i < 2; i++)
    g_weak_ref_init (&measured->slides[i], slides[i]);
  measured->place = SAFFRON_QUALITY_NO_PLACE;
  g_queue_push_head (&self->kept, measured);
  if (g_queue_get_length (&self->kept) > MOST_KEPT)
    measured_free (g_queue_pop_tail (&self->kept));
  return measured;
}

/* (nullable): what is kept of the run on screen, which comes first now. */
static Measured *
find_shown (SaffronQualityModel *self)
{
  SaffronPair pair = saffron_document_get_pair (self->document);
  SaffronSlide *slides[2] = { pair.reference_slide, pair.moving_slide };
  SaffronRunEntry *entry =
      pair.moving != NULL ? saffron_moving_get_current (pair.moving) : NULL;

  if (entry == NULL || !saffron_pair_is_complete (&pair))
    return NULL;
  for (GList *l = self->kept.head; l != NULL; l = l->next)
    if (is_of (l->data, entry, slides))
      {
        g_queue_unlink (&self->kept, l);
        g_queue_push_head_link (&self->kept, l);
        return l->data;
      }
  return add_measured (self, entry, slides);
}

/* Whether it changed anything. */
static gboolean
follow_landmarks (SaffronQualityModel *self)
{
  SaffronMoving *moving = saffron_document_get_shown (self->document);
  GArray *landmarks = saffron_moving_get_landmarks (moving);
  Measured *shown = self->shown;

  if (shown->quality == NULL || shown->landmarks == landmarks)
    return FALSE;
  saffron_quality_set_landmarks (
      shown->quality, saffron_run_entry_get_run (shown->entry), landmarks);
  g_array_ref (landmarks);
  g_clear_pointer (&shown->landmarks, g_array_unref);
  shown->landmarks = landmarks;
  return TRUE;
}

static void
update (SaffronQualityModel *self)
{
  Measured *before = self->shown;

  /* What was shown before may leave what is kept. */
  self->shown = find_shown (self);
  if (self->shown == before)
    {
      if (self->shown != NULL && follow_landmarks (self))
        g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  drop_work (self);
  if (self->shown != NULL)
    follow_landmarks (self);
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[PLACE], 0);
}

SaffronQualityModel *
saffron_quality_model_new (SaffronDocument *document, SaffronWorkList *works)
{
  SaffronQualityModel *self = g_object_new (SAFFRON_TYPE_QUALITY_MODEL, NULL);

  self->document = g_object_ref (document);
  self->works = g_object_ref (works);
  g_signal_connect_swapped (document, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (document, "edited", G_CALLBACK (update), self);
  update (self);
  return self;
}

SaffronQualityState
saffron_quality_model_get_state (SaffronQualityModel *self)
{
  if (self->shown == NULL)
    return SAFFRON_QUALITY_NONE;
  if (self->shown->quality != NULL)
    return SAFFRON_QUALITY_READY;
  if (self->work != NULL)
    return SAFFRON_QUALITY_MEASURING;
  return self->shown->error != NULL ? SAFFRON_QUALITY_FAILED
                                    : SAFFRON_QUALITY_NONE;
}

SaffronRunEntry *
saffron_quality_model_get_entry (SaffronQualityModel *self)
{
  return self->shown != NULL ? self->shown->entry : NULL;
}

const SaffronQuality *
saffron_quality_model_get (SaffronQualityModel *self)
{
  return self->shown != NULL ? self->shown->quality : NULL;
}

const char *
saffron_quality_model_get_error (SaffronQualityModel *self)
{
  return saffron_quality_model_get_state (self) == SAFFRON_QUALITY_FAILED
             ? self->shown->error
             : NULL;
}

static void
on_cancelled (SaffronWork *work, gpointer user_data)
{
  SaffronQualityModel *self = user_data;

  self->shown->given_up = TRUE;
  g_signal_handlers_disconnect_by_data (work, self);
  g_clear_object (&self->work);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Whether it is measured, of the current run of another moving slide of the
 * same reference. */
static gboolean
is_beside (SaffronQualityModel *self, Measured *other)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  SaffronMoving *moving = saffron_session_find_path (session, other->path);
  g_autoptr (SaffronSlide) reference = g_weak_ref_get (&other->slides[0]);
  SaffronPair pair = saffron_document_get_pair (self->document);

  return other->quality != NULL && moving != NULL && moving != pair.moving
         && saffron_moving_get_current (moving) == other->entry
         && reference == pair.reference_slide;
}

/* What was measured of other slides knows the loops with this one, too, and so
 * does the session, whose verdicts count them. */
static void
share_loops (SaffronQualityModel *self)
{
  const SaffronQuality *quality = self->shown->quality;
  SaffronSessionRing rings[SAFFRON_QUALITY_LOOPS];
  guint n = 0;
  g_autofree char *own =
      saffron_document_name_slide (self->document, self->shown->path);

  for (GList *l = self->kept.head; l != NULL; l = l->next)
    {
      Measured *other = l->data;
      g_autofree char *name =
          saffron_document_name_slide (self->document, other->path);

      for (int i = 0; is_beside (self, other) && i < SAFFRON_QUALITY_LOOPS; i++)
        if (g_strcmp0 (quality->loops[i].with, name) == 0
            && n < G_N_ELEMENTS (rings))
          {
            saffron_quality_set_loop (other->quality, own,
                                      &quality->loops[i].loop);
            rings[n++] =
                (SaffronSessionRing){ { other->entry, self->shown->entry },
                                      quality->loops[i].loop };
          }
    }
  saffron_session_set_rings (saffron_document_get_session (self->document),
                             rings, n);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronQualityModel *self = user_data;
  const GError *error = saffron_work_get_error (work);

  self->shown->quality = saffron_quality_work_steal (self->work);
  self->shown->given_up = self->shown->quality == NULL;
  if (error != NULL)
    self->shown->error = g_strdup (error->message);
  g_clear_object (&self->work);
  if (self->shown->quality != NULL)
    {
      follow_landmarks (self);
      share_loops (self);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Starts measuring, also how the slide lies on those measured last. */
static SaffronQualityWork *
start (SaffronQualityModel *self, const SaffronPair *pair)
{
  SaffronQualityBeside beside[SAFFRON_QUALITY_LOOPS];
  SaffronQualityWork *work = NULL;
  guint n = 0;

  for (GList *l = self->kept.head; l != NULL && n < G_N_ELEMENTS (beside);
       l = l->next)
    {
      Measured *other = l->data;
      SaffronSlide *slide = g_weak_ref_get (&other->slides[1]);

      if (slide != NULL && is_beside (self, other))
        beside[n++] = (SaffronQualityBeside){
          slide, saffron_run_entry_get_run (other->entry),
          other->quality->windows,
          saffron_document_name_slide (self->document, other->path)
        };
      else
        g_clear_object (&slide);
    }
  work = saffron_quality_work_new (
      pair->reference_slide, pair->moving_slide,
      saffron_run_entry_get_run (self->shown->entry),
      saffron_moving_get_landmarks (pair->moving), beside, n);
  for (guint i = 0; i < n; i++)
    {
      g_object_unref (beside[i].slide);
      g_free ((char *) beside[i].name);
    }
  return work;
}

void
saffron_quality_model_measure (SaffronQualityModel *self)
{
  SaffronPair pair = saffron_document_get_pair (self->document);

  if (self->shown == NULL || self->shown->quality != NULL || self->work != NULL)
    return;
  self->shown->given_up = FALSE;
  g_clear_pointer (&self->shown->error, g_free);
  self->work = start (self, &pair);
  g_signal_connect (self->work, "cancelled", G_CALLBACK (on_cancelled), self);
  g_signal_connect (self->work, "finished", G_CALLBACK (on_finished), self);
  saffron_work_list_add (self->works, SAFFRON_WORK (self->work));
  g_signal_emit (self, signals[CHANGED], 0);
}

void
saffron_quality_model_want (SaffronQualityModel *self)
{
  if (self->shown != NULL && !self->shown->given_up)
    saffron_quality_model_measure (self);
}

guint
saffron_quality_model_get_n_places (SaffronQualityModel *self)
{
  const SaffronQuality *quality = saffron_quality_model_get (self);

  return quality != NULL ? quality->worst->len : 0;
}

const SaffronWindow *
saffron_quality_model_get_window (SaffronQualityModel *self, guint index)
{
  const SaffronQuality *quality = saffron_quality_model_get (self);
  const SaffronWorstPlace *place = NULL;

  g_return_val_if_fail (index < saffron_quality_model_get_n_places (self),
                        NULL);

  place = &g_array_index (quality->worst, SaffronWorstPlace, index);
  return &g_array_index (quality->windows->windows, SaffronWindow,
                         place->window);
}

guint
saffron_quality_model_get_place (SaffronQualityModel *self)
{
  return self->shown != NULL ? self->shown->place : SAFFRON_QUALITY_NO_PLACE;
}

void
saffron_quality_model_set_place (SaffronQualityModel *self, guint index)
{
  if (index >= saffron_quality_model_get_n_places (self))
    index = SAFFRON_QUALITY_NO_PLACE;
  if (self->shown == NULL || self->shown->place == index)
    return;
  self->shown->place = index;
  if (index != SAFFRON_QUALITY_NO_PLACE)
    self->shown->looked[index] = TRUE;
  g_signal_emit (self, signals[PLACE], 0);
}

gboolean
saffron_quality_model_get_marked (SaffronQualityModel *self)
{
  return self->marked;
}

void
saffron_quality_model_set_marked (SaffronQualityModel *self, gboolean marked)
{
  if (!marked == !self->marked)
    return;
  self->marked = marked;
  g_signal_emit (self, signals[PLACE], 0);
}

gboolean
saffron_quality_model_get_looked (SaffronQualityModel *self, guint index)
{
  return index < saffron_quality_model_get_n_places (self)
         && self->shown->looked[index];
}
