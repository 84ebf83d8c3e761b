/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"

G_DEFINE_FINAL_TYPE (SaffronSession, saffron_session, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
run_entry_free (gpointer data)
{
  SaffronRunEntry *entry = data;

  saffron_run_unref (entry->run);
  json_node_unref (entry->json);
  g_free (entry);
}

static void
moving_free (gpointer data)
{
  SaffronMoving *moving = data;

  g_clear_pointer (&moving->file, saffron_slide_file_free);
  g_clear_pointer (&moving->name, g_free);
  g_clear_pointer (&moving->landmarks, g_array_unref);
  g_clear_pointer (&moving->landmarks_json, json_node_unref);
  g_clear_pointer (&moving->runs, g_ptr_array_unref);
  g_clear_pointer (&moving->extra, json_object_unref);
  g_free (moving);
}

static void
saffron_session_finalize (GObject *object)
{
  SaffronSession *self = SAFFRON_SESSION (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->reference, saffron_slide_file_free);
  g_clear_pointer (&self->reference_extra, json_object_unref);
  g_clear_pointer (&self->params, saffron_params_free);
  g_clear_pointer (&self->params_extra, json_object_unref);
  g_clear_pointer (&self->moving, g_ptr_array_unref);
  g_clear_pointer (&self->extra, json_object_unref);
  G_OBJECT_CLASS (saffron_session_parent_class)->finalize (object);
}

static void
saffron_session_class_init (SaffronSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_session_finalize;

  /**
   * SaffronSession::changed:
   *
   * After every edit, in the thread that made it.
   */
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_session_init (SaffronSession *self)
{
  self->notes = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  self->params = saffron_params_new ();
  self->moving = g_ptr_array_new_with_free_func (moving_free);
}

SaffronSession *
saffron_session_new (const char *reference)
{
  SaffronSession *self = g_object_new (SAFFRON_TYPE_SESSION, NULL);

  self->reference = saffron_slide_file_new (reference);
  self->modified = TRUE;
  return self;
}

static void
changed (SaffronSession *self)
{
  self->modified = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static SaffronMoving *
get_moving (SaffronSession *self, guint moving)
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
  SaffronMoving *moving = g_new0 (SaffronMoving, 1);

  moving->file = file;
  moving->name = make_name (file->path);
  moving->landmarks = saffron_landmarks_new ();
  moving->runs = g_ptr_array_new_with_free_func (run_entry_free);
  moving->current = -1;
  return moving;
}

void
saffron_moving_add_run (SaffronMoving *moving, SaffronRun *run, JsonNode *json)
{
  SaffronRunEntry *entry = g_new0 (SaffronRunEntry, 1);

  entry->run = saffron_run_ref (run);
  entry->json = json;
  json_node_seal (entry->json);
  g_ptr_array_add (moving->runs, entry);
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
  saffron_params_free (session->params);
  session->params = saffron_params_copy (params);
  changed (session);
}

guint
saffron_session_get_n_moving (SaffronSession *session)
{
  return session->moving->len;
}

const char *
saffron_session_get_moving_path (SaffronSession *session, guint moving)
{
  SaffronMoving *entry = get_moving (session, moving);

  return entry != NULL ? entry->file->path : NULL;
}

const char *
saffron_session_get_moving_name (SaffronSession *session, guint moving)
{
  SaffronMoving *entry = get_moving (session, moving);

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

static void
fail_find (SaffronSession *self, const char *name, int n, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < self->moving->len; i++)
    {
      g_autofree char *base =
          g_filename_display_basename (get_moving (self, i)->file->path);

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", base);
    }
  if (self->moving->len == 0)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 "%s: the session has no moving slide; register one first",
                 self->path != NULL ? self->path : "session");
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
      int fit = match (get_moving (session, i), name);

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
    if (saffron_file_same (get_moving (session, i)->file->path, path))
      return i;
  g_ptr_array_add (session->moving,
                   saffron_moving_new (saffron_slide_file_new (path)));
  changed (session);
  return session->moving->len - 1;
}

void
saffron_session_remove_moving (SaffronSession *session, guint moving)
{
  g_return_if_fail (moving < session->moving->len);

  g_ptr_array_remove_index (session->moving, moving);
  changed (session);
}

guint
saffron_session_get_n_runs (SaffronSession *session, guint moving)
{
  SaffronMoving *entry = get_moving (session, moving);

  return entry != NULL ? entry->runs->len : 0;
}

SaffronRun *
saffron_session_get_run (SaffronSession *session, guint moving, guint run)
{
  SaffronMoving *entry = get_moving (session, moving);
  SaffronRunEntry *found = NULL;

  g_return_val_if_fail (entry != NULL && run < entry->runs->len, NULL);

  found = g_ptr_array_index (entry->runs, run);
  return found->run;
}

int
saffron_session_get_current_run_index (SaffronSession *session, guint moving)
{
  SaffronMoving *entry = get_moving (session, moving);

  return entry != NULL ? entry->current : -1;
}

SaffronRun *
saffron_session_get_current_run (SaffronSession *session, guint moving)
{
  int current = saffron_session_get_current_run_index (session, moving);

  return current >= 0
             ? saffron_session_get_run (session, moving, (guint) current)
             : NULL;
}

void
saffron_session_set_current_run (SaffronSession *session,
                                 guint moving,
                                 guint run)
{
  SaffronMoving *entry = get_moving (session, moving);

  g_return_if_fail (entry != NULL && run < entry->runs->len);

  if (entry->current == (int) run)
    return;
  entry->current = (int) run;
  changed (session);
}

guint
saffron_session_add_run (SaffronSession *session,
                         guint moving,
                         SaffronRun *run)
{
  SaffronMoving *entry = get_moving (session, moving);

  g_return_val_if_fail (entry != NULL, 0);

  saffron_moving_add_run (entry, run, saffron_run_to_json (run));
  entry->current = (int) entry->runs->len - 1;
  changed (session);
  return entry->runs->len - 1;
}

void
saffron_session_remove_run (SaffronSession *session, guint moving, guint run)
{
  SaffronMoving *entry = get_moving (session, moving);

  g_return_if_fail (entry != NULL && run < entry->runs->len);

  g_ptr_array_remove_index (entry->runs, run);
  /* The current one stays; if it is the one that goes, the last one follows. */
  if (entry->current > (int) run)
    entry->current--;
  else if (entry->current == (int) run)
    entry->current = (int) entry->runs->len - 1;
  changed (session);
}

GArray *
saffron_session_get_landmarks (SaffronSession *session, guint moving)
{
  SaffronMoving *entry = get_moving (session, moving);

  return entry != NULL ? entry->landmarks : NULL;
}

void
saffron_session_set_landmarks (SaffronSession *session,
                               guint moving,
                               GArray *landmarks)
{
  SaffronMoving *entry = get_moving (session, moving);
  GArray *copy = NULL;

  g_return_if_fail (entry != NULL);

  copy = saffron_landmarks_copy (landmarks);
  g_clear_pointer (&entry->landmarks_json, json_node_unref);
  g_array_unref (entry->landmarks);
  entry->landmarks = copy;
  changed (session);
}

static gboolean
relocate_file (SaffronSlideFile **file, const char *missing, const char *path)
{
  if (strcmp ((*file)->path, missing) != 0)
    return FALSE;
  saffron_slide_file_free (*file);
  *file = saffron_slide_file_new (path);
  return TRUE;
}

gboolean
saffron_session_relocate (SaffronSession *session,
                          const char *missing,
                          const char *path)
{
  gboolean any = relocate_file (&session->reference, missing, path);

  for (guint i = 0; i < session->moving->len; i++)
    any = relocate_file (&get_moving (session, i)->file, missing, path) || any;
  if (any)
    changed (session);
  return any;
}
