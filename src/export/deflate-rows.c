/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/deflate-rows.h"

#include <zlib.h>

/* Raw: the head and the checksum of the stream are the file's. */
#define WINDOW_BITS (-15)
#define MEMORY_LEVEL 9
/* What the ends of the stream take beside the codes, bytes. */
#define FRAME 32

gsize
saffron_deflate_rows_bound (gsize n)
{
  /* What zlib's deflateBound() says of strategies other than its default. */
  return n + n / 8 + n / 64 + FRAME;
}

gsize
saffron_deflate_rows (const guint8 *data, gsize n, guint8 *out)
{
  z_stream stream = { 0 };

  if (deflateInit2 (&stream, Z_BEST_SPEED, Z_DEFLATED, WINDOW_BITS,
                    MEMORY_LEVEL, Z_RLE)
      != Z_OK)
    g_error ("zlib: out of memory");
  stream.next_in = (guint8 *) data;
  stream.avail_in = (uInt) n;
  stream.next_out = out;
  stream.avail_out = (uInt) saffron_deflate_rows_bound (n);
  deflate (&stream, Z_FULL_FLUSH);
  g_assert (stream.avail_in == 0 && stream.avail_out > 0);
  deflateEnd (&stream);
  return stream.total_out;
}
