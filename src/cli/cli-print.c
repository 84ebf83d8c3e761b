/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-print.h"

#include <stdio.h>
#include <string.h>

/* Marks that turn the direction of text, with which a name can pretend to be
 * another. */
static gboolean
turns_text (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* (transfer full) */
static char *
escape (const char *text, gboolean keep_breaks)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\t' || (c == '\n' && keep_breaks))
        g_string_append_unichar (out, c);
      else if (c == '\n' || c == '\r')
        g_string_append_c (out, ' ');
      else if (g_unichar_iscntrl (c) || turns_text (c))
        g_string_append_printf (out, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

void
saffron_cli_print_line (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  va_list list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  line = escape (text, FALSE);
  g_print ("%s\n", line);
}

static void
print_to_stdout (const char *text)
{
  g_autofree char *shown = escape (text, TRUE);

  fputs (shown, stdout);
}

static void
print_to_stderr (const char *text)
{
  gsize length = strlen (text);
  gboolean ends = length > 0 && text[length - 1] == '\n';
  g_autofree char *line = g_strndup (text, length - ends);
  g_autofree char *shown = escape (line, FALSE);

  fprintf (stderr, "%s%s", shown, ends ? "\n" : "");
  fflush (stderr);
}

void
saffron_cli_guard_output (void)
{
  g_set_print_handler (print_to_stdout);
  g_set_printerr_handler (print_to_stderr);
}

void
saffron_cli_print_raw (const char *text)
{
  fputs (text, stderr);
  fflush (stderr);
}
