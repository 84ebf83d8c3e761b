/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/fingerprint.h"

#include <string.h>

#include "base/error.h"
#include "common.h"

#define END SAFFRON_FINGERPRINT_BYTES

/* The fingerprint of a file of @n bytes, all 'a' but for the one at @other. */
static char *
fingerprint_of (const char *path, gsize n, gsize other)
{
  g_autofree char *bytes = g_strnfill (n, 'a');
  gint64 size = 0;
  char *found = NULL;

  if (other < n)
    bytes[other] = 'b';
  g_assert_true (g_file_set_contents (path, bytes, (gssize) n, NULL));
  g_assert_true (saffron_fingerprint (path, &found, &size, NULL));
  g_assert_cmpint (size, ==, n);
  return found;
}

/* Files differ by their size and by what stands at their ends. */
static void
test_files (void)
{
  g_autofree char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a", NULL);
  const gsize sizes[] = { 1, END, 2 * END - 1, 2 * END, 3 * END };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *one = fingerprint_of (path, sizes[i], sizes[i]);
      g_autofree char *again = fingerprint_of (path, sizes[i], sizes[i]);
      g_autofree char *first = fingerprint_of (path, sizes[i], 0);
      g_autofree char *last = fingerprint_of (path, sizes[i], sizes[i] - 1);
      g_autofree char *longer = fingerprint_of (path, sizes[i] + 1, G_MAXSIZE);

      g_assert_cmpuint (strlen (one), ==, 64);
      g_assert_cmpstr (one, ==, again);
      g_assert_cmpstr (one, !=, first);
      g_assert_cmpstr (one, !=, last);
      g_assert_cmpstr (one, !=, longer);
    }
  test_folder_remove (g_steal_pointer (&folder));
}

/* As docs/quality.md says, for other programs: sha256 of "3abc". */
static void
test_value (void)
{
  g_autofree char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a", NULL);
  g_autofree char *expected =
      g_compute_checksum_for_string (G_CHECKSUM_SHA256, "3abc", -1);
  const char *const others[] = { folder, "/dev/zero" };
  g_autofree char *found = NULL;
  char *none = NULL;
  gint64 size = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "abc", -1, NULL));
  g_assert_true (saffron_fingerprint (path, &found, &size, NULL));
  g_assert_cmpstr (found, ==, expected);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_true (saffron_fingerprint (others[i], &none, &size, NULL));
      g_assert_null (none);
      g_assert_cmpint (size, ==, -1);
    }
  g_assert_false (
      saffron_fingerprint ("/nowhere/at/all", &none, &size, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "/nowhere/at/all"));
  g_assert_null (none);
  test_folder_remove (g_steal_pointer (&folder));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fingerprint/files", test_files);
  g_test_add_func ("/fingerprint/value", test_value);
  return g_test_run ();
}
