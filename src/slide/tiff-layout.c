/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/tiff-layout.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "slide/tiff-pages.h"

#define MAX_CHANNELS 256
#define MAX_LEVELS 32

/* State while the layout is made. @base holds the numbers of the full-size
 * pages. */
typedef struct {
  SaffronTiffPool *pool;
  SaffronSlideInfo *info;
  SaffronTiffLayout *layout;
  GPtrArray *pages;
  GArray *base;
} Maker;

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
  g_clear_pointer (&layout->ome, saffron_ome_free);
  g_free (layout->description);
  g_free (layout);
}

static const SaffronTiffDir *
base_dir (const Maker *maker, guint i)
{
  return g_ptr_array_index (maker->pages,
                            g_array_index (maker->base, guint, i));
}

static gboolean
same_size (const SaffronTiffDir *a, const SaffronTiffDir *b)
{
  return a->width == b->width && a->height == b->height;
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
         && !same_size (base, dir) && saffron_tiff_dir_same_kind (base, dir)
         && fabs (base->width / ratio - dir->width) <= 1.5
         && fabs (base->height / ratio - dir->height) <= 1.5;
}

/* Adds each page once, because the XML may name one several times. */
static void
add_base (Maker *maker, guint page)
{
  for (guint i = 0; i < maker->base->len; i++)
    if (g_array_index (maker->base, guint, i) == page)
      return;
  g_array_append_val (maker->base, page);
}

/* The number after "name=" in ImageJ's description. */
static gint64
imagej_number (const char *description, const char *name)
{
  g_autofree char *key = g_strdup_printf ("\n%s=", name);
  const char *at = strstr (description, key);

  return at != NULL ? g_ascii_strtoll (at + strlen (key), NULL, 10) : 0;
}

/* Without OME-XML, pages of the same size are channels, unless ImageJ's
 * description says that they are planes of a stack. ImageJ stores the channels
 * of one plane next to each other. */
static void
choose_plain (Maker *maker)
{
  const SaffronTiffDir *first = g_ptr_array_index (maker->pages, 0);
  const char *text = maker->layout->description;
  gboolean imagej = text != NULL && g_str_has_prefix (text, "ImageJ=");
  gint64 n_channels = MAX_CHANNELS;
  guint n_left = 0;

  if (imagej)
    n_channels = CLAMP (imagej_number (text, "channels"), 1, MAX_CHANNELS);
  if (first->rgb)
    n_channels = 1;
  for (guint i = 0; i < maker->pages->len; i++)
    {
      const SaffronTiffDir *dir = g_ptr_array_index (maker->pages, i);

      if (dir == NULL || !same_size (first, dir)
          || !saffron_tiff_dir_same_kind (first, dir))
        continue;
      if (maker->base->len < n_channels)
        add_base (maker, i);
      else
        n_left++;
    }
  if (imagej && maker->pages->len == 1 && imagej_number (text, "images") > 1)
    saffron_slide_info_add_note (maker->info,
                                 "ImageJ keeps %" G_GINT64_FORMAT " planes "
                                 "behind one page: only the first is read",
                                 imagej_number (text, "images"));
  if (n_left > 0)
    saffron_slide_info_add_note (maker->info,
                                 "%u further planes of the same size (Z or T) "
                                 "are ignored",
                                 n_left);
}

/* Notes that of a stack only the first plane is read. */
static void
note_others (Maker *maker, const char *what, int n)
{
  if (n == 2)
    saffron_slide_info_add_note (maker->info, "%s 2 is ignored", what);
  else if (n > 2)
    saffron_slide_info_add_note (maker->info, "%ss 2–%d are ignored", what, n);
}

/* A program that cropped or scaled the pages may have left the XML
 * unchanged. */
static void
note_size (Maker *maker, const SaffronOme *ome, const SaffronTiffDir *first)
{
  if (ome->width == first->width && ome->height == first->height)
    return;
  saffron_slide_info_add_note (maker->info,
                               "The OME-XML says %" G_GINT64_FORMAT
                               " × %" G_GINT64_FORMAT " pixels, but there are "
                               "%u × %u: the pixel size in it may be wrong, "
                               "too",
                               ome->width, ome->height, first->width,
                               first->height);
}

/* Takes the channels from the OME-XML; FALSE when it does not fit the pages. */
static gboolean
choose_ome (Maker *maker)
{
  SaffronOme *ome = maker->layout->ome;
  const SaffronTiffDir *first = NULL;
  guint n_missing = 0;

  for (guint c = 0; c < ome->planes->len && c < MAX_CHANNELS; c++)
    {
      gint64 page = g_array_index (ome->planes, gint64, c);
      const SaffronTiffDir *dir = NULL;

      if (page >= 0 && page < maker->pages->len)
        dir = g_ptr_array_index (maker->pages, page);
      if (dir != NULL && first == NULL)
        first = dir;
      if (dir == NULL || !same_size (first, dir)
          || !saffron_tiff_dir_same_kind (first, dir))
        {
          /* One page with interleaved samples may hold all the channels. */
          if (first == NULL || first->n_samples < ome->planes->len)
            n_missing++;
          continue;
        }
      if (first->rgb && maker->base->len == 1)
        continue;
      add_base (maker, page);
    }
  if (maker->base->len == 0)
    return FALSE;
  note_size (maker, ome, first);
  if (n_missing > 0)
    saffron_slide_info_add_note (maker->info,
                                 "%u of %u channels are not in this file",
                                 n_missing, ome->planes->len);
  note_others (maker, "Z plane", ome->size_z);
  note_others (maker, "Time point", ome->size_t_);
  if (ome->n_images > 1)
    saffron_slide_info_add_note (maker->info,
                                 "The largest of %d images is "
                                 "read",
                                 ome->n_images);
  return TRUE;
}

/* Adds the directories of one level, one for each base page, and their planes
 * to the layout. */
static void
add_level (Maker *maker, GPtrArray *dirs)
{
  SaffronTiffLayout *layout = maker->layout;

  for (guint i = 0; i < dirs->len; i++)
    {
      const SaffronTiffDir *dir = g_ptr_array_index (dirs, i);
      guint n = layout->rgb ? 3 : dir->n_samples - (dir->alpha ? 1 : 0);

      for (guint s = 0; s < n; s++)
        {
          SaffronTiffPlane plane = { layout->dirs->len, s };

          if (layout->n_levels == 0 && layout->n_channels == MAX_CHANNELS)
            break;
          if (layout->n_levels == 0)
            layout->n_channels++;
          else if (layout->planes->len
                   == (guint) (layout->n_levels + 1) * layout->n_channels)
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
read_subifd_level (Maker *maker, SaffronTiffHandle *handle, guint index)
{
  g_autoptr (GPtrArray) dirs = g_ptr_array_new_with_free_func (dir_unref);

  for (guint i = 0; i < maker->base->len; i++)
    {
      const SaffronTiffDir *base = base_dir (maker, i);
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
          || !same_size (dir, g_ptr_array_index (dirs, 0)))
        return NULL;
    }
  return g_steal_pointer (&dirs);
}

static gboolean
is_smaller_than_last (const Maker *maker, const SaffronTiffDir *dir)
{
  const SaffronTiffDir *last =
      g_ptr_array_index (maker->layout->dirs, maker->layout->dirs->len - 1);

  return dir->width <= last->width && dir->height <= last->height
         && !same_size (dir, last);
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

static GPtrArray *
find_subifd_levels (Maker *maker)
{
  GPtrArray *levels = g_ptr_array_new_with_free_func (level_free);
  guint n = base_dir (maker, 0)->subifds->len;
  SaffronTiffHandle *handle = NULL;

  if (n == 0)
    return levels;
  handle = saffron_tiff_pool_acquire (maker->pool, 0, NULL);
  for (guint i = 0; handle != NULL && i < MIN (n, MAX_LEVELS); i++)
    {
      GPtrArray *dirs = read_subifd_level (maker, handle, i);

      if (dirs != NULL)
        g_ptr_array_add (levels, dirs);
    }
  if (handle != NULL)
    saffron_tiff_pool_release (maker->pool, handle);
  if (levels->len < n)
    saffron_slide_info_add_note (maker->info,
                                 "%u of %u reduced images cannot "
                                 "be used",
                                 n - levels->len, n);
  return levels;
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
find_page_levels (Maker *maker)
{
  GPtrArray *levels = g_ptr_array_new_with_free_func (level_free);

  for (guint i = 0; i < maker->pages->len && levels->len < MAX_LEVELS; i++)
    {
      SaffronTiffDir *dir = g_ptr_array_index (maker->pages, i);
      g_autoptr (GPtrArray) dirs = NULL;
      g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));

      if (!may_be_level (base_dir (maker, 0), dir))
        continue;
      for (guint j = i; j < maker->pages->len; j++)
        {
          const SaffronTiffDir *other = g_ptr_array_index (maker->pages, j);

          if (other != NULL && same_size (dir, other)
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

static void
add_levels (Maker *maker)
{
  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  g_autoptr (GPtrArray) levels = find_subifd_levels (maker);

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
}

static void
note_leftovers (Maker *maker)
{
  guint n = 0;

  for (guint i = 0; i < maker->pages->len; i++)
    {
      const SaffronTiffDir *dir = g_ptr_array_index (maker->pages, i);

      if (dir != NULL
          && !same_size (dir, g_ptr_array_index (maker->layout->dirs, 0)))
        n++;
    }
  if (n > 0)
    saffron_slide_info_add_note (maker->info,
                                 "%u further %s (label, "
                                 "overview or other) ignored",
                                 n, n == 1 ? "page is" : "pages are");
}

static void
read_ome (Maker *maker)
{
  SaffronTiffLayout *layout = maker->layout;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  if (layout->description == NULL || !saffron_ome_is_xml (layout->description))
    return;
  name = g_path_get_basename (saffron_tiff_pool_get_path (maker->pool));
  layout->ome = saffron_ome_parse (layout->description, name, &error);
  if (layout->ome == NULL)
    saffron_slide_info_add_note (maker->info, "The file's OME-XML cannot be "
                                              "read and is ignored");
}

SaffronTiffLayout *
saffron_tiff_layout_new (SaffronTiffPool *pool,
                         SaffronSlideInfo *info,
                         GError **error)
{
  g_autoptr (SaffronTiffLayout) layout = g_new0 (SaffronTiffLayout, 1);
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GArray) base = g_array_new (FALSE, FALSE, sizeof (guint));
  Maker maker = { pool, info, layout, NULL, base };

  layout->dirs = g_ptr_array_new_with_free_func (dir_unref);
  layout->planes = g_array_new (FALSE, FALSE, sizeof (SaffronTiffPlane));
  pages = saffron_tiff_read_pages (pool, layout, info, error);
  if (pages == NULL)
    return NULL;

  maker.pages = pages;
  read_ome (&maker);
  if (layout->ome == NULL || !choose_ome (&maker))
    {
      if (layout->ome != NULL)
        saffron_slide_info_add_note (info, "The OME-XML does not fit the "
                                           "file's pages and is ignored");
      g_clear_pointer (&layout->ome, saffron_ome_free);
      choose_plain (&maker);
    }
  layout->rgb = base_dir (&maker, 0)->rgb;
  add_levels (&maker);
  note_leftovers (&maker);
  return g_steal_pointer (&layout);
}
