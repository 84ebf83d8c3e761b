/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SAFFRON_N_PAGES 6

/* Fills the pane at the side. @pages: slides, register, runs, landmarks,
 * quality, sweep; each gets its name, title and icon */
void saffron_pages_add (AdwViewStack *stack,
                        GtkWidget *const pages[SAFFRON_N_PAGES]);

G_END_DECLS
