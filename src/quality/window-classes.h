/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/windows.h"

G_BEGIN_DECLS

/**
 * SaffronWindowFinding:
 * @found: whether a match was found
 * @texture: how far what lies there is structure rather than noise, on the
 *   slide that has less, see #SaffronSnapWindow
 * @shared: the share of its tissue that has tissue on the moving slide
 *
 * What was found in a window, beside what it keeps.
 */
typedef struct {
  gboolean found;
  double texture;
  double shared;
} SaffronWindowFinding;

/* As where no match was found. */
void saffron_window_forget (SaffronWindow *window);

/* Takes back each match that lies elsewhere than those of nearly all windows
 * around it: it is one of similar structure.
 * @findings: (array): one for each window */
void saffron_windows_drop_strays (SaffronWindows *windows,
                                  SaffronWindowFinding *findings);

/* Gives each window its class. */
void saffron_windows_classify (SaffronWindows *windows,
                               const SaffronWindowFinding *findings);

G_END_DECLS
