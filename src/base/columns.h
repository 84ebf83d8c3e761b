/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many columns of a terminal @text takes, which is UTF-8: two for each wide
 * character, as in Chinese and Japanese, and none for marks that stand over
 * others. */
int saffron_text_columns (const char *text);

/**
 * saffron_append_cell:
 * @columns: how wide the cell is; negative to have the text at its right
 *
 * Appends @text with as many blanks as fill the cell of a table. What is wider
 * than the cell stays whole.
 */
void saffron_append_cell (GString *line, const char *text, int columns);

G_END_DECLS
