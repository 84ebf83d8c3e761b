/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * saffron_replace_dialog_new:
 * @title: the question
 * @path: the file that is there
 *
 * Asks before a file is replaced: an AdwMessageDialog whose responses are
 * "keep" and "replace". The caller presents it.
 */
GtkWidget *saffron_replace_dialog_new (GtkWindow *parent,
                                       const char *title,
                                       const char *path);

G_END_DECLS
