/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/deformable.h"
#include "register/params.h"

G_BEGIN_DECLS

/* The options of the deformable stage by the parameters; with @same, those of
 * the fine stage. */
SaffronDeformableOptions
saffron_deformable_options (const SaffronParams *params, gboolean same);

G_END_DECLS
