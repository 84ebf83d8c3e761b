/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Adds a page to the pane at the side, with the title and the icon that the
 * page of this name has: "slides", "register", "runs", "landmarks", "quality",
 * "sweep". */
void saffron_pages_add (AdwViewStack *pages, const char *name, GtkWidget *page);

G_END_DECLS
