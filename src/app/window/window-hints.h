/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/hint-bar.h"
#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowHints:
 *
 * Three hints for those who try the demo, one at a time: what the colours mean,
 * how to register, and, once there is a run, how to correct it. One that was
 * dismissed, or done, is remembered in the settings and never comes again. Over
 * other slides there are none: whoever opens their own is at work.
 */
#define SAFFRON_TYPE_WINDOW_HINTS (saffron_window_hints_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowHints,
                      saffron_window_hints,
                      SAFFRON,
                      WINDOW_HINTS,
                      GObject)

/* @canvas: takes the focus when the bar that has it goes. */
SaffronWindowHints *saffron_window_hints_new (SaffronShell *shell,
                                              SaffronHintBar *bar,
                                              GtkWidget *canvas);

G_END_DECLS
