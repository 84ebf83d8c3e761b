/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/fft-lock.h"

static GMutex fft_mutex;

void
saffron_fft_lock (void)
{
  g_mutex_lock (&fft_mutex);
}

void
saffron_fft_unlock (void)
{
  g_mutex_unlock (&fft_mutex);
}
