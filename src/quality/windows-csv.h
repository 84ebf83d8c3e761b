/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/windows.h"

G_BEGIN_DECLS

/**
 * saffron_windows_to_csv:
 *
 * One row for each window, in reading order: x, y, error_px, uncertainty_px,
 * class, likeness, chance, piece, dx_px, dy_px, before_px, consistency_px,
 * tissue; see #SaffronWindow. Places and distances are reference level-0
 * pixels. What is not known is empty.
 *
 * Returns: (transfer full): the text of the file
 */
char *saffron_windows_to_csv (const SaffronWindows *windows);

G_END_DECLS
