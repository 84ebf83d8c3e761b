/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide-private.h"

G_BEGIN_DECLS

/**
 * saffron_ome_follow:
 * @path: of the file
 * @text: its OME-XML
 * @uuid: (out) (transfer full) (nullable): its own identifier, if the metadata
 *   are elsewhere
 * @info: receives a note when they are elsewhere and cannot be read
 * @error: set when the file system fails
 *
 * Files of a set may have no metadata but the name of the file that has them
 * (BinaryOnly), which lies beside them: the first of the set, or a companion
 * file of mere XML.
 *
 * Returns: (transfer full) (nullable): the OME-XML of that file; %NULL without
 *   an error when @text is itself what to read, or there is nothing else
 */
char *saffron_ome_follow (const char *path,
                          const char *text,
                          char **uuid,
                          SaffronSlideInfo *info,
                          GError **error);

G_END_DECLS
