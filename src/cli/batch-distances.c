/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/batch-distances.h"

#include <math.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/median.h"

/* A table of 1500 windows is far shorter. */
#define MAX_BYTES (16 << 20)

/* The columns that are read, in this order. */
static const char *const names[] = { "x",     "y",        "dx_px",
                                     "dy_px", "error_px", "before_px" };
#define N_COLUMNS G_N_ELEMENTS (names)

static gboolean
find_columns (SaffronCsvReader *reader, int at[N_COLUMNS])
{
  if (!saffron_csv_next (reader))
    return FALSE;
  for (guint k = 0; k < N_COLUMNS; k++)
    {
      at[k] = -1;
      for (guint i = 0; i < reader->fields->len; i++)
        if (g_str_equal (reader->fields->pdata[i], names[k]))
          at[k] = (int) i;
      if (at[k] < 0)
        return FALSE;
    }
  return TRUE;
}

/* FALSE for a row of which a number is missing: a window without a match. */
static gboolean
read_row (const SaffronCsvReader *reader,
          const int at[N_COLUMNS],
          double out[N_COLUMNS])
{
  for (guint k = 0; k < N_COLUMNS; k++)
    {
      const char *text = "";

      if ((guint) at[k] < reader->fields->len)
        text = reader->fields->pdata[at[k]];
      if (*text == '\0')
        return FALSE;
      out[k] = g_ascii_strtod (text, NULL);
    }
  return TRUE;
}

static SaffronBatchDistance
distance_of (GArray *values)
{
  double sum = 0.0;

  if (values->len == 0)
    return (SaffronBatchDistance){ NAN, NAN };
  for (guint i = 0; i < values->len; i++)
    sum += g_array_index (values, double, i);
  return (SaffronBatchDistance){
    saffron_median (values),
    sum / values->len,
  };
}

SaffronBatchDistances
saffron_batch_distances_read (const char *windows,
                              SaffronRun *run,
                              double scale_x,
                              double scale_y)
{
  gsize length = 0;
  g_autofree char *text = saffron_file_read (windows, MAX_BYTES, &length, NULL);
  g_auto (SaffronCsvReader) reader;
  g_autoptr (GArray) original = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) rigid = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (double));
  double row[N_COLUMNS];
  int at[N_COLUMNS];
  gboolean good;

  saffron_csv_init (&reader, text != NULL ? text : "", length);
  good = text != NULL && find_columns (&reader, at);
  while (good && saffron_csv_next (&reader))
    {
      SaffronRefPoint shown;
      SaffronMovPoint there;
      double before;

      if (!read_row (&reader, at, row))
        continue;
      /* The tissue that belongs at (x, y) is shown at (x + dx, y + dy). */
      shown = (SaffronRefPoint){ row[0] + row[2], row[1] + row[3] };
      there = saffron_transform_pull (run->transform, shown);
      before = hypot (there.x * scale_x - row[0], there.y * scale_y - row[1]);
      g_array_append_val (original, before);
      g_array_append_val (whole, row[4]);
      g_array_append_val (rigid, row[5]);
    }
  return (SaffronBatchDistances){ original->len, distance_of (original),
                                  distance_of (rigid), distance_of (whole) };
}
