/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How many bytes are free where the file @path would lie; −1 when that is not
 * known. Asks the file system, which may be slow. */
gint64 saffron_disk_space (const char *path);

G_END_DECLS
