/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/tiff-layout-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define MAX_LEVELS 32

static void
dir_unref (gpointer data)
{
  saffron_tiff_dir_free (data);
}

/* Whether @dir may be @base reduced: it has the same proportions up to
 * rounding. */
static gboolean
is_reduced (const SaffronTiffDir *base, const SaffronTiffDir *dir)
{
  double ratio = 0.5
                 * ((double) base->width / dir->width
                    + (double) base->height / dir->height);

  return dir->width <= base->width && dir->height <= base->height
         && !saffron_tiff_dir_same_size (base, dir)
         && saffron_tiff_dir_same_kind (base, dir)
         && fabs (base->width / ratio - dir->width) <= 1.5
         && fabs (base->height / ratio - dir->height) <= 1.5;
}

/* Adds the directories of one level, one for each base page, and their planes
 * to the layout. */
static void
add_level (SaffronTiffMaker *maker, GPtrArray *dirs)
{
  SaffronTiffLayout *layout = maker->layout;

  for (guint i = 0; i < dirs->len; i++)
    {
      const SaffronTiffDir *dir = g_ptr_array_index (dirs, i);
      guint n = layout->rgb ? 3 : dir->n_samples - (dir->alpha ? 1 : 0);

      for (guint s = 0; s < n; s++)
        {
          SaffronTiffPlane plane = { layout->dirs->len, s };

          if (layout->n_levels == 0
              && layout->n_planes == SAFFRON_TIFF_MAX_CHANNELS * layout->n_z)
            break;
          if (layout->n_levels == 0)
            layout->n_planes++;
          else if (layout->planes->len
                   == (guint) (layout->n_levels + 1) * layout->n_planes)
            break;
          g_array_append_val (layout->planes, plane);
        }
      g_ptr_array_add (layout->dirs, (gpointer) dir);
    }
  layout->n_levels++;
}

/* Reads a smaller level: SubIFD number @index of each base page. NULL when not
 * all have one, or of different sizes. */
static GPtrArray *
read_subifd_level (SaffronTiffMaker *maker,
                   SaffronTiffHandle *handle,
                   guint index)
{
  g_autoptr (GPtrArray) dirs = g_ptr_array_new_with_free_func (dir_unref);

  for (guint i = 0; i < maker->base->len; i++)
    {
      const SaffronTiffDir *base = saffron_tiff_maker_base (maker, i);
      SaffronTiffDir *dir = NULL;

      if (index >= base->subifds->len
          || !saffron_tiff_handle_go (
              handle, g_array_index (base->subifds, guint64, index)))
        return NULL;
      dir = saffron_tiff_dir_read (maker->pool, handle, NULL);
      if (dir == NULL)
        return NULL;
      g_ptr_array_add (dirs, dir);
      if (!is_reduced (base, dir)
          || !saffron_tiff_dir_same_size (dir, g_ptr_array_index (dirs, 0)))
        return NULL;
    }
  return g_steal_pointer (&dirs);
}

static gboolean
is_smaller_than_last (const SaffronTiffMaker *maker, const SaffronTiffDir *dir)
{
  const SaffronTiffDir *last =
      g_ptr_array_index (maker->layout->dirs, maker->layout->dirs->len - 1);

  return dir->width <= last->width && dir->height <= last->height
         && !saffron_tiff_dir_same_size (dir, last);
}

static int
compare_levels (gconstpointer a, gconstpointer b)
{
  const SaffronTiffDir *da = g_ptr_array_index (*(GPtrArray *const *) a, 0);
  const SaffronTiffDir *db = g_ptr_array_index (*(GPtrArray *const *) b, 0);
  guint64 na = (guint64) da->width * da->height;
  guint64 nb = (guint64) db->width * db->height;

  return na < nb ? 1 : na > nb ? -1 : 0;
}

static void
level_free (gpointer data)
{
  g_ptr_array_unref (data);
}

/* NULL with an error when the file system fails. */
static GPtrArray *
find_subifd_levels (SaffronTiffMaker *maker, GError **error)
{
  g_autoptr (GPtrArray) levels = g_ptr_array_new_with_free_func (level_free);
  guint n = saffron_tiff_maker_base (maker, 0)->subifds->len;
  SaffronTiffHandle *handle = NULL;

  if (n == 0)
    return g_steal_pointer (&levels);
  handle = saffron_tiff_pool_acquire (maker->pool, 0, error);
  if (handle == NULL)
    return NULL;
  for (guint i = 0; i < MIN (n, MAX_LEVELS); i++)
    {
      GPtrArray *dirs = read_subifd_level (maker, handle, i);

      if (dirs != NULL)
        g_ptr_array_add (levels, dirs);
      if (handle->read_error != 0)
        {
          saffron_tiff_handle_set_error (
              handle, maker->pool, _ ("a reduced image cannot be read"), error);
          saffron_tiff_handle_discard (handle);
          return NULL;
        }
    }
  saffron_tiff_pool_release (maker->pool, handle);
  if (levels->len < n)
    saffron_slide_info_add_note (
        maker->info,
        ngettext ("%u of %u reduced images cannot be used",
                  "%u of %u reduced images cannot be used", n),
        n - levels->len, n);
  return g_steal_pointer (&levels);
}

/* Whether a page may be a level. In a tiled slide, a page in strips is a
 * thumbnail, a label or a photo, unless it says that it is a reduced image. */
static gboolean
may_be_level (const SaffronTiffDir *base, const SaffronTiffDir *dir)
{
  return dir != NULL && is_reduced (base, dir)
         && (dir->tiled || !base->tiled
             || (dir->subfile & FILETYPE_REDUCEDIMAGE) != 0);
}

/* Finds a level among the main pages: as many pages of one size, reduced from
 * the base pages, as there are base pages. Moves them out of the pages. */
static GPtrArray *
find_page_levels (SaffronTiffMaker *maker)
{
  GPtrArray *levels = g_ptr_array_new_with_free_func (level_free);

  for (guint i = 0; i < maker->pages->len && levels->len < MAX_LEVELS; i++)
    {
      SaffronTiffDir *dir = g_ptr_array_index (maker->pages, i);
      g_autoptr (GPtrArray) dirs = NULL;
      g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));

      if (!may_be_level (saffron_tiff_maker_base (maker, 0), dir))
        continue;
      for (guint j = i; j < maker->pages->len; j++)
        {
          const SaffronTiffDir *other = g_ptr_array_index (maker->pages, j);

          if (other != NULL && saffron_tiff_dir_same_size (dir, other)
              && saffron_tiff_dir_same_kind (dir, other))
            g_array_append_val (found, j);
        }
      if (found->len != maker->base->len)
        continue;
      dirs = g_ptr_array_new_with_free_func (dir_unref);
      for (guint k = 0; k < found->len; k++)
        {
          gpointer *slot =
              &maker->pages->pdata[g_array_index (found, guint, k)];

          g_ptr_array_add (dirs, g_steal_pointer (slot));
        }
      g_ptr_array_add (levels, g_steal_pointer (&dirs));
    }
  return levels;
}

gboolean
saffron_tiff_add_levels (SaffronTiffMaker *maker, GError **error)
{
  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  g_autoptr (GPtrArray) levels = find_subifd_levels (maker, error);

  if (levels == NULL)
    return FALSE;
  if (levels->len == 0)
    {
      g_clear_pointer (&levels, g_ptr_array_unref);
      levels = find_page_levels (maker);
    }
  g_ptr_array_sort (levels, compare_levels);

  for (guint i = 0; i < maker->base->len; i++)
    {
      guint page = g_array_index (maker->base, guint, i);

      g_ptr_array_add (first, g_steal_pointer (&maker->pages->pdata[page]));
    }
  add_level (maker, first);
  for (guint i = 0; i < levels->len; i++)
    {
      GPtrArray *dirs = g_ptr_array_index (levels, i);

      if (!is_smaller_than_last (maker, g_ptr_array_index (dirs, 0)))
        continue;
      add_level (maker, dirs);
      /* The layout owns them now. */
      g_ptr_array_set_free_func (dirs, NULL);
    }
  maker->layout->n_channels = maker->layout->n_planes / maker->layout->n_z;
  return TRUE;
}
