/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * saffron_replace_ask_async:
 * @parent: stays alive until the answer
 * @title: the question
 * @paths: the files that will be written
 *
 * Looks whether one of them is there, in the background, because the disk may
 * be on a network; and asks if so. It answers after the question is gone, so
 * that @parent may be closed.
 */
void saffron_replace_ask_async (GtkWindow *parent,
                                const char *title,
                                const char *const *paths,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * saffron_replace_ask_finish:
 * @replace: (out): whether files are there and may be replaced
 *
 * Returns: whether to write; %FALSE when it was cancelled or they are to be
 *   kept.
 */
gboolean saffron_replace_ask_finish (GAsyncResult *result, gboolean *replace);

G_END_DECLS
