/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/* The widgets of the bar; the page that stands in place of the slides when none
 * of them is open, and what it takes the place of. The window owns them. */
typedef struct {
  GtkWidget *bar;
  GtkLabel *label;
  GtkWidget *locate;
  GtkWidget *open_left;
  AdwStatusPage *page;
  GtkWidget *pills;
} SaffronMissingWidgets;

/**
 * SaffronWindowMissing:
 *
 * The bar that asks where a session's slides are, or whether they should be
 * opened after all: win.locate and win.open-left.
 */
#define SAFFRON_TYPE_WINDOW_MISSING (saffron_window_missing_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowMissing,
                      saffron_window_missing,
                      SAFFRON,
                      WINDOW_MISSING,
                      GObject)

SaffronWindowMissing *
saffron_window_missing_new (SaffronShell *shell,
                            const SaffronMissingWidgets *widgets);

G_END_DECLS
