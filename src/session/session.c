/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"

G_DEFINE_FINAL_TYPE (SaffronSession, saffron_session, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
moving_clear (gpointer data)
{
  SaffronMoving *moving = data;

  g_clear_pointer (&moving->file, saffron_slide_file_free);
  g_clear_pointer (&moving->name, g_free);
  g_clear_pointer (&moving->landmarks, g_array_unref);
  g_clear_pointer (&moving->landmarks_json, json_node_unref);
  g_clear_pointer (&moving->runs, g_ptr_array_unref);
  g_clear_pointer (&moving->extra, json_object_unref);
}

gpointer
saffron_moving_copy (gconstpointer moving, gpointer user_data)
{
  return g_rc_box_acquire ((gpointer) moving);
}

void
saffron_moving_unref (gpointer moving)
{
  g_rc_box_release_full (moving, moving_clear);
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
  G_OBJECT_CLASS (klass)->finalize = saffron_session_finalize;

  /**
   * SaffronSession::changed:
   *
   * After every edit, and when it was saved, in the thread that did it.
   */
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
  self->moving = g_ptr_array_new_with_free_func (saffron_moving_unref);
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
saffron_session_changed (SaffronSession *self)
{
  self->modified = TRUE;
  self->edit++;
  saffron_session_emit_changed (self);
}

SaffronMoving *
saffron_session_moving (SaffronSession *self, guint moving)
{
  g_return_val_if_fail (SAFFRON_IS_SESSION (self), NULL);
  g_return_val_if_fail (moving < self->moving->len, NULL);

  return g_ptr_array_index (self->moving, moving);
}

/* "a/b.corrected.ome.tiff" to "b.corrected". */
static char *
make_name (const char *path)
{
  static const char *const inner[] = { ".ome", ".OME", NULL };
  char *name = g_filename_display_basename (path);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';
  for (guint i = 0; inner[i] != NULL; i++)
    if (g_str_has_suffix (name, inner[i]) && strlen (name) > strlen (inner[i]))
      name[strlen (name) - strlen (inner[i])] = '\0';
  return name;
}

SaffronMoving *
saffron_moving_new (SaffronSlideFile *file)
{
  SaffronMoving *moving = g_rc_box_new0 (SaffronMoving);

  moving->file = file;
  moving->name = make_name (file->path);
  moving->landmarks = saffron_landmarks_new ();
  moving->runs = g_ptr_array_new_with_free_func (saffron_run_entry_unref);
  moving->current = -1;
  return moving;
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

const char *
saffron_session_get_moving_path (SaffronSession *session, guint moving)
{
  SaffronMoving *entry = saffron_session_moving (session, moving);

  return entry != NULL ? entry->file->path : NULL;
}

const char *
saffron_session_get_moving_name (SaffronSession *session, guint moving)
{
  SaffronMoving *entry = saffron_session_moving (session, moving);

  return entry != NULL ? entry->name : NULL;
}

/* How well @name fits: 0 not, 1 by the bare name, 2 by file name, 3 by path. */
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

/* Whether the file's name alone says which slide it is. */
static gboolean
is_only_base (SaffronSession *self, guint moving)
{
  g_autofree char *base =
      g_path_get_basename (saffron_session_moving (self, moving)->file->path);

  for (guint i = 0; i < self->moving->len; i++)
    {
      g_autofree char *other =
          g_path_get_basename (saffron_session_moving (self, i)->file->path);

      if (i != moving && g_str_equal (base, other))
        return FALSE;
    }
  return TRUE;
}

static void
fail_find (SaffronSession *self, const char *name, int n, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < self->moving->len; i++)
    {
      const char *path = saffron_session_moving (self, i)->file->path;
      g_autofree char *shown = is_only_base (self, i)
                                   ? g_filename_display_basename (path)
                                   : g_filename_display_name (path);

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", shown);
    }
  if (self->moving->len == 0)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 "the session has no moving slide; register one first");
  else if (name == NULL)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 "several moving slides: say which, one of %s", list->str);
  else
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 "%s moving slide “%s” in the session; there are %s",
                 n > 0 ? "more than one" : "no", name, list->str);
}

int
saffron_session_find_moving (SaffronSession *session,
                             const char *name,
                             GError **error)
{
  int best = 0, found = -1, n = 0;

  if (name == NULL && session->moving->len == 1)
    return 0;
  for (guint i = 0; name != NULL && i < session->moving->len; i++)
    {
      int fit = match (saffron_session_moving (session, i), name);

      if (fit > best)
        {
          best = fit;
          found = (int) i;
          n = 1;
        }
      else if (fit > 0 && fit == best)
        n++;
    }
  if (n == 1)
    return found;
  fail_find (session, name, n, error);
  return -1;
}

guint
saffron_session_add_moving (SaffronSession *session, const char *path)
{
  for (guint i = 0; i < session->moving->len; i++)
    if (saffron_file_same (saffron_session_get_moving_path (session, i), path))
      return i;
  saffron_session_insert_moving (session, session->moving->len,
                                 saffron_slide_file_new (path));
  return session->moving->len - 1;
}

void
saffron_session_insert_moving (SaffronSession *session,
                               guint position,
                               SaffronSlideFile *file)
{
  GPtrArray *moving =
      g_ptr_array_copy (session->moving, saffron_moving_copy, NULL);

  g_ptr_array_insert (moving, (int) MIN (position, moving->len),
                      saffron_moving_new (file));
  saffron_session_do (session, saffron_command_new_slides (
                                   SAFFRON_EDIT_ADD_MOVING, NULL, moving));
}

gboolean
saffron_session_has_slide (SaffronSession *session,
                           const SaffronSlideFile *file,
                           int *index)
{
  *index = -1;
  if (saffron_slide_file_same (session->reference, file))
    return TRUE;
  for (guint i = 0; i < session->moving->len; i++)
    if (saffron_slide_file_same (saffron_session_moving (session, i)->file,
                                 file))
      {
        *index = (int) i;
        return TRUE;
      }
  return FALSE;
}

void
saffron_session_set_reference (SaffronSession *session, SaffronSlideFile *file)
{
  GPtrArray *moving = g_ptr_array_new_with_free_func (saffron_moving_unref);

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
saffron_session_remove_moving (SaffronSession *session, guint moving)
{
  GPtrArray *left = NULL;

  g_return_if_fail (moving < session->moving->len);

  left = g_ptr_array_copy (session->moving, saffron_moving_copy, NULL);
  g_ptr_array_remove_index (left, moving);
  saffron_session_do (session, saffron_command_new_slides (
                                   SAFFRON_EDIT_REMOVE_MOVING, NULL, left));
}

/* The same pairs, seen from the other side. */
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

void
saffron_session_swap (SaffronSession *session, guint moving)
{
  GPtrArray *swapped = NULL;

  g_return_if_fail (moving < session->moving->len);

  swapped = g_ptr_array_new_with_free_func (saffron_moving_unref);
  for (guint i = 0; i < session->moving->len; i++)
    {
      const SaffronMoving *old = session->moving->pdata[i];
      const SaffronSlideFile *file =
          i == moving ? session->reference : old->file;
      SaffronMoving *entry =
          saffron_moving_new (saffron_slide_file_copy (file));

      if (i == moving)
        {
          g_array_unref (entry->landmarks);
          entry->landmarks = turn_landmarks (old->landmarks);
        }
      g_ptr_array_add (swapped, entry);
    }
  saffron_session_do (session,
                      saffron_command_new_slides (
                          SAFFRON_EDIT_SWAP,
                          saffron_slide_file_copy (
                              saffron_session_moving (session, moving)->file),
                          swapped));
}

static gboolean
relocate_file (SaffronSlideFile **old,
               const char *missing,
               const SaffronSlideFile *file)
{
  if (strcmp ((*old)->path, missing) != 0)
    return FALSE;
  saffron_slide_file_free (*old);
  *old = saffron_slide_file_copy (file);
  return TRUE;
}

gboolean
saffron_session_relocate (SaffronSession *session,
                          const char *missing,
                          const SaffronSlideFile *file)
{
  gboolean any = relocate_file (&session->reference, missing, file);

  for (guint i = 0; i < session->moving->len; i++)
    {
      SaffronMoving *moving = saffron_session_moving (session, i);

      any = relocate_file (&moving->file, missing, file) || any;
    }
  if (any)
    saffron_session_changed (session);
  return any;
}
