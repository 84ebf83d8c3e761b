/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For LD_PRELOAD: on SIGRTMIN, a thread of its own writes into the file that
 * SAFFRON_MEMORY_IN_USE names how many bytes malloc() has given out and not got
 * back. The resident size also has the holes between them, which grow by
 * megabytes at once when a busy machine lets work overlap, and stay. */

#include <glib/gstdio.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static void *
answer (void *data)
{
  sigset_t *asked = data;
  const char *path = getenv ("SAFFRON_MEMORY_IN_USE");
  char partial[4096];
  int which;

  snprintf (partial, sizeof partial, "%s.part", path);
  while (sigwait (asked, &which) == 0)
    {
      struct mallinfo2 info = mallinfo2 ();
      FILE *file = g_fopen (partial, "w");

      if (file == NULL)
        abort ();
      fprintf (file, "%zu\n", info.uordblks);
      fclose (file);
      /* The file is whole when it has its name. */
      if (rename (partial, path) != 0)
        abort ();
    }
  return NULL;
}

/* Before there are other threads, which inherit that the signal is blocked. */
static void __attribute__ ((constructor)) start (void)
{
  static sigset_t asked;
  pthread_t thread;

  if (getenv ("SAFFRON_MEMORY_IN_USE") == NULL)
    return;
  sigemptyset (&asked);
  sigaddset (&asked, SIGRTMIN);
  pthread_sigmask (SIG_BLOCK, &asked, NULL);
  if (pthread_create (&thread, NULL, answer, &asked) != 0)
    abort ();
  pthread_detach (thread);
}
