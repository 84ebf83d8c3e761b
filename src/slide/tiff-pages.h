/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/tiff-layout.h"

G_BEGIN_DECLS

/**
 * saffron_tiff_read_pages:
 * @layout: receives the description and the resolution of the first page
 *
 * Reads the main directories, without their SubIFDs.
 *
 * Returns: (transfer full) (element-type SaffronTiffDir): the pages, with %NULL
 *   for each that cannot be read; %NULL with an error when the first page
 *   cannot be read
 */
GPtrArray *saffron_tiff_read_pages (SaffronTiffPool *pool,
                                    SaffronTiffLayout *layout,
                                    SaffronSlideInfo *info,
                                    GError **error);

/* (transfer full) (nullable): the description of the page at which @tif stands,
 * in UTF-8. */
char *saffron_tiff_read_description (TIFF *tif);

G_END_DECLS
