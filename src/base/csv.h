/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronCsvReader:
 * @fields: (element-type utf8): the row's fields, without quotes and without
 *   spaces around them; bytes as they are in the file
 * @line: where the row starts, from 1
 *
 * Reads a table from memory row by row. Accepts both kinds of line ends,
 * quotes, a byte order mark and empty lines.
 */
typedef struct {
  GPtrArray *fields;
  guint line;
  /*< private >*/
  const char *at, *end;
  char separator;
  guint next_line;
} SaffronCsvReader;

/* Does not copy @text. The separator is the comma, or the semicolon or tab
 * where the first line has no comma. */
void
saffron_csv_init (SaffronCsvReader *reader, const char *text, gsize length);
void saffron_csv_clear (SaffronCsvReader *reader);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronCsvReader, saffron_csv_clear)

/* Reads the next row that is not empty; FALSE at the end of the text. */
gboolean saffron_csv_next (SaffronCsvReader *reader);

/* (transfer full): @field for a message: valid UTF-8 on one line, cut after 40
 * characters. */
char *saffron_csv_quote (const char *field);

/* Appends @field, in quotes where it needs them. */
void saffron_csv_append (GString *text, const char *field);

G_END_DECLS
