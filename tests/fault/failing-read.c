/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For LD_PRELOAD: lets one read of one file fail, as a disk or a network that
 * fails for a moment does. SAFFRON_FAIL_FILE names the file, SAFFRON_FAIL_AT
 * which of its reads, from 1, and SAFFRON_FAIL_LOG a file into which the number
 * of its reads is written at the end. With SAFFRON_FAIL_CUT the read does not
 * fail, but the file is cut to so many bytes before it. */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_int n_reads;

static int
must_fail (int fd)
{
  const char *file = g_getenv ("SAFFRON_FAIL_FILE");
  const char *at = g_getenv ("SAFFRON_FAIL_AT");
  struct stat ours, theirs;

  if (file == NULL || at == NULL || fstat (fd, &ours) != 0
      || stat (file, &theirs) != 0 || ours.st_ino != theirs.st_ino
      || ours.st_dev != theirs.st_dev)
    return 0;
  if (atomic_fetch_add (&n_reads, 1) + 1 != g_ascii_strtoll (at, NULL, 10))
    return 0;
  if (g_getenv ("SAFFRON_FAIL_CUT") != NULL)
    return truncate (file,
                     g_ascii_strtoll (g_getenv ("SAFFRON_FAIL_CUT"), NULL, 10))
           != 0;
  errno = EIO;
  return 1;
}

ssize_t read (int fd, void *to, size_t size);
ssize_t pread (int fd, void *to, size_t size, off_t offset);
ssize_t pread64 (int fd, void *to, size_t size, off64_t offset);

ssize_t
read (int fd, void *to, size_t size)
{
  static ssize_t (*next) (int, void *, size_t);

  if (next == NULL)
    next = (ssize_t (*) (int, void *, size_t)) dlsym (RTLD_NEXT, "read");
  return must_fail (fd) ? -1 : next (fd, to, size);
}

ssize_t
pread64 (int fd, void *to, size_t size, off64_t offset)
{
  static ssize_t (*next) (int, void *, size_t, off64_t);

  if (next == NULL)
    next = (ssize_t (*) (int, void *, size_t, off64_t)) dlsym (RTLD_NEXT,
                                                               "pread64");
  return must_fail (fd) ? -1 : next (fd, to, size, offset);
}

static void __attribute__ ((destructor)) log_reads (void)
{
  const char *name = g_getenv ("SAFFRON_FAIL_LOG");
  FILE *file = name != NULL ? g_fopen (name, "w") : NULL;

  if (file == NULL)
    return;
  fprintf (file, "%d\n", atomic_load (&n_reads));
  fclose (file);
}
