/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide-private.h"
#include "slide/zarr-chunk.h"

G_BEGIN_DECLS

/**
 * SaffronNgff:
 * @group: the image's folder in the store
 * @name: (nullable): its name in the file
 * @axes: which dimension is what
 * @n_dims: of its arrays
 * @arrays: (element-type utf8): its levels, largest first, as paths from the
 *   store on
 * @um_x: µm per pixel, 0 when unknown
 * @um_y: the same in y
 * @bad_pixel_size: the file gives a pixel size that makes no sense
 * @no_unit: the pixel size has no unit, so µm are assumed
 * @label: whether its values are the numbers of objects
 * @channels: (element-type SaffronOmeChannel): names and colours, of as many
 *   channels as the file describes
 *
 * What the metadata of an OME-Zarr say about one image:
 * https://ngff.openmicroscopy.org, versions 0.1 to 0.5.
 */
typedef struct {
  char *group;
  char *name;
  SaffronZarrAxes axes;
  int n_dims;
  GPtrArray *arrays;
  double um_x, um_y;
  gboolean bad_pixel_size, no_unit, label;
  GArray *channels;
} SaffronNgff;

/**
 * saffron_ngff_parse:
 * @group: the folder that has the metadata
 * @attributes: the metadata
 * @index: which of its multiscales
 *
 * Returns: (transfer full): the image, or %NULL with an error that does not
 *   name the file
 */
SaffronNgff *saffron_ngff_parse (const char *group,
                                 JsonObject *attributes,
                                 guint index,
                                 GError **error);
void saffron_ngff_free (SaffronNgff *image);

/**
 * saffron_ngff_find:
 * @scene: which image, from 1; 0 for the largest
 * @info: receives the scenes, the number of the one, and a note on it, when
 *   there are several
 *
 * Finds the image that a Zarr's folder holds. A folder that holds something
 * else, as a plate, gives an error that says which folder to give.
 *
 * Returns: (transfer full): the image, or %NULL with an error
 */
SaffronNgff *saffron_ngff_find (SaffronZarrStore *store,
                                int scene,
                                SaffronSlideInfo *info,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronNgff, saffron_ngff_free)

G_END_DECLS
