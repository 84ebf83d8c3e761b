/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/tiff-layout.h"

G_BEGIN_DECLS

/* The most channels of a slide. */
#define SAFFRON_TIFF_MAX_CHANNELS 256

/**
 * SaffronTiffMaker:
 * @pages: (element-type SaffronTiffDir): the file's main pages; %NULL where one
 *   cannot be read or has gone into the layout
 * @base: (element-type guint): the numbers of the full-size pages that are
 *   read: those of the first Z plane, of the second …
 * @named: (element-type int): for each page of a Z plane in @base, the channel
 *   of the OME-XML that it holds; -1 when that is not sure
 *
 * State while a layout is made.
 */
typedef struct {
  SaffronTiffPool *pool;
  SaffronSlideInfo *info;
  SaffronTiffLayout *layout;
  GPtrArray *pages;
  GArray *base;
  GArray *named;
} SaffronTiffMaker;

static inline const SaffronTiffDir *
saffron_tiff_maker_base (const SaffronTiffMaker *maker, guint i)
{
  return g_ptr_array_index (maker->pages,
                            g_array_index (maker->base, guint, i));
}

static inline gboolean
saffron_tiff_dir_same_size (const SaffronTiffDir *a, const SaffronTiffDir *b)
{
  return a->width == b->width && a->height == b->height;
}

/* Choose the base pages: by the OME-XML, or without. The former returns %FALSE
 * when the XML does not fit the pages at all, and with an error when a channel
 * that it promises is missing. */
gboolean saffron_tiff_choose_ome (SaffronTiffMaker *maker, GError **error);
void saffron_tiff_choose_plain (SaffronTiffMaker *maker);

/* Fills the layout's channels with what the file says about them: OME-XML, an
 * Akoya scanner's XML on each page, or ImageJ's labels. %FALSE with an error
 * when the file system fails. */
gboolean saffron_tiff_find_names (SaffronTiffMaker *maker, GError **error);

/* Adds the base pages and what they are reduced to as levels of the layout;
 * %FALSE with an error when the file system fails. */
gboolean saffron_tiff_add_levels (SaffronTiffMaker *maker, GError **error);

G_END_DECLS
