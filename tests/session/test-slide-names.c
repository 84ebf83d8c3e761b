/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/slide-names.h"

#include "common.h"

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

/* Slides only, in a person's order, without what Saffron made of them. */
static void
test_folder (void)
{
  static const char *const files[] = { "r10.tif", "r2.OME.TIFF", "notes.txt",
                                       "r2_QC_RGB.png",
                                       "r2_registered.ome.tiff" };
  char *folder = test_folder_new ();
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  guint n_left_out = 0;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);

      g_assert_true (g_file_set_contents (path, "", 0, NULL));
    }
  found = saffron_slide_names_in_folder (folder, &n_left_out, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_true (g_str_has_suffix (found->pdata[0], "/r2.OME.TIFF"));
  g_assert_true (g_str_has_suffix (found->pdata[1], "/r10.tif"));
  g_assert_cmpuint (n_left_out, ==, 2);
  test_folder_remove (folder);
  g_assert_null (
      saffron_slide_names_in_folder ("/no/such", &n_left_out, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide-names/order", test_order);
  g_test_add_func ("/slide-names/apart", test_apart);
  g_test_add_func ("/slide-names/folder", test_folder);
  return g_test_run ();
}
