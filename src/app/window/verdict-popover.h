/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "register/run.h"

G_BEGIN_DECLS

/* Why a run is verified or not, in words, and what to try next: each step with
 * a button that activates win.set-parameter with it. */
GtkWidget *saffron_verdict_popover_new (void);
void saffron_verdict_popover_set_run (GtkWidget *popover,
                                      const SaffronRun *run);

G_END_DECLS
