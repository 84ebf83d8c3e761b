/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SaffronFeatures:
 * @rest: (nullable): the file without its features: an object whose member
 *   "features" is an empty list; %NULL when the file is a list, or one feature
 * @is_list: whether the features are a list
 *
 * Reads the features of GeoJSON one after the other. A file of cells has
 * hundreds of thousands, which as a whole would take forty times their text.
 */
typedef struct {
  const char *name;
  const char *text;
  gsize length;
  gsize at; /* of the next feature */
  JsonNode *rest;
  gboolean is_list;
  gboolean ended;
  guint n; /* features read so far */
} SaffronFeatures;

/* Begins with @text, which the reader borrows; @name stands for the file in
 * messages. FALSE with SAFFRON_ERROR_FORMAT. Clear it in either case. */
gboolean saffron_features_init (SaffronFeatures *features,
                                const char *text,
                                gsize length,
                                const char *name,
                                GError **error);
void saffron_features_clear (SaffronFeatures *features);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronFeatures, saffron_features_clear)

/**
 * saffron_features_next:
 * @feature: (out) (transfer full) (nullable): the next one, %NULL at the end
 *
 * Returns: %FALSE with %SAFFRON_ERROR_FORMAT, which names the feature
 */
gboolean saffron_features_next (SaffronFeatures *features,
                                JsonNode **feature,
                                GError **error);

G_END_DECLS
