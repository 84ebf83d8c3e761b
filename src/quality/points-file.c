/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/points-file.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/file.h"

/* Ten million points; more is not a table of points. */
#define MAX_BYTES (512 * 1024 * 1024)

static void
file_point_clear (gpointer data)
{
  g_free (((SaffronFilePoint *) data)->label);
}

GArray *
saffron_file_points_new (void)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (SaffronFilePoint));

  g_array_set_clear_func (points, file_point_clear);
  return points;
}

void
saffron_file_points_add (GArray *points, const char *label, double x, double y)
{
  SaffronFilePoint point = { NULL, x, y };

  point.label = label != NULL ? g_strdup (label)
                              : g_strdup_printf ("%u", points->len + 1);
  g_array_append_val (points, point);
}

gboolean
saffron_file_point_is_set (const SaffronFilePoint *point)
{
  return isfinite (point->x) && isfinite (point->y);
}

typedef struct {
  const char *name;
  const char *at, *end;
  char separator;
  guint line;      /* of the row being read, from 1 */
  guint next_line;
  GPtrArray *fields;
} Reader;

static gboolean
fail (Reader *reader, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
fail (Reader *reader, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *valid = NULL;
  va_list list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  /* What is quoted from the file may be anything. */
  valid = g_utf8_make_valid (text, -1);
  for (char *c = valid; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT, "%s, line %u: %s",
               reader->name, reader->line, valid);
  return FALSE;
}

static char *
shorten (const char *field)
{
  return strlen (field) <= 40 ? g_strdup (field)
                              : g_strdup_printf ("%.40s…", field);
}

/* The next field without its quotes and without spaces around it. */
static char *
read_field (Reader *reader)
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
  while (c < reader->end && *c != reader->separator && *c != '\n'
         && *c != '\r')
    g_string_append_c (field, *c++);
  reader->at = c;
  g_strstrip (field->str);
  return g_strdup (field->str);
}

/* FALSE at the end of the file. Empty lines are skipped. */
static gboolean
read_row (Reader *reader)
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

typedef struct {
  guint n;
  int x, y, label;
} Columns;

static gboolean
read_header (Reader *reader, Columns *columns, GError **error)
{
  *columns = (Columns){ 0, -1, -1, -1 };
  if (!read_row (reader))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   "%s is empty: expected a table of points with the header "
                   "“,X,Y”",
                   reader->name);
      return FALSE;
    }
  columns->n = reader->fields->len;
  for (guint i = 0; i < columns->n; i++)
    {
      const char *field = g_ptr_array_index (reader->fields, i);

      if (columns->x < 0 && g_ascii_strcasecmp (field, "x") == 0)
        columns->x = (int) i;
      else if (columns->y < 0 && g_ascii_strcasecmp (field, "y") == 0)
        columns->y = (int) i;
      else if (columns->label < 0)
        columns->label = (int) i;
    }
  if (columns->x < 0 || columns->y < 0)
    return fail (reader, error,
                 "no columns X and Y: expected the header “,X,Y”");
  return TRUE;
}

static gboolean
read_coordinate (Reader *reader,
                 int column,
                 const char *name,
                 double *value,
                 GError **error)
{
  const char *field = g_ptr_array_index (reader->fields, (guint) column);
  g_autofree char *brief = shorten (field);
  char *end = NULL;

  if (*field == '\0')
    {
      *value = NAN;
      return TRUE;
    }
  *value = g_ascii_strtod (field, &end);
  if (end == field || *end != '\0' || strpbrk (field, "xX") != NULL)
    return fail (reader, error, "%s is “%s”, which is no number", name, brief);
  if (!isfinite (*value))
    return fail (reader, error, "%s is “%s”, which is no place", name, brief);
  return TRUE;
}

static gboolean
read_points (Reader *reader, GArray *points, GError **error)
{
  Columns columns;

  if (!read_header (reader, &columns, error))
    return FALSE;
  while (read_row (reader))
    {
      double x, y;

      if (reader->fields->len != columns.n)
        return fail (reader, error, "%u columns where the header has %u",
                     reader->fields->len, columns.n);
      if (!read_coordinate (reader, columns.x, "X", &x, error)
          || !read_coordinate (reader, columns.y, "Y", &y, error))
        return FALSE;
      if (isnan (x) != isnan (y))
        return fail (reader, error, "only one of X and Y is there");
      saffron_file_points_add (
          points,
          columns.label < 0
              ? NULL
              : g_ptr_array_index (reader->fields, (guint) columns.label),
          x, y);
    }
  if (points->len == 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   "%s has a header but no points", reader->name);
      return FALSE;
    }
  return TRUE;
}

GArray *
saffron_points_parse (const char *text,
                      gsize length,
                      const char *name,
                      GError **error)
{
  g_autoptr (GArray) points = saffron_file_points_new ();
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  Reader reader = { name, text, text + length, ',', 1, 1, fields };
  const char *line_end = NULL;
  gsize first_line;

  if (memchr (text, '\0', length) != NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   "%s is not a text file: expected a table of points with the "
                   "header “,X,Y”",
                   name);
      return NULL;
    }
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    reader.at += 3;
  line_end = memchr (reader.at, '\n', (gsize) (reader.end - reader.at));
  first_line = (gsize) ((line_end != NULL ? line_end : reader.end) - reader.at);
  if (memchr (reader.at, ',', first_line) != NULL)
    reader.separator = ',';
  else if (memchr (reader.at, ';', first_line) != NULL)
    reader.separator = ';';
  else if (memchr (reader.at, '\t', first_line) != NULL)
    reader.separator = '\t';

  if (!read_points (&reader, points, error))
    return NULL;
  return g_steal_pointer (&points);
}

GArray *
saffron_points_file_read (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  gsize length = 0;
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    {
      g_set_error (error, SAFFRON_ERROR,
                   errno == ENOENT ? SAFFRON_ERROR_NOT_FOUND
                                   : SAFFRON_ERROR_IO,
                   "%s cannot be read: %s", path, g_strerror (errno));
      return NULL;
    }
  if (S_ISDIR (status.st_mode))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   "%s is a folder: expected a table of points", path);
      return NULL;
    }
  if (status.st_size > MAX_BYTES)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
                   "%s is larger than a table of points can be", path);
      return NULL;
    }
  if (!g_file_get_contents (path, &text, &length, &local))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                   "%s cannot be read: %s", path, local->message);
      return NULL;
    }
  return saffron_points_parse (text, length, path, error);
}

static void
append_label (GString *text, const char *label)
{
  if (strpbrk (label, ",;\"\t\r\n") == NULL)
    {
      g_string_append (text, label);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *c = label; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

char *
saffron_points_print (GArray *points)
{
  g_autoptr (GString) text = g_string_new (",X,Y\n");

  for (guint i = 0; i < points->len; i++)
    {
      const SaffronFilePoint *point
          = &g_array_index (points, SaffronFilePoint, i);
      char x[G_ASCII_DTOSTR_BUF_SIZE] = "", y[G_ASCII_DTOSTR_BUF_SIZE] = "";

      if (saffron_file_point_is_set (point))
        {
          g_ascii_formatd (x, sizeof x, "%.4f", point->x);
          g_ascii_formatd (y, sizeof y, "%.4f", point->y);
        }
      append_label (text, point->label);
      g_string_append_printf (text, ",%s,%s\n", x, y);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
saffron_points_file_write (const char *path, GArray *points, GError **error)
{
  g_autofree char *text = saffron_points_print (points);

  return saffron_file_replace (path, text, strlen (text), error);
}
