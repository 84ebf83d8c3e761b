/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/save-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "common.h"

typedef struct {
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = test_folder_new ();
  f->path = g_build_filename (f->folder, "target", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  test_folder_remove (f->folder);
  g_free (f->path);
}

static void
put (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  saffron_save_file_replace (path, text, strlen (text), &error);
  g_assert_no_error (error);
}

static void
assert_text (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

/* Who may give a file away keeps its owner and group. */
static void
test_owner (Fixture *f, gconstpointer data)
{
  GStatBuf st;

  put (f->path, "old");
  g_assert_true (saffron_file_keeps_owner (f->path));
  if (chown (f->path, 4321, 1234) != 0)
    {
      g_test_skip ("only root gives files away");
      return;
    }
  g_assert_cmpint (g_chmod (f->path, 02660), ==, 0);
  put (f->path, "new");
  g_assert_cmpint (g_stat (f->path, &st), ==, 0);
  g_assert_cmpuint (st.st_uid, ==, 4321);
  g_assert_cmpuint (st.st_gid, ==, 1234);
  g_assert_cmpint (st.st_mode & 07777, ==, 0660);
}

/* Who may not keeps what everybody may do, and says that the file is another
 * one's now. */
static void
test_other_owner (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSaveFile) file = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf st;

  put (f->path, "old");
  if (chown (f->path, 4321, 1234) != 0)
    {
      g_test_skip ("only root gives files away");
      return;
    }
  g_assert_cmpint (g_chmod (f->path, 0664), ==, 0);
  g_assert_cmpint (g_chmod (f->folder, 0777), ==, 0);
  g_assert_cmpint (setegid (4322), ==, 0);
  g_assert_cmpint (seteuid (4322), ==, 0);
  /* Otherwise /proc/self is not its own. */
  g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1), ==, 0);
  g_assert_false (saffron_file_keeps_owner (f->path));
  file = saffron_save_file_new (f->path, TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (saffron_save_file_append (file, "new", 3, &error));
  g_assert_true (saffron_save_file_commit (file, &error));
  g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (setegid (0), ==, 0);
  g_assert_true (saffron_save_file_is_new_owners (file));
  assert_text (f->path, "new");
  g_assert_cmpint (g_stat (f->path, &st), ==, 0);
  g_assert_cmpuint (st.st_uid, ==, 4322);
  g_assert_cmpuint (st.st_gid, ==, 4322);
  g_assert_cmpint (st.st_mode & 07777, ==, 0644);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/base/save-owner/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("owner", test_owner);
  ADD ("other-owner", test_other_owner);
  return g_test_run ();
}
