/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/document.h"

G_BEGIN_DECLS

/**
 * saffron_overview_dialog_new:
 *
 * All moving slides of the session at a glance: a small picture of each as its
 * run lays it on the reference, its verdict and its error. Choosing one shows
 * it and closes the window. It follows the document.
 *
 * Returns: (transfer floating): a window over @parent
 */
GtkWidget *saffron_overview_dialog_new (GtkWindow *parent,
                                        SaffronDocument *document);

G_END_DECLS
