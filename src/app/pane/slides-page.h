/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/document.h"

G_BEGIN_DECLS

/* The pane's page of slides: what each is, what registration looks at, and how
 * it is shown. */
GtkWidget *saffron_slides_page_new (SaffronDocument *document);

G_END_DECLS
