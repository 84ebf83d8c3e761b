/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Draws the choice of @row, whose model is of strings, on one line of its own
 * width beside a subtitle that wraps: libadwaita shrinks it to "…" there. The
 * list is drawn as ever. */
void saffron_combo_label_use (AdwComboRow *row);

G_END_DECLS
