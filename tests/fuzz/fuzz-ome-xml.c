/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz/fuzz.h"
#include <string.h>

#include "slide/ome-xml.h"

/* The description of a TIFF. What is read has at least one plane, and sizes
 * that may be used. */
void
fuzz_one (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (SaffronOme) ome = NULL;
  g_autoptr (GError) error = NULL;

  ome = saffron_ome_parse (text, "a.ome.tif", 0, &error);
  if (ome == NULL)
    {
      g_assert_nonnull (error);
      g_assert_null (strchr (error->message, '\n'));
      return;
    }
  saffron_ome_assume_order (ome);
  g_assert_cmpint (ome->n_c, >, 0);
  g_assert_cmpint (ome->n_z, >, 0);
  g_assert_cmpint ((gint64) ome->planes->len, ==, (gint64) ome->n_c * ome->n_z);
  g_assert_true (ome->um_x >= 0.0 && ome->um_y >= 0.0);
  g_assert_cmpint (ome->scene, >=, 1);
  g_assert_cmpint (ome->scene, <=, ome->n_images);
}
