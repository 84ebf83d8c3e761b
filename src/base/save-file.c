/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/save-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

/* Files that are not complete have names that begin so. */
#define HIDDEN_PREFIX ".saffron-"

/* What is in memory at once while a file is copied. */
#define COPY_BYTES (1 << 20)

struct _SaffronSaveFile {
  char *path;   /* as the caller gave it */
  char *target; /* @path with links followed */
  char *folder; /* of the target */
  char *hidden; /* its name while it is written; NULL: none */
  int fd;
  gint64 end;
  gboolean overwrite;
  gboolean is_new_owners; /* it replaced a file of another owner or group */
};

static void
set_errno (GError **error, const char *path, int code)
{
  if (code == ENOSPC || code == EDQUOT)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NO_SPACE,
                 _ ("%s: the disk is full; free some space or choose another "
                    "place"),
                 path);
  else if (code == EFBIG)
    g_set_error (
        error, SAFFRON_ERROR, SAFFRON_ERROR_NO_SPACE,
        _ ("%s: a file may not be that large here; choose another disk "
           "or raise the limit"),
        path);
  else if (code == EACCES || code == EPERM || code == EROFS)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 _ ("%s: its folder cannot be written (%s); choose another"),
                 path, g_strerror (code));
  else
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 _ ("%s: cannot be written: %s"), path, g_strerror (code));
}

static gboolean
check_target (SaffronSaveFile *file, GError **error)
{
  if (!saffron_file_check_target (file->path, error))
    return FALSE;
  if (!file->overwrite
      && (g_file_test (file->path, G_FILE_TEST_EXISTS)
          || g_file_test (file->path, G_FILE_TEST_IS_SYMLINK)))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: exists already; choose another name, or allow it to "
                      "be replaced"),
                   file->path);
      return FALSE;
    }
  return TRUE;
}

static char *
hidden_name (const char *folder)
{
  g_autofree char *name =
      g_strdup_printf (HIDDEN_PREFIX "%08x.XXXXXX", g_random_int ());

  return g_build_filename (folder, name, NULL);
}

/* Deletes the hidden files that killed processes have left. A file of a running
 * process is locked; the lock of a killed one ended with it. */
static void
remove_orphans (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gsize length = strlen (HIDDEN_PREFIX "00000000.XXXXXX");
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;
      int fd;

      if (!g_str_has_prefix (name, HIDDEN_PREFIX) || strlen (name) != length)
        continue;
      path = g_build_filename (folder, name, NULL);
      fd = g_open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0);
      if (fd < 0)
        continue;
      if (flock (fd, LOCK_EX | LOCK_NB) == 0)
        g_unlink (path);
      close (fd);
    }
}

/* Locks the new file; FALSE when somebody took it for an orphan before that.
 * Where the file system has no locks, nobody removes orphans either, so there
 * is nothing to fear. */
static gboolean
lock_new (int fd)
{
  struct stat st;

  if (flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    return FALSE;
  return fstat (fd, &st) != 0 || st.st_nlink > 0;
}

/* Opens a file with a hidden name beside the target; tries again when it was
 * removed as an orphan before it was locked. */
static gboolean
open_hidden (SaffronSaveFile *file)
{
  for (int try = 0; try < 9; try++)
    {
      file->hidden = hidden_name (file->folder);
      file->fd = g_mkstemp_full (file->hidden, O_RDWR | O_CLOEXEC, 0666);
      if (file->fd >= 0 && lock_new (file->fd))
        return TRUE;
      g_clear_pointer (&file->hidden, g_free);
      if (file->fd < 0)
        return FALSE;
      close (file->fd);
      file->fd = -1;
    }
  errno = EAGAIN;
  return FALSE;
}

/* Opens a file without a name where the file system can do that; it gets its
 * name through /proc when it is complete. */
static gboolean
open_new (SaffronSaveFile *file)
{
  if (g_file_test ("/proc/self/fd", G_FILE_TEST_IS_DIR))
    file->fd = open (file->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
  if (file->fd < 0)
    return open_hidden (file);
  flock (file->fd, LOCK_EX | LOCK_NB);
  return TRUE;
}

SaffronSaveFile *
saffron_save_file_new (const char *path, gboolean overwrite, GError **error)
{
  g_autoptr (SaffronSaveFile) file = g_new0 (SaffronSaveFile, 1);

  /* To replace a link means to replace the file that it leads to, or to make
   * that. */
  file->path = g_strdup (path);
  file->target = overwrite ? saffron_file_follow (path) : g_strdup (path);
  file->folder = g_path_get_dirname (file->target);
  file->fd = -1;
  file->overwrite = overwrite;
  if (!check_target (file, error))
    return NULL;

  remove_orphans (file->folder);
  if (!open_new (file))
    {
      set_errno (error, path, errno);
      return NULL;
    }
  return g_steal_pointer (&file);
}

void
saffron_save_file_free (SaffronSaveFile *file)
{
  if (file == NULL)
    return;
  if (file->fd >= 0)
    close (file->fd);
  if (file->hidden != NULL)
    g_unlink (file->hidden);
  g_free (file->hidden);
  g_free (file->path);
  g_free (file->target);
  g_free (file->folder);
  g_free (file);
}

const char *
saffron_save_file_get_path (SaffronSaveFile *file)
{
  return file->path;
}

gboolean
saffron_save_file_need (SaffronSaveFile *file, gint64 bytes, GError **error)
{
  struct statvfs fs;
  guint64 available;

  if (fstatvfs (file->fd, &fs) != 0)
    return TRUE;
  available = (guint64) fs.f_bavail * fs.f_frsize;
  if ((guint64) bytes > available)
    {
      g_autofree char *need = g_format_size (bytes);
      g_autofree char *have = g_format_size (available);

      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_NO_SPACE,
          _ ("%s: about %s are needed and %s are free; free some space "
             "or choose another disk"),
          file->path, need, have);
      return FALSE;
    }
  return TRUE;
}

gboolean
saffron_save_file_write_at (SaffronSaveFile *file,
                            const void *data,
                            gsize n,
                            gint64 offset,
                            GError **error)
{
  const guint8 *from = data;

  while (n > 0)
    {
      gssize written = pwrite (file->fd, from, n, offset);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        {
          set_errno (error, file->path, written == 0 ? ENOSPC : errno);
          return FALSE;
        }
      from += written;
      offset += written;
      n -= written;
    }
  return TRUE;
}

gboolean
saffron_save_file_append (SaffronSaveFile *file,
                          const void *data,
                          gsize n,
                          GError **error)
{
  if (!saffron_save_file_write_at (file, data, n, file->end, error))
    return FALSE;
  file->end += n;
  return TRUE;
}

gint64
saffron_save_file_get_length (SaffronSaveFile *file)
{
  return file->end;
}

gboolean
saffron_save_file_append_part (SaffronSaveFile *file,
                               SaffronSaveFile *from,
                               gint64 start,
                               gint64 end,
                               GError **error)
{
  g_autofree guint8 *part = g_malloc (COPY_BYTES);

  for (gint64 at = start; at < end;)
    {
      gssize n = saffron_file_pread (
          from->fd, part, (gsize) MIN (COPY_BYTES, end - at), (guint64) at);

      if (n <= 0)
        {
          set_errno (error, from->path, n < 0 ? errno : EIO);
          return FALSE;
        }
      if (!saffron_save_file_append (file, part, (gsize) n, error))
        return FALSE;
      at += n;
    }
  return TRUE;
}

/* Gives the file the target's name; fails with EEXIST if that exists by now. */
static gboolean
name_new (SaffronSaveFile *file)
{
  g_autofree char *self = NULL;

  if (file->hidden == NULL)
    {
      self = g_strdup_printf ("/proc/self/fd/%d", file->fd);
      return linkat (AT_FDCWD, self, AT_FDCWD, file->target, AT_SYMLINK_FOLLOW)
             == 0;
    }
  if (renameat2 (AT_FDCWD, file->hidden, AT_FDCWD, file->target,
                 RENAME_NOREPLACE)
      != 0)
    {
      if (errno != EINVAL && errno != ENOSYS)
        return FALSE;
      if (g_file_test (file->target, G_FILE_TEST_EXISTS))
        {
          errno = EEXIST;
          return FALSE;
        }
      if (g_rename (file->hidden, file->target) != 0)
        return FALSE;
    }
  g_clear_pointer (&file->hidden, g_free);
  return TRUE;
}

/* Gives the new file the owner, the group and the permissions of the one that
 * it replaces, as far as this process may. A group that had no part in the old
 * file may do what everybody may. */
static void
take_over (SaffronSaveFile *file, const GStatBuf *old)
{
  mode_t mode = old->st_mode & 0777;
  struct stat now = { 0 };

  if (fchown (file->fd, old->st_uid, old->st_gid) != 0
      && fchown (file->fd, (uid_t) -1, old->st_gid) != 0)
    g_debug ("%s: its group is not kept", file->path);
  if (fstat (file->fd, &now) == 0)
    {
      if (now.st_gid != old->st_gid)
        mode = (mode & (mode_t) 0707) | ((mode & (mode_t) 07) << 3);
      file->is_new_owners =
          now.st_uid != old->st_uid || now.st_gid != old->st_gid;
    }
  fchmod (file->fd, mode);
}

/* Gives the file the target's name, whether that exists or not. A file that is
 * replaced passes its owner and permissions on. Where there is none, which is
 * the usual case, the file never has any other name. */
static gboolean
name_replacing (SaffronSaveFile *file)
{
  GStatBuf old = { 0 };

  if (g_lstat (file->target, &old) == 0 && S_ISREG (old.st_mode))
    take_over (file, &old);
  else if (name_new (file))
    return TRUE;
  else if (errno != EEXIST)
    return FALSE;

  if (file->hidden == NULL)
    {
      g_autofree char *self = g_strdup_printf ("/proc/self/fd/%d", file->fd);
      g_autofree char *hidden = hidden_name (file->folder);

      if (linkat (AT_FDCWD, self, AT_FDCWD, hidden, AT_SYMLINK_FOLLOW) != 0)
        return FALSE;
      file->hidden = g_steal_pointer (&hidden);
    }
  if (g_rename (file->hidden, file->target) != 0)
    return FALSE;
  g_clear_pointer (&file->hidden, g_free);
  return TRUE;
}

gboolean
saffron_save_file_flush (SaffronSaveFile *file, GError **error)
{
  if (fsync (file->fd) == 0)
    return TRUE;
  set_errno (error, file->path, errno);
  return FALSE;
}

gboolean
saffron_save_file_commit (SaffronSaveFile *file, GError **error)
{
  int folder_fd;
  gboolean named;

  if (!saffron_save_file_flush (file, error))
    return FALSE;
  named = file->overwrite ? name_replacing (file) : name_new (file);
  if (!named)
    {
      if (errno == EEXIST)
        g_set_error (
            error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
            _ ("%s: appeared while it was being written; choose another "
               "name"),
            file->path);
      else
        set_errno (error, file->path, errno);
      return FALSE;
    }
  /* The name survives a crash once the folder is synced. Not every file system
   * can sync a folder, so a failure is ignored. */
  folder_fd = open (file->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_fd >= 0)
    {
      fsync (folder_fd);
      close (folder_fd);
    }
  return TRUE;
}

gboolean
saffron_save_files_commit (SaffronSaveFile *const *files,
                           guint n,
                           GError **error)
{
  g_autofree gboolean *is_new = g_new0 (gboolean, n);

  /* So that the commits follow each other quickly. */
  for (guint i = 0; i < n; i++)
    if (!saffron_save_file_flush (files[i], error))
      return FALSE;
  for (guint i = 0; i < n; i++)
    {
      is_new[i] = !g_file_test (files[i]->target, G_FILE_TEST_EXISTS);
      if (saffron_save_file_commit (files[i], error))
        continue;
      while (i-- > 0)
        if (is_new[i])
          g_unlink (files[i]->target);
      return FALSE;
    }
  return TRUE;
}

gboolean
saffron_save_file_is_new_owners (SaffronSaveFile *file)
{
  return file->is_new_owners;
}

char *
saffron_save_file_close (SaffronSaveFile *file)
{
  struct stat ours = { 0 }, there = { 0 };

  fstat (file->fd, &ours);
  close (file->fd);
  file->fd = -1;
  /* Network file systems may set the time only when the file is closed. */
  if (stat (file->target, &there) == 0 && there.st_ino == ours.st_ino
      && there.st_size == ours.st_size)
    ours = there;
  return saffron_file_stamp_of (&ours);
}

gboolean
saffron_save_file_replace (const char *path,
                           const char *data,
                           gsize length,
                           GError **error)
{
  g_autoptr (SaffronSaveFile) file = saffron_save_file_new (path, TRUE, error);

  return file != NULL && saffron_save_file_append (file, data, length, error)
         && saffron_save_file_commit (file, error);
}
