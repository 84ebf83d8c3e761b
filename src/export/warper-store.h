/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/raster.h"
#include "export/warper.h"

G_BEGIN_DECLS

/**
 * saffron_warper_store:
 * @out: of @rect's size; it gets the values in its own type, whole numbers
 *   rounded to the nearest, halves up
 *
 * Does what saffron_warper_read() does, for a writer of files.
 */
gboolean saffron_warper_store (const SaffronWarper *warper,
                               int channel,
                               const SaffronRect *rect,
                               SaffronRaster *out,
                               GError **error);

G_END_DECLS
