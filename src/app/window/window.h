/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SaffronWindow:
 *
 * One window, one session: header, canvas, side pane, toasts.
 */
#define SAFFRON_TYPE_WINDOW (saffron_window_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindow,
                      saffron_window,
                      SAFFRON,
                      WINDOW,
                      AdwApplicationWindow)

/* A window of @application, not presented yet. */
SaffronWindow *saffron_window_new (GtkApplication *application,
                                   GSettings *settings);

/* The window itself when it has nothing open, else a new one, which is
 * presented. */
SaffronWindow *saffron_window_find_free (SaffronWindow *self);

/* Opens slides, folders or one session, as if they had been dropped. */
void
saffron_window_open_files (SaffronWindow *self, GFile **files, int n_files);

/* Whether something is under way that closing the window would end. */
gboolean saffron_window_is_busy (SaffronWindow *self);
/* Asks whether to stop it, and if so closes the window and quits the
 * application. */
void saffron_window_ask_to_quit (SaffronWindow *self);

G_END_DECLS
