/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/raster.h"

G_BEGIN_DECLS

/* Whether a TIFF's compression is JPEG 2000: 33003, 33004 and 33005, as Aperio,
 * Bio-Formats and QuPath write them, or 34712. */
gboolean saffron_jp2k_is_compression (guint16 compression);

/**
 * saffron_jp2k_decode:
 * @data: a codestream, or one in a JP2 file
 * @length: bytes
 * @ycc: whether the samples are YCbCr. They are also where the data say so.
 * @to: receives the samples; the picture may be smaller, but not larger
 * @why: (out): on failure, what is wrong, to be freed
 *
 * Decodes one tile with OpenJPEG. Samples that are stored at half the size are
 * repeated. When memory was out, errno is %ENOMEM after a failure; set it to 0
 * before.
 */
gboolean saffron_jp2k_decode (const guint8 *data,
                              gsize length,
                              gboolean ycc,
                              SaffronRaster *to,
                              char **why);

G_END_DECLS
