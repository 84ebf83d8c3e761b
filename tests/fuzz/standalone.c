/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "fuzz/fuzz.h"

/* Reads each file of each folder that is given, once. */

static guint
read_folder (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name = NULL;
  guint n = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      gsize size = 0;

      g_file_get_contents (path, &text, &size, &error);
      g_assert_no_error (error);
      /* The name stands before a crash. */
      printf ("# %s\n", path);
      fflush (stdout);
      /* A copy of the exact size, so that a sanitizer sees a read beyond. */
      {
        g_autofree guint8 *data = g_memdup2 (text, size);

        fuzz_one (data, size);
      }
      n++;
    }
  return n;
}

int
main (int argc, char **argv)
{
  guint n = 0;

  for (int i = 1; i < argc; i++)
    n += read_folder (argv[i]);
  printf ("%u inputs\n", n);
  return n > 0 ? 0 : 1;
}
