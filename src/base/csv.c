/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/csv.h"

#include <string.h>

void
saffron_csv_init (SaffronCsvReader *reader, const char *text, gsize length)
{
  const char *line_end = NULL;
  gsize first_line;

  *reader = (SaffronCsvReader){
    .fields = g_ptr_array_new_with_free_func (g_free),
    .line = 1,
    .at = text,
    .end = text + length,
    .separator = ',',
    .next_line = 1,
  };
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    reader->at += 3;
  line_end = memchr (reader->at, '\n', (gsize) (reader->end - reader->at));
  first_line =
      (gsize) ((line_end != NULL ? line_end : reader->end) - reader->at);
  if (memchr (reader->at, ',', first_line) != NULL)
    return;
  if (memchr (reader->at, ';', first_line) != NULL)
    reader->separator = ';';
  else if (memchr (reader->at, '\t', first_line) != NULL)
    reader->separator = '\t';
}

void
saffron_csv_clear (SaffronCsvReader *reader)
{
  g_clear_pointer (&reader->fields, g_ptr_array_unref);
}

/* The next field without its quotes and without spaces around it. */
static char *
read_field (SaffronCsvReader *reader)
{
  g_autoptr (GString) field = g_string_new (NULL);
  const char *c = reader->at;

  while (c < reader->end && (*c == ' ' || *c == '\t')
         && *c != reader->separator)
    c++;
  if (c < reader->end && *c == '"')
    {
      for (c++; c < reader->end; c++)
        {
          if (*c == '"' && c + 1 < reader->end && c[1] == '"')
            c++;
          else if (*c == '"')
            {
              c++;
              break;
            }
          if (*c == '\n')
            reader->next_line++;
          g_string_append_c (field, *c);
        }
    }
  while (c < reader->end && *c != reader->separator && *c != '\n' && *c != '\r')
    g_string_append_c (field, *c++);
  reader->at = c;
  g_strstrip (field->str);
  return g_strdup (field->str);
}

gboolean
saffron_csv_next (SaffronCsvReader *reader)
{
  while (reader->at < reader->end)
    {
      gboolean empty;

      g_ptr_array_set_size (reader->fields, 0);
      reader->line = reader->next_line;
      for (;;)
        {
          g_ptr_array_add (reader->fields, read_field (reader));
          if (reader->at == reader->end || *reader->at != reader->separator)
            break;
          reader->at++;
        }
      if (reader->at < reader->end && *reader->at == '\r')
        reader->at++;
      if (reader->at < reader->end && *reader->at == '\n')
        reader->at++;
      reader->next_line++;
      empty = reader->fields->len == 1
              && *(char *) g_ptr_array_index (reader->fields, 0) == '\0';
      if (!empty)
        return TRUE;
    }
  return FALSE;
}

char *
saffron_csv_quote (const char *field)
{
  char *valid = g_utf8_make_valid (field, -1);

  if (g_utf8_strlen (valid, -1) > 40)
    {
      char *shorter = g_utf8_substring (valid, 0, 40);

      g_free (valid);
      valid = g_strconcat (shorter, "…", NULL);
      g_free (shorter);
    }
  for (char *c = valid; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  return valid;
}

void
saffron_csv_append (GString *text, const char *field)
{
  if (strpbrk (field, ",;\"\t\r\n") == NULL)
    {
      g_string_append (text, field);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *c = field; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}
