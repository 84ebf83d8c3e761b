/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

/* A file that exceeds these limits is damaged or malicious. */
#define SAFFRON_JSON_MAX_COORDINATE 1e9
#define SAFFRON_JSON_MIN_SPACING 1e-3

/* Sets %SAFFRON_ERROR_FORMAT; returns FALSE. */
gboolean saffron_json_fail (GError **error, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* A finite number within the limits; @node may be NULL. */
gboolean saffron_json_to_double (JsonNode *node, double *value);
gboolean saffron_json_get_double (JsonObject *object,
                                  const char *name,
                                  double min,
                                  double *value,
                                  GError **error);

JsonObject *saffron_lattice_to_json (const SaffronLattice *lattice);
SaffronLattice *saffron_lattice_from_json (JsonNode *node, GError **error);

/* The member "pieces"; see saffron_transform_to_json(). */
JsonObject *saffron_pieces_to_json (const SaffronTransform *transform);
SaffronTransform *saffron_pieces_from_json (JsonNode *node,
                                            double width,
                                            double height,
                                            const SaffronAffine *affine,
                                            GError **error);

G_END_DECLS
