/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a name is one of the nuclear stains that cycles are registered by:
 * DAPI, Hoechst, DNA. */
gboolean saffron_is_nuclear_stain (const char *name);

/**
 * saffron_channel_names_from_file:
 * @path: of the slide; only its base name counts
 * @n_channels: that the slide has
 *
 * The convention of multiplexing pipelines: Sample_DAPI_CD3_CD8.ome.tif, with
 * additions behind a dot or words such as "registered" ignored.
 *
 * Returns: (transfer full) (nullable): @n_channels names, or %NULL when the
 *   count does not fit or the words are no markers
 */
char **saffron_channel_names_from_file (const char *path, int n_channels);

G_END_DECLS
