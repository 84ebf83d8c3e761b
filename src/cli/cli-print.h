/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From now on g_print() and g_printerr() show control characters, which come
 * from names and notes in files, as \x1b and the like, so that no file can give
 * orders to the terminal. What one g_printerr() writes is one line: other line
 * breaks become spaces. */
void saffron_cli_guard_output (void);

/* Writes the program's own text to stderr as it is. */
void saffron_cli_print_raw (const char *text);

/* g_print() of one line, to which it adds the end: line breaks in what comes
 * from files become spaces. */
void saffron_cli_print_line (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
