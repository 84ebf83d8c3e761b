/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "synth/block.h"

G_BEGIN_DECLS

/**
 * saffron_brightfield_new:
 * @eosin: whether hematoxylin goes with eosin, or else with DAB on the
 *   slide's marker
 *
 * Light through stained tissue by Beer and Lambert's law; the stains' colours
 * are those that Ruifrok and Johnston measured (2001).
 *
 * Returns: (transfer full): the block's pixels, RGB interleaved; free with
 *   g_free()
 */
guint8 *saffron_brightfield_new (const SaffronBlock *block, gboolean eosin);

G_END_DECLS
