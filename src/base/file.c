/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"

gboolean
saffron_file_check_target (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  GStatBuf st = { 0 };
  gboolean exists = g_stat (path, &st) == 0;

  if (path[0] == '\0' || g_str_has_suffix (path, "/")
      || (exists && S_ISDIR (st.st_mode)))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 "%s: this is a folder; give the name of a file in it",
                 path[0] != '\0' ? path : "“”");
  else if (exists && !S_ISREG (st.st_mode))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 "%s: not an ordinary file; give another name", path);
  else if (!g_file_test (folder, G_FILE_TEST_EXISTS))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND,
                 "%s: there is no folder %s; make it first", path, folder);
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 "%s: %s is not a folder; choose another place", path, folder);
  else if (g_access (folder, W_OK | X_OK) != 0)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 "%s: the folder %s cannot be written to (%s); choose another "
                 "place", path, folder, g_strerror (errno));
  else
    return TRUE;
  return FALSE;
}

gboolean
saffron_file_same (const char *a, const char *b)
{
  GStatBuf st_a = { 0 }, st_b = { 0 };
  gboolean has_a = g_stat (a, &st_a) == 0;
  gboolean has_b = g_stat (b, &st_b) == 0;
  g_autofree char *full_a = NULL;
  g_autofree char *full_b = NULL;

  if (has_a && has_b)
    return st_a.st_dev == st_b.st_dev && st_a.st_ino == st_b.st_ino;
  if (has_a != has_b)
    return FALSE;
  full_a = g_canonicalize_filename (a, NULL);
  full_b = g_canonicalize_filename (b, NULL);
  return g_str_equal (full_a, full_b);
}

gboolean
saffron_file_replace (const char *path,
                      const char *data,
                      gsize length,
                      GError **error)
{
  g_autoptr (GError) local = NULL;
  char *real = realpath (path, NULL);
  g_autofree char *target = g_strdup (real != NULL ? real : path);

  free (real);
  if (g_file_set_contents_full (target, data, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT
                                    | G_FILE_SET_CONTENTS_DURABLE,
                                0666, &local))
    return TRUE;
  if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NO_SPACE,
                 "%s: the disk is full; free some space or choose another "
                 "place", path);
  else
    {
      const char *why = strrchr (local->message, ':');

      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                   "%s: cannot be written (%s); choose another place", path,
                   why != NULL ? why + 2 : local->message);
    }
  return FALSE;
}
