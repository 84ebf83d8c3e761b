/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/file-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct _SaffronFileLock {
  char *name;
  int fd; /* -1 when there is no lock */
};

/* The lock is beside the file that a link leads to, so that a file and a link
 * to it share one lock. */
static char *
lock_name (const char *path)
{
  char *real = realpath (path, NULL);
  const char *target = real != NULL ? real : path;
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *base = g_path_get_basename (target);
  g_autofree char *name = g_strdup_printf (".%s.lock", base);

  free (real);
  return g_build_filename (folder, name, NULL);
}

/* Whether @name is still the file that is locked. The previous owner deletes
 * the lock file when it is done; whoever waited for it then holds the lock of a
 * deleted file, while the next process locks a new one. */
static gboolean
is_named (int fd, const char *name)
{
  struct stat ours = { 0 };
  GStatBuf theirs = { 0 };

  return fstat (fd, &ours) == 0 && g_lstat (name, &theirs) == 0
         && ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

SaffronFileLock *
saffron_file_lock_new (const char *path)
{
  SaffronFileLock *lock = g_new0 (SaffronFileLock, 1);

  lock->name = lock_name (path);
  while (TRUE)
    {
      int code;

      lock->fd =
          g_open (lock->name,
                  O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
      if (lock->fd < 0)
        return lock;
      do
        code = flock (lock->fd, LOCK_EX);
      while (code != 0 && errno == EINTR);
      if (code != 0 || is_named (lock->fd, lock->name))
        return lock;
      close (lock->fd);
    }
}

void
saffron_file_lock_free (SaffronFileLock *lock)
{
  if (lock->fd >= 0)
    {
      struct stat st = { 0 };

      /* A file with content is not ours, whatever its name: keep it. */
      if (fstat (lock->fd, &st) == 0 && st.st_size == 0)
        g_unlink (lock->name);
      close (lock->fd);
    }
  g_free (lock->name);
  g_free (lock);
}
