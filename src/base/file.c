/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

/* Links that lead to links; as many as Linux follows. */
#define MAX_LINKS 40

char *
saffron_file_follow (const char *path)
{
  g_autofree char *at = g_strdup (path);

  for (int i = 0; i < MAX_LINKS; i++)
    {
      char *real = realpath (at, NULL);
      g_autofree char *folder = g_path_get_dirname (at);
      g_autofree char *link = NULL;
      char *next = NULL;

      if (real != NULL)
        {
          next = g_strdup (real);
          free (real);
          return next;
        }
      link = g_file_read_link (at, NULL);
      if (link == NULL)
        break;
      next = g_path_is_absolute (link) ? g_strdup (link)
                                       : g_build_filename (folder, link, NULL);
      g_free (at);
      at = next;
    }
  return g_steal_pointer (&at);
}

gboolean
saffron_file_check_target (const char *path, GError **error)
{
  g_autofree char *target = saffron_file_follow (path);
  g_autofree char *folder = g_path_get_dirname (target);
  GStatBuf st = { 0 };
  gboolean exists = g_stat (path, &st) == 0;

  if (path[0] == '\0' || g_str_has_suffix (path, "/")
      || (exists && S_ISDIR (st.st_mode)))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("%s: this is a folder; give the name of a file in it"),
                 path[0] != '\0' ? path : "“”");
  else if (!exists && g_file_test (target, G_FILE_TEST_IS_SYMLINK))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("%s: a link that leads back to itself; give another name"),
                 path);
  else if (exists && !S_ISREG (st.st_mode))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("%s: not an ordinary file; give another name"), path);
  else if (!g_file_test (folder, G_FILE_TEST_EXISTS))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND,
                 _ ("%s: there is no folder %s; make it first"), path, folder);
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("%s: %s is not a folder; choose another place"), path,
                 folder);
  else if (g_access (folder, W_OK | X_OK) != 0)
    g_set_error (
        error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
        _ ("%s: the folder %s cannot be written to (%s); choose another "
           "place"),
        path, folder, g_strerror (errno));
  else
    return TRUE;
  return FALSE;
}

gboolean
saffron_file_may_give (guint user, guint group)
{
  int n = getgroups (0, NULL);
  g_autofree gid_t *groups = g_new0 (gid_t, MAX (n, 0) + 1);

  if (geteuid () == 0)
    return TRUE;
  if (user != geteuid ())
    return FALSE;
  n = getgroups (MAX (n, 0), groups);
  for (int i = 0; i < n; i++)
    if (groups[i] == group)
      return TRUE;
  return group == getegid ();
}

gboolean
saffron_file_keeps_owner (const char *path)
{
  GStatBuf st = { 0 };

  return g_stat (path, &st) != 0
         || saffron_file_may_give (st.st_uid, st.st_gid);
}

char *
saffron_file_identity (const char *path)
{
  GStatBuf st = { 0 };

  if (g_stat (path, &st) == 0)
    return g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
                            (guint64) st.st_dev, (guint64) st.st_ino);
  return g_canonicalize_filename (path, NULL);
}

gboolean
saffron_file_same (const char *a, const char *b)
{
  g_autofree char *one = saffron_file_identity (a);
  g_autofree char *other = saffron_file_identity (b);

  return g_str_equal (one, other);
}

char *
saffron_file_stamp_of (const struct stat *st)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT
                          " %" G_GINT64_FORMAT ".%09ld",
                          (guint64) st->st_ino, (gint64) st->st_size,
                          (gint64) st->st_mtim.tv_sec, st->st_mtim.tv_nsec);
}

char *
saffron_file_stamp (const char *path)
{
  struct stat st = { 0 };

  return stat (path, &st) == 0 ? saffron_file_stamp_of (&st) : NULL;
}

gssize
saffron_file_pread (int fd, void *to, gsize size, guint64 offset)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n =
          pread (fd, (char *) to + done, size - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      done += (gsize) n;
    }
  return (gssize) done;
}

/* Opens what may be read: a regular file that is not too long, a pipe or a
 * terminal. Returns -1 with an error for anything else. */
static int
open_readable (const char *path, gsize max_bytes, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
  struct stat st = { 0 };

  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND,
                 _ ("%s: no such file; check the path"), path);
  else if (fd < 0 || fstat (fd, &st) != 0)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 _ ("%s: cannot be read (%s); check its permissions"), path,
                 g_strerror (errno));
  else if (S_ISDIR (st.st_mode))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 _ ("%s: this is a folder; give a file"), path);
  else if (S_ISBLK (st.st_mode) || (S_ISCHR (st.st_mode) && !isatty (fd)))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 _ ("%s: this is a device; give a file"), path);
  else if (S_ISREG (st.st_mode) && (guint64) st.st_size > max_bytes)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
                 _ ("%s: larger than the %zu MB such a file may "
                    "have; is it the right one?"),
                 path, max_bytes >> 20);
  else
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

char *
saffron_file_read (const char *path,
                   gsize max_bytes,
                   gsize *length,
                   GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int fd = open_readable (path, max_bytes, error);
  gssize n = 1;

  if (fd < 0)
    return NULL;
  while (n != 0 && text->len <= max_bytes)
    {
      char block[1 << 14];
      struct pollfd wait = { .fd = fd, .events = POLLIN };

      n = read (fd, block, sizeof block);
      if (n > 0)
        g_string_append_len (text, block, n);
      else if (n < 0 && errno == EAGAIN)
        poll (&wait, 1, -1);
      else if (n < 0 && errno != EINTR)
        break;
    }
  if (n < 0)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 _ ("%s: cannot be read (%s)"), path, g_strerror (errno));
  else if (text->len > max_bytes)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
                 _ ("%s: larger than the %zu MB such a file may "
                    "have; is it the right one?"),
                 path, max_bytes >> 20);
  close (fd);
  if (n != 0)
    return NULL;
  *length = text->len;
  return g_string_free (g_steal_pointer (&text), FALSE);
}
