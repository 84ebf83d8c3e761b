/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/background.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

/* By how much it is nicer than the process: a quarter of a processor is left to
 * it while others would have it all. */
#define NICER 5
#define NICEST 19

static GPrivate entered;

void
saffron_background_enter (void)
{
#ifdef __linux__
  /* The main thread's, for one that is started here may be nicer already. To
   * Linux a thread is a process of its own: 0 is the calling one. */
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
