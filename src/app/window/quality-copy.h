/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * saffron_quality_copy:
 * @widget: what the picture shows, as it is on the screen
 * @text: the numbers
 *
 * Puts both on the clipboard: as a picture with the text below it, for whoever
 * takes pictures, and as text.
 */
void saffron_quality_copy (GtkWidget *widget, const char *text);

G_END_DECLS
