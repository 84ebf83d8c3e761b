/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "synth/block.h"

G_BEGIN_DECLS

/**
 * saffron_brightfield_new:
 * @eosin: whether the second stain is eosin, else DAB on the slide's marker;
 *   the first is hematoxylin
 *
 * Renders light through stained tissue by the Beer–Lambert law. The colours of
 * the stains are those of Ruifrok and Johnston (2001).
 *
 * Returns: (transfer full): the block's pixels, RGB interleaved; free with
 *   g_free()
 */
guint8 *saffron_brightfield_new (const SaffronBlock *block, gboolean eosin);

G_END_DECLS
