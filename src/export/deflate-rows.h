/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most bytes that saffron_deflate_rows() writes for @n bytes. */
gsize saffron_deflate_rows_bound (gsize n);

/**
 * saffron_deflate_rows:
 * @data: @n bytes, at least one
 * @out: (out caller-allocates): saffron_deflate_rows_bound() bytes
 *
 * Compresses what filters of PNG leave of a picture: small numbers of which
 * many are zero. It looks for runs of zeros only, and gives each byte between
 * them a code by how frequent it is (RFC 1951). That is several times as fast
 * as looking for whatever comes back, which in a picture of cells is little.
 * The result is a part of a deflate stream that starts and ends at a whole byte
 * and refers to nothing before it, so that parts can be made at the same time
 * and put one after the other. The stream's end is SAFFRON_DEFLATE_END.
 *
 * Returns: how many bytes it wrote
 */
gsize saffron_deflate_rows (const guint8 *data, gsize n, guint8 *out);

/* An empty last block: the two bytes that end a stream of such parts. */
#define SAFFRON_DEFLATE_END "\x03\x00"

G_END_DECLS
