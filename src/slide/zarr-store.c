/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/zarr-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"

/* Metadata of a plate with all its wells stays far below. */
#define MAX_JSON_BYTES ((gint64) 8 << 20)
/* Folders that are looked at to tell what a Zarr holds. */
#define MAX_LISTED 512

struct _SaffronZarrStore {
  char *path;
  int root;
};

SaffronZarrStore *
saffron_zarr_store_new (const char *path, GError **error)
{
  int root = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  SaffronZarrStore *store = NULL;

  if (root < 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                   _ ("%s: cannot be read (%s); check its permissions"), path,
                   g_strerror (errno));
      return NULL;
    }
  store = g_new0 (SaffronZarrStore, 1);
  store->path = g_strdup (path);
  store->root = root;
  return store;
}

void
saffron_zarr_store_free (SaffronZarrStore *store)
{
  if (store == NULL)
    return;
  close (store->root);
  g_free (store->path);
  g_free (store);
}

const char *
saffron_zarr_store_get_path (SaffronZarrStore *store)
{
  return store->path;
}

char *
saffron_zarr_store_join (const char *group, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  g_autoptr (GString) out = g_string_new (group);

  if (name[0] == '/' || !g_utf8_validate (name, -1, NULL))
    return NULL;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (g_str_equal (parts[i], ".."))
        return NULL;
      if (parts[i][0] == '\0' || g_str_equal (parts[i], "."))
        continue;
      if (out->len > 0)
        g_string_append_c (out, '/');
      g_string_append (out, parts[i]);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Sets the error of opening @part of @name in @folder. */
static void
set_open_error (SaffronZarrStore *store,
                int folder,
                const char *part,
                const char *name,
                GError **error)
{
  int saved = errno;
  struct stat st = { 0 };

  if (fstatat (folder, part, &st, AT_SYMLINK_NOFOLLOW) == 0
      && S_ISLNK (st.st_mode))
    g_set_error (
        error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
        _ ("%s: %s in it is a symbolic link, which is not followed; put "
           "what it points to in its place"),
        store->path, name);
  else
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 _ ("%s: %s in it cannot be read (%s); check the disk or the "
                    "network, then try again"),
                 store->path, name, g_strerror (saved));
}

/* Opens @name from part to part, so that no link on the way is followed. -1
 * without an error when it is missing. */
static int
open_parts (SaffronZarrStore *store, const char *name, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  int at = store->root;

  for (guint i = 0; parts[i] != NULL && at >= 0; i++)
    {
      int folder = at;

      /* A pipe must not block. */
      at =
          openat (folder, parts[i],
                  O_CLOEXEC | O_NOFOLLOW
                      | (parts[i + 1] == NULL ? O_RDONLY | O_NONBLOCK | O_NOCTTY
                                              : O_PATH | O_DIRECTORY));
      if (at < 0 && errno != ENOENT)
        set_open_error (store, folder, parts[i], name, error);
      if (folder != store->root)
        close (folder);
    }
  return at;
}

gboolean
saffron_zarr_store_open (SaffronZarrStore *store,
                         const char *name,
                         int *fd,
                         gint64 *size,
                         GError **error)
{
  g_autoptr (GError) local = NULL;
  struct stat st = { 0 };

  *size = 0;
  *fd = open_parts (store, name, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (*fd < 0)
    return TRUE;
  if (fstat (*fd, &st) != 0)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 _ ("%s: %s in it cannot be read (%s); check the disk or the "
                    "network, then try again"),
                 store->path, name, g_strerror (errno));
  else if (S_ISREG (st.st_mode))
    {
      *size = st.st_size;
      return TRUE;
    }
  else
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                 _ ("%s: is damaged: %s in it is not a file"), store->path,
                 name);
  close (*fd);
  *fd = -1;
  return FALSE;
}

gboolean
saffron_zarr_store_load (SaffronZarrStore *store,
                         const char *group,
                         const char *name,
                         JsonObject **object,
                         GError **error)
{
  g_autofree char *file = saffron_zarr_store_join (group, name);
  g_autofree char *shown = g_build_filename (store->path, file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  int fd = -1;
  gint64 size = 0;
  gssize n;

  *object = NULL;
  if (!saffron_zarr_store_open (store, file, &fd, &size, error))
    return FALSE;
  if (fd < 0)
    return TRUE;
  text = g_malloc (MIN (size, MAX_JSON_BYTES) + 1);
  n = saffron_file_pread (fd, text, MIN (size, MAX_JSON_BYTES), 0);
  close (fd);
  if (n < 0)
    g_set_error (
        error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
        _ ("%s: cannot be read (%s); check the disk or the network, then "
           "try again"),
        shown, g_strerror (errno));
  else if (size > MAX_JSON_BYTES)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
                 _ ("%s: is larger than the metadata of an image can be"),
                 shown);
  else
    root = saffron_json_parse (text, (gsize) n, shown, error);
  if (root == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                   _ ("%s: is damaged: it holds no JSON object"), shown);
      return FALSE;
    }
  *object = json_node_dup_object (root);
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
saffron_zarr_store_list (SaffronZarrStore *store, const char *group)
{
  g_autofree char *path = g_build_filename (store->path, group, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name = NULL;

  while (dir != NULL && names->len < MAX_LISTED
         && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (name[0] != '.' && g_utf8_validate (name, -1, NULL)
          && g_file_test (child, G_FILE_TEST_IS_DIR)
          && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  return names;
}

char *
saffron_zarr_store_stamp (SaffronZarrStore *store,
                          const char *group,
                          const char *name)
{
  g_autofree char *file = saffron_zarr_store_join (group, name);
  g_autofree char *path = g_build_filename (store->path, file, NULL);
  char *stamp = saffron_file_stamp (path);

  return stamp != NULL ? stamp : g_strdup ("none");
}
