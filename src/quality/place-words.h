/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/windows.h"

G_BEGIN_DECLS

/* (transfer full): what was measured at a window, in a few words: "2.1 µm ±
 * 0.2", "no match near", "no counterpart" or "cannot tell". @um_per_px: µm of a
 * level-0 pixel of the reference; 0 for an error in pixels */
char *saffron_place_to_words (const SaffronWindow *window, double um_per_px);

G_END_DECLS
