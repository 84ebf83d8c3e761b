/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/background.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

/* Added to the process's nice value: where others keep all processors busy, a
 * thread so much nicer still gets about a quarter of one. */
#define NICER 5
#define NICEST 19

static GPrivate entered;

void
saffron_background_enter (void)
{
#ifdef __linux__
  /* The nice value of the main thread, because a thread that starts this one
   * may be nicer already. To Linux a thread is a process of its own: 0 means
   * the calling thread. */
  int nice = getpriority (PRIO_PROCESS, (id_t) getpid ());

  setpriority (PRIO_PROCESS, 0, MIN (nice + NICER, NICEST));
#endif
  g_private_set (&entered, GINT_TO_POINTER (1));
}

gboolean
saffron_background_entered (void)
{
  return g_private_get (&entered) != NULL;
}
