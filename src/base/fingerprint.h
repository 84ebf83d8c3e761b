/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How much of each end of a file a fingerprint looks at. */
#define SAFFRON_FINGERPRINT_BYTES (1 << 20)

/**
 * saffron_fingerprint:
 * @fingerprint: (out) (transfer full) (nullable): hexadecimal; %NULL for a
 * folder and whatever else is no file
 * @bytes: (out): the file's size; -1 where there is no fingerprint
 *
 * Tells files apart without reading gigabytes: the SHA-256 of its size in
 * bytes, in decimal digits, and of the first and the last
 * %SAFFRON_FINGERPRINT_BYTES, or of the whole file where it has fewer than two
 * times as many.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_IO, which names the file, when it cannot
 *   be read; @fingerprint is then %NULL
 */
gboolean saffron_fingerprint (const char *path,
                              char **fingerprint,
                              gint64 *bytes,
                              GError **error);

G_END_DECLS
