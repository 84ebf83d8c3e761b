/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/csv.h"

G_BEGIN_DECLS

/* What a row of a table, or a feature of GeoJSON, has beyond what we read of
 * it: kept so that it can be written again. It is the text of a JSON object,
 * %NULL when there is nothing. */

/* (transfer full) (nullable): %NULL for an object without members */
char *saffron_extra_print (JsonObject *object);
/* (transfer full): @extra: (nullable): gives an object without members, as text
 * that is no object does */
JsonObject *saffron_extra_parse (const char *extra);

/**
 * saffron_extra_columns:
 * @reader: at a table's header
 * @known: @n_known indices of columns that are read otherwise; −1 for none
 *
 * Returns: (transfer full) (element-type utf8): a name for each other column,
 *   no two alike; %NULL for those that are known
 */
GPtrArray *saffron_extra_columns (const SaffronCsvReader *reader,
                                  const int *known,
                                  guint n_known);

/* (transfer full) (nullable): what @reader's row, which has all columns, has in
 * the columns that are named. */
char *saffron_extra_from_row (const GPtrArray *columns,
                              const SaffronCsvReader *reader);

/* Adds the members' names that are not among @names (element-type utf8) yet;
 * those of groups and lists, which no table has room for, are left out. */
void saffron_extra_add_names (GPtrArray *names, const char *extra);

/* Appends a comma and a name, or the member's value, for each of @names. */
void saffron_extra_append_header (GString *text, const GPtrArray *names);
void saffron_extra_append_row (GString *text,
                               const GPtrArray *names,
                               const char *extra);

G_END_DECLS
