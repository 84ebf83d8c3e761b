/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/points.h"

G_BEGIN_DECLS

/**
 * SaffronPartClass:
 * @SAFFRON_PART_OFF: has a counterpart on the moving slide, but the two do not
 *   agree: it is misplaced
 * @SAFFRON_PART_MISSING: the moving slide has no tissue there
 * @SAFFRON_PART_OUTSIDE: lies beyond the moving slide's frame
 */
typedef enum {
  SAFFRON_PART_OFF,
  SAFFRON_PART_MISSING,
  SAFFRON_PART_OUTSIDE,
  SAFFRON_N_PART_CLASSES,
} SaffronPartClass;

/**
 * SaffronPart:
 * @share: of the reference's tissue, 0 to 1
 * @centre: mean place of its tissue, reference level-0 pixels
 * @across: how far from left to right that lies in the box around all tissue,
 *   0 to 1
 * @down: the same from top to bottom
 *
 * A connected part of the reference's tissue that does not agree.
 */
typedef struct {
  SaffronPartClass class;
  double share;
  SaffronRefPoint centre;
  double across, down;
} SaffronPart;

/* The share of the tissue that the parts of one class have together. */
double saffron_parts_share (const GArray *parts, SaffronPartClass class);

/* [{"class":, "share":, "x":, "y":, "across":, "down":}] */
JsonNode *saffron_parts_to_json (const GArray *parts);

/* (transfer full): what of @array (nullable) is a part; others are left out. */
GArray *saffron_parts_from_json (JsonArray *array);

G_END_DECLS
