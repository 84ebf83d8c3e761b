/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/vips-open.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

/* Bytes before the pixels of a file in libvips' own format. */
#define VIPS_HEAD_BYTES 64

/* The loaders for pictures, and whether they read from a source. Other loaders
 * of libvips would draw text, tables and documents. TIFF has a reader of its
 * own. */
static const struct {
  const char *nickname, *name;
} loaders[] = {
  { "pngload", "PNG" },         { "jpegload", "JPEG" },
  { "webpload", "WebP" },       { "jp2kload", "JPEG 2000" },
  { "jxlload", "JPEG XL" },     { "heifload", "HEIF" },
  { "ppmload", "PNM" },         { "gifload", "GIF" },
  { "fitsload", "FITS" },       { "niftiload", "NIfTI" },
  { "openexrload", "OpenEXR" }, { "radload", "Radiance" },
  { "vipsload", "VIPS" },
};

typedef struct {
  int fd;
  int *read_error;
} File;

static void
file_free (gpointer data)
{
  File *file = data;

  close (file->fd);
  g_free (file);
}

static File *
file_open (const char *path, int *read_error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  File *file = NULL;

  if (fd < 0)
    {
      *read_error = errno;
      return NULL;
    }
  file = g_new0 (File, 1);
  file->fd = fd;
  file->read_error = read_error;
  return file;
}

static gint64
on_read (VipsSourceCustom *source, void *to, gint64 size, gpointer data)
{
  File *file = data;
  gssize n;

  do
    n = read (file->fd, to, (gsize) size);
  while (n < 0 && errno == EINTR);
  if (n < 0 && *file->read_error == 0)
    *file->read_error = errno;
  return n;
}

static gint64
on_seek (VipsSourceCustom *source, gint64 offset, int whence, gpointer data)
{
  File *file = data;

  return lseek (file->fd, offset, whence);
}

static VipsSource *
source_new (const char *path, int *read_error)
{
  File *file = file_open (path, read_error);
  VipsSourceCustom *source = NULL;

  if (file == NULL)
    return NULL;
  source = vips_source_custom_new ();
  g_object_set_data_full (G_OBJECT (source), "saffron-file", file, file_free);
  g_signal_connect (source, "read", G_CALLBACK (on_read), file);
  g_signal_connect (source, "seek", G_CALLBACK (on_seek), file);
  return VIPS_SOURCE (source);
}

/* The name under which the process has the file open, without brackets. */
static char *
plain_name (const File *file)
{
  return g_strdup_printf ("/proc/self/fd/%d", file->fd);
}

static const char *
name_of (const char *type)
{
  const char *nickname =
      type != NULL ? vips_nickname_find (g_type_from_name (type)) : NULL;

  for (guint i = 0; nickname != NULL && i < G_N_ELEMENTS (loaders); i++)
    if (g_str_has_prefix (nickname, loaders[i].nickname))
      return loaders[i].name;
  return NULL;
}

const char *
saffron_vips_find_format (const char *path, int *read_error)
{
  VipsSource *source = NULL;
  File *file = NULL;
  const char *name = NULL;

  *read_error = 0;
  source = source_new (path, read_error);
  if (source == NULL)
    return NULL;
  name = name_of (vips_foreign_find_load_source (source));
  g_object_unref (source);
  file = name == NULL ? file_open (path, read_error) : NULL;
  if (file != NULL)
    {
      g_autofree char *plain = plain_name (file);

      name = name_of (
          vips_foreign_find_load (strchr (path, '[') != NULL ? plain : path));
      file_free (file);
    }
  vips_error_clear ();
  return name;
}

/* The bytes of each number in the other order. */
static void
swap (guint8 *data, gsize n, gsize size)
{
  for (gsize i = 0; i < n; i++, data += size)
    for (gsize k = 0; k < size / 2; k++)
      {
        guint8 byte = data[k];

        data[k] = data[size - 1 - k];
        data[size - 1 - k] = byte;
      }
}

/* A picture in libvips' own format, whose pixels lie behind a head, row after
 * row. */
typedef struct {
  File *file;
  gboolean swapped;
} Rows;

static void
rows_free (gpointer data)
{
  Rows *rows = data;

  file_free (rows->file);
  g_free (rows);
}

static int
generate_rows (VipsRegion *out,
               void *sequence,
               void *data,
               void *unused,
               gboolean *stop)
{
  const Rows *rows = data;
  VipsImage *image = out->im;
  gsize pixel = VIPS_IMAGE_SIZEOF_PEL (image);
  gsize element = VIPS_IMAGE_SIZEOF_ELEMENT (image);

  for (int y = 0; y < out->valid.height; y++)
    {
      VipsPel *to = VIPS_REGION_ADDR (out, out->valid.left, out->valid.top + y);
      gsize n = pixel * (gsize) out->valid.width;
      guint64 at = VIPS_HEAD_BYTES
                   + ((guint64) (out->valid.top + y) * (guint64) image->Xsize
                      + (guint64) out->valid.left)
                         * pixel;
      gssize got = saffron_file_pread (rows->file->fd, to, n, at);

      if (got < 0 && *rows->file->read_error == 0)
        *rows->file->read_error = errno;
      if (got != (gssize) n)
        {
          vips_error ("vipsload", "%s", "the file ends too early");
          return -1;
        }
      if (rows->swapped)
        swap (to, n / element, element);
    }
  return 0;
}

/* Takes only the head from libvips, which would map the pixels. */
static VipsImage *
open_rows (const char *path, int *read_error)
{
  static const guint8 intel[4] = { 0xb6, 0xa6, 0xf2, 0x08 };
  File *file = file_open (path, read_error);
  g_autofree char *plain = NULL;
  g_autoptr (VipsImage) head = NULL;
  g_autoptr (VipsImage) image = NULL;
  guint8 magic[4] = { 0 };
  Rows *rows = NULL;

  if (file == NULL)
    return NULL;
  rows = g_new0 (Rows, 1);
  rows->file = file;
  plain = plain_name (file);
  image = vips_image_new ();
  g_object_set_data_full (G_OBJECT (image), "saffron-rows", rows, rows_free);
  if (vips_vipsload (plain, &head, NULL) != 0
      || saffron_file_pread (file->fd, magic, 4, 0) != 4)
    return NULL;
  if (head->Coding != VIPS_CODING_NONE)
    {
      vips_error ("vipsload", "%s", "its pixels are packed");
      return NULL;
    }
  rows->swapped =
      (memcmp (magic, intel, 4) == 0) != (G_BYTE_ORDER == G_LITTLE_ENDIAN);
  vips_image_init_fields (image, head->Xsize, head->Ysize, head->Bands,
                          head->BandFmt, head->Coding, head->Type, head->Xres,
                          head->Yres);
  if (vips_image_pipelinev (image, VIPS_DEMAND_STYLE_THINSTRIP, NULL) != 0
      || vips_image_generate (image, NULL, generate_rows, NULL, rows, NULL)
             != 0)
    return NULL;
  return g_steal_pointer (&image);
}

static VipsImage *
open_by_name (const char *path, VipsAccess access, int *read_error)
{
  File *file = file_open (path, read_error);
  g_autofree char *plain = NULL;
  VipsImage *image = NULL;

  if (file == NULL)
    return NULL;
  plain = plain_name (file);
  image = vips_image_new_from_file (strchr (path, '[') != NULL ? plain : path,
                                    "access", access, "fail_on",
                                    VIPS_FAIL_ON_TRUNCATED, NULL);
  /* The name is valid as long as the file is open. */
  if (image != NULL)
    g_object_set_data_full (G_OBJECT (image), "saffron-file", file, file_free);
  else
    file_free (file);
  return image;
}

VipsImage *
saffron_vips_open (const char *path, VipsAccess access, int *read_error)
{
  VipsSource *source = source_new (path, read_error);
  const char *type = NULL;
  VipsImage *image = NULL;

  if (source == NULL)
    return NULL;
  type = vips_foreign_find_load_source (source);
  if (name_of (type) != NULL && !g_str_equal (name_of (type), "VIPS")
      && !g_str_equal (name_of (type), "FITS")
      && !g_str_equal (name_of (type), "NIfTI"))
    image = vips_image_new_from_source (source, "", "access", access, "fail_on",
                                        VIPS_FAIL_ON_TRUNCATED, NULL);
  else
    {
      int unused = 0;
      const char *name = saffron_vips_find_format (path, &unused);

      image = g_strcmp0 (name, "VIPS") == 0
                  ? open_rows (path, read_error)
                  : open_by_name (path, access, read_error);
    }
  g_object_unref (source);
  return image;
}
