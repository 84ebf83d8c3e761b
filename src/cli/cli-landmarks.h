/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * saffron_cli_landmarks_read:
 * @texts: (nullable): the arguments of --landmarks: [NAME=]PAIRS.csv, or
 *   [NAME=]REFERENCE,MOVING for two files; NAME is the moving slide and may be
 *   left out when there is only one
 * @paths: the moving slides
 * @n: how many
 * @output: the file that will be written; it must not be one of the landmark
 *   files
 *
 * A name that contains a comma or an equals sign is taken as a whole if a file
 * has that name. Points without a partner are reported on stderr.
 *
 * Returns: (transfer full): for each moving slide its landmarks, see
 *   saffron_landmarks_file_read(), or %NULL; %NULL with an error, which is a
 *   usage error unless a file is the cause
 */
GPtrArray *saffron_cli_landmarks_read (char **texts,
                                       char **paths,
                                       guint n,
                                       const char *output,
                                       GError **error);

G_END_DECLS
