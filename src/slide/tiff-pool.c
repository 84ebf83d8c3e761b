/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/tiff-pool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

/* The most open files that are kept for later use. */
#define MAX_IDLE 8

struct _SaffronTiffPool {
  char *path;
  struct stat stat;
  GMutex lock;
  GPtrArray *idle;
};

/* Keeps libtiff's first message, which says what went wrong; later ones are
 * consequences. Few say that memory was out, and zlib's is empty, so errno
 * tells, which a failed malloc() sets and on_read() clears. */
static int
keep_message (TIFF *tif,
              void *user_data,
              const char *module,
              const char *format,
              va_list args)
{
  SaffronTiffHandle *handle = user_data;

  if (handle->message == NULL)
    {
      char text[512];

      if (errno == ENOMEM && handle->read_error == 0)
        handle->read_error = ENOMEM;
      /* Not g_strdup_vprintf(), which may fail on text that is not valid in the
       * locale's encoding, as text from the file may be. */
      vsnprintf (text, sizeof text, format, args);
      g_strdelimit (text, "\r\n\t", ' ');
      handle->message = g_utf8_make_valid (text, -1);
    }
  return 1;
}

static int
drop_message (TIFF *tif,
              void *user_data,
              const char *module,
              const char *format,
              va_list args)
{
  return 1;
}

char *
saffron_tiff_handle_take_message (SaffronTiffHandle *handle, const char *path)
{
  g_autofree char *message = g_steal_pointer (&handle->message);
  g_autofree char *prefix = g_strdup_printf ("%s: ", path);

  if (message == NULL)
    return g_strdup (_ ("no reason given"));
  /* libtiff names the file in some messages. We name it in all, so its prefix
   * is removed. */
  if (g_str_has_prefix (message, prefix))
    return g_strdup (message + strlen (prefix));
  return g_steal_pointer (&message);
}

void
saffron_tiff_handle_set_error (SaffronTiffHandle *handle,
                               SaffronTiffPool *pool,
                               const char *what,
                               GError **error)
{
  g_autofree char *why = saffron_tiff_handle_take_message (handle, pool->path);

  if (handle->read_error == ENOMEM)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NO_MEMORY,
                 _ ("%s: cannot be read, because no memory is left"),
                 pool->path);
  else if (handle->read_error != 0)
    g_set_error (
        error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
        _ ("%s: cannot be read (%s); check the disk or the network, then "
           "try again"),
        pool->path, g_strerror (handle->read_error));
  else
    g_set_error (
        error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
        _ ("%s: is damaged: %s (%s); copy it again, or export it again"),
        pool->path, what, why);
}

void
saffron_tiff_handle_discard (SaffronTiffHandle *handle)
{
  if (handle->tif != NULL)
    TIFFClose (handle->tif);
  close (handle->fd);
  g_free (handle->message);
  g_free (handle);
}

/* Whether the bytes are the start of a TIFF or BigTIFF in either byte order. */
static gboolean
is_tiff (const guint8 *bytes, gssize n)
{
  if (n < 8)
    return FALSE;
  if (bytes[0] == 'I' && bytes[1] == 'I')
    return (bytes[2] == 42 || bytes[2] == 43) && bytes[3] == 0;
  if (bytes[0] == 'M' && bytes[1] == 'M')
    return bytes[2] == 0 && (bytes[3] == 42 || bytes[3] == 43);
  return FALSE;
}

static gboolean
check_file (SaffronTiffPool *pool, int fd, GError **error)
{
  guint8 head[8] = { 0 };
  struct stat now;
  gboolean first = pool->stat.st_size == 0;
  gssize n = -1;

  if (fstat (fd, &now) != 0
      || (S_ISREG (now.st_mode)
          && (n = saffron_file_pread (fd, head, sizeof head, 0)) < 0))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                   _ ("%s: cannot be read (%s); check the disk or the network, "
                      "then try again"),
                   pool->path, g_strerror (errno));
      return FALSE;
    }
  if (!is_tiff (head, n))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("%s: is not a TIFF file"), pool->path);
      return FALSE;
    }
  if (first)
    pool->stat = now;
  else if (now.st_size != pool->stat.st_size
           || now.st_mtime != pool->stat.st_mtime)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                   _ ("%s: was changed while it is open; open it again"),
                   pool->path);
      return FALSE;
    }
  return TRUE;
}

/* libtiff reads through these, so that a read that fails is not taken for
 * damage. */
static tmsize_t
on_read (thandle_t data, void *buffer, tmsize_t size)
{
  SaffronTiffHandle *handle = data;
  tmsize_t done = 0;

  errno = 0;
  while (done < size)
    {
      gssize n = read (handle->fd, (char *) buffer + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && handle->read_error == 0)
        handle->read_error = errno;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      done += n;
    }
  return done;
}

static tmsize_t
on_write (thandle_t data, void *buffer, tmsize_t size)
{
  return -1;
}

static toff_t
on_seek (thandle_t data, toff_t offset, int whence)
{
  SaffronTiffHandle *handle = data;
  off_t at = lseek (handle->fd, (off_t) offset, whence);

  /* A damaged file leads to where no file can reach. */
  if (at < 0 && errno != EINVAL && errno != EOVERFLOW
      && handle->read_error == 0)
    handle->read_error = errno;
  return (toff_t) at;
}

/* The handle closes the file itself. */
static int
on_close (thandle_t data)
{
  return 0;
}

static toff_t
on_size (thandle_t data)
{
  SaffronTiffHandle *handle = data;
  struct stat status;

  if (fstat (handle->fd, &status) == 0)
    return (toff_t) status.st_size;
  if (handle->read_error == 0)
    handle->read_error = errno;
  return 0;
}

/* Asks libtiff to decode JPEG tiles, which are stored as YCbCr, to RGB. */
static void
prepare_directory (TIFF *tif)
{
  guint16 photometric = 0, compression = 0;

  TIFFGetFieldDefaulted (tif, TIFFTAG_PHOTOMETRIC, &photometric);
  TIFFGetFieldDefaulted (tif, TIFFTAG_COMPRESSION, &compression);
  if (compression == COMPRESSION_JPEG && photometric == PHOTOMETRIC_YCBCR)
    TIFFSetField (tif, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
}

static void
set_open_error (SaffronTiffHandle *handle,
                SaffronTiffPool *pool,
                GError **error)
{
  g_autofree char *why = NULL;

  if (handle->read_error != 0)
    {
      saffron_tiff_handle_set_error (handle, pool, "", error);
      return;
    }
  why = saffron_tiff_handle_take_message (handle, pool->path);
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
               _ ("%s: is a damaged TIFF file (%s); copy it again"), pool->path,
               why);
}

static SaffronTiffHandle *
open_handle (SaffronTiffPool *pool, GError **error)
{
  SaffronTiffHandle *handle = NULL;
  TIFFOpenOptions *options = NULL;
  int fd = g_open (pool->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);

  if (fd < 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                   _ ("%s: cannot be opened (%s); check the path"), pool->path,
                   g_strerror (errno));
      return NULL;
    }
  if (!check_file (pool, fd, error))
    {
      close (fd);
      return NULL;
    }

  handle = g_new0 (SaffronTiffHandle, 1);
  handle->fd = fd;
  options = TIFFOpenOptionsAlloc ();
  TIFFOpenOptionsSetMaxSingleMemAlloc (options, SAFFRON_TIFF_MAX_TILE_BYTES);
  TIFFOpenOptionsSetErrorHandlerExtR (options, keep_message, handle);
  TIFFOpenOptionsSetWarningHandlerExtR (options, drop_message, handle);
  /* m: do not map the file, because reading a mapped file that was cut short
   * kills the process. O: load tile offsets on demand. */
  handle->tif =
      TIFFClientOpenExt (pool->path, "rmO", handle, on_read, on_write, on_seek,
                         on_close, on_size, NULL, NULL, options);
  TIFFOpenOptionsFree (options);
  if (handle->tif == NULL || handle->read_error != 0)
    {
      set_open_error (handle, pool, error);
      saffron_tiff_handle_discard (handle);
      return NULL;
    }
  handle->offset = TIFFCurrentDirOffset (handle->tif);
  prepare_directory (handle->tif);
  return handle;
}

SaffronTiffPool *
saffron_tiff_pool_new (const char *path, GError **error)
{
  g_autoptr (SaffronTiffPool) pool = g_new0 (SaffronTiffPool, 1);
  SaffronTiffHandle *handle = NULL;

  pool->path = g_strdup (path);
  g_mutex_init (&pool->lock);
  pool->idle = g_ptr_array_new ();
  handle = open_handle (pool, error);
  if (handle == NULL)
    return NULL;
  g_ptr_array_add (pool->idle, handle);
  return g_steal_pointer (&pool);
}

void
saffron_tiff_pool_free (SaffronTiffPool *pool)
{
  for (guint i = 0; i < pool->idle->len; i++)
    saffron_tiff_handle_discard (g_ptr_array_index (pool->idle, i));
  g_ptr_array_unref (pool->idle);
  g_mutex_clear (&pool->lock);
  g_free (pool->path);
  g_free (pool);
}

const char *
saffron_tiff_pool_get_path (SaffronTiffPool *pool)
{
  return pool->path;
}

guint64
saffron_tiff_pool_get_file_size (SaffronTiffPool *pool)
{
  return pool->stat.st_size;
}

gboolean
saffron_tiff_handle_go (SaffronTiffHandle *handle, guint64 offset)
{
  if (handle->offset == offset)
    return TRUE;
  handle->offset = 0;
  /* libtiff goes on without the tags that it could not read. */
  if (!TIFFSetSubDirectory (handle->tif, offset) || handle->read_error != 0)
    return FALSE;
  handle->offset = offset;
  prepare_directory (handle->tif);
  return TRUE;
}

/* Reading a directory takes longer than decoding most tiles, so a handle that
 * stands at @offset already is preferred. */
static SaffronTiffHandle *
take_idle (SaffronTiffPool *pool, guint64 offset)
{
  SaffronTiffHandle *handle = NULL;
  guint best = 0;

  g_mutex_lock (&pool->lock);
  for (guint i = 0; i < pool->idle->len; i++)
    {
      handle = g_ptr_array_index (pool->idle, i);
      if (handle->offset == offset)
        best = i;
    }
  handle =
      pool->idle->len > 0 ? g_ptr_array_steal_index (pool->idle, best) : NULL;
  g_mutex_unlock (&pool->lock);
  return handle;
}

SaffronTiffHandle *
saffron_tiff_pool_acquire (SaffronTiffPool *pool,
                           guint64 offset,
                           GError **error)
{
  SaffronTiffHandle *handle = take_idle (pool, offset);

  if (handle == NULL)
    handle = open_handle (pool, error);
  if (handle == NULL)
    return NULL;
  if (offset != 0 && !saffron_tiff_handle_go (handle, offset))
    {
      saffron_tiff_handle_set_error (handle, pool, _ ("a page cannot be read"),
                                     error);
      saffron_tiff_handle_discard (handle);
      return NULL;
    }
  return handle;
}

void
saffron_tiff_pool_release (SaffronTiffPool *pool, SaffronTiffHandle *handle)
{
  g_clear_pointer (&handle->message, g_free);
  handle->read_error = 0;
  g_mutex_lock (&pool->lock);
  if (pool->idle->len < MAX_IDLE)
    g_ptr_array_add (pool->idle, g_steal_pointer (&handle));
  g_mutex_unlock (&pool->lock);
  if (handle != NULL)
    saffron_tiff_handle_discard (handle);
}
