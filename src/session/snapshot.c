/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/snapshot.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "base/file-lock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/save-file.h"
#include "session/session-private.h"

/* Seconds that a person waits before saving fails. */
#define SAVE_PATIENCE 15.0

struct _SaffronSnapshot {
  JsonNode *node;
  char *path;
  guint64 edit;
  GHashTable *contents; /* see SaffronSession */
  char *own;            /* the session's file, or NULL, and its stamp */
  char *own_stamp;
  char *stamp; /* of the file that was written; NULL before that */
  gboolean is_new_owners;
};

SaffronSnapshot *
saffron_snapshot_new (SaffronSession *session, const char *path)
{
  SaffronSnapshot *snapshot = g_new0 (SaffronSnapshot, 1);

  snapshot->node = saffron_session_to_json (session, path);
  snapshot->path = g_strdup (path);
  snapshot->edit = session->edit;
  snapshot->contents = saffron_session_list_contents (session);
  saffron_snapshot_update (snapshot, session);
  return snapshot;
}

void
saffron_snapshot_free (SaffronSnapshot *snapshot)
{
  json_node_unref (snapshot->node);
  g_free (snapshot->path);
  g_hash_table_unref (snapshot->contents);
  g_free (snapshot->own);
  g_free (snapshot->own_stamp);
  g_free (snapshot->stamp);
  g_free (snapshot);
}

const char *
saffron_snapshot_get_path (const SaffronSnapshot *snapshot)
{
  return snapshot->path;
}

gboolean
saffron_snapshot_is_new_owners (const SaffronSnapshot *snapshot)
{
  return snapshot->is_new_owners;
}

void
saffron_snapshot_update (SaffronSnapshot *snapshot, SaffronSession *session)
{
  g_free (snapshot->own);
  g_free (snapshot->own_stamp);
  snapshot->own = g_strdup (session->path);
  snapshot->own_stamp = g_strdup (session->stamp);
}

/* Whether the file that is there now may be replaced. */
static gboolean
check_there (const SaffronSnapshot *snapshot,
             SaffronSession **there,
             GError **error)
{
  gboolean own = snapshot->own != NULL
                 && saffron_file_same (snapshot->own, snapshot->path);
  g_autofree char *stamp = saffron_file_stamp (snapshot->path);
  g_autoptr (SaffronSession) session = NULL;
  g_autoptr (GError) local = NULL;

  /* A file that was deleted is written again. */
  if (stamp == NULL || (own && g_strcmp0 (stamp, snapshot->own_stamp) == 0))
    return TRUE;
  session = saffron_session_load (snapshot->path, &local);
  if (session == NULL)
    {
      g_set_error (error, local->domain, local->code, _ ("left as it is: %s"),
                   local->message);
      return FALSE;
    }
  if (!own)
    return TRUE;
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_CHANGED,
               _ ("%s: was changed by another program; choose another name"),
               snapshot->path);
  if (there != NULL)
    *there = g_steal_pointer (&session);
  return FALSE;
}

gboolean
saffron_snapshot_replace (SaffronSnapshot *snapshot, GError **error)
{
  g_autoptr (SaffronSaveFile) file = NULL;
  g_autofree char *text = NULL;

  file = saffron_save_file_new (snapshot->path, TRUE, error);
  if (file == NULL)
    return FALSE;
  text = saffron_json_print (snapshot->node);
  if (!saffron_save_file_append (file, text, strlen (text), error)
      || !saffron_save_file_commit (file, error))
    return FALSE;
  snapshot->is_new_owners = saffron_save_file_is_new_owners (file);
  snapshot->stamp = saffron_save_file_close (file);
  return TRUE;
}

gboolean
saffron_snapshot_write (SaffronSnapshot *snapshot,
                        gboolean over,
                        SaffronSession **there,
                        GError **error)
{
  g_autoptr (SaffronFileLock) lock = NULL;

  if (there != NULL)
    *there = NULL;
  if (!saffron_file_check_target (snapshot->path, error))
    return FALSE;
  lock = saffron_file_lock_new (snapshot->path, SAVE_PATIENCE, NULL, error);
  return lock != NULL && (over || check_there (snapshot, there, error))
         && saffron_snapshot_replace (snapshot, error);
}

void
saffron_session_set_saved (SaffronSession *session,
                           const SaffronSnapshot *snapshot)
{
  char *path = g_strdup (snapshot->path);

  g_free (session->path);
  session->path = path;
  saffron_session_set_contents (session, snapshot->stamp, snapshot->contents);
  session->modified = session->edit != snapshot->edit;
  saffron_session_emit_changed (session);
}

static gboolean
save (SaffronSession *session, const char *path, gboolean over, GError **error)
{
  g_autoptr (SaffronSnapshot) snapshot = NULL;

  g_return_val_if_fail (SAFFRON_IS_SESSION (session), FALSE);

  snapshot = saffron_snapshot_new (session, path);
  if (!saffron_snapshot_write (snapshot, over, NULL, error))
    return FALSE;
  saffron_session_set_saved (session, snapshot);
  return TRUE;
}

gboolean
saffron_session_save_over (SaffronSession *session,
                           const char *path,
                           GError **error)
{
  return save (session, path, TRUE, error);
}

gboolean
saffron_session_save (SaffronSession *session, const char *path, GError **error)
{
  return save (session, path, FALSE, error);
}
