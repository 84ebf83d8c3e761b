/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/ome-writer.h"

G_BEGIN_DECLS

/**
 * saffron_ome_xml:
 *
 * Describes, as OME-XML (schema 2016-06), an image whose channels are the first
 * main pages of its TIFF file.
 *
 * Returns: (transfer full): UTF-8 text
 */
char *saffron_ome_xml (const SaffronOmeSpec *spec);

G_END_DECLS
