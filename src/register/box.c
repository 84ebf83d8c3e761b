/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/box.h"

#include <string.h>

#include "base/vector.h"

/* The usual radius. */
#define USUAL 8

/* Sums of 17 = 1 + 16 by the same doublings as below, two of them at once:
 * memory is what takes the time. */
VECTOR static void
usual_row (const float *in, int n, float *fours, float *out)
{
  for (int i = 0; i < n + 13; i++)
    fours[i] = (in[i] + in[i + 1]) + (in[i + 2] + in[i + 3]);
  for (int i = 0; i < n; i++)
    out[i] = in[i]
             + ((fours[i + 1] + fours[i + 5]) + (fours[i + 9] + fours[i + 13]));
}

VECTOR static void
any_row (float *in, int n, int radius, float *out)
{
  int length = 2 * radius + 1;
  int padded = n + 2 * radius;
  int offset = 0;
  gboolean first = TRUE;

  for (int span = 1; span <= length; span *= 2)
    {
      /* in[i] now holds the sum of the @span values from i on. */
      if ((length & span) != 0)
        {
          const float *from = in + offset;

          if (first)
            memcpy (out, from, sizeof (float) * (gsize) n);
          else
            for (int i = 0; i < n; i++)
              out[i] += from[i];
          first = FALSE;
          offset += span;
        }
      if (2 * span <= length)
        for (int i = 0; i + span < padded; i++)
          in[i] = in[i] + in[i + span];
    }
}

void
saffron_box_row (const float *in, int n, int radius, float *scratch, float *out)
{
  if (radius == USUAL)
    {
      usual_row (in, n, scratch, out);
      return;
    }
  memcpy (scratch, in, sizeof (float) * ((gsize) n + 2 * (gsize) radius));
  any_row (scratch, n, radius, out);
}

VECTOR static void
add_to_columns (float *restrict column, const float *restrict row, int n)
{
  for (int i = 0; i < n; i++)
    column[i] += row[i];
}

/* Takes the row that has left the box off and adds the one that comes in. */
VECTOR static void
move_on (float *restrict column,
         const float *restrict gone,
         const float *restrict row,
         int n)
{
  for (int i = 0; i < n; i++)
    column[i] = (column[i] - gone[i]) + row[i];
}

void
saffron_box_stream_init (SaffronBoxStream *stream, int width, int radius)
{
  gsize n = (gsize) width, padded = n + 2 * (gsize) radius;

  *stream = (SaffronBoxStream){ .width = width, .radius = radius };
  stream->rows = g_new (float, n *(2 * (gsize) radius + 2));
  stream->column = g_new0 (float, 2 * padded);
  stream->scratch = stream->column + padded;
}

void
saffron_box_stream_clear (SaffronBoxStream *stream)
{
  g_clear_pointer (&stream->rows, g_free);
  g_clear_pointer (&stream->column, g_free);
}

/* The last row that left the box is still there. */
static float *
ring_row (const SaffronBoxStream *stream, gint64 y)
{
  return stream->rows
         + (gsize) (y % (2 * stream->radius + 2)) * (gsize) stream->width;
}

float *
saffron_box_stream_next (SaffronBoxStream *stream)
{
  return ring_row (stream, stream->n_rows);
}

gboolean
saffron_box_stream_push (SaffronBoxStream *stream, float *out)
{
  int n = stream->width, radius = stream->radius;
  gint64 y = stream->n_rows++;
  float *column = stream->column + radius;

  if (y <= 2 * radius)
    add_to_columns (column, ring_row (stream, y), n);
  else
    move_on (column, ring_row (stream, y - 2 * radius - 1),
             ring_row (stream, y), n);
  if (y < 2 * radius)
    return FALSE;
  saffron_box_row (stream->column, n, radius, stream->scratch, out);
  return TRUE;
}
