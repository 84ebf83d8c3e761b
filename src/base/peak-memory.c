/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/peak-memory.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

gint64
saffron_peak_memory (void)
{
  struct rusage usage;

  return getrusage (RUSAGE_SELF, &usage) == 0
             ? (gint64) usage.ru_maxrss * 1024
             : 0;
}

/* proc(5): writing 5 resets the high-water mark of the resident set. */
void
saffron_peak_memory_reset (void)
{
  int fd = open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);

  if (fd < 0)
    return;
  /* Where it is not allowed the peak is that of the process's life. */
  if (write (fd, "5", 1) != 1)
    g_debug ("the peak of memory cannot be reset");
  close (fd);
}
