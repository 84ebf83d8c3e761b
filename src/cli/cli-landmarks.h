/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * saffron_cli_landmarks_read:
 * @texts: (nullable): what --landmarks was given: [NAME=]PAIRS.csv, or
 *   [NAME=]REFERENCE,MOVING for two files; NAME says whose they are and may be
 *   left out where there is but one moving slide
 * @paths: the moving slides
 * @n: how many
 * @output: what will be written, and so is none of the files
 *
 * A name with a comma or an equals sign is taken as what it is where there is
 * such a file. Points without a partner are said on stderr.
 *
 * Returns: (transfer full): for each moving slide its landmarks, see
 *   saffron_landmarks_file_read(), or %NULL; %NULL with an error, which is a
 *   usage error unless a file is at fault
 */
GPtrArray *saffron_cli_landmarks_read (char **texts,
                                       char **paths,
                                       guint n,
                                       const char *output,
                                       GError **error);

G_END_DECLS
