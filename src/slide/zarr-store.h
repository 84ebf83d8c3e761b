/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SaffronZarrStore:
 *
 * The folder of a Zarr. Its files are named by what stands in its metadata,
 * which cannot be trusted, so nothing outside of the folder is reached: names
 * that lead upwards are refused, and symbolic links in it are not followed. The
 * folder itself may be given by a link. All functions may be called from any
 * thread.
 */
typedef struct _SaffronZarrStore SaffronZarrStore;

SaffronZarrStore *saffron_zarr_store_new (const char *path, GError **error);
void saffron_zarr_store_free (SaffronZarrStore *store);
/* As it was given, for messages. */
const char *saffron_zarr_store_get_path (SaffronZarrStore *store);

/**
 * saffron_zarr_store_join:
 * @group: a folder in the store; "" for the store itself
 * @name: from the metadata: the path of what is in @group
 *
 * Returns: (transfer full) (nullable): the path from the store on, or %NULL
 *   when @name leads elsewhere
 */
char *saffron_zarr_store_join (const char *group, const char *name);

/**
 * saffron_zarr_store_open:
 * @name: as from saffron_zarr_store_join()
 * @fd: (out): the open file, or -1 when there is none
 * @size: (out): its size in bytes
 *
 * Returns: %FALSE with an error when it is there and cannot be read
 */
gboolean saffron_zarr_store_open (SaffronZarrStore *store,
                                  const char *name,
                                  int *fd,
                                  gint64 *size,
                                  GError **error);

/**
 * saffron_zarr_store_load:
 * @object: (out) (transfer full): the metadata in the file @name of @group, or
 *   %NULL when there is no such file
 *
 * Returns: %FALSE with an error when it is there and cannot be read
 */
gboolean saffron_zarr_store_load (SaffronZarrStore *store,
                                  const char *group,
                                  const char *name,
                                  JsonObject **object,
                                  GError **error);

/* (transfer full) (element-type utf8): the names of the folders in @group, in
 * their order and not more than a few hundred of them. */
GPtrArray *saffron_zarr_store_list (SaffronZarrStore *store, const char *group);

/* (transfer full): changes when the file @name of @group is replaced or written
 * to. */
char *saffron_zarr_store_stamp (SaffronZarrStore *store,
                                const char *group,
                                const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronZarrStore, saffron_zarr_store_free)

G_END_DECLS
