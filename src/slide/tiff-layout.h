/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/ome-xml.h"
#include "slide/slide-private.h"
#include "slide/tiff-dir.h"

G_BEGIN_DECLS

/**
 * SaffronTiffPlane:
 * @dir: number of the directory in the layout
 * @sample: which of its samples
 *
 * Where one channel of one level is stored.
 */
typedef struct {
  guint dir;
  guint sample;
} SaffronTiffPlane;

/**
 * SaffronTiffLayout:
 * @dirs: (element-type SaffronTiffDir): the directories that are used
 * @planes: (element-type SaffronTiffPlane): of level l, Z plane z and channel c
 *   at (l * @n_z + z) * @n_channels + c
 * @n_planes: @n_z * @n_channels
 * @n_channels: number of channels
 * @n_levels: number of levels
 * @n_z: number of Z planes
 * @z: the Z plane that is read, from 0; %SAFFRON_Z_MAX for the brightest at
 *   each pixel
 * @channels: (element-type SaffronOmeChannel): what the file says about each
 *   channel
 * @rgb: whether the three channels are red, green and blue of one picture
 * @ome: (nullable): the file's OME-XML, if it could be read
 * @description: (nullable): the first page's description
 * @unit_x: µm per pixel by the first page's resolution tags; 0 when they give
 *   no believable one
 * @unit_y: the same in y
 *
 * What each page of a file is: a channel, a level, or neither.
 */
typedef struct {
  GPtrArray *dirs;
  GArray *planes;
  int n_planes, n_channels, n_levels;
  int n_z, z;
  GArray *channels;
  gboolean rgb;
  SaffronOme *ome;
  char *description;
  double unit_x, unit_y;
} SaffronTiffLayout;

/**
 * saffron_tiff_layout_new:
 * @info: receives notes on what is left out
 *
 * Returns: (transfer full): the layout, or %NULL with an error
 */
SaffronTiffLayout *saffron_tiff_layout_new (SaffronTiffPool *pool,
                                            SaffronSlideInfo *info,
                                            GError **error);
void saffron_tiff_layout_free (SaffronTiffLayout *layout);

static inline const SaffronTiffDir *
saffron_tiff_layout_dir_at (const SaffronTiffLayout *layout,
                            int level,
                            int z,
                            int channel,
                            SaffronTiffPlane *plane)
{
  *plane =
      g_array_index (layout->planes, SaffronTiffPlane,
                     (level * layout->n_z + z) * layout->n_channels + channel);
  return g_ptr_array_index (layout->dirs, plane->dir);
}

/* The same of the Z plane that is read, or of the first. */
static inline const SaffronTiffDir *
saffron_tiff_layout_dir (const SaffronTiffLayout *layout,
                         int level,
                         int channel,
                         SaffronTiffPlane *plane)
{
  return saffron_tiff_layout_dir_at (layout, level, MAX (layout->z, 0), channel,
                                     plane);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronTiffLayout, saffron_tiff_layout_free)

G_END_DECLS
