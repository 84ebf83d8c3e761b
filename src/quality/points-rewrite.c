/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/points-rewrite.h"

#include <string.h>

#include "base/csv.h"
#include "base/save-file.h"
#include "quality/points-file.h"
#include "quality/points-geojson.h"

/* Room for the largest double, printed with "%.4f". */
#define NUMBER_SIZE 352

/* Replaces the row's coordinates, unless it has none. */
static void
set_places (SaffronCsvReader *reader,
            const SaffronPointsColumns *columns,
            const SaffronFilePoint *point)
{
  const int places[2] = { columns->x, columns->y };
  const double values[2] = { point->x, point->y };

  for (int k = 0; k < 2; k++)
    {
      char number[NUMBER_SIZE] = "";
      gpointer *field = &reader->fields->pdata[places[k]];

      if (saffron_file_point_is_set (point))
        g_ascii_formatd (number, sizeof number, "%.4f", values[k]);
      g_free (*field);
      *field = g_strdup (number);
    }
}

static void
append_row (GString *out, const SaffronCsvReader *reader)
{
  for (guint i = 0; i < reader->fields->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, reader->separator);
      saffron_csv_append (out, reader->fields->pdata[i]);
    }
  g_string_append_c (out, '\n');
}

static char *
rewrite_table (const char *text, gsize length, GArray *points)
{
  g_auto (SaffronCsvReader) reader = { NULL };
  GString *out = g_string_new (NULL);
  SaffronPointsColumns columns;

  saffron_csv_init (&reader, text, length);
  saffron_csv_next (&reader);
  saffron_points_find_columns (&reader, &columns);
  append_row (out, &reader);
  for (guint i = 0; saffron_csv_next (&reader) && i < points->len; i++)
    {
      if (saffron_points_row_is_set (&reader, &columns))
        set_places (&reader, &columns,
                    &g_array_index (points, SaffronFilePoint, i));
      append_row (out, &reader);
    }
  return g_string_free (out, FALSE);
}

gboolean
saffron_points_write_like (const char *path,
                           const char *text,
                           gsize length,
                           GArray *points,
                           GError **error)
{
  g_autofree char *out = NULL;

  if (saffron_points_is_geojson (text, length)
      || saffron_points_names_geojson (path))
    return saffron_points_write_any (path, points, error);
  out = rewrite_table (text, length, points);
  return saffron_save_file_replace (path, out, strlen (out), error);
}
