/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/plane.h"

#include <string.h>
#include <sys/mman.h>

/* Planes of this many bytes or more are mapped, so that their memory goes back
 * to the system when they are freed. Allocated, they would leave holes in the
 * heap that nothing else fits into. */
#define LARGE ((gsize) 1 << 20)

/* From so many bytes on, they are asked for in large pages, as Linux has them:
 * of each small page that is touched first, the system hears. */
#define HUGE_PAGES ((gsize) 4 << 20)

static gsize
n_bytes (const SaffronPlane *plane)
{
  return saffron_plane_n_pixels (plane) * sizeof (float);
}

static float *
map_pages (gsize size)
{
  void *pages = mmap (NULL, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (pages == MAP_FAILED)
    g_error ("no memory left for a plane of %" G_GSIZE_FORMAT " bytes", size);
#ifdef MADV_HUGEPAGE
  if (size >= HUGE_PAGES)
    madvise (pages, size, MADV_HUGEPAGE);
#endif
  return pages;
}

SaffronPlane *
saffron_plane_new (int width, int height)
{
  SaffronPlane *plane = NULL;

  g_return_val_if_fail (width > 0 && height > 0, NULL);

  plane = g_new0 (SaffronPlane, 1);
  plane->width = width;
  plane->height = height;
  plane->data = n_bytes (plane) < LARGE
                    ? g_new0 (float, saffron_plane_n_pixels (plane))
                    : map_pages (n_bytes (plane));
  return plane;
}

SaffronPlane *
saffron_plane_copy (const SaffronPlane *plane)
{
  SaffronPlane *copy = saffron_plane_new (plane->width, plane->height);

  memcpy (copy->data, plane->data, n_bytes (plane));
  return copy;
}

void
saffron_plane_free (SaffronPlane *plane)
{
  if (plane == NULL)
    return;
  if (n_bytes (plane) < LARGE)
    g_free (plane->data);
  else
    munmap (plane->data, n_bytes (plane));
  g_free (plane);
}

void
saffron_plane_fill (SaffronPlane *plane, float value)
{
  gsize n = saffron_plane_n_pixels (plane);

  for (gsize i = 0; i < n; i++)
    plane->data[i] = value;
}
