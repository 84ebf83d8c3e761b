/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/tiff-dir.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "slide/jp2k.h"

void
saffron_tiff_dir_free (SaffronTiffDir *dir)
{
  g_array_unref (dir->subifds);
  g_free (dir);
}

int
saffron_tiff_dir_tile_samples (const SaffronTiffDir *dir)
{
  if (dir->through_rgba)
    return 3;
  return dir->planar ? 1 : dir->n_samples;
}

gboolean
saffron_tiff_dir_same_kind (const SaffronTiffDir *a, const SaffronTiffDir *b)
{
  return a->rgb == b->rgb && a->type == b->type
         && (a->rgb || a->n_samples == b->n_samples);
}

static void
read_subifds (SaffronTiffDir *dir, TIFF *tif)
{
  guint16 n = 0;
  const guint64 *offsets = NULL;

  if (TIFFGetField (tif, TIFFTAG_SUBIFD, &n, &offsets) && offsets != NULL)
    g_array_append_vals (dir->subifds, offsets, n);
}

/* Tells how the samples are to be understood. libtiff decodes JPEG in colour to
 * RGB; other YCbCr, palettes of pictures and CIE colours go through libtiff's
 * own conversion to RGB. */
static void
classify (SaffronTiffDir *dir, TIFF *tif)
{
  guint16 n_extra = 0;
  const guint16 *extra = NULL;

  switch (dir->photometric)
    {
    case PHOTOMETRIC_RGB:
      dir->rgb = dir->n_samples == 3 || dir->n_samples == 4;
      break;
    case PHOTOMETRIC_YCBCR:
      dir->rgb = TRUE;
      dir->through_rgba = (dir->compression != COMPRESSION_JPEG
                           && !saffron_jp2k_is_compression (dir->compression))
                          || dir->n_samples != 3;
      break;
    case PHOTOMETRIC_SEPARATED:
    case PHOTOMETRIC_CIELAB:
    case PHOTOMETRIC_ICCLAB:
    case PHOTOMETRIC_ITULAB:
      dir->rgb = TRUE;
      dir->through_rgba = TRUE;
      break;
    default:
      break;
    }
  if (dir->compression == COMPRESSION_OJPEG)
    {
      dir->through_rgba = TRUE;
      dir->rgb = TRUE;
    }
  if (dir->rgb && dir->n_samples == 4 && !dir->through_rgba)
    dir->alpha = TRUE;
  if (TIFFGetField (tif, TIFFTAG_EXTRASAMPLES, &n_extra, &extra) && n_extra > 0
      && dir->n_samples == 2 && extra[0] != EXTRASAMPLE_UNSPECIFIED)
    dir->alpha = TRUE;
}

/* Chooses the type in which samples are given out; FALSE when none fits. */
static gboolean
choose_type (SaffronTiffDir *dir)
{
  guint bits = dir->bits;

  dir->exact = TRUE;
  if (dir->through_rgba)
    {
      dir->type = SAFFRON_SAMPLE_U8;
      return TRUE;
    }
  switch (dir->format)
    {
    case SAMPLEFORMAT_UINT:
    case SAMPLEFORMAT_VOID:
      dir->type = bits <= 8    ? SAFFRON_SAMPLE_U8
                  : bits <= 16 ? SAFFRON_SAMPLE_U16
                               : SAFFRON_SAMPLE_F32;
      dir->exact = bits <= 16;
      return (bits >= 1 && bits <= 16) || bits == 32 || bits == 64;
    case SAMPLEFORMAT_INT:
      dir->type = SAFFRON_SAMPLE_F32;
      dir->exact = bits <= 16;
      return bits == 8 || bits == 16 || bits == 32 || bits == 64;
    case SAMPLEFORMAT_IEEEFP:
      dir->type = SAFFRON_SAMPLE_F32;
      dir->exact = bits <= 32;
      return bits == 16 || bits == 32 || bits == 64;
    default:
      return FALSE;
    }
}

static gboolean
check_kind (SaffronTiffDir *dir, TIFF *tif, const char *path, GError **error)
{
  char why[1024] = "";

  if (dir->compression != COMPRESSION_NONE
      && !saffron_jp2k_is_compression (dir->compression)
      && !TIFFIsCODECConfigured (dir->compression))
    {
      const TIFFCodec *codec = TIFFFindCODEC (dir->compression);

      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
                   _ ("%s: is compressed in a way that libtiff does not read "
                      "(%s, number %u); convert it to an OME-TIFF"),
                   path,
                   codec != NULL ? codec->name : C_ ("compression", "unknown"),
                   dir->compression);
      return FALSE;
    }
  if (dir->photometric == PHOTOMETRIC_SEPARATED)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
                   _ ("%s: has the colours of a print (CMYK), which are not "
                      "handled; convert it to RGB"),
                   path);
      return FALSE;
    }
  if (dir->through_rgba && !TIFFRGBAImageOK (tif, why))
    {
      g_strdelimit (why, "\r\n\t", ' ');
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
          _ ("%s: has colours that are not handled (%s); convert it to "
             "RGB"),
          path, why);
      return FALSE;
    }
  if (!choose_type (dir))
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
          ngettext ("%s: has samples of %u bit in format %u, which are not "
                    "handled; convert it to 8 or 16 bits or to float",
                    "%s: has samples of %u bits in format %u, which are not "
                    "handled; convert it to 8 or 16 bits or to float",
                    dir->bits),
          path, dir->bits, dir->format);
      return FALSE;
    }
  return TRUE;
}

/* Checks that tiles are small enough to decode, and few enough to be in the
 * file, where each takes at least two bytes of the table of tiles. */
static gboolean
check_sizes (SaffronTiffDir *dir,
             SaffronTiffPool *pool,
             SaffronTiffHandle *handle,
             GError **error)
{
  const char *path = saffron_tiff_pool_get_path (pool);
  guint64 across = 0, down = 0, n = 0, bytes = 0;

  if (dir->width == 0 || dir->height == 0 || dir->tile_width == 0
      || dir->tile_height == 0 || dir->n_samples == 0 || dir->width > G_MAXINT32
      || dir->height > G_MAXINT32 || dir->tile_width > G_MAXINT32)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
          _ ("%s: is a damaged TIFF file (an image of %u × %u pixels in "
             "tiles of %u × %u); copy it again"),
          path, dir->width, dir->height, dir->tile_width, dir->tile_height);
      return FALSE;
    }
  across = (dir->width + (guint64) dir->tile_width - 1) / dir->tile_width;
  down = (dir->height + (guint64) dir->tile_height - 1) / dir->tile_height;
  n = across * down;
  /* Any decoder here uses at least four bytes for three samples. The product of
   * several 32-bit numbers is computed in floating point, where it cannot
   * overflow. */
  if ((double) dir->tile_width * dir->tile_height
          * MAX (saffron_tiff_dir_tile_samples (dir), 4)
          * MAX (dir->bits / 8, (int) saffron_sample_type_size (dir->type))
      > (double) SAFFRON_TIFF_MAX_TILE_BYTES)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
                   dir->tiled
                       ? _ ("%s: keeps %u × %u pixels in one tile, too many to "
                            "decode at once; convert it to a tiled TIFF")
                       : _ ("%s: keeps %u × %u pixels in one strip, too many "
                            "to decode at once; convert it to a tiled TIFF"),
                   path, dir->tile_width, dir->tile_height);
      return FALSE;
    }
  bytes = saffron_tiff_pool_get_file_size (pool);
  if (n > bytes / 2 || n * (dir->planar ? dir->n_samples : 1) > bytes / 2
      || n > G_MAXUINT32 / MAX (dir->n_samples, 1))
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
          _ ("%s: is a damaged TIFF file (%u × %u pixels need more tiles "
             "than the file can hold); copy it again"),
          path, dir->width, dir->height);
      return FALSE;
    }
  dir->n_across = across;
  dir->n_per_sample = n;
  return TRUE;
}

SaffronTiffDir *
saffron_tiff_dir_read (SaffronTiffPool *pool,
                       SaffronTiffHandle *handle,
                       GError **error)
{
  g_autoptr (SaffronTiffDir) dir = g_new0 (SaffronTiffDir, 1);
  TIFF *tif = handle->tif;
  guint16 planar = PLANARCONFIG_CONTIG;

  dir->subifds = g_array_new (FALSE, FALSE, sizeof (guint64));
  dir->offset = TIFFCurrentDirOffset (tif);
  TIFFGetField (tif, TIFFTAG_IMAGEWIDTH, &dir->width);
  TIFFGetField (tif, TIFFTAG_IMAGELENGTH, &dir->height);
  TIFFGetFieldDefaulted (tif, TIFFTAG_SAMPLESPERPIXEL, &dir->n_samples);
  TIFFGetFieldDefaulted (tif, TIFFTAG_BITSPERSAMPLE, &dir->bits);
  TIFFGetFieldDefaulted (tif, TIFFTAG_SAMPLEFORMAT, &dir->format);
  TIFFGetFieldDefaulted (tif, TIFFTAG_COMPRESSION, &dir->compression);
  TIFFGetFieldDefaulted (tif, TIFFTAG_PLANARCONFIG, &planar);
  TIFFGetFieldDefaulted (tif, TIFFTAG_SUBFILETYPE, &dir->subfile);
  TIFFGetFieldDefaulted (tif, TIFFTAG_ORIENTATION, &dir->orientation);
  if (!TIFFGetField (tif, TIFFTAG_PHOTOMETRIC, &dir->photometric))
    dir->photometric =
        dir->n_samples == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;

  dir->tiled = TIFFIsTiled (tif);
  if (dir->tiled)
    {
      TIFFGetField (tif, TIFFTAG_TILEWIDTH, &dir->tile_width);
      TIFFGetField (tif, TIFFTAG_TILELENGTH, &dir->tile_height);
    }
  else
    {
      TIFFGetFieldDefaulted (tif, TIFFTAG_ROWSPERSTRIP, &dir->tile_height);
      dir->tile_height = MIN (dir->tile_height, dir->height);
      dir->tile_width = dir->width;
    }

  classify (dir, tif);
  dir->planar = planar == PLANARCONFIG_SEPARATE && dir->n_samples > 1
                && !dir->through_rgba;
  read_subifds (dir, tif);
  if (!check_kind (dir, tif, saffron_tiff_pool_get_path (pool), error)
      || !check_sizes (dir, pool, handle, error))
    return NULL;
  return g_steal_pointer (&dir);
}
