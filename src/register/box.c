/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/box.h"

#include <string.h>

__attribute__ ((target_clones ("avx2", "default"))) void
saffron_box_row (float *in, int n, int radius, float *out)
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

static void
add_row (float *column, const float *row, int n)
{
  for (int i = 0; i < n; i++)
    column[i] += row[i];
}

static void
subtract_row (float *column, const float *row, int n)
{
  for (int i = 0; i < n; i++)
    column[i] -= row[i];
}

void
saffron_box_stream_init (SaffronBoxStream *stream, int width, int radius)
{
  gsize n = (gsize) width;

  *stream = (SaffronBoxStream){ width, radius, 0, NULL, NULL, NULL };
  stream->rows = g_new (float, n *(2 * (gsize) radius + 1));
  stream->column = g_new0 (float, n);
  stream->padded = g_new (float, n + 2 * (gsize) radius);
}

void
saffron_box_stream_clear (SaffronBoxStream *stream)
{
  g_clear_pointer (&stream->rows, g_free);
  g_clear_pointer (&stream->column, g_free);
  g_clear_pointer (&stream->padded, g_free);
}

static float *
ring_row (const SaffronBoxStream *stream, gint64 y)
{
  return stream->rows
         + (gsize) (y % (2 * stream->radius + 1)) * (gsize) stream->width;
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
  float *padded = stream->padded;

  add_row (stream->column, ring_row (stream, y), n);
  if (y < 2 * radius)
    return FALSE;
  memset (padded, 0, sizeof (float) * (gsize) radius);
  memcpy (padded + radius, stream->column, sizeof (float) * (gsize) n);
  memset (padded + radius + n, 0, sizeof (float) * (gsize) radius);
  saffron_box_row (padded, n, radius, out);
  subtract_row (stream->column, ring_row (stream, y - 2 * radius), n);
  return TRUE;
}
