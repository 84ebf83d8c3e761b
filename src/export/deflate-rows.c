/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/deflate-rows.h"

#include <isa-l/igzip_lib.h>

/* The first level that fits its codes to the data, and the memory that it works
 * in. */
#define LEVEL 1
#define LEVEL_BYTES ISAL_DEF_LVL1_DEFAULT
/* The most bytes that a stored block has, and what it takes beside them. */
#define STORED_BYTES 65535
#define STORED_HEAD 5
/* What the ends of the part take beside its blocks, bytes. */
#define FRAME 64

/* ISA-L keeps no code that makes a block longer than storing it would. */
gsize
saffron_deflate_rows_bound (gsize n)
{
  return n + n / 8 + (n / STORED_BYTES + 1) * STORED_HEAD + FRAME;
}

gsize
saffron_deflate_rows (const guint8 *data, gsize n, guint8 *out)
{
  g_autofree struct isal_zstream *stream = g_new (struct isal_zstream, 1);
  g_autofree guint8 *memory = g_malloc (LEVEL_BYTES);
  int status;

  isal_deflate_init (stream);
  stream->level = LEVEL;
  stream->level_buf = memory;
  stream->level_buf_size = LEVEL_BYTES;
  stream->flush = FULL_FLUSH;
  stream->next_in = (guint8 *) data;
  stream->avail_in = (guint32) n;
  stream->next_out = out;
  stream->avail_out = (guint32) saffron_deflate_rows_bound (n);
  status = isal_deflate (stream);
  g_assert (status == COMP_OK && stream->avail_in == 0
            && stream->avail_out > 0);
  return stream->total_out;
}
