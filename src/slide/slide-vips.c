/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/slide-private.h"

#include <vips/vips.h>

#include "base/error.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VipsImage, g_object_unref)

/* Anything that libvips opens and the other readers do not: PNG, JPEG … One
 * level; regions come from vips_region_prepare(), one region per call. */

static void
set_vips_error (GError **error, SaffronError code, const char *path)
{
  g_autofree char *text = g_strdup (vips_error_buffer ());
  char *end = NULL;

  vips_error_clear ();
  end = strchr (text, '\n');
  if (end != NULL)
    *end = '\0';
  g_set_error (error, SAFFRON_ERROR, code,
               "%s: cannot be read as an image (%s)", path,
               *text != '\0' ? text : "unknown format");
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

static gpointer
vips_reader_open (const char *path, SaffronSlideInfo *info, GError **error)
{
  VipsImage *image = NULL;
  VipsBandFormat format;
  SaffronSampleType type = SAFFRON_SAMPLE_U8;
  const char *loader = NULL;

  if (!ensure_vips ()
      || (loader = vips_foreign_find_load (path)) == NULL
      || (image = vips_image_new_from_file (path, NULL)) == NULL)
    {
      set_vips_error (error, SAFFRON_ERROR_FORMAT, path);
      return NULL;
    }

  format = vips_image_get_format (image);
  if (format == VIPS_FORMAT_USHORT)
    type = SAFFRON_SAMPLE_U16;
  else if (format != VIPS_FORMAT_UCHAR)
    type = SAFFRON_SAMPLE_F32;

  info->format = g_strdup (loader);
  saffron_slide_info_add_level (info, image->Xsize, image->Ysize, 256, 256);
  if (image->Bands >= 3)
    {
      info->kind = SAFFRON_SLIDE_BRIGHTFIELD;
      saffron_slide_info_add_channel (info, "Red", type);
      saffron_slide_info_add_channel (info, "Green", type);
      saffron_slide_info_add_channel (info, "Blue", type);
    }
  else
    {
      info->kind = SAFFRON_SLIDE_FLUORESCENCE;
      saffron_slide_info_add_channel (info, "Channel 1", type);
    }
  return image;
}

static SaffronRaster *
vips_reader_read (gpointer handle,
                  const SaffronSlideInfo *info,
                  int level,
                  const SaffronRect *rect,
                  int channel,
                  GError **error)
{
  VipsImage *image = handle;
  g_autoptr (VipsImage) part = NULL;
  g_autoptr (VipsImage) bands = NULL;
  g_autofree guint8 *samples = NULL;
  int n = channel == SAFFRON_CHANNEL_RGB ? 3 : 1;
  SaffronSampleType type = g_array_index (info->channels, SaffronChannel, 0).type;
  g_autoptr (SaffronRaster) raster = NULL;
  gsize size = 0;

  if (vips_extract_area (image, &part, rect->x, rect->y, rect->width,
                         rect->height, NULL) != 0
      || vips_extract_band (part, &bands, MAX (channel, 0), "n", n, NULL) != 0
      || (samples = vips_image_write_to_memory (bands, &size)) == NULL)
    {
      set_vips_error (error, SAFFRON_ERROR_DAMAGED, image->filename);
      return NULL;
    }
  raster = saffron_raster_new (rect->width, rect->height, n, type);
  g_return_val_if_fail (size == saffron_raster_n_bytes (raster), NULL);
  memcpy (raster->data, samples, size);
  return g_steal_pointer (&raster);
}

static void
vips_reader_close (gpointer handle)
{
  g_object_unref (handle);
}

const SaffronSlideOps saffron_slide_vips_ops = {
  .name = "libvips",
  .open = vips_reader_open,
  .read = vips_reader_read,
  .close = vips_reader_close,
};
