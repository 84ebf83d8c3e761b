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
 * @planes: (element-type SaffronTiffPlane): of level l and channel c at
 *   l * @n_channels + c
 * @n_channels: number of channels
 * @n_levels: number of levels
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
  int n_channels, n_levels;
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
saffron_tiff_layout_dir (const SaffronTiffLayout *layout,
                         int level,
                         int channel,
                         SaffronTiffPlane *plane)
{
  *plane = g_array_index (layout->planes, SaffronTiffPlane,
                          level * layout->n_channels + channel);
  return g_ptr_array_index (layout->dirs, plane->dir);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronTiffLayout, saffron_tiff_layout_free)

G_END_DECLS
