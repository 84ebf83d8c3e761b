/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/landmark-write.h"

#include <glib/gstdio.h>

#include "base/error.h"
#include "session/landmark-file.h"

/* Checks that each format is read as it was written, and that landmarks that
 * are not active are marked so or left out and counted. */
static void
test_write (void)
{
  g_autofree char *folder = g_dir_make_tmp ("saffron-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a", NULL);
  g_autofree char *other = g_build_filename (folder, "b", NULL);
  g_autoptr (GArray) all = saffron_landmarks_new ();

  for (int i = 0; i < 5; i++)
    saffron_landmarks_add (all, (SaffronRefPoint){ 10.25 * i, 3.0 - i },
                           (SaffronMovPoint){ 1e5 + 0.0625 * i, 7.0 }, "1",
                           "a");
  g_free (g_array_index (all, SaffronLandmark, 1).name);
  g_array_index (all, SaffronLandmark, 1).name = g_strdup ("a \"b\", ü");
  g_array_index (all, SaffronLandmark, 4).active = FALSE;
  for (guint k = 0; k < SAFFRON_N_LANDMARK_FORMATS; k++)
    {
      gboolean pair = saffron_landmark_format_is_pair (k);
      guint n = k == SAFFRON_LANDMARK_FORMAT_BIGWARP ? 5 : 4, left_out = 99;
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) got = NULL;

      g_test_message ("%s", saffron_landmark_format_get_name (k));
      g_assert_true (saffron_landmarks_file_write (path, pair ? other : NULL, k,
                                                   all, &left_out, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (left_out, ==, 5 - n);
      got =
          saffron_landmarks_file_read (path, pair ? other : NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (got->len, ==, n);
      for (guint i = 0; i < n; i++)
        {
          const SaffronLandmark *a = &g_array_index (all, SaffronLandmark, i);
          const SaffronLandmark *b = &g_array_index (got, SaffronLandmark, i);

          if (k != SAFFRON_LANDMARK_FORMAT_XENIUM)
            g_assert_cmpstr (a->name, ==, b->name);
          g_assert_cmpint (a->active, ==, b->active);
          g_assert_cmpfloat (a->reference.x, ==, b->reference.x);
          g_assert_cmpfloat (a->reference.y, ==, b->reference.y);
          g_assert_cmpfloat (a->moving.x, ==, b->moving.x);
          g_assert_cmpfloat (a->moving.y, ==, b->moving.y);
        }
    }
  g_remove (path);
  g_remove (other);
  g_rmdir (folder);
}

/* Checks that nothing is written where there is nothing to write, and that of
 * two files none is replaced when the second cannot be written. */
static void
test_not_written (void)
{
  g_autofree char *folder = g_dir_make_tmp ("saffron-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a", NULL);
  g_autofree char *other = g_build_filename (folder, "none", "b", NULL);
  g_autoptr (GArray) all = saffron_landmarks_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (saffron_landmarks_file_write (
      path, NULL, SAFFRON_LANDMARK_FORMAT_BIGWARP, all, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_clear_error (&error);
  saffron_landmarks_add (all, (SaffronRefPoint){ 1, 2 },
                         (SaffronMovPoint){ 3, 4 }, "1", "a");
  g_assert_false (saffron_landmarks_file_write (
      path, other, SAFFRON_LANDMARK_FORMAT_POINTS, all, NULL, &error));
  g_assert_nonnull (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/landmark-write/round-trip", test_write);
  g_test_add_func ("/landmark-write/not-written", test_not_written);
  return g_test_run ();
}
