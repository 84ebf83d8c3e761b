/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/slide-tiff.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "slide/channel-names.h"
#include "slide/qptiff.h"
#include "slide/slide-kind.h"
#include "slide/z-stack.h"

/* Reads TIFF and OME-TIFF. tiff-layout.c tells what each page is, tiff-decode.c
 * decodes tiles, slide-tiff-read.c puts regions together. */

static void
tiff_close (gpointer handle)
{
  SaffronTiffSlide *slide = handle;

  g_clear_pointer (&slide->cache, saffron_decoded_cache_free);
  g_clear_pointer (&slide->layout, saffron_tiff_layout_free);
  g_clear_pointer (&slide->pool, saffron_tiff_pool_free);
  g_free (slide);
}

static void
add_levels (const SaffronTiffLayout *layout, SaffronSlideInfo *info)
{
  for (int i = 0; i < layout->n_levels; i++)
    {
      SaffronTiffPlane plane;
      const SaffronTiffDir *dir =
          saffron_tiff_layout_dir (layout, i, 0, &plane);

      saffron_slide_info_add_level (info, dir->width, dir->height,
                                    dir->tile_width, dir->tile_height);
    }
}

static gboolean
is_aperio (const SaffronTiffLayout *layout)
{
  return layout->description != NULL
         && g_str_has_prefix (layout->description, "Aperio");
}

static gboolean
is_qptiff (const SaffronTiffLayout *layout)
{
  return layout->description != NULL
         && saffron_qptiff_is_xml (layout->description);
}

/* Aperio's scanners write "…|MPP = 0.2500|…" (µm per pixel) in the
 * description. */
static double
aperio_mpp (const SaffronTiffLayout *layout)
{
  g_auto (GStrv) parts = g_strsplit (layout->description, "|", 256);

  for (int i = 0; parts[i] != NULL; i++)
    {
      const char *value = strchr (parts[i], '=');

      if (g_str_has_prefix (g_strstrip (parts[i]), "MPP") && value != NULL)
        return saffron_length_to_um (g_ascii_strtod (value + 1, NULL), NULL);
    }
  return 0.0;
}

static void
set_pixel_size (const SaffronTiffLayout *layout, SaffronSlideInfo *info)
{
  const SaffronOme *ome = layout->ome;

  if (ome != NULL && ome->bad_pixel_size)
    saffron_slide_info_add_note (info, _ ("The pixel size in the OME-XML makes "
                                          "no sense and is ignored"));
  if (ome != NULL && ome->um_x > 0.0)
    {
      info->um_x = ome->um_x;
      info->um_y = ome->um_y;
    }
  else if (is_aperio (layout) && aperio_mpp (layout) > 0.0)
    info->um_x = info->um_y = aperio_mpp (layout);
  else
    {
      info->um_x = layout->unit_x;
      info->um_y = layout->unit_y;
    }
}

/* Names the channels by what the file says, else by the file's name, else by
 * number. */
static void
add_channels (const char *path,
              const SaffronTiffLayout *layout,
              SaffronSlideInfo *info)
{
  g_auto (GStrv) names =
      saffron_channel_names_from_file (path, layout->n_channels);
  gboolean from_file = FALSE;

  for (int c = 0; c < layout->n_channels; c++)
    {
      SaffronTiffPlane plane;
      const SaffronTiffDir *dir =
          saffron_tiff_layout_dir (layout, 0, c, &plane);
      const SaffronOmeChannel *known =
          &g_array_index (layout->channels, SaffronOmeChannel, c);
      g_autofree char *number = g_strdup_printf ("Channel %d", c + 1);
      const char *name = number;

      if (known->name != NULL)
        name = known->name;
      else if (names != NULL)
        {
          name = names[c];
          from_file = TRUE;
        }
      saffron_slide_info_add_channel (info, name, dir->type);
      if (known->has_color)
        {
          SaffronChannel *channel =
              &g_array_index (info->channels, SaffronChannel, c);

          channel->has_color = TRUE;
          channel->color = known->color;
        }
    }
  if (from_file)
    saffron_slide_info_add_note (info, _ ("Channel names are taken from the "
                                          "file's name"));
}

static void
add_notes (const SaffronTiffLayout *layout, SaffronSlideInfo *info)
{
  SaffronTiffPlane plane;
  const SaffronTiffDir *dir = saffron_tiff_layout_dir (layout, 0, 0, &plane);

  if (dir->photometric == PHOTOMETRIC_PALETTE)
    saffron_slide_info_add_note (info,
                                 _ ("The palette is ignored: stored values "
                                    "are the intensities"));
  if (dir->photometric == PHOTOMETRIC_MINISWHITE)
    saffron_slide_info_add_note (info,
                                 _ ("The file says that 0 is white; values "
                                    "are given as stored"));
  if (dir->alpha)
    saffron_slide_info_add_note (info, _ ("Transparency is ignored"));
  saffron_slide_info_add_type_note (
      info, dir->bits, dir->format == SAMPLEFORMAT_INT, dir->exact);
  if (dir->orientation > ORIENTATION_TOPLEFT)
    saffron_slide_info_add_note (info,
                                 _ ("The file asks to be turned "
                                    "(orientation %u); it is read as stored"),
                                 dir->orientation);
}

/* The cache holds at least the largest tile, so that a file that is a single
 * strip is decoded once and not again for each region. */
static gsize
cache_bytes (const SaffronTiffLayout *layout)
{
  gsize most = SAFFRON_TIFF_CACHE_BYTES;

  for (guint i = 0; i < layout->dirs->len; i++)
    {
      const SaffronTiffDir *dir = g_ptr_array_index (layout->dirs, i);

      most = MAX (most, (gsize) dir->tile_width * dir->tile_height
                            * saffron_tiff_dir_tile_samples (dir)
                            * saffron_sample_type_size (dir->type));
    }
  return most;
}

/* What tells this slide from others in the same file. */
static char *
name_part (const SaffronTiffLayout *layout)
{
  int scene =
      layout->ome != NULL && layout->ome->n_images > 1 ? layout->ome->scene : 0;

  if (scene == 0 && layout->n_z == 1)
    return NULL;
  return g_strdup_printf ("scene %d, z %d", scene, layout->z);
}

static gboolean
set_rgb (SaffronTiffSlide *slide, SaffronSlideInfo *info, GError **error)
{
  SaffronSampleType type =
      g_array_index (info->channels, SaffronChannel, 0).type;
  SaffronRgbLook look = SAFFRON_RGB_BRIGHT;

  if (!saffron_sample_rgb (&saffron_slide_tiff_ops, slide, info, &look, error))
    return FALSE;
  /* Only a part was sampled, so even if that is grey, all three samples are
   * kept. */
  saffron_slide_info_set_rgb (info, MIN (look, SAFFRON_RGB_DARK), type);
  return TRUE;
}

static gpointer
tiff_open (const char *path, SaffronSlideInfo *info, GError **error)
{
  SaffronTiffSlide *slide = g_new0 (SaffronTiffSlide, 1);
  SaffronTiffLayout *layout = NULL;

  slide->pool = saffron_tiff_pool_new (path, error);
  if (slide->pool != NULL)
    slide->layout = saffron_tiff_layout_new (slide->pool, info, error);
  if (slide->layout == NULL)
    {
      tiff_close (slide);
      return NULL;
    }
  slide->cache = saffron_decoded_cache_new (cache_bytes (slide->layout));
  layout = slide->layout;

  info->format = g_strdup (layout->ome != NULL  ? "OME-TIFF"
                           : is_aperio (layout) ? "Aperio SVS"
                           : is_qptiff (layout) ? "QPTIFF"
                                                : "TIFF");
  add_levels (layout, info);
  set_pixel_size (layout, info);
  add_channels (path, layout, info);
  if (!saffron_z_choose (&saffron_slide_tiff_ops, slide, path, info,
                         layout->n_z, &layout->z, error)
      || (layout->rgb && !set_rgb (slide, info, error))
      || (!layout->rgb
          && !saffron_slide_info_join_planes (info, &saffron_slide_tiff_ops,
                                              slide, error)))
    {
      tiff_close (slide);
      return NULL;
    }
  info->part = name_part (layout);
  add_notes (layout, info);
  return slide;
}

const SaffronSlideOps saffron_slide_tiff_ops = {
  .name = "libtiff",
  .open = tiff_open,
  .read = saffron_slide_tiff_read,
  .close = tiff_close,
};
