/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/png-file.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <string.h>
#include <zlib.h>

#include "base/parallel.h"
#include "base/save-file.h"
#include "base/vector.h"
#include "export/deflate-rows.h"

/* About how many bytes of the picture are compressed by themselves. They stay
 * in a processor's own cache. */
#define PART_BYTES ((gsize) 256 << 10)
/* A chunk's length and name before its data, and its checksum behind them. */
#define CHUNK_HEAD 8
#define CHUNK_TAIL 4
/* The filters that leave the difference from the pixel to the left, and from
 * the mean of that and the one above. */
#define FILTER_SUB 1
#define FILTER_AVERAGE 3
/* The checksum of nothing. */
#define ADLER_START 1

/* Rows that are compressed by themselves, into a chunk of their own. */
typedef struct {
  guint8 *chunk;
  gsize n_filtered, n_chunk;
  guint32 adler; /* the checksum of what is filtered */
} Part;

struct _SaffronPngFile {
  SaffronSaveFile *save;
  int width;
  int part_rows; /* the most rows of a part */
  GArray *parts; /* of Part, used again by each call */
  guint32 adler; /* of all parts so far */
};

/* One call of write. */
typedef struct {
  SaffronPngFile *file;
  const guint8 *rows;
  int n_rows;
} Call;

static void
set_u32 (guint8 *at, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  memcpy (at, &big, sizeof big);
}

/* Puts @name and the length before @n bytes of data, and the checksum behind
 * them. Returns the chunk's length. */
static gsize
frame_chunk (guint8 *chunk, const char *name, gsize n)
{
  set_u32 (chunk, (guint32) n);
  memcpy (chunk + 4, name, 4);
  set_u32 (chunk + CHUNK_HEAD + n,
           crc32_gzip_refl (0, chunk + 4, n + CHUNK_HEAD - 4));
  return CHUNK_HEAD + n + CHUNK_TAIL;
}

static gboolean
append_chunk (SaffronPngFile *self,
              const char *name,
              const void *data,
              gsize n,
              GError **error)
{
  guint8 chunk[CHUNK_HEAD + 32 + CHUNK_TAIL];

  g_return_val_if_fail (n <= 32, FALSE);
  if (n > 0)
    memcpy (chunk + CHUNK_HEAD, data, n);
  return saffron_save_file_append (self->save, chunk,
                                   frame_chunk (chunk, name, n), error);
}

/* The file's first bytes: the signature, the picture's size and kind, and the
 * head of a zlib stream. */
static gboolean
write_header (SaffronPngFile *self, int height, GError **error)
{
  static const guint8 signature[] = "\x89PNG\r\n\x1a\n";
  guint8 header[13] = { 0 };

  set_u32 (header, (guint32) self->width);
  set_u32 (header + 4, (guint32) height);
  header[8] = 8; /* bits */
  header[9] = 2; /* red, green, blue */
  return saffron_save_file_append (self->save, signature, 8, error)
         && append_chunk (self, "IHDR", header, sizeof header, error)
         && append_chunk (self, "IDAT", "\x78\x01", 2, error);
}

SaffronPngFile *
saffron_png_file_new (const char *path,
                      int width,
                      int height,
                      gboolean overwrite,
                      GError **error)
{
  g_autoptr (SaffronPngFile) self = g_new0 (SaffronPngFile, 1);

  self->width = width;
  self->part_rows = (int) MAX (PART_BYTES / ((gsize) width * 3 + 1), 1);
  self->parts = g_array_new (FALSE, TRUE, sizeof (Part));
  self->adler = ADLER_START;
  self->save = saffron_save_file_new (path, overwrite, error);
  /* Hardly any picture takes less than a quarter of a byte per pixel. */
  if (self->save == NULL
      || !saffron_save_file_need (self->save, (gint64) width * height / 4,
                                  error)
      || !write_header (self, height, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
saffron_png_file_free (SaffronPngFile *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->parts->len; i++)
    g_free (g_array_index (self->parts, Part, i).chunk);
  g_array_unref (self->parts);
  g_clear_pointer (&self->save, saffron_save_file_free);
  g_free (self);
}

VECTOR static void
filter_sub (const guint8 *restrict row, gsize n, guint8 *restrict out)
{
  memcpy (out, row, 3);
  for (gsize i = 3; i < n; i++)
    out[i] = (guint8) (row[i] - row[i - 3]);
}

VECTOR static void
filter_average (const guint8 *restrict row,
                const guint8 *restrict above,
                gsize n,
                guint8 *restrict out)
{
  for (gsize i = 0; i < 3; i++)
    out[i] = (guint8) (row[i] - above[i] / 2);
  for (gsize i = 3; i < n; i++)
    out[i] = (guint8) (row[i] - (row[i - 3] + above[i]) / 2);
}

/* The mean of two neighbours has half the noise of either, so what is left of a
 * picture of cells is smaller. @above: (nullable): @row is the first one */
static void
filter_png_row (const guint8 *row, const guint8 *above, gsize n, guint8 *out)
{
  out[0] = above != NULL ? FILTER_AVERAGE : FILTER_SUB;
  if (above != NULL)
    filter_average (row, above, n, out + 1);
  else
    filter_sub (row, n, out + 1);
}

static void
compress_part (gint64 index, gpointer data)
{
  Call *call = data;
  SaffronPngFile *self = call->file;
  Part *part = &g_array_index (self->parts, Part, index);
  gsize stride = (gsize) self->width * 3, out = stride + 1;
  int first = (int) index * self->part_rows;
  int n = MIN (self->part_rows, call->n_rows - first);
  gsize most = out * (gsize) self->part_rows;
  g_autofree guint8 *filtered = g_malloc (most);

  if (part->chunk == NULL)
    part->chunk =
        g_malloc (CHUNK_HEAD + saffron_deflate_rows_bound (most) + CHUNK_TAIL);
  for (int y = 0; y < n; y++)
    {
      const guint8 *row = call->rows + (gsize) (first + y) * stride;

      filter_png_row (row, first + y > 0 ? row - stride : NULL, stride,
                      filtered + (gsize) y * out);
    }
  part->n_filtered = out * (gsize) n;
  part->adler = isal_adler32 (ADLER_START, filtered, part->n_filtered);
  part->n_chunk = frame_chunk (part->chunk, "IDAT",
                               saffron_deflate_rows (filtered, part->n_filtered,
                                                     part->chunk + CHUNK_HEAD));
}

gboolean
saffron_png_file_write (SaffronPngFile *self,
                        const guint8 *rows,
                        int n_rows,
                        SaffronJob *job,
                        GError **error)
{
  Call call = { self, rows, n_rows };
  guint n = (guint) ((n_rows + self->part_rows - 1) / self->part_rows);

  if (n > self->parts->len)
    g_array_set_size (self->parts, n);
  saffron_parallel_for (job, n, compress_part, &call);
  if (!saffron_job_check (job, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);

      self->adler = (guint32) adler32_combine (self->adler, part->adler,
                                               (z_off_t) part->n_filtered);
      if (!saffron_save_file_append (self->save, part->chunk, part->n_chunk,
                                     error))
        return FALSE;
    }
  return TRUE;
}

gboolean
saffron_png_file_finish (SaffronPngFile *self, GError **error)
{
  guint8 end[6];

  memcpy (end, SAFFRON_DEFLATE_END, 2);
  set_u32 (end + 2, self->adler);
  return append_chunk (self, "IDAT", end, sizeof end, error)
         && append_chunk (self, "IEND", NULL, 0, error)
         && saffron_save_file_commit (self->save, error);
}
