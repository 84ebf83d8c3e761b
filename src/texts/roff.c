/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "texts/roff.h"

#include <stdio.h>
#include <string.h>

/* Where a line of the source ends at the latest. */
#define LINE_BYTES 76

char *
saffron_roff_escape (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (*p == '\\')
      g_string_append (out, "\\e");
    else if (*p == '-')
      g_string_append (out, "\\-");
    else if (*p == '^')
      g_string_append (out, "\\(ha");
    else if (*p == '~')
      g_string_append (out, "\\(ti");
    else if (*p == '"')
      g_string_append (out, "\\(dq");
    else
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

/* One line of text, which must not look like a request. */
static void
put_line (const char *line)
{
  if (line[0] == '.' || line[0] == '\'')
    fputs ("\\&", stdout);
  fputs (line, stdout);
  fputc ('\n', stdout);
}

void
saffron_roff_title (const char *name, const char *date)
{
  g_autofree char *upper = g_ascii_strup (name, -1);
  g_autofree char *escaped = saffron_roff_escape (upper);

  fputs (".\\\" Made when Saffron is built, from its own tables: src/texts.\n",
         stdout);
  printf (".TH %s 1 %s \"Saffron %s\" \"User Commands\"\n", escaped, date,
          SAFFRON_VERSION);
}

void
saffron_roff_line (const char *line)
{
  fputs (line, stdout);
  fputc ('\n', stdout);
}

void
saffron_roff_heading (const char *macro, const char *title)
{
  g_autofree char *escaped = saffron_roff_escape (title);

  printf ("%s \"%s\"\n", macro, escaped);
}

void
saffron_roff_text (const char *text)
{
  g_autofree char *escaped = saffron_roff_escape (text);
  g_auto (GStrv) words = g_strsplit_set (escaped, " \n", -1);
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] == '\0')
        continue;
      if (line->len > 0 && line->len + 1 + strlen (words[i]) > LINE_BYTES)
        {
          put_line (line->str);
          g_string_truncate (line, 0);
        }
      if (line->len > 0)
        g_string_append_c (line, ' ');
      g_string_append (line, words[i]);
    }
  if (line->len > 0)
    put_line (line->str);
}

void
saffron_roff_bold (const char *text)
{
  g_autofree char *escaped = saffron_roff_escape (text);

  printf ("\\fB%s\\fR\n", escaped);
}

static void
put_as_it_is (char **lines)
{
  saffron_roff_line (".nf");
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *escaped = saffron_roff_escape (lines[i]);

      put_line (escaped);
    }
  saffron_roff_line (".fi");
}

void
saffron_roff_paragraphs (const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      g_auto (GStrv) lines = g_strsplit (paragraphs[i], "\n", -1);

      if (paragraphs[i][0] == '\0')
        continue;
      saffron_roff_line (".PP");
      if (paragraphs[i][0] == ' ')
        put_as_it_is (lines);
      else
        saffron_roff_text (paragraphs[i]);
    }
}
