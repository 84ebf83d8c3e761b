/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/slide-file.h"

G_BEGIN_DECLS

/* (transfer full): of an array of #SaffronCompositeChannel. */
JsonArray *saffron_composite_to_json (const GArray *composite);

/* (transfer full) (nullable): what of @node can be read; %NULL when there is
 * nothing. What a picture looks like is no reason to refuse a session. @node:
 * (nullable) */
GArray *saffron_composite_from_json (JsonNode *node);

G_END_DECLS
