/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/landmark-editor.h"
#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowLandmarkFiles:
 *
 * Landmarks that come from files: win.import-landmarks asks for them,
 * win.read-landmarks gets their paths: one, or one for each slide. When they
 * agree only if they are read otherwise (in µm, swapped, …), it asks whether to
 * do so. win.export-landmarks writes them.
 */
#define SAFFRON_TYPE_WINDOW_LANDMARK_FILES                                     \
  (saffron_window_landmark_files_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowLandmarkFiles,
                      saffron_window_landmark_files,
                      SAFFRON,
                      WINDOW_LANDMARK_FILES,
                      GObject)

SaffronWindowLandmarkFiles *
saffron_window_landmark_files_new (SaffronShell *shell,
                                   SaffronLandmarkEditor *editor);

/* Whether a file is called as one of landmarks is. */
gboolean saffron_window_landmark_files_is_one (GFile *file);

G_END_DECLS
