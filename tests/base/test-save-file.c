/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/save-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "common.h"

#define BIG (1 << 20)

/* This program's path. It also runs as the process that gets killed. */
static const char *self;

typedef struct {
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = test_folder_new ();
  f->path = g_build_filename (f->folder, "target", NULL);
}

/* Counts the names in the folder other than the target's. */
static guint
count_others (const Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  const char *name = NULL;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += !g_str_equal (name, "target");
  return n;
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

static void
test_all_at_once (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SaffronSaveFile *file = saffron_save_file_new (f->path, FALSE, &error);

  g_assert_no_error (error);
  g_assert_true (saffron_save_file_append (file, "one ", 4, &error));
  g_assert_true (saffron_save_file_append (file, "two", 3, &error));
  g_assert_true (saffron_save_file_write_at (file, "O", 1, 0, &error));
  g_assert_true (saffron_save_file_flush (file, &error));
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
  g_assert_true (saffron_save_file_commit (file, &error));
  saffron_save_file_free (file);
  assert_text (f->path, "One two");
  g_assert_cmpuint (count_others (f), ==, 0);

  file = saffron_save_file_new (f->path, TRUE, &error);
  g_assert_true (saffron_save_file_append (file, "three", 5, &error));
  saffron_save_file_free (file);
  assert_text (f->path, "One two");
  g_assert_cmpuint (count_others (f), ==, 0);
}

/* The stamp stays the same until the file is written to or replaced. That of a
 * committed file does not depend on what has its name by then. */
static void
test_stamp (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSaveFile) file = NULL;
  g_autofree char *closed = NULL;
  g_autofree char *there = NULL;
  g_autofree char *after = NULL;

  g_assert_null (saffron_file_stamp (f->path));
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&file, saffron_save_file_free);
      g_clear_pointer (&closed, g_free);
      file = saffron_save_file_new (f->path, TRUE, NULL);
      g_assert_true (saffron_save_file_append (file, "one", 3, NULL));
      g_assert_true (saffron_save_file_commit (file, NULL));
      if (i == 1)
        put (f->path, "two");
      closed = saffron_save_file_close (file);
      g_clear_pointer (&there, g_free);
      there = saffron_file_stamp (f->path);
      g_assert_cmpint (g_strcmp0 (closed, there) == 0, ==, i == 0);
    }
  put (f->path, "one");
  after = saffron_file_stamp (f->path);
  g_assert_cmpstr (after, !=, there);
}

static void
test_no_overwrite (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSaveFile) file = NULL;

  put (f->path, "old");
  g_assert_null (saffron_save_file_new (f->path, FALSE, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_assert_true (g_str_has_prefix (error->message, f->path));
  g_clear_error (&error);

  /* A file that another program makes meanwhile, and a dangling link. */
  g_assert_cmpint (g_unlink (f->path), ==, 0);
  file = saffron_save_file_new (f->path, FALSE, &error);
  g_assert_true (saffron_save_file_append (file, "new", 3, &error));
  put (f->path, "theirs");
  g_assert_false (saffron_save_file_commit (file, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  assert_text (f->path, "theirs");
  g_clear_error (&error);

  g_assert_cmpint (g_unlink (f->path), ==, 0);
  g_assert_cmpint (symlink ("nowhere", f->path), ==, 0);
  g_assert_null (saffron_save_file_new (f->path, FALSE, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
}

/* Replacing keeps permissions, follows a symbolic link, and leaves the other
 * names of a hard link unchanged. */
static void
test_replaces (Fixture *f, gconstpointer data)
{
  g_autofree char *link_path = g_build_filename (f->folder, "link", NULL);
  g_autofree char *twin = g_build_filename (f->folder, "twin", NULL);
  GStatBuf st;

  put (f->path, "old");
  g_assert_cmpint (g_chmod (f->path, 0640), ==, 0);
  g_assert_cmpint (symlink ("target", link_path), ==, 0);
  g_assert_cmpint (link (f->path, twin), ==, 0);
  g_assert_true (saffron_file_same (f->path, link_path));
  g_assert_true (saffron_file_same (f->path, twin));

  put (link_path, "new");
  assert_text (f->path, "new");
  assert_text (twin, "old");
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (g_stat (f->path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0640);
  g_assert_false (saffron_file_same (f->path, twin));
  g_assert_cmpuint (count_others (f), ==, 2);
}

/* A link to a file that is not there yet is kept, and the file made with the
 * permissions that any new file gets. */
static void
test_dangling_links (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *link_path = g_build_filename (f->folder, "link", NULL);
  g_autofree char *second = g_build_filename (f->folder, "second", NULL);
  g_autofree char *lost = g_build_filename (f->folder, "lost", NULL);
  g_autofree char *loop = g_build_filename (f->folder, "loop", NULL);
  mode_t mask = umask (0027);
  GStatBuf st;

  g_assert_cmpint (symlink ("target", link_path), ==, 0);
  g_assert_cmpint (symlink ("link", second), ==, 0);
  put (second, "new");
  umask (mask);
  assert_text (f->path, "new");
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (second, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (g_lstat (f->path, &st), ==, 0);
  g_assert_cmpint (st.st_mode, ==, S_IFREG | 0640);

  g_assert_cmpint (symlink ("missing/target", lost), ==, 0);
  g_assert_null (saffron_save_file_new (lost, TRUE, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  g_assert_null (saffron_save_file_new (loop, TRUE, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_assert_true (g_file_test (loop, G_FILE_TEST_IS_SYMLINK));
}

/* The next save removes the file that a killed process left. It keeps one that
 * is still being written, and files with similar names. */
static void
test_orphans (Fixture *f, gconstpointer data)
{
  g_autofree char *orphan =
      g_build_filename (f->folder, ".saffron-0123abcd.XyZ012", NULL);
  g_autofree char *other = g_build_filename (f->folder, ".saffron-mine", NULL);
  int fd;

  g_assert_true (g_file_set_contents (orphan, "half", -1, NULL));
  g_assert_true (g_file_set_contents (other, "mine", -1, NULL));
  fd = g_open (orphan, O_RDWR | O_CLOEXEC, 0);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  put (f->path, "a");
  g_assert_true (g_file_test (orphan, G_FILE_TEST_EXISTS));
  close (fd);
  put (f->path, "b");
  g_assert_false (g_file_test (orphan, G_FILE_TEST_EXISTS));
  assert_text (other, "mine");
}

static GSubprocess *
start (GSubprocessFlags flags, const char *how, const char *path)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process =
      g_subprocess_new (flags, &error, self, how, path, NULL);

  g_assert_no_error (error);
  return process;
}

/* Runs this program as the writing process and kills it once it has printed @n
 * lines. */
static void
kill_after (const char *how, const char *path, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      start (G_SUBPROCESS_FLAGS_STDOUT_PIPE, how, path);
  g_autoptr (GDataInputStream) lines = NULL;

  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *line =
          g_data_input_stream_read_line (lines, NULL, NULL, &error);

      g_assert_nonnull (line);
    }
  g_subprocess_send_signal (process, SIGKILL);
  g_assert_true (g_subprocess_wait (process, NULL, &error));
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
}

static void
test_killed_while_writing (Fixture *f, gconstpointer data)
{
  for (guint n = 1; n <= 4; n++)
    {
      put (f->path, "old");
      kill_after ("--write", f->path, n);
      assert_text (f->path, "old");
      g_assert_cmpuint (count_others (f), ==, 0);
      g_assert_cmpint (g_unlink (f->path), ==, 0);
      kill_after ("--write", f->path, n);
      g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
      g_assert_cmpuint (count_others (f), ==, 0);
    }
}

/* Kills the process at arbitrary moments: the target is always complete, and
 * the next save removes what is left. */
static void
test_killed_at_any_moment (Fixture *f, gconstpointer data)
{
  for (guint n = 1; n <= 25; n++)
    {
      g_autofree char *text = NULL;
      gsize length = 0;

      kill_after ("--save", f->path, n);
      g_assert_true (g_file_get_contents (f->path, &text, &length, NULL));
      g_assert_cmpuint (length, ==, BIG);
      for (gsize i = 1; i < length; i++)
        g_assert_cmpint (text[i], ==, text[0]);
      put (f->path, "next");
      g_assert_cmpuint (count_others (f), ==, 0);
    }
}

static void
test_full (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *said = NULL;

  put (f->path, "old");
  process = start (G_SUBPROCESS_FLAGS_STDOUT_PIPE, "--limited", f->path);
  g_assert_true (
      g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==,
                   SAFFRON_ERROR_NO_SPACE);
  g_assert_true (g_str_has_prefix (said, f->path));
  assert_text (f->path, "old");
  g_assert_cmpuint (count_others (f), ==, 0);
}

static void
test_need (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSaveFile) file =
      saffron_save_file_new (f->path, FALSE, &error);

  g_assert_true (saffron_save_file_need (file, 1, &error));
  g_assert_false (saffron_save_file_need (file, G_MAXINT64, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NO_SPACE);
}

static void
assert_refused (const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (saffron_save_file_replace (path, "x", 1, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == SAFFRON_ERROR);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_places (Fixture *f, gconstpointer data)
{
  g_autofree char *below = g_build_filename (f->path, "x", NULL);
  g_autofree char *nowhere = g_build_filename (f->folder, "no", "x", NULL);
  g_autofree char *fifo = g_build_filename (f->folder, "fifo", NULL);
  g_autofree char *folder = g_strconcat (f->folder, "/", NULL);

  put (f->path, "a file");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (below);
  assert_refused (nowhere);
  assert_refused (fifo);
  assert_refused (folder);
  assert_refused (f->folder);
  assert_refused ("/dev/null");
  assert_refused ("/dev/full");
  assert_refused ("/proc/saffron");
  assert_text (f->path, "a file");
  g_assert_cmpuint (count_others (f), ==, 1);
}

static void
test_read_only (Fixture *f, gconstpointer data)
{
  if (geteuid () == 0)
    {
      g_test_skip ("root may write everywhere");
      return;
    }
  g_assert_cmpint (g_chmod (f->folder, 0500), ==, 0);
  assert_refused (f->path);
  g_assert_cmpint (g_chmod (f->folder, 0700), ==, 0);
}

/* In the process that gets killed: prints a line at each place where it may be
 * killed. */
static void
say (int number)
{
  g_print ("%d\n", number);
  fflush (stdout);
}

static void G_GNUC_NORETURN
write_and_wait (const char *path)
{
  SaffronSaveFile *file = saffron_save_file_new (path, TRUE, NULL);
  g_autofree char *data = g_malloc0 (BIG);

  g_assert_nonnull (file);
  say (1);
  g_assert_true (saffron_save_file_append (file, data, BIG, NULL));
  say (2);
  g_assert_true (saffron_save_file_append (file, data, BIG, NULL));
  say (3);
  g_assert_true (saffron_save_file_flush (file, NULL));
  say (4);
  while (TRUE)
    pause ();
}

static void G_GNUC_NORETURN
save_for_ever (const char *path)
{
  g_autofree char *data = g_malloc (BIG);

  for (int i = 0; TRUE; i++)
    {
      memset (data, 'a' + i % 26, BIG);
      g_assert_true (saffron_save_file_replace (path, data, BIG, NULL));
      say (i);
    }
}

static int
save_limited (const char *path)
{
  struct rlimit limit = { 4096, 4096 };
  g_autofree char *data = g_malloc0 (BIG);
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  if (saffron_save_file_replace (path, data, BIG, &error))
    return 0;
  g_print ("%s\n", error->message);
  return error->code;
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--write"))
    write_and_wait (argv[2]);
  if (argc == 3 && g_str_equal (argv[1], "--save"))
    save_for_ever (argv[2]);
  if (argc == 3 && g_str_equal (argv[1], "--limited"))
    return save_limited (argv[2]);

  self = argv[0];
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/base/save-file/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("all-at-once", test_all_at_once);
  ADD ("stamp", test_stamp);
  ADD ("no-overwrite", test_no_overwrite);
  ADD ("replaces", test_replaces);
  ADD ("dangling-links", test_dangling_links);
  ADD ("orphans", test_orphans);
  ADD ("killed-while-writing", test_killed_while_writing);
  ADD ("killed-at-any-moment", test_killed_at_any_moment);
  ADD ("full", test_full);
  ADD ("need", test_need);
  ADD ("places", test_places);
  ADD ("read-only", test_read_only);
  return g_test_run ();
}
