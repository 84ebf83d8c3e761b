/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/tiff-layout-private.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "slide/ome-binary.h"
#include "slide/tiff-pages.h"

static void
dir_unref (gpointer data)
{
  saffron_tiff_dir_free (data);
}

void
saffron_tiff_layout_free (SaffronTiffLayout *layout)
{
  g_ptr_array_unref (layout->dirs);
  g_array_unref (layout->planes);
  g_array_unref (layout->channels);
  g_clear_pointer (&layout->ome, saffron_ome_free);
  g_free (layout->description);
  g_free (layout);
}

static void
note_leftovers (SaffronTiffMaker *maker)
{
  guint n = 0;

  for (guint i = 0; i < maker->pages->len; i++)
    {
      const SaffronTiffDir *dir = g_ptr_array_index (maker->pages, i);

      if (dir != NULL
          && !saffron_tiff_dir_same_size (
              dir, g_ptr_array_index (maker->layout->dirs, 0)))
        n++;
    }
  if (n > 0)
    saffron_slide_info_add_note (
        maker->info,
        ngettext (
            "%u further page, a label, an overview or the like, is ignored",
            "%u further pages, such as a label or an overview, are ignored", n),
        n);
}

/* The OME-XML of the file, or of the one that it names. NULL with an
 * error. */
static SaffronOme *
parse_ome (SaffronTiffMaker *maker, GError **error)
{
  const char *text = maker->layout->description;
  const char *path = saffron_tiff_pool_get_path (maker->pool);
  int scene = maker->info->choice.scene;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *uuid = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GError) local = NULL;

  other = saffron_ome_follow (path, text, &uuid, maker->info, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return other != NULL ? saffron_ome_parse_for (other, name, uuid, scene, error)
                       : saffron_ome_parse (text, name, scene, error);
}

/* Reads the OME-XML if there is any; FALSE with an error when it has no such
 * scene as was asked for. */
static gboolean
read_ome (SaffronTiffMaker *maker, GError **error)
{
  SaffronTiffLayout *layout = maker->layout;
  const char *path = saffron_tiff_pool_get_path (maker->pool);
  int scene = maker->info->choice.scene;
  guint n_notes = maker->info->notes->len;
  g_autoptr (GError) local = NULL;

  if (layout->description != NULL && saffron_ome_is_xml (layout->description))
    {
      layout->ome = parse_ome (maker, &local);
      if (g_error_matches (local, SAFFRON_ERROR, SAFFRON_ERROR_IO))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (g_error_matches (local, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT))
        {
          g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT, "%s: %s",
                       path, local->message);
          return FALSE;
        }
      if (layout->ome == NULL && maker->info->notes->len == n_notes)
        saffron_slide_info_add_note (
            maker->info, _ ("The file's OME-XML cannot be read and is "
                            "ignored"));
    }
  if (layout->ome == NULL && scene > 1)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: there is no scene %d; it has one"), path, scene);
      return FALSE;
    }
  return TRUE;
}

/* Chooses the pages that are read. */
static gboolean
choose (SaffronTiffMaker *maker, GError **error)
{
  SaffronTiffLayout *layout = maker->layout;
  GError *local = NULL;

  if (layout->ome != NULL && saffron_tiff_choose_ome (maker, &local))
    return TRUE;
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (layout->ome != NULL)
    saffron_slide_info_add_note (maker->info,
                                 _ ("The OME-XML does not fit the "
                                    "file's pages and is ignored"));
  g_clear_pointer (&layout->ome, saffron_ome_free);
  saffron_tiff_choose_plain (maker);
  return TRUE;
}

SaffronTiffLayout *
saffron_tiff_layout_new (SaffronTiffPool *pool,
                         SaffronSlideInfo *info,
                         GError **error)
{
  g_autoptr (SaffronTiffLayout) layout = g_new0 (SaffronTiffLayout, 1);
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GArray) base = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (int));
  SaffronTiffMaker maker = { pool, info, layout, NULL, base, named };

  layout->dirs = g_ptr_array_new_with_free_func (dir_unref);
  layout->planes = g_array_new (FALSE, FALSE, sizeof (SaffronTiffPlane));
  layout->channels = saffron_ome_channels_new ();
  layout->n_z = 1;
  pages = saffron_tiff_read_pages (pool, layout, info, error);
  if (pages == NULL)
    return NULL;

  maker.pages = pages;
  if (!read_ome (&maker, error) || !choose (&maker, error))
    return NULL;
  layout->rgb = saffron_tiff_maker_base (&maker, 0)->rgb;
  if (!saffron_tiff_add_levels (&maker, error))
    return NULL;
  if (!saffron_tiff_find_names (&maker, error))
    return NULL;
  note_leftovers (&maker);
  return g_steal_pointer (&layout);
}
