/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What one turn of the main loop may take beside drawing, ms. */
#define SAFFRON_STALL_MS 16.0

/**
 * SaffronStalls:
 *
 * Measures how long the turns of the main loop take without the frames that
 * are drawn in them: processor time of the main thread; the time that is its
 * own, in which it worked or was held up by something, but did not wait for a
 * processor that other threads had (known on Linux; elsewhere all of it); and
 * the clock's. Where a turn takes longer than %SAFFRON_STALL_MS of the first or
 * the second it says so on the standard error, "stall: cpu MS own MS wall MS";
 * about once a second while something is drawn "frames: N in MS ms, longest gap
 * MS"; and at the end "stalls: TURNS turns, OVER over 16 ms, longest cpu MS own
 * MS wall MS".
 */
typedef struct _SaffronStalls SaffronStalls;

/* (nullable): %NULL where the environment has no SAFFRON_STALLS. */
SaffronStalls *saffron_stalls_new (void);
void saffron_stalls_free (SaffronStalls *stalls);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronStalls, saffron_stalls_free)

/* Drawing of @window is not counted. @stalls may be %NULL. */
void saffron_stalls_add_window (SaffronStalls *stalls, GtkWidget *window);

G_END_DECLS
