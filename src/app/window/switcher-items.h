/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/document.h"

G_BEGIN_DECLS

/**
 * saffron_switcher_items_set_up:
 *
 * How the switcher shows the moving slides of saffron_switcher_items_fill():
 * with the verdict and, in its list, the error. A long file name is shortened
 * in the header and whole in the list.
 */
void saffron_switcher_items_set_up (GtkDropDown *choice,
                                    SaffronDocument *document);

/**
 * saffron_switcher_items_fill:
 * @slides: (element-type SaffronMoving): of the document
 *
 * Gives @choice an item for each slide, as they are now, and selects the one
 * that is shown.
 */
void saffron_switcher_items_fill (GtkDropDown *choice,
                                  SaffronDocument *document,
                                  GPtrArray *slides);

G_END_DECLS
