/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SaffronHoldFunc:
 * @held: whether the key is held from now on
 *
 * Returns: with @held, whether there is anything to show; without, it does not
 *   matter
 */
typedef gboolean (*SaffronHoldFunc) (gboolean held, gpointer user_data);

/**
 * saffron_hold_key_add:
 * @window: where the key is held; the focus may be anywhere but in a text
 * @key: a letter, in lower case
 * @func: called when the key is pressed, and when it is let go or the window
 *   loses the focus, since another window may be told that it is let go
 * @object: what @func is called with; no longer than it lives
 *
 * Shows something for as long as a key is held.
 */
void saffron_hold_key_add (GtkWindow *window,
                           guint key,
                           SaffronHoldFunc func,
                           GObject *object);

G_END_DECLS
