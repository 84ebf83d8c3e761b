/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/csv.h"

G_BEGIN_DECLS

/**
 * SaffronFilePoint:
 * @label: the point's name in the file; never %NULL
 * @x: level-0 pixels of the slide that the file belongs to; NaN when the row
 *   has no coordinates
 * @y: the same
 * @extra: (nullable): what else the file has of it, see base/extra.h; only
 *   where that was asked for
 *
 * One row of a table of points. The file does not tell which slide the
 * coordinates belong to; the caller has to know.
 */
typedef struct {
  char *label;
  double x, y;
  char *extra;
} SaffronFilePoint;

/* The largest coordinate that is read. No slide is that large, and what is
 * computed from it stays finite. */
#define SAFFRON_POINTS_MAX 1e300

/* Makes an array of #SaffronFilePoint that frees their labels. */
GArray *saffron_file_points_new (void);
/* @label: (nullable): %NULL stands for the row's number, which counts from
 * 1. */
void
saffron_file_points_add (GArray *points, const char *label, double x, double y);

/* Gives the last point what its file has of it. @extra: (transfer full)
 * (nullable) */
void saffron_file_points_take_extra (GArray *points, char *extra);

/* Whether the row has coordinates. */
gboolean saffron_file_point_is_set (const SaffronFilePoint *point);

/**
 * saffron_points_file_read:
 *
 * Reads a table with a header that names the columns X and Y in either case;
 * the first other column is the label. The separator is the comma, or the
 * semicolon or tab where the header has no comma. Both kinds of line ends,
 * quotes, spaces around fields, a byte order mark and empty lines are accepted.
 * A row that lacks a coordinate, or has NaN for one, is a point without a
 * position.
 *
 * Returns: (transfer full) (element-type SaffronFilePoint): the points, or
 *   %NULL with an error that names the file and the line:
 *   %SAFFRON_ERROR_NOT_FOUND, %SAFFRON_ERROR_IO, %SAFFRON_ERROR_TOO_LARGE, or
 *   %SAFFRON_ERROR_FORMAT (no such table, no points, a row of another length, a
 *   coordinate that is no number, or infinite)
 */
GArray *saffron_points_file_read (const char *path, GError **error);

/* The same for a table in memory; @name stands for the file in messages. */
GArray *saffron_points_parse (const char *text,
                              gsize length,
                              const char *name,
                              GError **error);

/* The same, with what each row has in further columns. */
GArray *saffron_points_parse_all (const char *text,
                                  gsize length,
                                  const char *name,
                                  GError **error);

/**
 * SaffronPointsColumns:
 * @n: how many there are
 * @x: the index of X, −1 for none
 * @y: the same of Y
 * @label: the same of the first other one
 */
typedef struct {
  guint n;
  int x, y, label;
} SaffronPointsColumns;

/* The columns by the header, which is @reader's row. */
void saffron_points_find_columns (const SaffronCsvReader *reader,
                                  SaffronPointsColumns *columns);

/* Whether the row, which has all columns, has both coordinates. */
gboolean saffron_points_row_is_set (const SaffronCsvReader *reader,
                                    const SaffronPointsColumns *columns);

/* Returns the table as text: the header ",X,Y", then a row with label, x and y
 * to 1e-4 px for each point. A point without coordinates has its label only.
 * What points have beyond that comes in further columns. */
char *saffron_points_print (GArray *points);

/* Writes the table with saffron_save_file_replace(). */
gboolean
saffron_points_file_write (const char *path, GArray *points, GError **error);

G_END_DECLS
