/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/slide-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "slide/channel-names.h"
#include "slide/slide-kind.h"
#include "slide/vips-open.h"

/* Reads the pictures that libvips opens: PNG, JPEG … Most cannot be read in
 * regions, so they are decoded once: into memory or, beyond MEMORY_BYTES, into
 * a temporary file that libvips makes. */
#define MEMORY_BYTES ((gint64) 256 << 20)
#define MAX_BYTES ((gint64) 16 << 30)
/* The largest believable ratio of compression: deflate reaches 1032, JPEG about
 * 500. A picture of more than MEMORY_BYTES that claims more is lying about its
 * size, and would fill the disk with nothing. */
#define MAX_RATIO 4096
/* How many decoded bytes of a large picture are looked at to tell its kind. */
#define LOOK_BYTES ((gint64) 32 << 20)
#define STRIP 128

/* @raster is the decoded picture if it fits in memory, @image gives random
 * access to a larger one. Both are NULL until the first read. */
typedef struct {
  char *path;
  gboolean in_memory;
  GMutex lock;
  SaffronRaster *raster;
  VipsImage *image;
  int read_error; /* errno of a read that failed, or 0 */
} Reader;

/* Sets @error from libvips' error buffer. The buffer is shared by the whole
 * process, so it is cleared at once. */
static void
set_vips_error (GError **error,
                SaffronError code,
                const char *path,
                const char *what,
                int read_error)
{
  g_autofree char *text = g_utf8_make_valid (vips_error_buffer (), -1);
  char *end = NULL;

  vips_error_clear ();
  if (read_error != 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                   _ ("%s: cannot be read (%s); check the disk or the network, "
                      "then try again"),
                   path, g_strerror (read_error));
      return;
    }
  end = strchr (text, '\n');
  if (end != NULL)
    *end = '\0';
  if (*text != '\0')
    /* Translators: a file, what is wrong with it, what the library says */
    g_set_error (error, SAFFRON_ERROR, code,
                 _ ("%s: %s (%s); copy it again, or convert it to TIFF"), path,
                 what, text);
  else
    g_set_error (error, SAFFRON_ERROR, code,
                 _ ("%s: %s; copy it again, or convert it to TIFF"), path,
                 what);
}

static gboolean
ensure_vips (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      gboolean ok = VIPS_INIT ("saffron") == 0;

      vips_cache_set_max (0);
      g_once_init_leave (&once, ok ? 1 : 2);
    }
  return once == 1;
}

/* Opens the picture and converts it: no transparency, one sample or three, in
 * one of our types. */
static VipsImage *
open_converted (const char *path, VipsAccess access, int *read_error)
{
  g_autoptr (VipsImage) image = NULL;
  int n = 0;
  VipsBandFormat format = VIPS_FORMAT_FLOAT;

  image = saffron_vips_open (path, access, read_error);
  if (image == NULL)
    return NULL;
  if (image->Type == VIPS_INTERPRETATION_CMYK
      || image->Type == VIPS_INTERPRETATION_LAB)
    {
      VipsImage *rgb = NULL;

      if (vips_colourspace (image, &rgb, VIPS_INTERPRETATION_sRGB, NULL) != 0)
        return NULL;
      g_object_unref (g_steal_pointer (&image));
      image = rgb;
    }
  n = image->Bands >= 3 ? 3 : 1;
  if (image->Bands > n)
    {
      VipsImage *bands = NULL;

      if (vips_extract_band (image, &bands, 0, "n", n, NULL) != 0)
        return NULL;
      g_object_unref (g_steal_pointer (&image));
      image = bands;
    }
  if (image->BandFmt == VIPS_FORMAT_UCHAR
      || image->BandFmt == VIPS_FORMAT_USHORT)
    format = image->BandFmt;
  if (image->BandFmt != format || image->Coding != VIPS_CODING_NONE)
    {
      VipsImage *cast = NULL;

      if (vips_cast (image, &cast, format, NULL) != 0)
        return NULL;
      g_object_unref (g_steal_pointer (&image));
      image = cast;
    }
  return g_steal_pointer (&image);
}

static SaffronSampleType
type_of (const VipsImage *image)
{
  return image->BandFmt == VIPS_FORMAT_UCHAR    ? SAFFRON_SAMPLE_U8
         : image->BandFmt == VIPS_FORMAT_USHORT ? SAFFRON_SAMPLE_U16
                                                : SAFFRON_SAMPLE_F32;
}

static gboolean
copy_region (VipsImage *image,
             const SaffronRect *rect,
             SaffronRaster *out,
             int out_y)
{
  g_autoptr (VipsRegion) region = vips_region_new (image);
  VipsRect area = { rect->x, rect->y, rect->width, rect->height };

  if (region == NULL || vips_region_prepare (region, &area) != 0)
    return FALSE;
  for (int y = 0; y < area.height; y++)
    memcpy (out->data + out->stride * (out_y + y),
            VIPS_REGION_ADDR (region, area.left, area.top + y), out->stride);
  return TRUE;
}

/* Decodes rows from the top on in one pass, until they take @max_bytes. */
static SaffronRaster *
decode_rows (const char *path, gint64 max_bytes, GError **error)
{
  int read_error = 0;
  g_autoptr (VipsImage) image =
      open_converted (path, VIPS_ACCESS_SEQUENTIAL, &read_error);
  g_autoptr (SaffronRaster) raster = NULL;
  gint64 height = 0;
  gboolean ok = image != NULL;

  if (ok)
    {
      height = CLAMP (max_bytes / (gint64) VIPS_IMAGE_SIZEOF_LINE (image), 1,
                      image->Ysize);
      raster = saffron_raster_new (image->Xsize, height, image->Bands,
                                   type_of (image));
    }
  for (gint64 y = 0; ok && y < height; y += STRIP)
    {
      SaffronRect rect = { 0, y, image->Xsize, MIN (STRIP, height - y) };

      ok = copy_region (image, &rect, raster, y);
    }
  g_clear_object (&image);
  vips_thread_shutdown ();
  /* Some loaders take a read that failed for the end of the file. */
  if (!ok || read_error != 0)
    {
      set_vips_error (error, SAFFRON_ERROR_DAMAGED, path,
                      _ ("is damaged: it cannot be decoded"), read_error);
      return NULL;
    }
  return g_steal_pointer (&raster);
}

static gboolean
is_gray (const SaffronRaster *raster)
{
  gsize size = saffron_sample_type_size (raster->type);
  gsize n = (gsize) raster->width * raster->height;

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *pixel = raster->data + i * 3 * size;

      if (memcmp (pixel, pixel + size, size) != 0
          || memcmp (pixel, pixel + 2 * size, size) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
vips_reader_close (gpointer handle)
{
  Reader *reader = handle;

  g_clear_pointer (&reader->raster, saffron_raster_unref);
  g_clear_object (&reader->image);
  g_mutex_clear (&reader->lock);
  g_free (reader->path);
  g_free (reader);
}

static gboolean
check_header (const char *path, const VipsImage *image, GError **error)
{
  double bytes = (double) VIPS_IMAGE_SIZEOF_LINE (image) * image->Ysize;
  GStatBuf status = { 0 };

  if (image->Xsize < 1 || image->Ysize < 1
      || vips_band_format_iscomplex (image->BandFmt))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
                   _ ("%s: holds no picture that can be shown"), path);
      return FALSE;
    }
  if (bytes > MEMORY_BYTES
      && (g_stat (path, &status) != 0
          || bytes / MAX_RATIO > (double) status.st_size))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                   _ ("%s: is damaged: %d × %d pixels cannot be in so small a "
                      "file"),
                   path, image->Xsize, image->Ysize);
      return FALSE;
    }
  if (bytes > MAX_BYTES)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
          _ ("%s: %d × %d pixels are too many for this format; convert "
             "it to a tiled TIFF"),
          path, image->Xsize, image->Ysize);
      return FALSE;
    }
  return TRUE;
}

/* Looks at the pixels to tell whether an RGB picture is brightfield,
 * fluorescence in colours, or grey fluorescence stored as RGB. */
static gboolean
set_rgb (Reader *reader,
         SaffronSlideInfo *info,
         SaffronSampleType type,
         GError **error)
{
  g_autoptr (SaffronRaster) rows = NULL;
  SaffronRgbLook look;

  rows = decode_rows (reader->path, reader->in_memory ? G_MAXINT64 : LOOK_BYTES,
                      error);
  if (rows == NULL)
    return FALSE;
  look = saffron_rgb_look (&rows, 1);
  if (look == SAFFRON_RGB_DARK_GRAY && (!reader->in_memory || !is_gray (rows)))
    look = SAFFRON_RGB_DARK;
  saffron_slide_info_set_rgb (info, look, type);
  if (reader->in_memory)
    reader->raster = g_steal_pointer (&rows);
  return TRUE;
}

static void
add_notes (const VipsImage *header, SaffronSlideInfo *info)
{
  VipsBandFormat format = header->BandFmt;
  guint bits = 8 * (guint) vips_format_sizeof (format);

  saffron_slide_info_add_type_note (
      info, bits, format == VIPS_FORMAT_CHAR || format == VIPS_FORMAT_SHORT,
      bits <= 16 || format == VIPS_FORMAT_FLOAT);
  if (vips_image_hasalpha ((VipsImage *) header))
    saffron_slide_info_add_note (info, _ ("Transparency is ignored"));
  if (vips_image_get_n_pages ((VipsImage *) header) > 1)
    saffron_slide_info_add_note (
        info,
        ngettext ("The first of %d page is read",
                  "The first of %d pages is read",
                  vips_image_get_n_pages ((VipsImage *) header)),
        vips_image_get_n_pages ((VipsImage *) header));
}

static gpointer
vips_reader_open (const char *path, SaffronSlideInfo *info, GError **error)
{
  int read_error = 0;
  const char *format =
      ensure_vips () ? saffron_vips_find_format (path, &read_error) : NULL;
  g_autoptr (VipsImage) header = NULL;
  g_autoptr (VipsImage) image = NULL;
  Reader *reader = NULL;
  gboolean ok = TRUE;

  if (read_error != 0)
    {
      set_vips_error (error, SAFFRON_ERROR_IO, path, "", read_error);
      return NULL;
    }
  if (format == NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("%s: is not an image of a known format; give a TIFF, a "
                      "scanner's file, PNG or JPEG, or convert it"),
                   path);
      return NULL;
    }
  header = saffron_vips_open (path, VIPS_ACCESS_RANDOM, &read_error);
  image = header != NULL
              ? open_converted (path, VIPS_ACCESS_RANDOM, &read_error)
              : NULL;
  if (image == NULL || read_error != 0)
    {
      set_vips_error (error, SAFFRON_ERROR_DAMAGED, path,
                      _ ("cannot be read as an image"), read_error);
      return NULL;
    }
  if (!check_header (path, image, error))
    return NULL;

  reader = g_new0 (Reader, 1);
  reader->path = g_strdup (path);
  g_mutex_init (&reader->lock);
  reader->in_memory =
      (gint64) VIPS_IMAGE_SIZEOF_LINE (image) * image->Ysize <= MEMORY_BYTES;
  info->format = g_strdup (format);
  saffron_slide_info_add_level (info, image->Xsize, image->Ysize, 256, 256);
  add_notes (header, info);
  if (image->Bands == 3)
    ok = set_rgb (reader, info, type_of (image), error);
  else
    {
      g_auto (GStrv) names = saffron_channel_names_from_file (path, 1);

      saffron_slide_info_add_channel (
          info, names != NULL ? names[0] : "Channel 1", type_of (image));
    }
  if (!ok)
    g_clear_pointer (&reader, vips_reader_close);
  return reader;
}

/* Decodes the picture in the first thread that needs it. */
static gboolean
ensure_decoded (Reader *reader, GError **error)
{
  gboolean ok = TRUE;

  g_mutex_lock (&reader->lock);
  if (reader->in_memory && reader->raster == NULL)
    {
      reader->raster = decode_rows (reader->path, G_MAXINT64, error);
      ok = reader->raster != NULL;
    }
  else if (!reader->in_memory && reader->image == NULL)
    {
      reader->image = open_converted (reader->path, VIPS_ACCESS_RANDOM,
                                      &reader->read_error);
      ok = reader->image != NULL;
      if (!ok)
        set_vips_error (error, SAFFRON_ERROR_IO, reader->path,
                        _ ("cannot be opened any more"), reader->read_error);
    }
  g_mutex_unlock (&reader->lock);
  return ok;
}

/* Reads a region with all stored samples. */
static SaffronRaster *
read_all (Reader *reader, const SaffronRect *rect, GError **error)
{
  g_autoptr (SaffronRaster) out = NULL;
  gboolean ok = TRUE;

  if (reader->raster != NULL)
    {
      const SaffronRaster *from = reader->raster;
      gsize pixel = from->stride / from->width;

      out = saffron_raster_new (rect->width, rect->height, from->n_samples,
                                from->type);
      for (int y = 0; y < out->height; y++)
        memcpy (out->data + out->stride * y,
                from->data + from->stride * (rect->y + y) + pixel * rect->x,
                out->stride);
      return g_steal_pointer (&out);
    }
  out = saffron_raster_new (rect->width, rect->height, reader->image->Bands,
                            type_of (reader->image));
  ok = copy_region (reader->image, rect, out, 0);
  vips_thread_shutdown ();
  if (!ok || reader->read_error != 0)
    {
      set_vips_error (error, SAFFRON_ERROR_DAMAGED, reader->path,
                      _ ("is damaged: a region cannot be decoded"),
                      reader->read_error);
      return NULL;
    }
  return g_steal_pointer (&out);
}

static SaffronRaster *
vips_reader_read (gpointer handle,
                  const SaffronSlideInfo *info,
                  int level,
                  const SaffronRect *rect,
                  int channel,
                  GError **error)
{
  Reader *reader = handle;
  g_autoptr (SaffronRaster) all = NULL;
  g_autoptr (SaffronRaster) one = NULL;
  gsize size;

  if (!ensure_decoded (reader, error)
      || (all = read_all (reader, rect, error)) == NULL)
    return NULL;
  if (channel == SAFFRON_CHANNEL_RGB || all->n_samples == 1)
    return g_steal_pointer (&all);

  one = saffron_raster_new (all->width, all->height, 1, all->type);
  size = saffron_sample_type_size (all->type);
  for (gsize i = 0; i < (gsize) all->width * all->height; i++)
    memcpy (one->data + size * i, all->data + size * (3 * i + channel), size);
  return g_steal_pointer (&one);
}

const SaffronSlideOps saffron_slide_vips_ops = {
  .name = "libvips",
  .open = vips_reader_open,
  .read = vips_reader_read,
  .close = vips_reader_close,
};
