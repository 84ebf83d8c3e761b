/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/points-file.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/extra.h"
#include "base/file.h"
#include "base/save-file.h"

/* Room for the largest double, printed with "%.4f". */
#define NUMBER_SIZE 352

/* Bytes for about ten million points; a larger file is not a table of
 * points. */
#define MAX_BYTES (512 * 1024 * 1024)

static void
file_point_clear (gpointer data)
{
  SaffronFilePoint *point = data;

  g_free (point->label);
  g_free (point->extra);
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
  SaffronFilePoint point = { NULL, x, y, NULL };

  point.label = label != NULL ? g_strdup (label)
                              : g_strdup_printf ("%u", points->len + 1);
  g_array_append_val (points, point);
}

void
saffron_file_points_take_extra (GArray *points, char *extra)
{
  SaffronFilePoint *point =
      &g_array_index (points, SaffronFilePoint, points->len - 1);

  g_free (point->extra);
  point->extra = extra;
}

gboolean
saffron_file_point_is_set (const SaffronFilePoint *point)
{
  return isfinite (point->x) && isfinite (point->y);
}

static gboolean fail (SaffronCsvReader *reader,
                      const char *name,
                      GError **error,
                      const char *format,
                      ...) G_GNUC_PRINTF (4, 5);

static gboolean
fail (SaffronCsvReader *reader,
      const char *name,
      GError **error,
      const char *format,
      ...)
{
  g_autofree char *text = NULL;
  va_list list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
               _ ("%s, line %u: %s"), name, reader->line, text);
  return FALSE;
}

void
saffron_points_find_columns (const SaffronCsvReader *reader,
                             SaffronPointsColumns *columns)
{
  *columns = (SaffronPointsColumns){ reader->fields->len, -1, -1, -1 };
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
}

static gboolean
read_header (SaffronCsvReader *reader,
             const char *file,
             SaffronPointsColumns *columns,
             GError **error)
{
  if (!saffron_csv_next (reader))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("%s is empty: expected a table of points with the header "
                      "“,X,Y”"),
                   file);
      return FALSE;
    }
  saffron_points_find_columns (reader, columns);
  if (columns->x < 0 || columns->y < 0)
    return fail (reader, file, error,
                 _ ("no columns X and Y: expected the header “,X,Y”"));
  return TRUE;
}

/* Whether a field says that there is no value, as spreadsheets, Python and R
 * do. */
static gboolean
is_missing (const char *field)
{
  char *end = NULL;
  double value = g_ascii_strtod (field, &end);

  return *field == '\0' || g_ascii_strcasecmp (field, "NA") == 0
         || (isnan (value) && *end == '\0');
}

static gboolean
read_coordinate (SaffronCsvReader *reader,
                 const char *file,
                 int column,
                 const char *name,
                 double *value,
                 GError **error)
{
  const char *field = g_ptr_array_index (reader->fields, (guint) column);
  g_autofree char *brief = saffron_csv_quote (field);
  char *end = NULL;

  if (is_missing (field))
    {
      *value = NAN;
      return TRUE;
    }
  *value = g_ascii_strtod (field, &end);
  if (end == field || *end != '\0' || strpbrk (field, "xX") != NULL)
    return fail (reader, file, error, _ ("%s is “%s”, which is no number"),
                 name, brief);
  if (fabs (*value) > SAFFRON_POINTS_MAX)
    return fail (reader, file, error, _ ("%s is “%s”, which is no place"), name,
                 brief);
  return TRUE;
}

gboolean
saffron_points_row_is_set (const SaffronCsvReader *reader,
                           const SaffronPointsColumns *columns)
{
  const int places[2] = { columns->x, columns->y };

  for (int k = 0; k < 2; k++)
    {
      const char *field = g_ptr_array_index (reader->fields, (guint) places[k]);

      if (is_missing (field))
        return FALSE;
    }
  return TRUE;
}

/* @all: whether to keep what the rows have in further columns */
static gboolean
read_points (SaffronCsvReader *reader,
             const char *file,
             gboolean all,
             GArray *points,
             GError **error)
{
  SaffronPointsColumns columns;
  g_autoptr (GPtrArray) others = NULL;

  if (!read_header (reader, file, &columns, error))
    return FALSE;
  if (all)
    others = saffron_extra_columns (
        reader, (const int[]){ columns.x, columns.y, columns.label }, 3);
  while (saffron_csv_next (reader))
    {
      double x, y;

      if (reader->fields->len != columns.n)
        return fail (reader, file, error,
                     ngettext ("%u column where the header has %u",
                               "%u columns where the header has %u",
                               reader->fields->len),
                     reader->fields->len, columns.n);
      if (!read_coordinate (reader, file, columns.x, "X", &x, error)
          || !read_coordinate (reader, file, columns.y, "Y", &y, error))
        return FALSE;
      /* Half a place is none. */
      if (isnan (x) || isnan (y))
        x = y = NAN;
      saffron_file_points_add (
          points,
          columns.label < 0
              ? NULL
              : g_ptr_array_index (reader->fields, (guint) columns.label),
          x, y);
      if (others != NULL)
        saffron_file_points_take_extra (
            points, saffron_extra_from_row (others, reader));
    }
  if (points->len == 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("%s has a header but no points"), file);
      return FALSE;
    }
  return TRUE;
}

static GArray *
parse (const char *text,
       gsize length,
       const char *name,
       gboolean all,
       GError **error)
{
  g_autoptr (GArray) points = saffron_file_points_new ();
  g_auto (SaffronCsvReader) reader = { NULL };

  if (memchr (text, '\0', length) != NULL)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
          _ ("%s is not a text file: expected a table of points with the "
             "header “,X,Y”"),
          name);
      return NULL;
    }
  saffron_csv_init (&reader, text, length);
  if (!read_points (&reader, name, all, points, error))
    return NULL;
  return g_steal_pointer (&points);
}

GArray *
saffron_points_parse (const char *text,
                      gsize length,
                      const char *name,
                      GError **error)
{
  return parse (text, length, name, FALSE, error);
}

GArray *
saffron_points_parse_all (const char *text,
                          gsize length,
                          const char *name,
                          GError **error)
{
  return parse (text, length, name, TRUE, error);
}

GArray *
saffron_points_file_read (const char *path, GError **error)
{
  gsize length = 0;
  g_autofree char *text = saffron_file_read (path, MAX_BYTES, &length, error);

  if (text == NULL)
    return NULL;
  return saffron_points_parse (text, length, path, error);
}

char *
saffron_points_print (GArray *points)
{
  g_autoptr (GString) text = g_string_new (",X,Y");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < points->len; i++)
    saffron_extra_add_names (names,
                             g_array_index (points, SaffronFilePoint, i).extra);
  saffron_extra_append_header (text, names);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < points->len; i++)
    {
      const SaffronFilePoint *point =
          &g_array_index (points, SaffronFilePoint, i);
      char x[NUMBER_SIZE] = "", y[NUMBER_SIZE] = "";

      if (saffron_file_point_is_set (point))
        {
          g_ascii_formatd (x, sizeof x, "%.4f", point->x);
          g_ascii_formatd (y, sizeof y, "%.4f", point->y);
        }
      saffron_csv_append (text, point->label);
      g_string_append_printf (text, ",%s,%s", x, y);
      saffron_extra_append_row (text, names, point->extra);
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
saffron_points_file_write (const char *path, GArray *points, GError **error)
{
  g_autofree char *text = saffron_points_print (points);

  return saffron_save_file_replace (path, text, strlen (text), error);
}
