/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/deformable.h"
#include "register/params.h"

G_BEGIN_DECLS

/* What the parameters ask of the deformable stage, or of the fine one, which
 * bends the same section: @same. */
SaffronDeformableOptions
saffron_deformable_options (const SaffronParams *params, gboolean same);

G_END_DECLS
