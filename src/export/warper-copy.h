/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/warper.h"

G_BEGIN_DECLS

/**
 * saffron_warper_find_copy:
 * @level: the level that is read
 * @rect: in pixels of the grid
 * @source: (out): the same in pixels of the level
 *
 * Returns: whether pixels of the grid are pixels of the level: nothing is
 *   moved, and both have their corners at the same places
 */
gboolean saffron_warper_find_copy (const SaffronWarper *warper,
                                   int level,
                                   const SaffronRect *rect,
                                   SaffronRect *source);

/* What saffron_warper_read() gives where saffron_warper_find_copy() found
 * @source. */
gboolean saffron_warper_copy (const SaffronWarper *warper,
                              int level,
                              int channel,
                              const SaffronRect *source,
                              float *out,
                              GError **error);

G_END_DECLS
