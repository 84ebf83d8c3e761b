/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronOmeChannel:
 * @name: (nullable): its name in the file
 * @color: 0xRRGGBB, if @has_color
 * @n_samples: samples per pixel of its planes; 3 for RGB
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
 * @size_c: SizeC; it counts samples, so an RGB channel counts three times
 * @um_x: µm per pixel, 0 when unknown
 * @um_y: the same in y
 * @bad_pixel_size: the file gives a pixel size that makes no sense
 * @channels: (element-type SaffronOmeChannel): the channels that the XML lists,
 *   which may be fewer than there are
 * @planes: (element-type gint64): for each channel plane of the first Z and T,
 *   the number of its page in this file; -1 when it is in another
 * @n_images: images that the XML describes; this is the largest
 * @elsewhere: some planes are in other files
 *
 * What OME-XML says about one image, by the OME data model of 2016-06.
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
 * @file_name: (nullable): base name of the file that the XML is in
 *
 * Parses OME-XML without fetching anything and without expanding entities.
 *
 * Returns: (transfer full): the largest image, or %NULL with
 *   %SAFFRON_ERROR_FORMAT
 */
SaffronOme *
saffron_ome_parse (const char *text, const char *file_name, GError **error);
void saffron_ome_free (SaffronOme *ome);

/**
 * saffron_length_to_um:
 * @unit: (nullable): a unit's symbol as OME writes it; %NULL means µm
 *
 * Returns: the length in µm, or 0 when the unit is unknown or the length cannot
 *   be a pixel's
 */
double saffron_length_to_um (double value, const char *unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronOme, saffron_ome_free)

G_END_DECLS
