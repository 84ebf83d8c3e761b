/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/reason.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): reasons from single parts of the tissue; %NULL
 * for the code of another family. */
char *saffron_part_words (const SaffronReason *reason);

G_END_DECLS
