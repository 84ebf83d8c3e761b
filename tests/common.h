/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>

/* What tests of several modules share: folders that go again, and what is in
 * files. */

/* A new folder; test_folder_remove() takes it. */
static inline char *
test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("saffron-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

/* Removes @path and all that is below it; links are not followed. */
static inline void
test_remove_all (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      test_remove_all (below);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* The same of a folder that test_folder_new() made, which is freed. */
static inline void
test_folder_remove (char *folder)
{
  test_remove_all (folder);
  g_free (folder);
}

/* How many names a folder has; none where it is not there. */
static inline guint
test_count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* (transfer full) */
static inline char *
test_read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}
