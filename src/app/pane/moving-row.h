/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/document.h"

G_BEGIN_DECLS

/**
 * saffron_moving_row_new:
 * @name: of the slide, as the document names it
 *
 * One moving slide in the list of all: its verdict, its error, what it is; a
 * click shows it. It follows the document as long as the slide is open or is
 * not.
 */
GtkWidget *saffron_moving_row_new (SaffronDocument *document,
                                   SaffronMoving *moving,
                                   const char *name);

/* The line about all moving slides, with a button that shows the next one that
 * a person has to see to. It follows the document. */
GtkWidget *saffron_moving_summary_new (SaffronDocument *document);

G_END_DECLS
