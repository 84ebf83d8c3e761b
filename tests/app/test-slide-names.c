/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/slide-names.h"

/* Numbers count, whatever stands around them. */
static void
test_order (void)
{
  g_assert_cmpint (
      saffron_slide_names_compare ("/a/round2.tif", "/a/round10.tif"), <, 0);
  g_assert_cmpint (
      saffron_slide_names_compare ("/a/r10_x2.tif", "/a/r9_x3.tif"), >, 0);
  g_assert_cmpint (saffron_slide_names_compare ("/b2/he.tif", "/b10/he.tif"), <,
                   0);
  g_assert_cmpint (saffron_slide_names_compare ("/a/he.tif", "/a/he.tif"), ==,
                   0);
  /* One order, also of names that count as equal. */
  g_assert_cmpint (saffron_slide_names_compare ("/a/r01", "/a/r1"), !=, 0);
  g_assert_cmpint (saffron_slide_names_compare ("/a/\xff", "/a/b"), !=, 0);
}

static void
check_names (const char *const *paths, const char *const *expected)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; paths[i] != NULL; i++)
    g_ptr_array_add (list, (gpointer) paths[i]);
  names = saffron_slide_names_tell_apart (list);
  g_assert_cmpstrv (names, (char **) expected);
}

/* Only where names are the same is there a folder, and no more of it than it
 * takes. */
static void
test_apart (void)
{
  static const char *const paths[] = {
    "/data/a/he.jpg",
    "/data/b/he.jpg",
    "/data/a/ihc.jpg",
    NULL,
  };
  static const char *const names[] = { "he.jpg (a)", "he.jpg (b)", "ihc.jpg",
                                       NULL };
  static const char *const deep[] = {
    "/p1/x/he.jpg", "/p2/x/he.jpg", "/p2/y/he.jpg", "/he.jpg", NULL,
  };
  static const char *const deep_names[] = { "he.jpg (p1/x)", "he.jpg (p2/x)",
                                            "he.jpg (y)", "he.jpg (/)", NULL };
  static const char *const twice[] = { "/x/he.jpg", "/x/he.jpg", NULL };
  static const char *const twice_names[] = { "he.jpg (/x)", "he.jpg (/x)",
                                             NULL };
  static const char *const none[] = { NULL };

  check_names (paths, names);
  check_names (deep, deep_names);
  check_names (twice, twice_names);
  check_names (none, none);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide-names/order", test_order);
  g_test_add_func ("/slide-names/apart", test_apart);
  return g_test_run ();
}
