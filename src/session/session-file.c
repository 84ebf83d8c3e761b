/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

#include <glib/gstdio.h>

#include "base/file-lock.h"
#include "base/file.h"
#include "base/json.h"
#include "session/snapshot.h"

/* A run takes a few megabytes at most; a session may hold a sweep of them. */
#define MAX_BYTES ((gsize) 1 << 30)

/* Seconds that a run waits for others who save theirs; ending it would lose
 * what took minutes or hours. */
#define EDIT_PATIENCE 600.0

gboolean
saffron_session_is_file (const char *path)
{
  char start[64] = "";
  gsize n = 0;
  FILE *file = NULL;

  /* Accepts regular files only: opening a pipe would wait for a writer. */
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  file = g_fopen (path, "rbe");
  if (file == NULL)
    return FALSE;
  n = fread (start, 1, sizeof start, file);
  fclose (file);
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isspace (start[i]))
      return start[i] == '{';
  return FALSE;
}

SaffronSession *
saffron_session_load (const char *path, GError **error)
{
  g_autofree char *stamp = saffron_file_stamp (path);
  g_autoptr (JsonNode) root = saffron_json_load (path, MAX_BYTES, error);
  g_autoptr (SaffronSession) self = NULL;
  g_autoptr (GHashTable) contents = NULL;
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);

  if (root == NULL)
    return NULL;
  self = saffron_session_from_json (root, folder, error);
  if (self == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  self->path = g_strdup (path);
  contents = saffron_session_list_contents (self);
  saffron_session_set_contents (self, stamp, contents);
  return g_steal_pointer (&self);
}

SaffronSession *
saffron_session_edit_file (const char *path,
                           SaffronSessionEditFunc edit,
                           gpointer user_data,
                           SaffronJob *job,
                           GError **error)
{
  g_autoptr (SaffronFileLock) lock =
      saffron_file_lock_new (path, EDIT_PATIENCE, job, error);
  g_autoptr (SaffronSession) session = NULL;
  g_autoptr (SaffronSnapshot) snapshot = NULL;

  if (lock == NULL)
    return NULL;
  session = edit (path, user_data, error);
  if (session == NULL)
    return NULL;
  snapshot = saffron_snapshot_new (session, path);
  if (!saffron_snapshot_replace (snapshot, error))
    return NULL;
  saffron_session_set_saved (session, snapshot);
  return g_steal_pointer (&session);
}
