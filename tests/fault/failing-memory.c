/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For LD_PRELOAD: lets one call of malloc(), calloc() or realloc() by a library
 * fail, as when memory is out. SAFFRON_FAIL_LIBRARY is the start of the name of
 * the library's file; SAFFRON_FAIL_AT says which of its calls, from 1, and
 * SAFFRON_FAIL_LOG names a file into which their number is written at the
 * end. */

#include <dlfcn.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The C library's own, under the names that it keeps for a case like this. */
void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *old, size_t size);

static atomic_int n_calls;

static int
fails (void *caller)
{
  const char *library = getenv ("SAFFRON_FAIL_LIBRARY");
  const char *at = getenv ("SAFFRON_FAIL_AT"), *name = NULL;
  Dl_info info;

  if (library == NULL || at == NULL || dladdr (caller, &info) == 0)
    return 0;
  name = strrchr (info.dli_fname, '/');
  name = name != NULL ? name + 1 : info.dli_fname;
  if (strncmp (name, library, strlen (library)) != 0
      || atomic_fetch_add (&n_calls, 1) + 1 != g_ascii_strtoll (at, NULL, 10))
    return 0;
  errno = ENOMEM;
  return 1;
}

void *
malloc (size_t size)
{
  return fails (__builtin_return_address (0)) ? NULL : __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  return fails (__builtin_return_address (0)) ? NULL : __libc_calloc (n, size);
}

void *
realloc (void *old, size_t size)
{
  return fails (__builtin_return_address (0)) ? NULL
                                              : __libc_realloc (old, size);
}

static void __attribute__ ((destructor)) log_calls (void)
{
  const char *name = getenv ("SAFFRON_FAIL_LOG");
  FILE *file = name != NULL ? g_fopen (name, "w") : NULL;

  if (file == NULL)
    return;
  fprintf (file, "%d\n", atomic_load (&n_calls));
  fclose (file);
}
