/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/ome-dirs.h"

#include <math.h>
#include <string.h>
#include <tiff.h>

/* A generous bound for the bytes of a directory's entries. */
#define ENTRIES_SIZE 1024

static gsize
type_size (guint16 type)
{
  switch (type)
    {
    case TIFF_SHORT:
      return 2;
    case TIFF_LONG:
    case TIFF_IFD:
      return 4;
    case TIFF_RATIONAL:
    case TIFF_LONG8:
    case TIFF_IFD8:
      return 8;
    default:
      return 1;
    }
}

/* A directory under construction: its entries and, after them, the values that
 * do not fit into entries. */
typedef struct {
  gboolean big;
  guint64 base;
  guint n_entries;
  guint16 last_tag;
  GByteArray *entries;
  GByteArray *values;
  gsize values_at; /* from base; known once the entries are counted */
} Dir;

static void
put (GByteArray *bytes, const void *data, gsize n)
{
  g_byte_array_append (bytes, data, n);
}

static void
put_offset (GByteArray *bytes, gboolean big, guint64 value)
{
  guint32 small = (guint32) value;

  if (big)
    put (bytes, &value, 8);
  else
    put (bytes, &small, 4);
}

static void
add (Dir *dir, guint16 tag, guint16 type, guint64 count, const void *data)
{
  gsize room = dir->big ? 8 : 4;
  gsize size = type_size (type) * count;
  static const guint8 zeros[8] = { 0 };

  /* TIFF requires ascending tags. */
  g_assert (tag > dir->last_tag);
  dir->last_tag = tag;
  dir->n_entries++;
  put (dir->entries, &tag, 2);
  put (dir->entries, &type, 2);
  put_offset (dir->entries, dir->big, count);
  if (size <= room)
    {
      put (dir->entries, data, size);
      put (dir->entries, zeros, room - size);
      return;
    }
  put_offset (dir->entries, dir->big,
              dir->base + dir->values_at + dir->values->len);
  put (dir->values, data, size);
  put (dir->values, zeros, (8 - dir->values->len % 8) % 8);
}

static void
add_short (Dir *dir, guint16 tag, guint16 value)
{
  add (dir, tag, TIFF_SHORT, 1, &value);
}

static void
add_long (Dir *dir, guint16 tag, guint32 value)
{
  add (dir, tag, TIFF_LONG, 1, &value);
}

static void
add_shorts (Dir *dir, guint16 tag, guint16 value, int n)
{
  guint16 values[3] = { value, value, value };

  add (dir, tag, TIFF_SHORT, n, values);
}

static void
add_per_cm (Dir *dir, guint16 tag, double um)
{
  double value = 10000.0 / um;
  guint32 rational[2] = { 0, 1 };

  while (value * rational[1] * 10.0 < G_MAXUINT32 && rational[1] < 100000)
    rational[1] *= 10;
  rational[0] = (guint32) MIN (rint (value * rational[1]), G_MAXUINT32);
  add (dir, tag, TIFF_RATIONAL, 1, rational);
}

/* Adds an array of file positions, of 64 bits in a BigTIFF. */
static void
add_offsets (Dir *dir,
             guint16 tag,
             guint16 small_type,
             guint16 big_type,
             const guint64 *offsets,
             gint64 n)
{
  g_autofree guint32 *small = NULL;

  if (dir->big)
    {
      add (dir, tag, big_type, n, offsets);
      return;
    }
  small = g_new (guint32, n);
  for (gint64 i = 0; i < n; i++)
    small[i] = (guint32) offsets[i];
  add (dir, tag, small_type, n, small);
}

static void
add_entries (Dir *dir,
             const SaffronOmeDir *page,
             const SaffronTileCodec *codec,
             const guint64 *subs)
{
  guint16 bits = saffron_sample_type_size (codec->type) * 8;
  guint16 predictor = saffron_tile_codec_predictor (codec);
  guint16 photometric = saffron_tile_codec_photometric (codec);
  gboolean sized = page->um_x > 0.0 && page->um_y > 0.0;

  add_long (dir, TIFFTAG_SUBFILETYPE,
            page->reduced ? FILETYPE_REDUCEDIMAGE : 0);
  add_long (dir, TIFFTAG_IMAGEWIDTH, page->width);
  add_long (dir, TIFFTAG_IMAGELENGTH, page->height);
  add_shorts (dir, TIFFTAG_BITSPERSAMPLE, bits, codec->n_samples);
  add_short (dir, TIFFTAG_COMPRESSION, saffron_tile_codec_scheme (codec));
  add_short (dir, TIFFTAG_PHOTOMETRIC, photometric);
  if (page->description != NULL)
    add (dir, TIFFTAG_IMAGEDESCRIPTION, TIFF_ASCII,
         strlen (page->description) + 1, page->description);
  add_short (dir, TIFFTAG_SAMPLESPERPIXEL, codec->n_samples);
  if (sized)
    {
      add_per_cm (dir, TIFFTAG_XRESOLUTION, page->um_x);
      add_per_cm (dir, TIFFTAG_YRESOLUTION, page->um_y);
    }
  add_short (dir, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  if (sized)
    add_short (dir, TIFFTAG_RESOLUTIONUNIT, RESUNIT_CENTIMETER);
  add (dir, TIFFTAG_SOFTWARE, TIFF_ASCII, sizeof "Saffron " SAFFRON_VERSION,
       "Saffron " SAFFRON_VERSION);
  if (predictor != PREDICTOR_NONE)
    add_short (dir, TIFFTAG_PREDICTOR, predictor);
  add_long (dir, TIFFTAG_TILEWIDTH, codec->tile_size);
  add_long (dir, TIFFTAG_TILELENGTH, codec->tile_size);
  add_offsets (dir, TIFFTAG_TILEOFFSETS, TIFF_LONG, TIFF_LONG8, page->offsets,
               page->n_tiles);
  add (dir, TIFFTAG_TILEBYTECOUNTS, TIFF_LONG, page->n_tiles, page->counts);
  if (page->n_subs > 0)
    add_offsets (dir, TIFFTAG_SUBIFD, TIFF_IFD, TIFF_IFD8, subs, page->n_subs);
  add_shorts (dir, TIFFTAG_SAMPLEFORMAT,
              codec->type == SAFFRON_SAMPLE_F32 ? SAMPLEFORMAT_IEEEFP
                                                : SAMPLEFORMAT_UINT,
              codec->n_samples);
  if (photometric == PHOTOMETRIC_YCBCR)
    {
      static const guint32 black_white[] = { 0,   1, 255, 1, 128, 1,
                                             255, 1, 128, 1, 255, 1 };

      add_shorts (dir, TIFFTAG_YCBCRSUBSAMPLING, 2, 2);
      add (dir, TIFFTAG_REFERENCEBLACKWHITE, TIFF_RATIONAL, 6, black_white);
    }
}

/* Builds a directory. Its size does not depend on @base, @next or the values in
 * @subs, so a first call can find the size. */
static GByteArray *
build_dir (const SaffronOmeDir *page,
           const SaffronTileCodec *codec,
           gboolean big,
           guint64 base,
           guint64 next,
           const guint64 *subs)
{
  GByteArray *bytes = g_byte_array_new ();
  Dir dir = { .big = big, .base = base };
  guint64 n_entries;
  guint16 n_small;
  gsize used;

  /* The first pass counts the entries; only then the second knows where the
   * values begin. */
  for (int pass = 0; pass < 2; pass++)
    {
      g_clear_pointer (&dir.entries, g_byte_array_unref);
      g_clear_pointer (&dir.values, g_byte_array_unref);
      dir.entries = g_byte_array_new ();
      dir.values = g_byte_array_new ();
      used = (big ? 8 : 2) + dir.n_entries * (big ? 20 : 12) + (big ? 8 : 4);
      dir.values_at = (used + 7) / 8 * 8;
      dir.n_entries = 0;
      dir.last_tag = 0;
      add_entries (&dir, page, codec, subs);
    }

  n_entries = dir.n_entries;
  n_small = (guint16) n_entries;
  if (big)
    put (bytes, &n_entries, 8);
  else
    put (bytes, &n_small, 2);
  put (bytes, dir.entries->data, dir.entries->len);
  put_offset (bytes, big, next);
  used = bytes->len;
  g_byte_array_set_size (bytes, dir.values_at);
  memset (bytes->data + used, 0, dir.values_at - used);
  put (bytes, dir.values->data, dir.values->len);
  g_byte_array_unref (dir.entries);
  g_byte_array_unref (dir.values);
  return bytes;
}

static gboolean
write_head (SaffronSaveFile *file, gboolean big, guint64 first, GError **error)
{
  g_autoptr (GByteArray) head = g_byte_array_new ();
  guint16 version = big ? 43 : 42;
  static const guint16 offset_size[2] = { 8, 0 };

  put (head, G_BYTE_ORDER == G_BIG_ENDIAN ? "MM" : "II", 2);
  put (head, &version, 2);
  if (big)
    put (head, offset_size, 4);
  put_offset (head, big, first);
  return saffron_save_file_write_at (file, head->data, head->len, 0, error);
}

static gboolean
needs_big (const SaffronOmeDir *dirs, int n_dirs, guint64 end)
{
  for (int i = 0; i < n_dirs; i++)
    {
      end += ENTRIES_SIZE + 8 * (dirs[i].n_tiles + dirs[i].n_subs);
      if (dirs[i].description != NULL)
        end += strlen (dirs[i].description);
    }
  return end > G_MAXUINT32;
}

gboolean
saffron_ome_write_dirs (SaffronSaveFile *file,
                        const SaffronOmeDir *dirs,
                        int n_dirs,
                        const SaffronTileCodec *codec,
                        guint64 end,
                        gboolean big,
                        GError **error)
{
  g_autofree guint64 *at = g_new0 (guint64, n_dirs + 1);
  static const guint8 zeros[8] = { 0 };
  guint64 start = (end + 7) / 8 * 8;

  big = big || needs_big (dirs, n_dirs, end);
  at[0] = start;
  for (int i = 0; i < n_dirs; i++)
    {
      g_autoptr (GByteArray) bytes = NULL;

      bytes = build_dir (&dirs[i], codec, big, 0, 0, at);
      at[i + 1] = at[i] + bytes->len;
    }

  if (!saffron_save_file_append (file, zeros, start - end, error))
    return FALSE;
  for (int i = 0, main_end = 0; i < n_dirs; i++)
    {
      g_autoptr (GByteArray) bytes = NULL;
      guint64 next = 0;

      if (i >= main_end)
        {
          main_end = i + 1 + dirs[i].n_subs;
          next = main_end < n_dirs ? at[main_end] : 0;
        }
      bytes = build_dir (&dirs[i], codec, big, at[i], next, &at[i + 1]);
      if (!saffron_save_file_append (file, bytes->data, bytes->len, error))
        return FALSE;
    }
  return write_head (file, big, at[0], error);
}
