/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members of metadata that cannot be trusted: each returns what is asked for,
 * (transfer none), or %NULL when it is missing or of another type. @object may
 * be %NULL. */
JsonNode *saffron_zarr_get (JsonObject *object, const char *member);
JsonObject *saffron_zarr_get_object (JsonObject *object, const char *member);
JsonArray *saffron_zarr_get_array (JsonObject *object, const char *member);
const char *saffron_zarr_get_string (JsonObject *object, const char *member);

/* The same of a node, which may be %NULL. */
JsonObject *saffron_zarr_node_object (JsonNode *node);
const char *saffron_zarr_node_string (JsonNode *node);

/* FALSE when @node, which may be %NULL, is not a finite number. */
gboolean saffron_zarr_node_number (JsonNode *node, double *value);

/* Element @index of @array, both of which may be missing: then %NULL. */
JsonNode *saffron_zarr_nth (JsonArray *array, guint index);
guint saffron_zarr_length (JsonArray *array);

G_END_DECLS
