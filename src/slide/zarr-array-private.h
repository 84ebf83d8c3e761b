/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/zarr-array.h"

G_BEGIN_DECLS

/* Fills @array from the metadata of one version of Zarr. FALSE with an error
 * that says what is wrong with it but does not name the file. */
gboolean saffron_zarr_read_v2 (SaffronZarrArray *array,
                               JsonObject *json,
                               GError **error);
gboolean saffron_zarr_read_v3 (SaffronZarrArray *array,
                               JsonObject *json,
                               GError **error);

/* Reads @n_dims whole numbers of at least 1. */
gboolean saffron_zarr_read_sizes (JsonArray *sizes,
                                  int n_dims,
                                  gint64 *to,
                                  GError **error);

/* Appends the codec of this name; %NULL stands for none. */
gboolean saffron_zarr_add_codec (SaffronZarrArray *array,
                                 const char *name,
                                 GError **error);

/* Sets the fill value of @node, which may be %NULL. */
void saffron_zarr_read_fill (SaffronZarrArray *array, JsonNode *node);

gboolean saffron_zarr_fail_damaged (GError **error, const char *what);

/* @what names the part that is not read, @value what it is. */
gboolean saffron_zarr_fail_unsupported (GError **error,
                                        const char *what,
                                        const char *value);

G_END_DECLS
