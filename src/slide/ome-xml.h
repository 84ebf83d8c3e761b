/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronOmeChannel:
 * @name: (nullable): what the file calls it
 * @color: 0xRRGGBB, if @has_color
 * @n_samples: samples that its planes hold; 3 for RGB
 */
typedef struct {
  char *name;
  gboolean has_color;
  guint32 color;
  int n_samples;
} SaffronOmeChannel;

/**
 * SaffronOme:
 * @width: SizeX
 * @height: SizeY
 * @size_c: SizeC: samples, not planes, where channels are RGB
 * @um_x: µm per pixel, 0 when unknown
 * @um_y: the same in y
 * @bad_pixel_size: a pixel size is given and makes no sense
 * @channels: (element-type SaffronOmeChannel): as listed; may be fewer than
 *   there are
 * @planes: (element-type gint64): for each channel plane of the first Z and T
 *   the number of its page in this file, -1 when it is not in this file
 * @n_images: images that the file describes; this is the largest of them
 * @elsewhere: some planes are in other files
 *
 * What OME-XML says about one image. See the OME data model, 2016-06.
 */
typedef struct {
  gint64 width, height;
  int size_c, size_z, size_t_;
  double um_x, um_y;
  gboolean bad_pixel_size;
  GArray *channels;
  GArray *planes;
  int n_images;
  gboolean elsewhere;
} SaffronOme;

/* Whether a TIFF's description is OME-XML. */
gboolean saffron_ome_is_xml (const char *text);

/**
 * saffron_ome_parse:
 * @text: the description
 * @file_name: (nullable): base name of the file that it is in
 *
 * Never fetches anything and expands no entities.
 *
 * Returns: (transfer full): the largest image, or %NULL with
 *   %SAFFRON_ERROR_FORMAT
 */
SaffronOme *
saffron_ome_parse (const char *text, const char *file_name, GError **error);
void saffron_ome_free (SaffronOme *ome);

/**
 * saffron_length_to_um:
 * @unit: (nullable): as OME writes it; %NULL means µm
 *
 * Returns: the length in µm, or 0 when it is no believable length
 */
double saffron_length_to_um (double value, const char *unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronOme, saffron_ome_free)

G_END_DECLS
