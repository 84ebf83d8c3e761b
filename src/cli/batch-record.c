/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/batch-record.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/file.h"
#include "base/fingerprint.h"
#include "base/json.h"
#include "base/save-file.h"
#include "slide/slide-folder.h"

/* A record of ten thousand slides is shorter. */
#define MAX_BYTES (64 << 20)

struct _SaffronBatchRecord {
  char *path;
  JsonObject *steps;
};

SaffronBatchRecord *
saffron_batch_record_load (const char *path)
{
  SaffronBatchRecord *record = g_new0 (SaffronBatchRecord, 1);
  gsize length = 0;
  g_autofree char *text = saffron_file_read (path, MAX_BYTES, &length, NULL);
  g_autoptr (JsonNode) node =
      text != NULL ? json_from_string (text, NULL) : NULL;
  JsonNode *steps = NULL;

  record->path = g_strdup (path);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    steps = json_object_get_member (json_node_get_object (node), "steps");
  record->steps = steps != NULL && JSON_NODE_HOLDS_OBJECT (steps)
                      ? json_node_dup_object (steps)
                      : json_object_new ();
  return record;
}

void
saffron_batch_record_free (SaffronBatchRecord *record)
{
  g_free (record->path);
  json_object_unref (record->steps);
  g_free (record);
}

gboolean
saffron_batch_record_is_empty (const SaffronBatchRecord *record)
{
  return json_object_get_size (record->steps) == 0;
}

char *
saffron_batch_fingerprint (const char *path)
{
  g_autofree char *print = NULL;
  gint64 bytes = 0;
  GStatBuf st;

  if (!saffron_fingerprint (path, &print, &bytes, NULL))
    return NULL;
  if (print != NULL)
    return g_steal_pointer (&print);
  /* The folder of a Zarr. */
  if (saffron_slide_stat (path, &st) != 0)
    return NULL;
  return saffron_file_stamp_of (&st);
}

/* (nullable): a member that is a text. */
static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node =
      object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* (nullable): a member that is an object. */
static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node =
      object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? json_node_get_object (node)
             : NULL;
}

gboolean
saffron_batch_record_has (const SaffronBatchRecord *record,
                          const char *step,
                          const char *inputs,
                          char *const *outputs)
{
  JsonObject *known = get_object (record->steps, step);
  JsonObject *files = get_object (known, "outputs");

  if (known == NULL || g_strcmp0 (get_text (known, "inputs"), inputs) != 0)
    return FALSE;
  for (guint i = 0; outputs != NULL && outputs[i] != NULL; i++)
    {
      g_autofree char *name = g_path_get_basename (outputs[i]);
      g_autofree char *now = saffron_batch_fingerprint (outputs[i]);

      if (now == NULL || g_strcmp0 (get_text (files, name), now) != 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
saffron_batch_record_keep (SaffronBatchRecord *record,
                           const char *step,
                           const char *inputs,
                           char *const *outputs,
                           GError **error)
{
  JsonObject *known = json_object_new ();
  JsonObject *files = json_object_new ();
  g_autoptr (JsonObject) whole = json_object_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; outputs != NULL && outputs[i] != NULL; i++)
    {
      g_autofree char *name = g_path_get_basename (outputs[i]);
      g_autofree char *print = saffron_batch_fingerprint (outputs[i]);

      if (print != NULL)
        json_object_set_string_member (files, name, print);
    }
  json_object_set_string_member (known, "inputs", inputs);
  json_object_set_object_member (known, "outputs", files);
  json_object_set_object_member (record->steps, step, known);
  json_object_set_object_member (whole, "steps",
                                 json_object_ref (record->steps));
  node = json_node_init_object (json_node_alloc (), whole);
  text = saffron_json_print (node);
  return saffron_save_file_replace (record->path, text, strlen (text), error);
}
