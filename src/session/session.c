/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

enum {
  PROP_0,
  PROP_PARAMS,
  PROP_REFERENCE_PATH,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaffronSession,
                               saffron_session,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      list_model_init))

static GType
get_item_type (GListModel *model)
{
  return SAFFRON_TYPE_MOVING;
}

static guint
get_n_items (GListModel *model)
{
  return SAFFRON_SESSION (model)->moving->len;
}

static gpointer
get_item (GListModel *model, guint index)
{
  GPtrArray *moving = SAFFRON_SESSION (model)->moving;

  return index < moving->len ? g_object_ref (moving->pdata[index]) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
saffron_session_get_property (GObject *object,
                              guint id,
                              GValue *value,
                              GParamSpec *pspec)
{
  SaffronSession *self = SAFFRON_SESSION (object);

  if (id == PROP_PARAMS)
    g_value_set_pointer (value, self->params);
  else if (id == PROP_REFERENCE_PATH)
    g_value_set_string (value, self->reference->path);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
saffron_session_finalize (GObject *object)
{
  SaffronSession *self = SAFFRON_SESSION (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->stamp, g_free);
  g_clear_pointer (&self->contents, g_hash_table_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->reference, saffron_slide_file_free);
  g_clear_pointer (&self->reference_extra, json_object_unref);
  g_clear_pointer (&self->params, saffron_params_free);
  g_clear_pointer (&self->params_extra, json_object_unref);
  g_clear_pointer (&self->moving, g_ptr_array_unref);
  g_clear_pointer (&self->extra, json_object_unref);
  g_clear_pointer (&self->done, g_ptr_array_unref);
  g_clear_pointer (&self->undone, g_ptr_array_unref);
  G_OBJECT_CLASS (saffron_session_parent_class)->finalize (object);
}

static void
saffron_session_class_init (SaffronSessionClass *klass)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->get_property = saffron_session_get_property;
  G_OBJECT_CLASS (klass)->finalize = saffron_session_finalize;
  props[PROP_PARAMS] = g_param_spec_pointer ("params", NULL, NULL, flags);
  props[PROP_REFERENCE_PATH] =
      g_param_spec_string ("reference-path", NULL, NULL, "", flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_session_init (SaffronSession *self)
{
  self->contents =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->notes = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  self->params = saffron_params_new ();
  self->moving = g_ptr_array_new_with_free_func (g_object_unref);
  saffron_session_init_history (self);
}

SaffronSession *
saffron_session_new_for (SaffronSlideFile *reference)
{
  SaffronSession *self = g_object_new (SAFFRON_TYPE_SESSION, NULL);

  self->reference = reference;
  self->modified = TRUE;
  return self;
}

SaffronSession *
saffron_session_new (const char *reference)
{
  return saffron_session_new_for (saffron_slide_file_new (reference));
}

void
saffron_session_emit_changed (SaffronSession *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
saffron_session_exchange_params (SaffronSession *self, SaffronParams **params)
{
  SAFFRON_EXCHANGE (self->params, *params);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PARAMS]);
}

void
saffron_session_exchange_slides (SaffronSession *self,
                                 SaffronSlideFile **reference,
                                 JsonObject **reference_extra,
                                 GPtrArray **moving)
{
  SAFFRON_EXCHANGE (self->moving, *moving);
  if (reference != NULL)
    {
      SAFFRON_EXCHANGE (self->reference, *reference);
      SAFFRON_EXCHANGE (self->reference_extra, *reference_extra);
    }
  saffron_emit_items_changed (G_LIST_MODEL (self), *moving, self->moving);
  if (reference != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REFERENCE_PATH]);
}

const char *
saffron_session_get_path (SaffronSession *session)
{
  return session->path;
}

gboolean
saffron_session_get_modified (SaffronSession *session)
{
  return session->modified;
}

const char *const *
saffron_session_get_notes (SaffronSession *session)
{
  return (const char *const *) session->notes->pdata;
}

const char *
saffron_session_get_reference_path (SaffronSession *session)
{
  return session->reference->path;
}

const SaffronParams *
saffron_session_get_params (SaffronSession *session)
{
  return session->params;
}

void
saffron_session_set_params (SaffronSession *session,
                            const SaffronParams *params)
{
  if (saffron_params_equal (session->params, params))
    return;
  saffron_session_do (session, saffron_command_new_params (session, params));
}

guint
saffron_session_get_n_moving (SaffronSession *session)
{
  return session->moving->len;
}

SaffronMoving *
saffron_session_get_moving (SaffronSession *session, guint index)
{
  g_return_val_if_fail (index < session->moving->len, NULL);

  return session->moving->pdata[index];
}

gboolean
saffron_session_has_moving (SaffronSession *session, SaffronMoving *moving)
{
  return g_ptr_array_find (session->moving, moving, NULL);
}

/* Returns how well @name fits: 0 not at all, 1 by the bare name, 2 by the file
 * name, 3 by the path. */
static int
match (const SaffronMoving *moving, const char *name)
{
  g_autofree char *base = g_path_get_basename (moving->file->path);

  if (saffron_file_same (moving->file->path, name))
    return 3;
  if (g_str_equal (base, name))
    return 2;
  return g_str_equal (moving->name, name) ? 1 : 0;
}

/* Whether no other moving slide has the same file name. */
static gboolean
is_only_base (SaffronSession *self, guint moving)
{
  g_autofree char *base = g_path_get_basename (
      saffron_session_get_moving (self, moving)->file->path);

  for (guint i = 0; i < self->moving->len; i++)
    {
      g_autofree char *other = g_path_get_basename (
          saffron_session_get_moving (self, i)->file->path);

      if (i != moving && g_str_equal (base, other))
        return FALSE;
    }
  return TRUE;
}

/* Names that are listed in a message. */
#define MAX_LISTED 8

static void
fail_find (SaffronSession *self, const char *name, int n, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < MIN (self->moving->len, MAX_LISTED); i++)
    {
      const char *path = saffron_session_get_moving (self, i)->file->path;
      g_autofree char *shown = is_only_base (self, i)
                                   ? g_filename_display_basename (path)
                                   : g_filename_display_name (path);

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", shown);
    }
  if (self->moving->len > MAX_LISTED)
    g_string_append (list, ", …");
  if (self->moving->len == 0)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("the session has no moving slide; register one first"));
  else if (name == NULL)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("several moving slides: say which, one of %s"), list->str);
  else
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 n > 0 ? _ ("more than one moving slide is “%s”; there are %s")
                       : _ ("no moving slide is “%s”; there are %s"),
                 name, list->str);
}

SaffronMoving *
saffron_session_find_moving (SaffronSession *session,
                             const char *name,
                             GError **error)
{
  SaffronMoving *found = NULL;
  int best = 0, n = 0;

  if (name == NULL && session->moving->len == 1)
    return session->moving->pdata[0];
  for (guint i = 0; name != NULL && i < session->moving->len; i++)
    {
      int fit = match (session->moving->pdata[i], name);

      if (fit > best)
        {
          best = fit;
          found = session->moving->pdata[i];
          n = 1;
        }
      else if (fit > 0 && fit == best)
        n++;
    }
  if (n == 1)
    return found;
  fail_find (session, name, n, error);
  return NULL;
}

SaffronMoving *
saffron_session_find_path (SaffronSession *session, const char *path)
{
  for (guint i = 0; i < session->moving->len; i++)
    if (saffron_file_same (saffron_moving_get_path (session->moving->pdata[i]),
                           path))
      return session->moving->pdata[i];
  return NULL;
}

SaffronMoving *
saffron_session_add_moving (SaffronSession *session, const char *path)
{
  SaffronMoving *there = saffron_session_find_path (session, path);
  g_autoptr (SaffronMoving) moving = NULL;

  if (there != NULL)
    return there;
  moving = saffron_moving_new (saffron_slide_file_new (path));
  saffron_session_insert_moving (session, session->moving->len, moving);
  return moving;
}

void
saffron_session_insert_moving (SaffronSession *session,
                               guint position,
                               SaffronMoving *moving)
{
  GPtrArray *slides =
      g_ptr_array_copy (session->moving, saffron_copy_object, NULL);

  g_ptr_array_insert (slides, (int) MIN (position, slides->len),
                      g_object_ref (moving));
  saffron_session_do (session, saffron_command_new_slides (
                                   SAFFRON_EDIT_ADD_MOVING, NULL, slides));
}

SaffronMoving *
saffron_session_find_slide (SaffronSession *session,
                            const SaffronSlideFile *file)
{
  for (guint i = 0; i < session->moving->len; i++)
    if (saffron_slide_file_same (
            saffron_moving_get_file (session->moving->pdata[i]), file))
      return session->moving->pdata[i];
  return NULL;
}

gboolean
saffron_session_is_reference (SaffronSession *session,
                              const SaffronSlideFile *file)
{
  return saffron_slide_file_same (session->reference, file);
}

void
saffron_session_set_reference (SaffronSession *session, SaffronSlideFile *file)
{
  GPtrArray *moving = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < session->moving->len; i++)
    {
      const SaffronMoving *old = session->moving->pdata[i];

      if (!saffron_slide_file_same (old->file, file))
        g_ptr_array_add (
            moving, saffron_moving_new (saffron_slide_file_copy (old->file)));
    }
  saffron_session_do (session, saffron_command_new_slides (
                                   SAFFRON_EDIT_REFERENCE, file, moving));
}

void
saffron_session_remove_moving (SaffronSession *session, SaffronMoving *moving)
{
  GPtrArray *left = NULL;

  g_return_if_fail (saffron_session_has_moving (session, moving));

  left = g_ptr_array_copy (session->moving, saffron_copy_object, NULL);
  g_ptr_array_remove (left, moving);
  saffron_session_do (session, saffron_command_new_slides (
                                   SAFFRON_EDIT_REMOVE_MOVING, NULL, left));
}

/* Exchanges the reference point and the moving point of each landmark. */
static GArray *
turn_landmarks (GArray *landmarks)
{
  GArray *turned = saffron_landmarks_copy (landmarks);

  for (guint i = 0; i < turned->len; i++)
    {
      SaffronLandmark *pair = &g_array_index (turned, SaffronLandmark, i);
      SaffronRefPoint reference = pair->reference;

      pair->reference = (SaffronRefPoint){ pair->moving.x, pair->moving.y };
      pair->moving = (SaffronMovPoint){ reference.x, reference.y };
    }
  return turned;
}

/* (nullable): the inverse. A start that was read can be inverted. */
static SaffronAffine *
turn_start (const SaffronAffine *start)
{
  SaffronAffine inverse;

  if (start == NULL || !saffron_affine_invert (start, &inverse))
    return NULL;
  return g_memdup2 (&inverse, sizeof inverse);
}

void
saffron_session_swap (SaffronSession *session, SaffronMoving *moving)
{
  GPtrArray *swapped = NULL;

  g_return_if_fail (saffron_session_has_moving (session, moving));

  swapped = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < session->moving->len; i++)
    {
      SaffronMoving *old = session->moving->pdata[i];
      SaffronMoving *other = saffron_moving_new (saffron_slide_file_copy (
          old == moving ? session->reference : old->file));

      if (old == moving)
        {
          g_array_unref (other->landmarks);
          other->landmarks = turn_landmarks (old->landmarks);
          other->start = turn_start (old->start);
        }
      g_ptr_array_add (swapped, other);
    }
  saffron_session_do (
      session,
      saffron_command_new_slides (
          SAFFRON_EDIT_SWAP, saffron_slide_file_copy (moving->file), swapped));
}

gboolean
saffron_session_relocate (SaffronSession *session,
                          const char *missing,
                          const SaffronSlideFile *file)
{
  gboolean any = FALSE;

  if (g_str_equal (session->reference->path, missing))
    {
      SaffronSlideFile *moved = saffron_slide_file_copy (file);

      saffron_slide_file_take_choices (moved, session->reference);
      saffron_slide_file_free (session->reference);
      session->reference = moved;
      any = TRUE;
      g_object_notify_by_pspec (G_OBJECT (session), props[PROP_REFERENCE_PATH]);
    }
  for (guint i = 0; i < session->moving->len; i++)
    if (g_str_equal (saffron_moving_get_path (session->moving->pdata[i]),
                     missing))
      {
        saffron_moving_relocate (session->moving->pdata[i],
                                 saffron_slide_file_copy (file));
        any = TRUE;
      }
  if (any)
    saffron_session_changed (session);
  return any;
}
