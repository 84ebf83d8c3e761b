/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/run.h"

G_BEGIN_DECLS

/**
 * saffron_run_find_looks:
 * @reference: as it is opened now
 * @moving: the same
 * @looks: (out caller-allocates) (array fixed-size=2): of both, to be cleared
 *
 * What the run looked at: as it recorded, which is what pictures of it show,
 * too. Where it did not record that (files of older versions), or a slide no
 * longer has that channel, it is chosen anew by the run's parameters.
 *
 * Returns: %FALSE as saffron_look_choose()
 */
gboolean saffron_run_find_looks (const SaffronRun *run,
                                 SaffronSlide *reference,
                                 SaffronSlide *moving,
                                 SaffronLook looks[2],
                                 GError **error);

G_END_DECLS
