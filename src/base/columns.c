/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/columns.h"

int
saffron_text_columns (const char *text)
{
  int columns = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (c))
        columns += g_unichar_iswide (c) ? 2 : 1;
    }
  return columns;
}

void
saffron_append_cell (GString *line, const char *text, int columns)
{
  int blanks = MAX (ABS (columns) - saffron_text_columns (text), 0);

  if (columns < 0)
    g_string_append_printf (line, "%*s", blanks, "");
  g_string_append (line, text);
  if (columns > 0)
    g_string_append_printf (line, "%*s", blanks, "");
}
