/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How sure it is by its name that a channel is a nuclear stain, by which cycles
 * are registered: 1 for DAPI, 2 for Hoechst, and so on; 0 when it is none. */
int saffron_nuclear_rank (const char *name);
gboolean saffron_is_nuclear_stain (const char *name);

/**
 * saffron_channel_names_from_file:
 * @path: the slide's; only its base name counts
 * @n_channels: the slide's number of channels
 *
 * Reads channel names from the file's name by the convention of multiplexing
 * pipelines: Sample_DAPI_CD3_CD8.ome.tif. What follows a dot, and words such as
 * "registered", are ignored.
 *
 * Returns: (transfer full) (nullable): @n_channels names, %NULL-terminated, or
 *   %NULL when the count does not fit or no word is a marker
 */
char **saffron_channel_names_from_file (const char *path, int n_channels);

G_END_DECLS
