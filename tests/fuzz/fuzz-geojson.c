/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz/fuzz.h"

#include <glib/gstdio.h>

#include "quality/shapes-geojson.h"
#include "session/fuzz-text.h"

/* A bend, so that edges are divided; what lies far out is lost. */
static SaffronMapped
map (gpointer data, double *x, double *y)
{
  double from = *x;

  *x += 0.001 * *y * *y;
  *y -= 0.1 * from;
  return from > 1e4 ? SAFFRON_MAPPED_LOST : SAFFRON_MAPPED_INSIDE;
}

/* Points, and the same text as annotations. */
void
fuzz_one (const guint8 *data, gsize size)
{
  const char *text = (const char *) data;
  const char *path = fuzz_file ("mapped.geojson", data, size);
  SaffronShapesFound found = { 0 };
  g_autoptr (GError) error = NULL;

  fuzz_geojson (text, size);
  if (!saffron_shapes_rewrite (path, text, size, "a.geojson", map, NULL, &found,
                               &error))
    fuzz_check_error (error, "a.geojson");
}
