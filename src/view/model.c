/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/model-private.h"

/* The time between redraws while tiles arrive. Redrawing for each tile would,
 * without a GPU, take the processors from decoding the next. */
#define ARRIVAL_US 80000

G_DEFINE_FINAL_TYPE (SaffronViewModel, saffron_view_model, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  SIGNAL_TILE_FAILED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
clear_show_source (SaffronViewModel *self)
{
  if (self->show_source == NULL)
    return;
  g_source_destroy (self->show_source);
  g_clear_pointer (&self->show_source, g_source_unref);
}

void
saffron_view_model_tell (SaffronViewModel *self)
{
  clear_show_source (self);
  g_clear_pointer (&self->frame, saffron_frame_unref);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
show_arrived (gpointer data)
{
  SaffronViewModel *self = data;

  self->shown_at = g_get_monotonic_time ();
  saffron_view_model_tell (self);
  return G_SOURCE_REMOVE;
}

/* Whether an arrived tile changes what is drawn: it lies on the canvas, or
 * belongs to the coarsest level, which the overview shows. */
static gboolean
is_shown (SaffronViewModel *self, const SaffronTileKey *key)
{
  gboolean shown = FALSE;

  for (int i = 0; i < self->frame->n_slides; i++)
    {
      const SaffronFrameSlide *s = &self->frame->slides[i];
      int l = s->slide == key->slide ? key->level - s->levels[0].level : -1;

      if (l < 0 || l >= s->n_levels)
        continue;
      if (l == s->n_levels - 1)
        shown = TRUE;
      if (!saffron_frame_level_wants (&s->levels[l], key->x, key->y))
        continue;
      shown = TRUE;
      self->n_missing -= l == 0;
    }
  return shown;
}

static void
show_later (SaffronViewModel *self, gint64 us)
{
  if (self->show_source != NULL)
    return;
  self->show_source = g_timeout_source_new ((guint) (us / 1000 + 1));
  g_source_set_callback (self->show_source, show_arrived, self, NULL);
  g_source_attach (self->show_source,
                   saffron_arrivals_get_context (self->arrivals));
}

/* Shows arrived tiles: at once if they complete the picture or are its first,
 * else every ARRIVAL_US. */
static void
on_done (const SaffronTileKey *keys, guint n, gpointer user_data)
{
  g_autoptr (SaffronViewModel) self = g_object_ref (user_data);
  gint64 wait = self->shown_at + ARRIVAL_US - g_get_monotonic_time ();
  gboolean any = FALSE;

  /* Without a frame, the next frame takes them from the cache anyway. */
  if (self->frame == NULL)
    return;
  for (guint i = 0; i < n; i++)
    any = is_shown (self, &keys[i]) || any;
  if (!any)
    return;
  if (wait <= 0 || self->n_missing <= 0
      || !saffron_frame_has_pixels (self->frame))
    show_arrived (self);
  else
    show_later (self, wait);
}

static void
on_failed (SaffronSlide *slide, const char *message, gpointer user_data)
{
  g_autoptr (SaffronViewModel) self = g_object_ref (user_data);
  gboolean is_side = slide == self->slides[0] || slide == self->slides[1];

  for (int side = 0; side < 2; side++)
    if (self->slides[side] == slide && !self->reported[side])
      {
        self->reported[side] = TRUE;
        g_signal_emit (self, signals[SIGNAL_TILE_FAILED], 0, side, message);
      }
  if (!is_side && saffron_sources_report (self->composite, slide))
    g_signal_emit (self, signals[SIGNAL_TILE_FAILED], 0, 2, message);
}

static void
saffron_view_model_dispose (GObject *object)
{
  SaffronViewModel *self = SAFFRON_VIEW_MODEL (object);

  saffron_arrivals_close (self->arrivals);
  clear_show_source (self);
  g_clear_pointer (&self->scheduler, saffron_scheduler_free);
  g_clear_pointer (&self->frame, saffron_frame_unref);
  for (int side = 0; side < 2; side++)
    {
      g_clear_object (&self->slides[side]);
      g_clear_pointer (&self->displays[side], saffron_slide_display_free);
    }
  g_clear_pointer (&self->composite, saffron_sources_free);
  g_clear_pointer (&self->transform, saffron_transform_unref);
  g_clear_pointer (&self->inside, saffron_transform_unref);
  G_OBJECT_CLASS (saffron_view_model_parent_class)->dispose (object);
}

static void
saffron_view_model_finalize (GObject *object)
{
  SaffronViewModel *self = SAFFRON_VIEW_MODEL (object);

  g_clear_pointer (&self->cache, saffron_tile_cache_unref);
  g_clear_pointer (&self->arrivals, saffron_arrivals_unref);
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
  signals[SIGNAL_TILE_FAILED] = g_signal_new (
      "tile-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
      NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
}

static void
saffron_view_model_init (SaffronViewModel *self)
{
  static const SaffronArrivalsFuncs funcs = { on_done, on_failed };

  self->arrivals = saffron_arrivals_new (&funcs, self);
  self->look = SAFFRON_VIEW_LOOK_DEFAULT;
  self->geometry.zoom = 1.0;
  self->geometry.aspect = 1.0;
}

SaffronViewModel *
saffron_view_model_new (gsize cache_bytes, guint n_threads)
{
  SaffronViewModel *self = g_object_new (SAFFRON_TYPE_VIEW_MODEL, NULL);
  SaffronSchedulerFuncs funcs =
      saffron_arrivals_get_scheduler_funcs (self->arrivals);

  self->cache = saffron_tile_cache_new (cache_bytes);
  self->scheduler = saffron_scheduler_new (self->cache, n_threads, &funcs);
  return self;
}

void
saffron_view_model_set_cache_bytes (SaffronViewModel *self, gsize bytes)
{
  saffron_tile_cache_set_budget (self->cache, bytes);
  saffron_view_model_tell (self);
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

SaffronSlide *
saffron_view_model_get_base (SaffronViewModel *self)
{
  return self->slides[SAFFRON_VIEW_REFERENCE] != NULL
             ? self->slides[SAFFRON_VIEW_REFERENCE]
             : self->slides[SAFFRON_VIEW_MOVING];
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

/* Drops the tiles of a slide that nothing shows any more. */
static void
forget_unused (SaffronViewModel *self, SaffronSlide *slide)
{
  if (slide == self->slides[0] || slide == self->slides[1]
      || saffron_sources_has (self->composite, slide))
    return;
  g_clear_pointer (&self->frame, saffron_frame_unref);
  saffron_scheduler_forget_slide (self->scheduler, slide);
}

void
saffron_view_model_set_composite (SaffronViewModel *self,
                                  const SaffronFrameSource *sources,
                                  guint n)
{
  g_autoptr (SaffronSources) old = g_steal_pointer (&self->composite);

  self->composite = saffron_sources_new (sources, n);
  if (old == NULL || !saffron_sources_show_same (old, self->composite))
    saffron_tile_cache_release (self->cache);
  for (guint i = 0; old != NULL && i < saffron_sources_get_n (old); i++)
    forget_unused (self, saffron_sources_get_slide (old, i));
  if (self->look.mode == SAFFRON_VIEW_MODE_COMPOSITE)
    saffron_view_model_tell (self);
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
  if (old != NULL)
    forget_unused (self, old);

  g_clear_pointer (&self->inside, saffron_transform_unref);
  self->own_transform = TRUE;
  place (self);
  if (side == SAFFRON_VIEW_REFERENCE
      || slide == saffron_view_model_get_base (self))
    saffron_view_model_fit (self);
  else
    saffron_view_model_tell (self);
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
  g_clear_pointer (&self->inside, saffron_transform_unref);
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
  saffron_view_model_tell (self);
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
  g_clear_pointer (&self->inside, saffron_transform_unref);
  self->transform = transform;
  self->own_transform = transform == NULL;
  place (self);
  saffron_view_model_tell (self);
}

void
saffron_view_model_set_inside (SaffronViewModel *self,
                               SaffronTransform *inside,
                               const SaffronRect *region)
{
  saffron_transform_ref (inside);
  g_clear_pointer (&self->inside, saffron_transform_unref);
  self->inside = inside;
  self->region = *region;
  saffron_view_model_tell (self);
}

/* Takes ownership of @frame. */
static SaffronFrame *
with_inside (SaffronViewModel *self, SaffronFrame *frame)
{
  g_autoptr (SaffronFrame) plain = frame;

  if (self->inside == NULL || self->slides[SAFFRON_VIEW_MOVING] == NULL)
    return g_steal_pointer (&plain);
  return saffron_frame_with_inside (plain, self->inside, &self->region);
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
  saffron_view_model_tell (self);
}

const SaffronViewLook *
saffron_view_model_get_look (SaffronViewModel *self)
{
  return &self->look;
}

/* (transfer full): what is shown now at another place or size. */
static SaffronFrame *
make_frame (SaffronViewModel *self,
            const SaffronViewGeometry *geometry,
            const SaffronViewLook *look)
{
  const SaffronFrameSource sides[2] = {
    { self->slides[0], self->displays[0], NULL },
    { self->slides[1], self->displays[1], self->transform },
  };
  SaffronFrameSource all[SAFFRON_FRAME_MAX_SLIDES] = { sides[0], sides[1] };
  int n = 2;

  if (look->mode == SAFFRON_VIEW_MODE_COMPOSITE)
    n = saffron_sources_fill (self->composite, sides, all);
  return with_inside (
      self, saffron_frame_new_of (geometry, look, all, n, self->cache));
}

SaffronFrame *
saffron_view_model_get_frame (SaffronViewModel *self)
{
  SaffronViewLook look =
      saffron_view_look_of_slides (&self->look, self->slides);
  g_autoptr (GArray) plan = NULL;

  if (self->frame == NULL)
    {
      self->frame = make_frame (self, &self->geometry, &look);
      self->n_missing = (int) saffron_frame_count_missing (self->frame);
      plan = saffron_frame_plan (self->frame);
      saffron_scheduler_set_wanted (
          self->scheduler, (const SaffronTileRequest *) plan->data, plan->len);
    }
  return saffron_frame_ref (self->frame);
}

SaffronFrame *
saffron_view_model_get_overview (SaffronViewModel *self, int width, int height)
{
  SaffronViewGeometry geometry =
      saffron_view_model_get_overview_geometry (self, width, height);
  SaffronViewLook look =
      saffron_view_look_of_slides (&self->look, self->slides);

  if (look.mode != SAFFRON_VIEW_MODE_REFERENCE_ONLY
      && look.mode != SAFFRON_VIEW_MODE_MOVING_ONLY
      && look.mode != SAFFRON_VIEW_MODE_COMPOSITE)
    look.mode = SAFFRON_VIEW_MODE_OVERLAY;
  return make_frame (self, &geometry, &look);
}
