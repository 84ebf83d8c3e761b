/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Only one thread of the process at a time may make or destroy FFTW's plans.
 * Hold this lock for that; executing plans needs no lock. */
void saffron_fft_lock (void);
void saffron_fft_unlock (void);

G_END_DECLS
