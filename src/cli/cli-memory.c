/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-memory.h"

#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/cli.h"

/* More than twice what the deepest stack of a thread needs. */
#define STACK_BYTES (2 * 1024 * 1024)

/* Room for a message and what is added to it. */
#define LINE_BYTES 1024

void
saffron_cli_memory_advice (char advice[SAFFRON_CLI_ADVICE_BYTES])
{
  struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };

  getrlimit (RLIMIT_AS, &limit);
  if (limit.rlim_cur != RLIM_INFINITY)
    snprintf (advice, SAFFRON_CLI_ADVICE_BYTES,
              "the address space is limited to %lu MB (ulimit -v, h_vmem): "
              "raise that",
              (unsigned long) (limit.rlim_cur >> 20));
  else
    g_strlcpy (advice, "give it more memory", SAFFRON_CLI_ADVICE_BYTES);
}

/* Ends the process at once, without allocating anything. GLib calls this for
 * what it cannot continue after: no memory, no thread. Other levels are shown
 * as usual. */
static void
on_log (const char *domain,
        GLogLevelFlags level,
        const char *message,
        gpointer data)
{
  char line[LINE_BYTES];
  char advice[SAFFRON_CLI_ADVICE_BYTES];
  int n;

  if ((level & G_LOG_LEVEL_ERROR) == 0)
    {
      g_log_default_handler (domain, level, message, data);
      return;
    }
  saffron_cli_memory_advice (advice);
  n = snprintf (line, sizeof line, "\nsaffron-cli: %.500s; %s\n", message,
                advice);
  if (write (STDERR_FILENO, line, (size_t) MIN (n, LINE_BYTES - 1)) < 0)
    _exit (SAFFRON_EXIT_FAILED);
  _exit (SAFFRON_EXIT_FAILED);
}

void
saffron_cli_bound_memory (void)
{
  pthread_attr_t attributes;

  mallopt (M_ARENA_MAX, 1);
  pthread_attr_init (&attributes);
  pthread_attr_setstacksize (&attributes, STACK_BYTES);
  pthread_setattr_default_np (&attributes);
  pthread_attr_destroy (&attributes);
  g_log_set_default_handler (on_log, NULL);
}
