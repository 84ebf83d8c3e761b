/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/peak-memory.h"

#include <fcntl.h>
#include <malloc.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* What saffron-cli holds before it opens a slide: the program and the pages of
 * its libraries that have been read. */
#define BARE_BYTES (25 << 20)

/* The peak is the process's, so its meters share this state. */
static struct {
  GMutex lock;
  guint running;
  guint turn; /* number of the meter started last */
} meters;

/* proc(5): VmHWM is of this program alone. What getrusage() tells begins with
 * the program that started this one, before exec(), which may be a large
 * one. */
gint64
saffron_peak_memory (void)
{
  g_autofree char *status = NULL;
  struct rusage usage;

  if (g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    {
      const char *peak = strstr (status, "VmHWM:");

      if (peak != NULL)
        return g_ascii_strtoll (peak + strlen ("VmHWM:"), NULL, 10) * 1024;
    }
  return getrusage (RUSAGE_SELF, &usage) == 0 ? (gint64) usage.ru_maxrss * 1024
                                              : 0;
}

/* proc(5): writing 5 resets the high-water mark of the resident set. */
gboolean
saffron_peak_memory_reset (void)
{
  int fd = open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
  gboolean done;

  if (fd < 0)
    return FALSE;
  done = write (fd, "5", 1) == 1;
  if (!done)
    g_debug ("the peak of memory cannot be reset");
  close (fd);
  return done;
}

void
saffron_memory_meter_start (SaffronMemoryMeter *meter)
{
  g_mutex_lock (&meters.lock);
  meter->held = 0;
  meter->turn = ++meters.turn;
  if (meters.running++ == 0)
    {
      /* Returns freed memory to the system. The task would otherwise reuse it
       * without raising the peak, and so seem to need less. */
      malloc_trim (0);
      if (saffron_peak_memory_reset ())
        meter->held = saffron_peak_memory ();
    }
  g_mutex_unlock (&meters.lock);
}

gint64
saffron_memory_meter_stop (SaffronMemoryMeter *meter)
{
  gint64 peak = 0;

  g_mutex_lock (&meters.lock);
  meters.running--;
  if (meter->held > 0 && meter->turn == meters.turn)
    peak = saffron_peak_memory () - meter->held + BARE_BYTES;
  g_mutex_unlock (&meters.lock);
  return peak;
}
