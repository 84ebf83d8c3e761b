/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/decoded-cache.h"
#include "slide/tiff-layout.h"

G_BEGIN_DECLS

/* Bytes of decoded tiles that one slide keeps. */
#define SAFFRON_TIFF_CACHE_BYTES ((gsize) 64 << 20)

/* An open TIFF slide. */
typedef struct {
  SaffronTiffPool *pool;
  SaffronTiffLayout *layout;
  SaffronDecodedCache *cache;
} SaffronTiffSlide;

/* The TIFF reader's SaffronSlideOps.read; @handle is a #SaffronTiffSlide. */
SaffronRaster *saffron_slide_tiff_read (gpointer handle,
                                        const SaffronSlideInfo *info,
                                        int level,
                                        const SaffronRect *rect,
                                        int channel,
                                        GError **error);

G_END_DECLS
