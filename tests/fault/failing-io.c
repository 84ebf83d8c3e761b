/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For LD_PRELOAD: lets one call fail, as a disk or a network that fails for a
 * moment does. With SAFFRON_FAIL_FILE that is a read of this file, or what
 * SAFFRON_FAIL_WHAT names of "seek", "open" and "stat", of
 * an open file; with
 * SAFFRON_FAIL_FOLDER it is a write, a sync or a naming of a file below this
 * folder, on a disk that is full. SAFFRON_FAIL_AT says which of these calls,
 * from 1, and SAFFRON_FAIL_LOG names a file into which their number is written
 * at the end. With SAFFRON_FAIL_CUT the read does not fail, but the file is cut
 * to so many bytes before it. */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_int n_calls;

/* The function of the C library whose place ours takes. */
#define NEXT(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

/* Counts a call that may fail. */
static gboolean
is_the_one (void)
{
  const char *at = g_getenv ("SAFFRON_FAIL_AT");

  return at != NULL
         && atomic_fetch_add (&n_calls, 1) + 1
                == g_ascii_strtoll (at, NULL, 10);
}

static gboolean
is_asked_for (const char *what)
{
  const char *asked = g_getenv ("SAFFRON_FAIL_WHAT");

  return g_str_equal (asked != NULL ? asked : "read", what);
}

/* Whether @ours is the file of which something is to fail. */
static gboolean
is_file (const struct stat *ours)
{
  const char *file = g_getenv ("SAFFRON_FAIL_FILE");
  struct stat theirs;

  return file != NULL && stat (file, &theirs) == 0
         && ours->st_ino == theirs.st_ino && ours->st_dev == theirs.st_dev;
}

static gboolean
seek_fails (int fd)
{
  struct stat ours;

  if (!is_asked_for ("seek") || NEXT (fstat) (fd, &ours) != 0
      || !is_file (&ours) || !is_the_one ())
    return FALSE;
  errno = EIO;
  return TRUE;
}

static gboolean
stat_fails (int fd)
{
  struct stat ours;

  if (!is_asked_for ("stat") || NEXT (fstat) (fd, &ours) != 0
      || !is_file (&ours) || !is_the_one ())
    return FALSE;
  errno = EIO;
  return TRUE;
}

static gboolean
open_fails (int folder, const char *path)
{
  struct stat ours;

  if (!is_asked_for ("open") || fstatat (folder, path, &ours, 0) != 0
      || !is_file (&ours) || !is_the_one ())
    return FALSE;
  errno = EIO;
  return TRUE;
}

static gboolean
read_fails (int fd)
{
  const char *file = g_getenv ("SAFFRON_FAIL_FILE");
  const char *cut = g_getenv ("SAFFRON_FAIL_CUT");
  struct stat ours;

  if (!is_asked_for ("read") || NEXT (fstat) (fd, &ours) != 0
      || !is_file (&ours) || !is_the_one ())
    return FALSE;
  errno = EIO;
  return cut == NULL || truncate (file, g_ascii_strtoll (cut, NULL, 10)) != 0;
}

static gboolean
name_fails (const char *path)
{
  const char *folder = g_getenv ("SAFFRON_FAIL_FOLDER");

  if (folder == NULL || !g_str_has_prefix (path, folder) || !is_the_one ())
    return FALSE;
  errno = ENOSPC;
  return TRUE;
}

static gboolean
write_fails (int fd)
{
  char link[64], path[4096];
  ssize_t n;

  if (g_getenv ("SAFFRON_FAIL_FOLDER") == NULL)
    return FALSE;
  g_snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = readlink (link, path, sizeof path - 1);
  if (n < 0)
    return FALSE;
  path[n] = '\0';
  return name_fails (path);
}

/* With the mode, which is passed on whether there is one or not. */
int
open64 (const char *path, int flags, ...)
{
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = va_arg (args, mode_t);
  va_end (args);
  return open_fails (AT_FDCWD, path) ? -1 : NEXT (open64) (path, flags, mode);
}

int
openat64 (int folder, const char *path, int flags, ...)
{
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = va_arg (args, mode_t);
  va_end (args);
  return open_fails (folder, path)
             ? -1
             : NEXT (openat64) (folder, path, flags, mode);
}

/* The same without a mode, with _FORTIFY_SOURCE. */
int __openat64_2 (int folder, const char *path, int flags);

int
__openat64_2 (int folder, const char *path, int flags)
{
  return open_fails (folder, path) ? -1
                                   : NEXT (__openat64_2) (folder, path, flags);
}

int
fstat64 (int fd, struct stat64 *status)
{
  return stat_fails (fd) ? -1 : NEXT (fstat64) (fd, status);
}

off64_t
lseek64 (int fd, off64_t offset, int whence)
{
  return seek_fails (fd) ? -1 : NEXT (lseek64) (fd, offset, whence);
}

ssize_t
read (int fd, void *to, size_t size)
{
  return read_fails (fd) ? -1 : NEXT (read) (fd, to, size);
}

ssize_t
pread64 (int fd, void *to, size_t size, off64_t offset)
{
  return read_fails (fd) ? -1 : NEXT (pread64) (fd, to, size, offset);
}

/* What read() and pread64() become where the size of the memory is known, with
 * _FORTIFY_SOURCE. */
ssize_t __read_chk (int fd, void *to, size_t size, size_t room);
ssize_t
__pread64_chk (int fd, void *to, size_t size, off64_t offset, size_t room);

ssize_t
__read_chk (int fd, void *to, size_t size, size_t room)
{
  return read_fails (fd) ? -1 : NEXT (__read_chk) (fd, to, size, room);
}

ssize_t
__pread64_chk (int fd, void *to, size_t size, off64_t offset, size_t room)
{
  return read_fails (fd) ? -1
                         : NEXT (__pread64_chk) (fd, to, size, offset, room);
}

ssize_t
write (int fd, const void *from, size_t size)
{
  return write_fails (fd) ? -1 : NEXT (write) (fd, from, size);
}

ssize_t
pwrite64 (int fd, const void *from, size_t size, off64_t offset)
{
  return write_fails (fd) ? -1 : NEXT (pwrite64) (fd, from, size, offset);
}

int
fsync (int fd)
{
  return write_fails (fd) ? -1 : NEXT (fsync) (fd);
}

int
linkat (int from_fd, const char *from, int to_fd, const char *to, int flags)
{
  return name_fails (to) ? -1 : NEXT (linkat) (from_fd, from, to_fd, to, flags);
}

int
rename (const char *from, const char *to)
{
  return name_fails (to) ? -1 : NEXT (rename) (from, to);
}

static void __attribute__ ((destructor)) log_calls (void)
{
  const char *name = g_getenv ("SAFFRON_FAIL_LOG");
  FILE *file = name != NULL ? g_fopen (name, "w") : NULL;

  if (file == NULL)
    return;
  fprintf (file, "%d\n", atomic_load (&n_calls));
  fclose (file);
}
