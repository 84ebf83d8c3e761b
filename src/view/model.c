/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/model.h"

/* What a model and its scheduler's callbacks share; lives as long as both. */
typedef struct {
  gatomicrefcount ref_count;
  GMutex lock;
  GMainContext *context;
  SaffronViewModel *model; /* NULL once it is gone; used in its thread only */
  gboolean pending;
  gboolean arrived;
  GPtrArray *failures; /* of Failure */
} Mailbox;

typedef struct {
  SaffronSlide *slide;
  char *message;
} Failure;

struct _SaffronViewModel {
  GObject parent_instance;

  SaffronTileCache *cache;
  SaffronScheduler *scheduler;
  Mailbox *mailbox;

  SaffronSlide *slides[2];
  SaffronSlideDisplay *displays[2];
  gboolean reported[2];
  SaffronTransform *transform;
  gboolean own_transform; /* placed here, not given */
  SaffronViewLook look;
  SaffronViewGeometry geometry;
  gboolean fitted;
  SaffronFrame *frame;
};

G_DEFINE_FINAL_TYPE (SaffronViewModel, saffron_view_model, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  SIGNAL_TILE_FAILED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
failure_free (gpointer data)
{
  Failure *failure = data;

  g_object_unref (failure->slide);
  g_free (failure->message);
  g_free (failure);
}

static void
mailbox_unref (gpointer data)
{
  Mailbox *box = data;

  if (!g_atomic_ref_count_dec (&box->ref_count))
    return;
  g_ptr_array_unref (box->failures);
  g_main_context_unref (box->context);
  g_mutex_clear (&box->lock);
  g_free (box);
}

static void
changed (SaffronViewModel *self)
{
  g_clear_pointer (&self->frame, saffron_frame_unref);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* In the model's thread. */
static gboolean
deliver (gpointer data)
{
  Mailbox *box = data;
  g_autoptr (SaffronViewModel) self = NULL;
  g_autoptr (GPtrArray) failures = NULL;
  gboolean arrived;

  g_mutex_lock (&box->lock);
  failures = g_steal_pointer (&box->failures);
  box->failures = g_ptr_array_new_with_free_func (failure_free);
  arrived = box->arrived;
  box->arrived = FALSE;
  box->pending = FALSE;
  g_mutex_unlock (&box->lock);

  if (box->model == NULL)
    return G_SOURCE_REMOVE;
  self = g_object_ref (box->model);

  for (guint i = 0; i < failures->len; i++)
    {
      const Failure *failure = g_ptr_array_index (failures, i);

      for (int side = 0; side < 2; side++)
        if (self->slides[side] == failure->slide && !self->reported[side])
          {
            self->reported[side] = TRUE;
            g_signal_emit (self, signals[SIGNAL_TILE_FAILED], 0, side,
                           failure->message);
          }
    }
  if (arrived)
    changed (self);
  return G_SOURCE_REMOVE;
}

/* With the lock held, in any thread. */
static void
post (Mailbox *box)
{
  g_autoptr (GSource) source = NULL;

  if (box->pending)
    return;
  box->pending = TRUE;
  g_atomic_ref_count_inc (&box->ref_count);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, box, mailbox_unref);
  g_source_attach (source, box->context);
}

static void
on_arrived (gpointer data)
{
  Mailbox *box = data;

  g_mutex_lock (&box->lock);
  box->arrived = TRUE;
  post (box);
  g_mutex_unlock (&box->lock);
}

static void
on_failed (const SaffronTileKey *key, const GError *error, gpointer data)
{
  Mailbox *box = data;
  Failure *failure = g_new0 (Failure, 1);

  failure->slide = g_object_ref (key->slide);
  failure->message = g_strdup (error != NULL ? error->message : "unknown");
  g_mutex_lock (&box->lock);
  g_ptr_array_add (box->failures, failure);
  post (box);
  g_mutex_unlock (&box->lock);
}

static void
saffron_view_model_dispose (GObject *object)
{
  SaffronViewModel *self = SAFFRON_VIEW_MODEL (object);

  self->mailbox->model = NULL;
  g_clear_pointer (&self->scheduler, saffron_scheduler_free);
  g_clear_pointer (&self->frame, saffron_frame_unref);
  for (int side = 0; side < 2; side++)
    {
      g_clear_object (&self->slides[side]);
      g_clear_pointer (&self->displays[side], saffron_slide_display_free);
    }
  g_clear_pointer (&self->transform, saffron_transform_unref);
  G_OBJECT_CLASS (saffron_view_model_parent_class)->dispose (object);
}

static void
saffron_view_model_finalize (GObject *object)
{
  SaffronViewModel *self = SAFFRON_VIEW_MODEL (object);

  g_clear_pointer (&self->cache, saffron_tile_cache_unref);
  g_clear_pointer (&self->mailbox, mailbox_unref);
  G_OBJECT_CLASS (saffron_view_model_parent_class)->finalize (object);
}

static void
saffron_view_model_class_init (SaffronViewModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = saffron_view_model_dispose;
  object_class->finalize = saffron_view_model_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_TILE_FAILED] =
    g_signal_new ("tile-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT,
                  G_TYPE_STRING);
}

static void
saffron_view_model_init (SaffronViewModel *self)
{
  Mailbox *box = g_new0 (Mailbox, 1);

  g_atomic_ref_count_init (&box->ref_count);
  g_mutex_init (&box->lock);
  box->context = g_main_context_ref_thread_default ();
  box->failures = g_ptr_array_new_with_free_func (failure_free);
  box->model = self;
  self->mailbox = box;
  self->look = SAFFRON_VIEW_LOOK_DEFAULT;
  self->geometry.zoom = 1.0;
}

SaffronViewModel *
saffron_view_model_new (gsize cache_bytes, guint n_threads)
{
  SaffronViewModel *self = g_object_new (SAFFRON_TYPE_VIEW_MODEL, NULL);
  SaffronSchedulerFuncs funcs = { on_arrived, on_failed, NULL, self->mailbox };

  self->cache = saffron_tile_cache_new (cache_bytes);
  self->scheduler = saffron_scheduler_new (self->cache, n_threads, &funcs);
  return self;
}

void
saffron_view_model_set_cache_bytes (SaffronViewModel *self, gsize bytes)
{
  saffron_tile_cache_set_budget (self->cache, bytes);
  changed (self);
}

SaffronTileCache *
saffron_view_model_get_cache (SaffronViewModel *self)
{
  return self->cache;
}

SaffronScheduler *
saffron_view_model_get_scheduler (SaffronViewModel *self)
{
  return self->scheduler;
}

static double
ref_width (SaffronViewModel *self)
{
  SaffronSlide *slide = self->slides[SAFFRON_VIEW_REFERENCE];

  return slide != NULL ? saffron_slide_get_width (slide) : 1.0;
}

static double
ref_height (SaffronViewModel *self)
{
  SaffronSlide *slide = self->slides[SAFFRON_VIEW_REFERENCE];

  return slide != NULL ? saffron_slide_get_height (slide) : 1.0;
}

static void
place (SaffronViewModel *self)
{
  if (!self->own_transform && self->transform != NULL)
    return;
  g_clear_pointer (&self->transform, saffron_transform_unref);
  self->own_transform = TRUE;
  if (self->slides[0] != NULL && self->slides[1] != NULL)
    self->transform = saffron_view_place (self->slides[0], self->slides[1]);
}

void
saffron_view_model_set_slide (SaffronViewModel *self,
                              SaffronViewSide side,
                              SaffronSlide *slide,
                              const SaffronSlideDisplay *display)
{
  g_autoptr (SaffronSlide) old = g_steal_pointer (&self->slides[side]);

  g_clear_pointer (&self->displays[side], saffron_slide_display_free);
  self->reported[side] = FALSE;
  if (slide != NULL)
    {
      self->slides[side] = g_object_ref (slide);
      self->displays[side] = display != NULL
                               ? saffron_slide_display_copy (display)
                               : saffron_slide_display_new (slide, 0);
    }
  if (old != NULL && old != self->slides[0] && old != self->slides[1])
    {
      g_clear_pointer (&self->frame, saffron_frame_unref);
      saffron_scheduler_forget_slide (self->scheduler, old);
    }

  self->own_transform = TRUE;
  place (self);
  if (side == SAFFRON_VIEW_REFERENCE)
    {
      self->fitted = FALSE;
      saffron_view_model_fit (self);
    }
  else
    changed (self);
}

SaffronSlide *
saffron_view_model_get_slide (SaffronViewModel *self, SaffronViewSide side)
{
  return self->slides[side];
}

void
saffron_view_model_swap (SaffronViewModel *self)
{
  SaffronSlide *slide = self->slides[0];
  SaffronSlideDisplay *display = self->displays[0];
  gboolean reported = self->reported[0];

  self->slides[0] = self->slides[1];
  self->slides[1] = slide;
  self->displays[0] = self->displays[1];
  self->displays[1] = display;
  self->reported[0] = self->reported[1];
  self->reported[1] = reported;
  self->own_transform = TRUE;
  place (self);
  saffron_view_model_fit (self);
}

void
saffron_view_model_set_display (SaffronViewModel *self,
                                SaffronViewSide side,
                                const SaffronSlideDisplay *display)
{
  g_return_if_fail (self->slides[side] != NULL);

  if (display == self->displays[side])
    return;
  saffron_slide_display_free (self->displays[side]);
  self->displays[side] = saffron_slide_display_copy (display);
  changed (self);
}

const SaffronSlideDisplay *
saffron_view_model_get_display (SaffronViewModel *self, SaffronViewSide side)
{
  return self->displays[side];
}

void
saffron_view_model_set_transform (SaffronViewModel *self,
                                  SaffronTransform *transform)
{
  if (transform != NULL)
    saffron_transform_ref (transform);
  g_clear_pointer (&self->transform, saffron_transform_unref);
  self->transform = transform;
  self->own_transform = transform == NULL;
  place (self);
  changed (self);
}

SaffronTransform *
saffron_view_model_get_transform (SaffronViewModel *self)
{
  return self->transform;
}

void
saffron_view_model_set_look (SaffronViewModel *self,
                             const SaffronViewLook *look)
{
  self->look = *look;
  changed (self);
}

const SaffronViewLook *
saffron_view_model_get_look (SaffronViewModel *self)
{
  return &self->look;
}

void
saffron_view_model_set_geometry (SaffronViewModel *self,
                                 const SaffronViewGeometry *geometry)
{
  SaffronViewGeometry limited = *geometry;

  saffron_view_limit (&limited, ref_width (self), ref_height (self));
  if (saffron_view_equal (&limited, &self->geometry))
    return;
  self->geometry = limited;
  changed (self);
}

const SaffronViewGeometry *
saffron_view_model_get_geometry (SaffronViewModel *self)
{
  return &self->geometry;
}

void
saffron_view_model_set_size (SaffronViewModel *self, int width, int height)
{
  SaffronViewGeometry geometry = self->geometry;

  geometry.width = MAX (width, 1);
  geometry.height = MAX (height, 1);
  if (self->fitted || self->slides[0] == NULL)
    {
      saffron_view_model_set_geometry (self, &geometry);
      return;
    }
  self->geometry = geometry;
  saffron_view_model_fit (self);
}

void
saffron_view_model_fit (SaffronViewModel *self)
{
  saffron_view_fit (&self->geometry, ref_width (self), ref_height (self));
  self->fitted = self->slides[0] != NULL && self->geometry.width > 1;
  changed (self);
}

SaffronFrame *
saffron_view_model_get_frame (SaffronViewModel *self)
{
  const SaffronSlideDisplay *displays[2] = { self->displays[0],
                                             self->displays[1] };
  g_autoptr (GArray) plan = NULL;

  if (self->frame == NULL)
    {
      self->frame = saffron_frame_new (&self->geometry, &self->look,
                                       self->transform, self->slides, displays,
                                       self->cache);
      plan = saffron_frame_plan (self->frame);
      saffron_scheduler_set_wanted (
        self->scheduler, (const SaffronTileRequest *) plan->data, plan->len);
    }
  return saffron_frame_ref (self->frame);
}

SaffronFrame *
saffron_view_model_get_overview (SaffronViewModel *self, int width, int height)
{
  const SaffronSlideDisplay *displays[2] = { self->displays[0],
                                             self->displays[1] };
  SaffronViewGeometry geometry = { { 0.0, 0.0 }, 1.0, MAX (width, 1),
                                   MAX (height, 1) };
  SaffronViewLook look = self->look;

  if (look.mode != SAFFRON_VIEW_MODE_REFERENCE_ONLY
      && look.mode != SAFFRON_VIEW_MODE_MOVING_ONLY)
    look.mode = SAFFRON_VIEW_MODE_OVERLAY;
  saffron_view_fit_rect (&geometry, 0.0, 0.0, ref_width (self),
                         ref_height (self));
  return saffron_frame_new (&geometry, &look, self->transform, self->slides,
                            displays, self->cache);
}
