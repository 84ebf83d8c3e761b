/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/document-private.h"

enum {
  CHANGED,
  FAILED,
  REFUSED,
  OPENED,
  OPENING,
  EDITED,
  SAVED,
  CONFLICT,
  ELSEWHERE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronDocument, saffron_document, G_TYPE_OBJECT)

void
saffron_document_fail (SaffronDocument *self, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

void
saffron_document_tell_refused (SaffronDocument *self, const char *message)
{
  g_signal_emit (self, signals[REFUSED], 0, message);
}

void
saffron_document_tell_saved (SaffronDocument *self,
                             const char *path,
                             gboolean is_new_owners)
{
  g_signal_emit (self, signals[SAVED], 0, path);
}

void
saffron_document_tell_conflict (SaffronDocument *self,
                                const char *path,
                                SaffronSession *there)
{
  g_signal_emit (self, signals[CONFLICT], 0, path, there);
}

void
saffron_document_tell_opening (SaffronDocument *self, SaffronWork *opening)
{
  g_signal_emit (self, signals[OPENING], 0, opening);
}

void
saffron_document_tell_opened (SaffronDocument *self, GFile *file)
{
  g_signal_emit (self, signals[OPENED], 0, file);
}

void
saffron_document_tell_edited (SaffronDocument *self)
{
  g_signal_emit (self, signals[EDITED], 0);
}

void
saffron_document_tell_changed (SaffronDocument *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

SaffronDocument *
saffron_document_find_other (SaffronDocument *self)
{
  SaffronDocument *other = NULL;

  g_signal_emit (self, signals[ELSEWHERE], 0, &other);
  return other;
}

static void
on_autosave_failed (SaffronAutosave *autosave,
                    const char *message,
                    gpointer user_data)
{
  saffron_document_fail (user_data, message);
}

/* The edits are written to the draft, which stays until somebody asks for
 * it. */
void
saffron_document_leave_session (SaffronDocument *self)
{
  if (self->session == NULL)
    return;
  saffron_document_unfollow_session (self);
  g_signal_handlers_disconnect_by_data (self->autosave, self);
  saffron_autosave_close (self->autosave);
  g_clear_object (&self->autosave);
  g_clear_object (&self->session);
}

void
saffron_document_close (SaffronDocument *self)
{
  if (self->closed)
    return;
  self->closed = TRUE;
  saffron_document_cancel_opening (self);
  saffron_composite_choice_close (self->composite);
  saffron_view_model_set_composite (self->model, NULL, 0);
  for (int side = 0; side < 2; side++)
    saffron_view_model_set_slide (self->model, side, NULL, NULL);
  g_hash_table_remove_all (self->layers);
  g_ptr_array_set_size (self->early, 0);
  /* A session that is being saved needs no draft once it is saved. */
  if (g_queue_is_empty (&self->saves))
    saffron_document_leave_session (self);
}

void
saffron_document_set_session (SaffronDocument *self,
                              SaffronSession *session,
                              SaffronDraft *draft)
{
  saffron_document_leave_session (self);
  self->session = g_object_ref (session);
  self->autosave = saffron_autosave_new (session, draft);
  g_signal_connect (self->autosave, "failed", G_CALLBACK (on_autosave_failed),
                    self);
  saffron_document_follow_session (self);
  saffron_document_tell_edited (self);
}

static void
saffron_document_dispose (GObject *object)
{
  SaffronDocument *self = SAFFRON_DOCUMENT (object);

  saffron_document_close (self);
  g_clear_object (&self->composite);
  g_clear_object (&self->model);
  saffron_document_leave_session (self);
  saffron_document_set_shown (self, NULL);
  G_OBJECT_CLASS (saffron_document_parent_class)->dispose (object);
}

static void
saffron_document_finalize (GObject *object)
{
  SaffronDocument *self = SAFFRON_DOCUMENT (object);

  g_hash_table_unref (self->layers);
  g_ptr_array_unref (self->early);
  g_ptr_array_unref (self->requests);
  g_hash_table_unref (self->choosing);
  g_hash_table_unref (self->left);
  g_free (self->reference_path);
  G_OBJECT_CLASS (saffron_document_parent_class)->finalize (object);
}

static void
saffron_document_class_init (SaffronDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_document_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_document_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] =
      g_signal_new ("failed", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REFUSED] =
      g_signal_new ("refused", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OPENED] =
      g_signal_new ("opened", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
  signals[OPENING] =
      g_signal_new ("opening", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, SAFFRON_TYPE_WORK);
  signals[SAVED] =
      g_signal_new ("saved", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[CONFLICT] = g_signal_new (
      "conflict", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
      G_TYPE_NONE, 2, G_TYPE_STRING, SAFFRON_TYPE_SESSION);
  signals[ELSEWHERE] =
      g_signal_new ("elsewhere", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, SAFFRON_TYPE_DOCUMENT, 0);
  signals[EDITED] =
      g_signal_new ("edited", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_document_init (SaffronDocument *self)
{
  self->layers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->early = g_ptr_array_new_with_free_func (g_object_unref);
  self->left = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->choosing =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->requests = g_ptr_array_new ();
}

SaffronDocument *
saffron_document_new (gsize cache_bytes, guint n_threads)
{
  SaffronDocument *self = g_object_new (SAFFRON_TYPE_DOCUMENT, NULL);

  self->model = saffron_view_model_new (cache_bytes, n_threads);
  self->composite = saffron_composite_choice_new (self);
  return self;
}

SaffronCompositeChoice *
saffron_document_get_composite (SaffronDocument *self)
{
  return self->composite;
}

SaffronViewModel *
saffron_document_get_model (SaffronDocument *self)
{
  return self->model;
}

SaffronSession *
saffron_document_get_session (SaffronDocument *self)
{
  return self->session;
}

gboolean
saffron_document_is_empty (SaffronDocument *self)
{
  return saffron_document_get_reference (self) == NULL
         && saffron_document_get_n_moving (self) == 0;
}

SaffronLayer *
saffron_document_find_layer (SaffronDocument *self, const char *path)
{
  return g_hash_table_lookup (self->layers, path);
}

SaffronLayer *
saffron_document_get_reference (SaffronDocument *self)
{
  return self->session != NULL ? saffron_document_find_layer (
             self, saffron_session_get_reference_path (self->session))
                               : NULL;
}

guint
saffron_document_get_n_moving (SaffronDocument *self)
{
  return self->session != NULL ? saffron_session_get_n_moving (self->session)
                               : self->early->len;
}

SaffronMoving *
saffron_document_get_moving (SaffronDocument *self, guint index)
{
  if (self->session != NULL)
    return saffron_session_get_moving (self->session, index);
  g_return_val_if_fail (index < self->early->len, NULL);
  return self->early->pdata[index];
}

SaffronLayer *
saffron_document_get_layer (SaffronDocument *self, SaffronMoving *moving)
{
  return moving != NULL ? saffron_document_find_layer (
             self, saffron_moving_get_path (moving))
                        : NULL;
}

SaffronMoving *
saffron_document_get_shown (SaffronDocument *self)
{
  return self->shown;
}

SaffronLayer *
saffron_document_get_shown_layer (SaffronDocument *self)
{
  return saffron_document_get_layer (self, self->shown);
}

/* Slides that changed places keep their look, and the view keeps its place. */
static void
swap_sides (SaffronDocument *self, SaffronLayer *const *layers)
{
  if (layers[0] != NULL && layers[1] != NULL
      && saffron_view_model_get_slide (self->model, SAFFRON_VIEW_REFERENCE)
             == saffron_layer_get_slide (layers[1])
      && saffron_view_model_get_slide (self->model, SAFFRON_VIEW_MOVING)
             == saffron_layer_get_slide (layers[0]))
    saffron_view_model_swap (self->model);
}

SaffronPair
saffron_document_get_pair (SaffronDocument *self)
{
  SaffronLayer *layers[2] = { saffron_document_get_reference (self),
                              saffron_document_get_shown_layer (self) };
  SaffronPair pair = { .session = self->session, .moving = self->shown };

  if (layers[0] != NULL)
    pair.reference_slide = saffron_layer_get_slide (layers[0]);
  if (layers[1] != NULL)
    pair.moving_slide = saffron_layer_get_slide (layers[1]);
  return pair;
}

/* Whether @slide is another Z plane of @before: the view stays where it is. */
static gboolean
is_other_plane (SaffronSlide *before, SaffronSlide *slide)
{
  return before != NULL && slide != NULL
         && g_str_equal (saffron_slide_get_path (before),
                         saffron_slide_get_path (slide))
         && saffron_slide_get_taken (before).scene
                == saffron_slide_get_taken (slide).scene
         && saffron_slide_get_width (before) == saffron_slide_get_width (slide)
         && saffron_slide_get_height (before)
                == saffron_slide_get_height (slide);
}

static void
show_side (SaffronDocument *self, SaffronViewSide side, SaffronLayer *layer)
{
  SaffronSlide *slide = layer != NULL ? saffron_layer_get_slide (layer) : NULL;
  SaffronSlide *before = saffron_view_model_get_slide (self->model, side);
  SaffronViewGeometry view = *saffron_view_model_get_geometry (self->model);
  gboolean stays = is_other_plane (before, slide);

  if (before == slide)
    return;
  saffron_view_model_set_slide (
      self->model, side, slide,
      layer != NULL ? saffron_layer_get_display (layer) : NULL);
  if (stays)
    saffron_view_model_set_geometry (self->model, &view);
}

void
saffron_document_show_sides (SaffronDocument *self)
{
  SaffronLayer *layers[2] = { saffron_document_get_reference (self),
                              saffron_document_get_shown_layer (self) };

  swap_sides (self, layers);
  for (int side = 0; side < 2; side++)
    show_side (self, side, layers[side]);
  saffron_document_show_run (self);
}

void
saffron_document_show_run (SaffronDocument *self)
{
  saffron_document_place_run (
      self, self->model,
      self->shown != NULL ? saffron_moving_get_current (self->shown) : NULL);
  saffron_document_update_looks (self);
  saffron_document_tell_changed (self);
}

static gboolean
has_moving (SaffronDocument *self, SaffronMoving *moving)
{
  return self->session != NULL
             ? saffron_session_has_moving (self->session, moving)
             : g_ptr_array_find (self->early, moving, NULL);
}

void
saffron_document_show_moving (SaffronDocument *self, SaffronMoving *moving)
{
  if (moving == self->shown || !has_moving (self, moving))
    return;
  saffron_document_set_shown (self, moving);
  self->shows_first = FALSE;
  saffron_document_show_sides (self);
}
