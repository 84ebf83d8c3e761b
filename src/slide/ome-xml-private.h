/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/xmlreader.h>

#include "slide/ome-xml.h"

G_BEGIN_DECLS

/* One TiffData element: the @n pages from @page on hold the planes from (z, c,
 * t) on, in the image's dimension order. */
typedef struct {
  gint64 page, n;
  gint64 z, c, t;
  gboolean elsewhere;
} SaffronOmeBlock;

/* @file_uuid is the UUID of this file; a block with another UUID lies in
 * another file. */
typedef struct {
  xmlTextReader *reader;
  const char *file_name;
  char *file_uuid;
  gboolean foreign; /* the XML is another file's, and so is its identifier */
  SaffronOme *ome;
  GArray *blocks;
  char order[6];
  int scene;  /* the one that is asked for; 0: the largest */
  char *name; /* of the image */
  int n_images;
  gint64 n_planes; /* of the images so far */
  GArray *scenes;
} SaffronOmeParser;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlTextReader, xmlFreeTextReader)

/* Whether the text is safe to parse. libxml compares each attribute of an
 * element with all the others, so no element may have more attributes than
 * OME-XML ever has. Nor may there be a document type, which could define
 * entities; OME-XML has no use for them. */
gboolean saffron_xml_is_harmless (const char *text);

/* Finds out which page holds which plane of the image that the parser has just
 * read. */
void saffron_ome_resolve_planes (SaffronOmeParser *parser);

G_END_DECLS
