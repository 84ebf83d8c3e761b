/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/save-file.h"

#include <string.h>

#include "base/error.h"
#include "common.h"

/* More than is copied at once, and no multiple of that. */
#define BYTES ((5 << 19) + 7)

/* What waits in a file without a name comes behind what is known last. */
static void
test_append_file (void)
{
  g_autofree char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a", NULL);
  g_autofree char *bytes = g_malloc (BYTES);
  g_autofree char *written = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;
  SaffronSaveFile *waits = saffron_save_file_new (path, FALSE, &error);
  SaffronSaveFile *file = saffron_save_file_new (path, FALSE, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < BYTES; i++)
    bytes[i] = (char) (i * 31 >> 3);
  g_assert_true (saffron_save_file_append (waits, bytes, BYTES, &error));
  g_assert_true (saffron_save_file_append (file, "head", 4, &error));
  g_assert_cmpint (saffron_save_file_get_length (waits), ==, BYTES);
  g_assert_true (saffron_save_file_append_part (file, waits, 0, BYTES, &error));
  g_assert_true (saffron_save_file_append_part (file, waits, 5, 7, &error));
  g_assert_true (saffron_save_file_append (file, "end", 3, &error));
  saffron_save_file_free (waits);
  g_assert_true (saffron_save_file_commit (file, &error));
  g_assert_no_error (error);
  saffron_save_file_free (file);

  g_assert_cmpuint (test_count_files (folder), ==, 1);
  g_assert_true (g_file_get_contents (path, &written, &length, NULL));
  g_assert_cmpuint (length, ==, BYTES + 9);
  g_assert_true (memcmp (written, "head", 4) == 0);
  g_assert_true (memcmp (written + 4, bytes, BYTES) == 0);
  g_assert_true (memcmp (written + 4 + BYTES, bytes + 5, 2) == 0);
  g_assert_cmpstr (written + 6 + BYTES, ==, "end");
  test_folder_remove (g_steal_pointer (&folder));
}

/* Files that belong together are there all or none, but for one that was there
 * before. */
static void
test_together (void)
{
  g_autofree char *folder = test_folder_new ();
  static const char *const names[] = { "new", "old", "taken" };
  g_autofree char *taken = g_build_filename (folder, "taken", NULL);
  SaffronSaveFile *files[3] = { NULL };
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      if (i == 1)
        g_assert_true (g_file_set_contents (path, "before", -1, NULL));
      files[i] = saffron_save_file_new (path, i == 1, &error);
      g_assert_no_error (error);
    }
  /* One of the names is taken meanwhile. */
  g_assert_true (g_file_set_contents (taken, "theirs", -1, NULL));
  g_assert_false (saffron_save_files_commit (files, 3, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_assert_cmpuint (test_count_files (folder), ==, 2);
  for (int i = 0; i < 3; i++)
    saffron_save_file_free (files[i]);
  test_folder_remove (g_steal_pointer (&folder));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/save-file/append-file", test_append_file);
  g_test_add_func ("/base/save-file/together", test_together);
  return g_test_run ();
}
