/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SaffronPageSwitcher:
 *
 * The names of a stack's pages, each under its icon. They stand in one row
 * where they have room for it, and otherwise in as few as their words need: no
 * name is cut off, however long a language's words are or how large the text
 * is.
 */
#define SAFFRON_TYPE_PAGE_SWITCHER (saffron_page_switcher_get_type ())
G_DECLARE_FINAL_TYPE (SaffronPageSwitcher,
                      saffron_page_switcher,
                      SAFFRON,
                      PAGE_SWITCHER,
                      GtkWidget)

/* Adds a button for each page that @stack has now. Called once. */
void saffron_page_switcher_set_stack (SaffronPageSwitcher *self,
                                      AdwViewStack *stack);

G_END_DECLS
