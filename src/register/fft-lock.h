/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FFTW's planner (making and destroying plans) may be used by one thread at a
 * time in the whole process; executing plans needs no lock. Everyone who plans
 * holds this. */
void saffron_fft_lock (void);
void saffron_fft_unlock (void);

G_END_DECLS
