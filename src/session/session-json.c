/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "base/json.h"
#include "register/start.h"

#define FORMAT "saffron-session"

/* Copies the members of @old that @object lacks, at every depth: members that
 * another version wrote and this one does not know. */
static void
keep_unknown (JsonObject *object, JsonObject *old)
{
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *theirs = NULL;

  if (old == NULL)
    return;
  json_object_iter_init (&iter, old);
  while (json_object_iter_next (&iter, &name, &theirs))
    {
      JsonNode *ours = json_object_get_member (object, name);

      if (ours == NULL)
        json_object_set_member (object, name, json_node_copy (theirs));
      else if (JSON_NODE_HOLDS_OBJECT (ours) && JSON_NODE_HOLDS_OBJECT (theirs))
        keep_unknown (json_node_get_object (ours),
                      json_node_get_object (theirs));
    }
}

static JsonNode *
moving_to_json (SaffronMoving *moving, const char *folder)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *runs = json_array_sized_new (moving->runs->len);
  guint current = 0;

  saffron_slide_file_to_json (moving->file, folder, object);
  json_object_set_member (object, "landmarks",
                          moving->landmarks_json != NULL
                              ? json_node_ref (moving->landmarks_json)
                              : saffron_landmarks_to_json (moving->landmarks));
  if (moving->start != NULL)
    json_object_set_member (object, "start",
                            saffron_start_to_json (moving->start));
  for (guint i = 0; i < moving->runs->len; i++)
    {
      SaffronRunEntry *entry = g_ptr_array_index (moving->runs, i);

      json_array_add_element (runs, saffron_run_entry_to_json (entry));
    }
  json_object_set_array_member (object, "runs", runs);
  if (g_ptr_array_find (moving->runs, moving->current, &current))
    json_object_set_int_member (object, "current_run", current);
  else
    json_object_set_null_member (object, "current_run");
  if (moving->last_number > 0)
    json_object_set_int_member (object, "last_run_number", moving->last_number);
  keep_unknown (object, moving->extra);
  return json_node_init_object (json_node_alloc (), object);
}

JsonObject *
saffron_session_to_object (SaffronSession *session, const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);
  JsonObject *object = json_object_new ();
  JsonObject *reference = json_object_new ();
  JsonNode *params = saffron_params_to_json (session->params);
  JsonArray *moving = json_array_sized_new (session->moving->len);

  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_int_member (object, "version", SAFFRON_SESSION_VERSION);
  json_object_set_string_member (object, "saved_by",
                                 "Saffron " SAFFRON_VERSION);
  saffron_slide_file_to_json (session->reference, folder, reference);
  keep_unknown (reference, session->reference_extra);
  json_object_set_object_member (object, "reference", reference);
  keep_unknown (json_node_get_object (params), session->params_extra);
  json_object_set_member (object, "params", params);
  for (guint i = 0; i < session->moving->len; i++)
    json_array_add_element (
        moving,
        moving_to_json (g_ptr_array_index (session->moving, i), folder));
  json_object_set_array_member (object, "moving", moving);
  keep_unknown (object, session->extra);
  return object;
}

JsonNode *
saffron_session_to_json (SaffronSession *session, const char *path)
{
  g_autoptr (JsonObject) object = saffron_session_to_object (session, path);
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_node_seal (node);
  return node;
}

static gboolean
check_header (JsonNode *node, GError **error)
{
  JsonObject *object = NULL;
  const char *format = NULL;
  double version = 0.0;

  if (JSON_NODE_HOLDS_OBJECT (node))
    object = json_node_get_object (node);
  if (object == NULL
      || !saffron_json_get_string (object, "format", &format, NULL)
      || g_strcmp0 (format, FORMAT) != 0
      || !saffron_json_get_number (object, "version", 0.0, &version, NULL)
      || !(version >= 1.0))
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
          _ ("not a Saffron session; give one that saffron-cli register "
             "wrote"));
      return FALSE;
    }
  if (version > SAFFRON_SESSION_VERSION)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_VERSION,
                   _ ("written by a newer Saffron (session version %.15g, this "
                      "one reads up to %d); update Saffron"),
                   version, SAFFRON_SESSION_VERSION);
      return FALSE;
    }
  return TRUE;
}

static JsonObject *
get_object (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
               _ ("the session lacks its “%s”"), member);
  return NULL;
}

/* Returns a deep copy without the named members. The copy holds the members
 * that are kept for the next save. */
static JsonObject *
copy_without (JsonObject *object, const char *const *names)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *node = NULL;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    if (names == NULL || !g_strv_contains (names, name))
      json_object_set_member (copy, name, json_node_copy (node));
  return copy;
}

static gboolean
read_runs (SaffronMoving *moving, JsonObject *object, GError **error)
{
  JsonArray *runs = NULL;
  double current = 0.0;

  if (!saffron_json_get_array (object, "runs", &runs, error)
      || !saffron_json_get_number (object, "current_run", -1.0, &current,
                                   error))
    return FALSE;
  for (guint i = 0; runs != NULL && i < json_array_get_length (runs); i++)
    {
      JsonNode *node = json_array_get_element (runs, i);
      g_autoptr (SaffronRun) run = saffron_run_from_json (node, error);

      if (run == NULL)
        return FALSE;
      g_ptr_array_add (moving->runs,
                       saffron_run_entry_new (run, json_node_ref (node)));
    }
  if (!(current >= 0.0 && current < moving->runs->len))
    current = moving->runs->len - 1.0;
  if (moving->runs->len > 0)
    g_set_object (&moving->current, moving->runs->pdata[(guint) current]);
  saffron_moving_number_runs (
      moving, saffron_run_number_from_json (object, "last_run_number"));
  return TRUE;
}

static gboolean
read_moving (SaffronSession *self,
             JsonNode *node,
             const char *folder,
             GError **error)
{
  static const char *const known[] = { "runs", "landmarks", "start",
                                       "last_run_number", NULL };
  SaffronSlideFile *file = NULL;
  SaffronMoving *moving = NULL;
  JsonObject *object = NULL;
  JsonNode *landmarks = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                   _ ("a moving slide should be a group of values"));
      return FALSE;
    }
  object = json_node_get_object (node);
  file = saffron_slide_file_from_json (object, folder, error);
  if (file == NULL)
    return FALSE;
  moving = saffron_moving_new (file);
  moving->extra = copy_without (object, known);
  g_ptr_array_add (self->moving, moving);
  landmarks = json_object_get_member (object, "landmarks");
  if (landmarks != NULL)
    {
      GArray *read = saffron_landmarks_from_json (landmarks, error);

      if (read == NULL)
        return FALSE;
      g_array_unref (moving->landmarks);
      moving->landmarks = read;
      moving->landmarks_json = json_node_ref (landmarks);
    }
  return saffron_start_from_json (json_object_get_member (object, "start"),
                                  &moving->start, error)
         && read_runs (moving, object, error);
}

static void
note_file (SaffronSession *self, const SaffronSlideFile *file)
{
  g_autofree char *shown = g_filename_display_name (file->path);

  if (!file->found)
    g_ptr_array_add (self->notes,
                     g_strdup_printf (_ ("%s: the slide is not there any more; "
                                         "put it back or beside the session"),
                                      shown));
  else if (file->changed)
    g_ptr_array_add (
        self->notes,
        g_strdup_printf (_ ("%s: the slide has changed since it was "
                            "registered; register it again"),
                         shown));
}

static gboolean
read_params (SaffronSession *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "params");

  if (node == NULL)
    return TRUE;
  g_clear_pointer (&self->params, saffron_params_free);
  self->params = saffron_params_from_json_known (node, error);
  if (self->params == NULL)
    return FALSE;
  self->params_extra = copy_without (json_node_get_object (node), NULL);
  return TRUE;
}

SaffronSession *
saffron_session_from_json (JsonNode *node, const char *folder, GError **error)
{
  static const char *const known[] = { "reference", "moving", "params", NULL };
  g_autoptr (SaffronSession) self = g_object_new (SAFFRON_TYPE_SESSION, NULL);
  JsonObject *object = NULL, *reference = NULL;
  JsonArray *moving = NULL;

  if (!check_header (node, error))
    return NULL;
  object = json_node_get_object (node);
  reference = get_object (object, "reference", error);
  if (reference == NULL)
    return NULL;
  self->reference = saffron_slide_file_from_json (reference, folder, error);
  if (self->reference == NULL || !read_params (self, object, error)
      || !saffron_json_get_array (object, "moving", &moving, error))
    return NULL;
  self->reference_extra = copy_without (reference, NULL);
  self->extra = copy_without (object, known);
  for (guint i = 0; moving != NULL && i < json_array_get_length (moving); i++)
    if (!read_moving (self, json_array_get_element (moving, i), folder, error))
      return NULL;

  note_file (self, self->reference);
  for (guint i = 0; i < self->moving->len; i++)
    {
      SaffronMoving *entry = g_ptr_array_index (self->moving, i);

      note_file (self, entry->file);
    }
  saffron_session_judge (self);
  return g_steal_pointer (&self);
}
