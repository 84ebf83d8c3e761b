/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/file-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

/* Microseconds between two tries to get the lock. */
#define TRY_AGAIN (50 * 1000)

struct _SaffronFileLock {
  char *name;
  int fd; /* -1 when there is no lock */
};

/* The lock is beside the file that a link leads to, so that a file and a link
 * to it share one lock. */
static char *
lock_name (const char *path)
{
  g_autofree char *target = saffron_file_follow (path);
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *base = g_path_get_basename (target);
  g_autofree char *name = g_strdup_printf (".%s.lock", base);

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

/* The process of a line of /proc/locks, which is "1: FLOCK ADVISORY WRITE PID
 * MAJOR:MINOR:INODE 0 EOF" with any number of spaces, if it locks that file;
 * else 0. */
static gint64
read_holder (const char *line, guint64 inode)
{
  g_auto (GStrv) fields = g_regex_split_simple (" +", line, 0, 0);
  const char *place = NULL;

  if (g_strv_length (fields) < 6 || !g_str_equal (fields[1], "FLOCK"))
    return 0;
  place = strrchr (fields[5], ':');
  if (place == NULL || g_ascii_strtoull (place + 1, NULL, 10) != inode)
    return 0;
  return g_ascii_strtoll (fields[4], NULL, 10);
}

/* (transfer full) (nullable): the process that holds the lock by the system's
 * list of locks, by name and number; %NULL when it cannot be told. */
static char *
find_holder (int fd)
{
  struct stat st = { 0 };
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  fstat (fd, &st);
  if (!g_file_get_contents ("/proc/locks", &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gint64 pid = read_holder (lines[i], st.st_ino);
      g_autofree char *path =
          g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/comm", pid);
      g_autofree char *name = NULL;

      if (pid <= 0)
        continue;
      if (g_file_get_contents (path, &name, NULL, NULL))
        return g_strdup_printf ("%" G_GINT64_FORMAT " (%s)", pid,
                                g_strchomp (name));
      return g_strdup_printf ("%" G_GINT64_FORMAT, pid);
    }
  return NULL;
}

/* Says whom it waits for; a job's stage is all that a wait may change. */
static void
say_waiting (const char *path, int fd, SaffronJob *job)
{
  g_autofree char *who = find_holder (fd);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *stage =
      who != NULL
          /* Translators: the number of a process; a file */
          ? g_strdup_printf (_ ("waiting for process %s, which uses %s"), who,
                             name)
          : g_strdup_printf (_ ("waiting for another process, which uses %s"),
                             name);

  saffron_job_begin_stage (job, stage, 1.0, 1.0);
}

static void
fail (const char *path, int fd, double patience, GError **error)
{
  g_autofree char *who = find_holder (fd);

  if (who != NULL)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 _ ("%s: process %s has used it for more than %.0f s; end "
                    "that, and try again"),
                 path, who, patience);
  else
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 _ ("%s: another process has used it for more than %.0f s; "
                    "end that, and try again"),
                 path, patience);
}

/* Locks the file; FALSE with an error when another keeps it. Where there are no
 * locks, it goes on without one. */
static gboolean
lock_file (const char *path,
           int fd,
           double patience,
           SaffronJob *job,
           GError **error)
{
  gint64 end = g_get_monotonic_time () + (gint64) (patience * G_USEC_PER_SEC);

  for (gboolean said = FALSE; flock (fd, LOCK_EX | LOCK_NB) != 0; said = TRUE)
    {
      if (errno != EWOULDBLOCK && errno != EINTR)
        return TRUE;
      if (!saffron_job_check (job, error))
        return FALSE;
      if (g_get_monotonic_time () >= end)
        {
          fail (path, fd, patience, error);
          return FALSE;
        }
      if (!said && job != NULL)
        say_waiting (path, fd, job);
      g_usleep (TRY_AGAIN);
    }
  return TRUE;
}

SaffronFileLock *
saffron_file_lock_new (const char *path,
                       double patience,
                       SaffronJob *job,
                       GError **error)
{
  g_autoptr (SaffronFileLock) lock = g_new0 (SaffronFileLock, 1);

  lock->name = lock_name (path);
  while (TRUE)
    {
      lock->fd =
          g_open (lock->name,
                  O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
      if (lock->fd < 0)
        return g_steal_pointer (&lock);
      if (!lock_file (path, lock->fd, patience, job, error))
        {
          /* The file is the other's. */
          close (lock->fd);
          lock->fd = -1;
          return NULL;
        }
      if (is_named (lock->fd, lock->name))
        return g_steal_pointer (&lock);
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
