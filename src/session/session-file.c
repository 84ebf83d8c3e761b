/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file-lock.h"
#include "base/file.h"
#include "base/json.h"

/* A run takes a few megabytes at most; a session may hold a sweep of them. */
#define MAX_BYTES ((gsize) 1 << 30)

gboolean
saffron_session_is_file (const char *path)
{
  char start[64] = "";
  gsize n = 0;
  FILE *file = NULL;

  /* Nothing that would wait for a writer. */
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
  g_autoptr (JsonNode) root = saffron_json_load (path, MAX_BYTES, error);
  g_autoptr (SaffronSession) self = NULL;
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
  return g_steal_pointer (&self);
}

static gboolean
write_over (JsonNode *node, const char *path, GError **error)
{
  g_autofree char *text = NULL;

  if (!saffron_file_check_target (path, error))
    return FALSE;
  text = saffron_json_print (node);
  return saffron_file_replace (path, text, strlen (text), error);
}

gboolean
saffron_session_write (JsonNode *node,
                       const char *path,
                       gboolean over,
                       GError **error)
{
  g_autoptr (SaffronFileLock) lock = NULL;

  if (!saffron_file_check_target (path, error))
    return FALSE;
  lock = saffron_file_lock_new (path);
  if (!over && g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_autoptr (SaffronSession) there = saffron_session_load (path, error);

      if (there == NULL)
        {
          g_prefix_error (error, "left as it is: ");
          return FALSE;
        }
    }
  return write_over (node, path, error);
}

SaffronSession *
saffron_session_edit_file (const char *path,
                           SaffronSessionEditFunc edit,
                           gpointer user_data,
                           GError **error)
{
  g_autoptr (SaffronFileLock) lock = saffron_file_lock_new (path);
  g_autoptr (SaffronSession) session = edit (path, user_data, error);
  g_autoptr (JsonNode) node = NULL;

  if (session == NULL)
    return NULL;
  node = saffron_session_to_json (session, path);
  if (!write_over (node, path, error))
    return NULL;
  saffron_session_set_saved (session, path, session->edit);
  return g_steal_pointer (&session);
}

void
saffron_session_set_saved (SaffronSession *session,
                           const char *path,
                           guint64 edit)
{
  char *kept = g_strdup (path);

  g_free (session->path);
  session->path = kept;
  session->modified = session->edit != edit;
  saffron_session_emit_changed (session);
}

static gboolean
save (SaffronSession *session, const char *path, gboolean over, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (SAFFRON_IS_SESSION (session), FALSE);

  node = saffron_session_to_json (session, path);
  if (!saffron_session_write (node, path, over, error))
    return FALSE;
  saffron_session_set_saved (session, path, session->edit);
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
