/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/composite-file.h"

#include <glib/gi18n.h>
#include <string.h>
#include <tiff.h>

#include "base/error.h"
#include "base/save-file.h"

/* How ImageJ knows that the pages are channels, shown together. */
#define DESCRIPTION                                                            \
  "ImageJ=1.53t\nimages=2\nchannels=2\nmode=composite\nloop=false\n"           \
  "min=0.0\nmax=255.0\n"

#define N_PLANES 2
#define N_ENTRIES 10
#define DIR_BYTES (2 + 12 * N_ENTRIES + 4)
#define HEAD_BYTES 8
#define DATA_AT 512

struct _SaffronCompositeFile {
  SaffronSaveFile *file;
  gint64 width, height;
  gint64 n_rows;
};

static void
put (GByteArray *bytes, guint32 value, int n)
{
  for (int i = 0; i < n; i++)
    {
      guint8 byte = (guint8) (value >> (8 * i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

static void
put_entry (GByteArray *bytes, int tag, int type, guint32 count, guint32 value)
{
  put (bytes, (guint32) tag, 2);
  put (bytes, (guint32) type, 2);
  put (bytes, count, 4);
  put (bytes, value, 4);
}

static void
put_dir (GByteArray *bytes,
         const SaffronCompositeFile *file,
         int plane,
         guint32 text_at)
{
  guint32 size = (guint32) (file->width * file->height);
  guint32 next = plane + 1 < N_PLANES
                     ? (guint32) (HEAD_BYTES + (plane + 1) * DIR_BYTES)
                     : 0;

  put (bytes, N_ENTRIES, 2);
  put_entry (bytes, TIFFTAG_IMAGEWIDTH, TIFF_LONG, 1, (guint32) file->width);
  put_entry (bytes, TIFFTAG_IMAGELENGTH, TIFF_LONG, 1, (guint32) file->height);
  put_entry (bytes, TIFFTAG_BITSPERSAMPLE, TIFF_SHORT, 1, 8);
  put_entry (bytes, TIFFTAG_COMPRESSION, TIFF_SHORT, 1, COMPRESSION_NONE);
  put_entry (bytes, TIFFTAG_PHOTOMETRIC, TIFF_SHORT, 1, PHOTOMETRIC_MINISBLACK);
  put_entry (bytes, TIFFTAG_IMAGEDESCRIPTION, TIFF_ASCII, sizeof DESCRIPTION,
             text_at);
  put_entry (bytes, TIFFTAG_STRIPOFFSETS, TIFF_LONG, 1,
             DATA_AT + (guint32) plane * size);
  put_entry (bytes, TIFFTAG_SAMPLESPERPIXEL, TIFF_SHORT, 1, 1);
  put_entry (bytes, TIFFTAG_ROWSPERSTRIP, TIFF_LONG, 1, (guint32) file->height);
  put_entry (bytes, TIFFTAG_STRIPBYTECOUNTS, TIFF_LONG, 1, size);
  put (bytes, next, 4);
}

static gboolean
write_head (SaffronCompositeFile *file, GError **error)
{
  g_autoptr (GByteArray) head = g_byte_array_new ();
  guint32 text_at = HEAD_BYTES + N_PLANES * DIR_BYTES;

  G_STATIC_ASSERT (HEAD_BYTES + N_PLANES * DIR_BYTES + sizeof DESCRIPTION
                   <= DATA_AT);
  g_byte_array_append (head, (const guint8 *) "II*\0", 4);
  put (head, HEAD_BYTES, 4);
  for (int plane = 0; plane < N_PLANES; plane++)
    put_dir (head, file, plane, text_at);
  g_byte_array_append (head, (const guint8 *) DESCRIPTION, sizeof DESCRIPTION);
  return saffron_save_file_write_at (file->file, head->data, head->len, 0,
                                     error);
}

SaffronCompositeFile *
saffron_composite_file_new (const char *path,
                            int width,
                            int height,
                            gboolean overwrite,
                            GError **error)
{
  g_autoptr (SaffronCompositeFile) file = g_new0 (SaffronCompositeFile, 1);
  gint64 bytes = DATA_AT + (gint64) N_PLANES * width * height;

  file->width = width;
  file->height = height;
  if (bytes > G_MAXUINT32)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
          _ ("%s: %d × %d pixels are too many for ImageJ's TIFF; take a "
             "higher level"),
          path, width, height);
      return NULL;
    }
  file->file = saffron_save_file_new (path, overwrite, error);
  if (file->file == NULL || !saffron_save_file_need (file->file, bytes, error)
      || !write_head (file, error))
    return NULL;
  return g_steal_pointer (&file);
}

void
saffron_composite_file_free (SaffronCompositeFile *file)
{
  g_clear_pointer (&file->file, saffron_save_file_free);
  g_free (file);
}

gboolean
saffron_composite_file_write (SaffronCompositeFile *file,
                              const guint8 *rows,
                              int n_rows,
                              GError **error)
{
  gsize n = (gsize) file->width * (gsize) n_rows;
  g_autofree guint8 *plane = g_malloc (n);

  for (int k = 0; k < N_PLANES; k++)
    {
      gint64 at =
          DATA_AT + k * file->width * file->height + file->n_rows * file->width;

      for (gsize i = 0; i < n; i++)
        plane[i] = rows[3 * i + k];
      if (!saffron_save_file_write_at (file->file, plane, n, at, error))
        return FALSE;
    }
  file->n_rows += n_rows;
  return TRUE;
}

gboolean
saffron_composite_file_finish (SaffronCompositeFile *file, GError **error)
{
  return saffron_save_file_commit (file->file, error);
}
