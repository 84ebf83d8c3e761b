/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/fingerprint.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

/* Adds @n bytes at @at; FALSE when the file has fewer. */
static gboolean
add (GChecksum *sum, int fd, gint64 at, gint64 n)
{
  g_autofree guint8 *part = g_malloc ((gsize) MAX (n, 1));

  if (saffron_file_pread (fd, part, (gsize) n, (guint64) at) != n)
    return FALSE;
  g_checksum_update (sum, part, n);
  return TRUE;
}

static gboolean
fail (const char *path, GError **error)
{
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
               _ ("%s: cannot be read: %s"), path,
               g_strerror (errno != 0 ? errno : EIO));
  return FALSE;
}

gboolean
saffron_fingerprint (const char *path,
                     char **fingerprint,
                     gint64 *bytes,
                     GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  int fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
  struct stat st = { 0 };
  gint64 end = SAFFRON_FINGERPRINT_BYTES;
  gboolean done = TRUE;

  *fingerprint = NULL;
  *bytes = -1;
  if (fd < 0)
    return fail (path, error);
  errno = 0;
  if (fstat (fd, &st) == 0 && S_ISREG (st.st_mode))
    {
      g_autofree char *size =
          g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) st.st_size);

      g_checksum_update (sum, (const guchar *) size, -1);
      done = st.st_size < 2 * end ? add (sum, fd, 0, st.st_size)
                                  : add (sum, fd, 0, end)
                                        && add (sum, fd, st.st_size - end, end);
      *bytes = done ? st.st_size : -1;
      *fingerprint = done ? g_strdup (g_checksum_get_string (sum)) : NULL;
    }
  if (!done)
    fail (path, error);
  close (fd);
  return done;
}
