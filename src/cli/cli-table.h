/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronCliTable:
 *
 * A table for a terminal. Columns are as wide as what stands in them, in any
 * language.
 */
typedef struct _SaffronCliTable SaffronCliTable;

/**
 * saffron_cli_table_new:
 * @indent: blanks before each row
 * @columns: for each column its least width, negative where texts stand at its
 *   right; ends with 0. The last column has no end
 *
 * Returns: (transfer full)
 */
SaffronCliTable *saffron_cli_table_new (int indent, const int *columns);

void saffron_cli_table_free (SaffronCliTable *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronCliTable, saffron_cli_table_free)

/* Adds a row: a text for each column, and %NULL. */
void saffron_cli_table_add (SaffronCliTable *table, ...) G_GNUC_NULL_TERMINATED;

/* Prints the table with two blanks between two columns. */
void saffron_cli_table_print (const SaffronCliTable *table);

/**
 * saffron_cli_widest:
 * @context: that of all texts
 * @texts: (array zero-terminated=1): in English, marked for translation
 *
 * Returns: how many columns of the terminal the widest translation takes
 */
int saffron_cli_widest (const char *context, const char *const *texts);

/**
 * saffron_cli_print_fact:
 * @indent: blanks before it
 * @title: what it is about; "" to go on with the fact before
 * @columns: how wide titles are
 * @fact: in one line or several, which stand under each other
 *
 * Prints a title and a fact.
 */
void saffron_cli_print_fact (int indent,
                             const char *title,
                             int columns,
                             const char *fact);

G_END_DECLS
