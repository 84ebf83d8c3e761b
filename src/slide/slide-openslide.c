/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/slide-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <openslide/openslide.h>

#include "base/error.h"
#include "slide/jp2k.h"
#include "slide/ome-xml.h"
#include "slide/slide-kind.h"
#include "slide/tiff-dir.h"

/* Reads scanner makers' own formats through OpenSlide. After an error an
 * OpenSlide handle cannot be used any more, so the next read opens another; the
 * last user of the old one closes it. */
typedef struct {
  openslide_t *slide;
  gatomicrefcount ref_count;
} Shared;

typedef struct {
  char *path;
  guint32 background;
  GMutex lock;
  Shared *shared;
} Reader;

static Shared *
shared_new (openslide_t *slide)
{
  Shared *shared = g_new0 (Shared, 1);

  shared->slide = slide;
  g_atomic_ref_count_init (&shared->ref_count);
  return shared;
}

static void
shared_unref (Shared *shared)
{
  if (!g_atomic_ref_count_dec (&shared->ref_count))
    return;
  openslide_close (shared->slide);
  g_free (shared);
}

static void
openslide_reader_close (gpointer handle)
{
  Reader *reader = handle;

  if (reader->shared != NULL)
    shared_unref (reader->shared);
  g_mutex_clear (&reader->lock);
  g_free (reader->path);
  g_free (reader);
}

static const char *
format_name (const char *vendor)
{
  static const char *const names[][2] = {
    { "aperio", "Aperio SVS" },    { "hamamatsu", "Hamamatsu" },
    { "leica", "Leica SCN" },      { "mirax", "MIRAX" },
    { "philips", "Philips TIFF" }, { "sakura", "Sakura SVSlide" },
    { "trestle", "Trestle" },      { "ventana", "Ventana" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (vendor, names[i][0]))
      return names[i][1];
  return vendor;
}

static double
get_mpp (openslide_t *slide, const char *name)
{
  const char *text = openslide_get_property_value (slide, name);

  return text != NULL ? saffron_length_to_um (g_ascii_strtod (text, NULL), NULL)
                      : 0.0;
}

static guint32
get_background (openslide_t *slide)
{
  const char *text = openslide_get_property_value (
      slide, OPENSLIDE_PROPERTY_NAME_BACKGROUND_COLOR);
  guint64 color = 0xffffff;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 16, 0, 0xffffff, &color, NULL);
  return color;
}

static int
get_tile (openslide_t *slide, int level, const char *axis)
{
  g_autofree char *name =
      g_strdup_printf ("openslide.level[%d].tile-%s", level, axis);
  const char *text = openslide_get_property_value (slide, name);
  guint64 size = 256;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 16, 8192, &size, NULL);
  return size;
}

/* Aperio's slides are ordinary TIFF pyramids, which our own reader reads much
 * faster, where libtiff has the codec. */
static gboolean
better_as_tiff (const char *path, const char *vendor)
{
  g_autoptr (SaffronTiffPool) pool = NULL;
  g_autoptr (SaffronTiffDir) dir = NULL;
  SaffronTiffHandle *handle = NULL;

  if (g_str_equal (vendor, "generic-tiff"))
    return TRUE;
  if (!g_str_equal (vendor, "aperio"))
    return FALSE;
  pool = saffron_tiff_pool_new (path, NULL);
  if (pool == NULL)
    return FALSE;
  handle = saffron_tiff_pool_acquire (pool, 0, NULL);
  if (handle != NULL)
    {
      dir = saffron_tiff_dir_read (pool, handle, NULL);
      saffron_tiff_handle_discard (handle);
    }
  /* Which of its JPEG 2000 is YCbCr, OpenSlide knows better. */
  return dir != NULL && !saffron_jp2k_is_compression (dir->compression);
}

static gboolean
add_levels (openslide_t *slide, SaffronSlideInfo *info)
{
  int n = openslide_get_level_count (slide);

  for (int i = 0; i < n; i++)
    {
      int64_t width = 0, height = 0;

      openslide_get_level_dimensions (slide, i, &width, &height);
      if (width < 1 || height < 1 || width > G_MAXINT32 || height > G_MAXINT32)
        return FALSE;
      saffron_slide_info_add_level (info, width, height,
                                    get_tile (slide, i, "width"),
                                    get_tile (slide, i, "height"));
    }
  return n > 0;
}

static gpointer
openslide_reader_open (const char *path, SaffronSlideInfo *info, GError **error)
{
  const char *vendor = openslide_detect_vendor (path);
  openslide_t *slide = NULL;
  const char *why = NULL;
  Reader *reader = NULL;
  SaffronRgbLook look = SAFFRON_RGB_BRIGHT;

  if (vendor == NULL || better_as_tiff (path, vendor))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("%s: is not a scanner's own format"), path);
      return NULL;
    }
  slide = openslide_open (path);
  why = slide != NULL ? openslide_get_error (slide) : _ ("cannot be opened");
  if (why != NULL || !add_levels (slide, info))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                   _ ("%s: is a damaged %s slide (%s)"), path,
                   format_name (vendor), why != NULL ? why : _ ("no levels"));
      g_clear_pointer (&slide, openslide_close);
      return NULL;
    }

  reader = g_new0 (Reader, 1);
  reader->path = g_strdup (path);
  reader->background = get_background (slide);
  reader->shared = shared_new (slide);
  g_mutex_init (&reader->lock);
  info->format = g_strdup (format_name (vendor));
  info->um_x = get_mpp (slide, OPENSLIDE_PROPERTY_NAME_MPP_X);
  info->um_y = get_mpp (slide, OPENSLIDE_PROPERTY_NAME_MPP_Y);
  if (info->um_x <= 0.0 || info->um_y <= 0.0)
    info->um_x = info->um_y = 0.0;
  saffron_slide_info_set_rgb (info, SAFFRON_RGB_BRIGHT, SAFFRON_SAMPLE_U8);
  if (!saffron_sample_rgb (&saffron_slide_openslide_ops, reader, info, &look,
                           error))
    {
      openslide_reader_close (reader);
      return NULL;
    }
  saffron_slide_info_set_rgb (info, MIN (look, SAFFRON_RGB_DARK),
                              SAFFRON_SAMPLE_U8);
  return reader;
}

/* Takes a reference to the current handle; opens a new one if that has
 * failed. */
static Shared *
take_shared (Reader *reader, GError **error)
{
  Shared *shared = NULL;

  g_mutex_lock (&reader->lock);
  if (reader->shared == NULL)
    {
      openslide_t *slide = openslide_open (reader->path);

      if (slide != NULL && openslide_get_error (slide) == NULL)
        reader->shared = shared_new (slide);
      else
        g_clear_pointer (&slide, openslide_close);
    }
  shared = reader->shared;
  if (shared != NULL)
    g_atomic_ref_count_inc (&shared->ref_count);
  g_mutex_unlock (&reader->lock);
  if (shared == NULL)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 _ ("%s: cannot be opened any more; is it still there?"),
                 reader->path);
  return shared;
}

static void
drop_shared (Reader *reader, Shared *shared)
{
  g_mutex_lock (&reader->lock);
  if (reader->shared == shared)
    {
      reader->shared = NULL;
      shared_unref (shared);
    }
  g_mutex_unlock (&reader->lock);
}

/* Converts premultiplied ARGB, laid over the background colour that the file
 * names, to samples. */
static void
unpack (const guint32 *pixels,
        guint32 background,
        int channel,
        SaffronRaster *out)
{
  gsize n = (gsize) out->width * out->height;
  int first = channel == SAFFRON_CHANNEL_RGB ? 0 : channel;

  for (gsize i = 0; i < n; i++)
    {
      guint32 rest = 255 - (pixels[i] >> 24);

      for (int c = 0; c < out->n_samples; c++)
        {
          int shift = 16 - 8 * (first + c);
          guint32 value = (pixels[i] >> shift) & 255;

          value += (((background >> shift) & 255) * rest + 127) / 255;
          out->data[i * out->n_samples + c] = MIN (value, 255);
        }
    }
}

static SaffronRaster *
openslide_reader_read (gpointer handle,
                       const SaffronSlideInfo *info,
                       int level,
                       const SaffronRect *rect,
                       int channel,
                       GError **error)
{
  Reader *reader = handle;
  Shared *shared = take_shared (reader, error);
  g_autofree guint32 *pixels = NULL;
  g_autoptr (SaffronRaster) out = NULL;
  const char *why = NULL;
  double downsample;

  if (shared == NULL)
    return NULL;
  pixels = g_try_new (guint32, (gsize) rect->width * rect->height);
  if (pixels == NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
                   _ ("%s: a region of this size does not fit in memory"),
                   reader->path);
      shared_unref (shared);
      return NULL;
    }
  downsample = openslide_get_level_downsample (shared->slide, level);
  openslide_read_region (shared->slide, pixels, llround (rect->x * downsample),
                         llround (rect->y * downsample), level, rect->width,
                         rect->height);
  why = openslide_get_error (shared->slide);
  if (why != NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                   _ ("%s: is damaged: a region cannot be read (%s)"),
                   reader->path, why);
      drop_shared (reader, shared);
    }
  else
    {
      out = saffron_raster_new (rect->width, rect->height,
                                channel == SAFFRON_CHANNEL_RGB ? 3 : 1,
                                SAFFRON_SAMPLE_U8);
      unpack (pixels, reader->background, channel, out);
    }
  shared_unref (shared);
  return g_steal_pointer (&out);
}

const SaffronSlideOps saffron_slide_openslide_ops = {
  .name = "OpenSlide",
  .open = openslide_reader_open,
  .read = openslide_reader_read,
  .close = openslide_reader_close,
};
