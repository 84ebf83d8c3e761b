/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/reason.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): a reason about a slide that was tried over
 * another one, in words; %NULL for any other reason. */
char *saffron_chain_words (const SaffronReason *reason);

G_END_DECLS
