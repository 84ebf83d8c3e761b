/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a manual page is written with, in man(7); all of it goes to stdout. */

/* The head of the page: @name in lower case, @date of the release. */
void saffron_roff_title (const char *name, const char *date);
/* A line of the page's own, such as ".TP". */
void saffron_roff_line (const char *line);
/* .SH or .SS with its title, which is escaped. */
void saffron_roff_heading (const char *macro, const char *title);
/* Words of any length, escaped and broken into lines. */
void saffron_roff_text (const char *text);
/* Words in bold, on a line of their own. */
void saffron_roff_bold (const char *text);
/* Paragraphs with empty lines between them. Lines that begin with a blank stay
 * as they are. */
void saffron_roff_paragraphs (const char *text);

/* (transfer full): @text with what roff would understand escaped. */
char *saffron_roff_escape (const char *text);

G_END_DECLS
