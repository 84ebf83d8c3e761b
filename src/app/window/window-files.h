/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowFiles:
 *
 * Opening slides, folders and sessions: by the choosers of the actions
 * win.open-…, from the recent files, or dropped on the window. Which image of
 * an open file is shown is for #SaffronWindowChoice, which it holds.
 */
#define SAFFRON_TYPE_WINDOW_FILES (saffron_window_files_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowFiles,
                      saffron_window_files,
                      SAFFRON,
                      WINDOW_FILES,
                      GObject)

SaffronWindowFiles *saffron_window_files_new (SaffronShell *shell);

/* Opens slides and sessions, and reads landmarks of the slides that are shown
 * from the files that are called so. */
void saffron_window_files_open (SaffronShell *shell,
                                GFile **files,
                                guint n_files,
                                SaffronOpenAs as);

/* A filter for files that are named like slides. */
GtkFileFilter *saffron_slide_filter_new (void);

G_END_DECLS
