/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronPlane:
 * @width: columns
 * @height: rows
 * @data: @width * @height floats, row after row, no padding
 *
 * One float image in memory, at a working size, never a whole slide:
 * registration computes on these. Pixel (i, j) has its centre at (i + 0.5, j +
 * 0.5). A plane has one owner, who frees it with saffron_plane_free().
 */
typedef struct {
  int width, height;
  float *data;
} SaffronPlane;

/**
 * saffron_plane_new:
 *
 * Returns: (transfer full): a plane of zeros. Aborts when memory runs out, as
 *   g_malloc() does, so check sizes that come from files before.
 */
SaffronPlane *saffron_plane_new (int width, int height);
SaffronPlane *saffron_plane_copy (const SaffronPlane *plane);
void saffron_plane_free (SaffronPlane *plane);
void saffron_plane_fill (SaffronPlane *plane, float value);

static inline float *
saffron_plane_row (const SaffronPlane *plane, int y)
{
  return plane->data + (gsize) y * (gsize) plane->width;
}

static inline gsize
saffron_plane_n_pixels (const SaffronPlane *plane)
{
  return (gsize) plane->width * (gsize) plane->height;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronPlane, saffron_plane_free)

G_END_DECLS
