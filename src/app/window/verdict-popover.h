/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/edited-verdict.h"

G_BEGIN_DECLS

/* Why a run is verified or not, in words, and what to try next: each step with
 * a button that activates win.set-parameter with it. */
#define SAFFRON_TYPE_VERDICT_POPOVER (saffron_verdict_popover_get_type ())
G_DECLARE_FINAL_TYPE (SaffronVerdictPopover,
                      saffron_verdict_popover,
                      SAFFRON,
                      VERDICT_POPOVER,
                      GtkPopover)

GtkWidget *saffron_verdict_popover_new (void);
/* @run: the one as it was, or as the landmarks have it where they are judged
 * (@state) */
void saffron_verdict_popover_set_run (SaffronVerdictPopover *self,
                                      const SaffronRun *run,
                                      SaffronEditedState state);

G_END_DECLS
