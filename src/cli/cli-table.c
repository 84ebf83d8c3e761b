/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-table.h"

#include <glib/gi18n.h>

#include "base/columns.h"
#include "cli/cli-print.h"

struct _SaffronCliTable {
  int indent;
  GArray *columns; /* of int, as they were given */
  GPtrArray *rows; /* of GStrv */
};

SaffronCliTable *
saffron_cli_table_new (int indent, const int *columns)
{
  SaffronCliTable *table = g_new0 (SaffronCliTable, 1);

  table->indent = indent;
  table->columns = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; columns[i] != 0; i++)
    g_array_append_val (table->columns, columns[i]);
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  return table;
}

void
saffron_cli_table_free (SaffronCliTable *table)
{
  g_array_unref (table->columns);
  g_ptr_array_unref (table->rows);
  g_free (table);
}

void
saffron_cli_table_add (SaffronCliTable *table, ...)
{
  g_autoptr (GStrvBuilder) row = g_strv_builder_new ();
  va_list list;

  va_start (list, table);
  for (guint i = 0; i < table->columns->len; i++)
    g_strv_builder_add (row, va_arg (list, const char *));
  va_end (list);
  g_ptr_array_add (table->rows, g_strv_builder_end (row));
}

/* How wide the column is; negative when its texts stand at its right. */
static int
measure (const SaffronCliTable *table, guint column)
{
  int least = g_array_index (table->columns, int, column);
  int wide = ABS (least);

  for (guint i = 0; i < table->rows->len; i++)
    {
      char **row = table->rows->pdata[i];

      wide = MAX (wide, saffron_text_columns (row[column]));
    }
  return least < 0 ? -wide : wide;
}

void
saffron_cli_table_print (const SaffronCliTable *table)
{
  guint n = table->columns->len;

  for (guint i = 0; i < table->rows->len; i++)
    {
      char **row = table->rows->pdata[i];
      g_autoptr (GString) line = g_string_new (NULL);

      saffron_append_cell (line, "", table->indent);
      for (guint c = 0; c < n; c++)
        {
          if (c > 0)
            g_string_append (line, "  ");
          if (c + 1 < n || g_array_index (table->columns, int, c) < 0)
            saffron_append_cell (line, row[c], measure (table, c));
          else
            g_string_append (line, row[c]);
        }
      saffron_cli_print_line ("%s", line->str);
    }
}

int
saffron_cli_widest (const char *context, const char *const *texts)
{
  int widest = 0;

  for (guint i = 0; texts[i] != NULL; i++)
    widest = MAX (
        widest, saffron_text_columns (g_dpgettext2 (NULL, context, texts[i])));
  return widest;
}

void
saffron_cli_print_fact (int indent,
                        const char *title,
                        int columns,
                        const char *fact)
{
  g_auto (GStrv) lines = g_strsplit (fact, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      saffron_append_cell (line, "", indent);
      saffron_append_cell (line, i == 0 ? title : "", columns);
      saffron_cli_print_line ("%s%s", line->str, lines[i]);
    }
}
