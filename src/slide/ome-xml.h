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

#define SAFFRON_OME_NOWHERE ((gint64) -1)
#define SAFFRON_OME_ELSEWHERE ((gint64) -2)

/**
 * SaffronOme:
 * @width: SizeX
 * @height: SizeY
 * @n_c: channel planes, of which one with several samples is one
 * @n_z: Z planes of which @planes tells; fewer than @size_z where they are too
 *   many
 * @size_c: SizeC; it counts samples, so an RGB channel counts three times
 * @um_x: µm per pixel, 0 when unknown
 * @um_y: the same in y
 * @bad_pixel_size: the file gives a pixel size that makes no sense
 * @channels: (element-type SaffronOmeChannel): the channels that the XML lists,
 *   which may be fewer than there are
 * @planes: (element-type gint64): for channel plane c of Z plane z and the
 *   first T at z * @n_c + c, the number of its page in this file,
 *   %SAFFRON_OME_ELSEWHERE when it is in another, %SAFFRON_OME_NOWHERE when no
 *   file is named
 * @n_before: planes, of all Z and T, of the images before this one
 * @n_all: planes of all images
 * @scene: the number of this image, from 1
 * @n_images: images that the XML describes
 * @scenes: (element-type SaffronScene): all of them
 * @elsewhere: some planes are in other files
 *
 * What OME-XML says about one image, by the OME data model of 2016-06.
 */
typedef struct {
  gint64 width, height;
  int n_c, n_z;
  int size_c, size_z, size_t_;
  double um_x, um_y;
  gboolean bad_pixel_size;
  GArray *channels;
  GArray *planes;
  gint64 n_before, n_all;
  int scene, n_images;
  GArray *scenes;
  gboolean elsewhere;
  /*< private >*/
  gint64 step_z, step_c;
} SaffronOme;

/* (transfer full): an empty array of #SaffronOmeChannel, which frees the
 * names. */
GArray *saffron_ome_channels_new (void);

/* Whether a TIFF's description is OME-XML. */
gboolean saffron_ome_is_xml (const char *text);

/**
 * saffron_ome_parse:
 * @text: the description
 * @file_name: (nullable): base name of the file that the XML is in
 * @scene: which image, from 1; 0 for the largest of which this file has planes
 *
 * Parses OME-XML without fetching anything and without expanding entities.
 *
 * Returns: (transfer full): the image, or %NULL with %SAFFRON_ERROR_FORMAT, or
 *   with %SAFFRON_ERROR_ARGUMENT when there is no such scene
 */
SaffronOme *saffron_ome_parse (const char *text,
                               const char *file_name,
                               int scene,
                               GError **error);
/* The same where the XML is another file's: @uuid, which may be %NULL, is the
 * identifier of the file of which planes are wanted, @file_name its name. */
SaffronOme *saffron_ome_parse_for (const char *text,
                                   const char *file_name,
                                   const char *uuid,
                                   int scene,
                                   GError **error);
void saffron_ome_free (SaffronOme *ome);

/* Lets the pages of all images follow each other in the dimension order, for an
 * XML that does not say where each plane is. */
void saffron_ome_assume_order (SaffronOme *ome);

/**
 * saffron_length_to_um:
 * @unit: (nullable): a unit's symbol or name as OME writes it; %NULL means µm
 *
 * Returns: the length in µm, or 0 when the unit is unknown or the length cannot
 *   be a pixel's
 */
double saffron_length_to_um (double value, const char *unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronOme, saffron_ome_free)

G_END_DECLS
