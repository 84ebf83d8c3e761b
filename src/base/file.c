/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <sys/stat.h>
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
                 "place",
                 path, folder, g_strerror (errno));
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
                 "%s: no such file; check the path", path);
  else if (fd < 0 || fstat (fd, &st) != 0)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 "%s: cannot be read (%s); check its permissions", path,
                 g_strerror (errno));
  else if (S_ISDIR (st.st_mode))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 "%s: this is a folder; give a file", path);
  else if (S_ISBLK (st.st_mode) || (S_ISCHR (st.st_mode) && !isatty (fd)))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 "%s: this is a device; give a file", path);
  else if (S_ISREG (st.st_mode) && (guint64) st.st_size > max_bytes)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
                 "%s: larger than the %" G_GSIZE_FORMAT " MB such a file may "
                 "have; is it the right one?",
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
                 "%s: cannot be read (%s)", path, g_strerror (errno));
  else if (text->len > max_bytes)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
                 "%s: larger than the %" G_GSIZE_FORMAT " MB such a file may "
                 "have; is it the right one?",
                 path, max_bytes >> 20);
  close (fd);
  if (n != 0)
    return NULL;
  *length = text->len;
  return g_string_free (g_steal_pointer (&text), FALSE);
}
