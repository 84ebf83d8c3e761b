/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/tiff-pages.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "slide/imagej.h"
#include "slide/square.h"

/* The most pages that are read. Stacks of thousands of planes exist, but a
 * broken chain of pages must not take long. */
#define MAX_PAGES 20000

/* Believable pixel sizes in µm, down to the finest cameras and up to flatbed
 * scanners. Outside lie the values that programs write when they do not know
 * the size: 72 dpi, 1 per cm. */
#define MIN_UM 0.01
#define MAX_UM 20.0

static void
page_free (gpointer data)
{
  if (data != NULL)
    saffron_tiff_dir_free (data);
}

static void
read_resolution (TIFF *tif, SaffronTiffLayout *layout)
{
  float per_x = 0.0f, per_y = 0.0f;
  guint16 unit = RESUNIT_NONE;
  double um = 0.0, x = 0.0, y = 0.0;

  TIFFGetFieldDefaulted (tif, TIFFTAG_RESOLUTIONUNIT, &unit);
  if (!TIFFGetField (tif, TIFFTAG_XRESOLUTION, &per_x)
      || !TIFFGetField (tif, TIFFTAG_YRESOLUTION, &per_y))
    return;
  um = saffron_imagej_unit (layout->description);
  if (um <= 0.0)
    um = unit == RESUNIT_CENTIMETER ? 1e4
         : unit == RESUNIT_INCH     ? 25400.0
                                    : 0.0;
  x = um / per_x;
  y = um / per_y;
  if (isfinite (x) && isfinite (y) && x >= MIN_UM && x <= MAX_UM && y >= MIN_UM
      && y <= MAX_UM && x <= SAFFRON_MOST_STRETCH * y
      && y <= SAFFRON_MOST_STRETCH * x)
    {
      layout->unit_x = x;
      layout->unit_y = y;
    }
}

/* A description should be ASCII. Many are UTF-8; those of older programs are
 * Latin-1, as "µm" is in ImageJ's. */
static char *
to_utf8 (const char *text)
{
  if (g_utf8_validate (text, -1, NULL))
    return g_strdup (text);
  return g_convert (text, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
}

char *
saffron_tiff_read_description (TIFF *tif)
{
  const char *description = NULL;

  if (TIFFGetField (tif, TIFFTAG_IMAGEDESCRIPTION, &description)
      && description != NULL)
    return to_utf8 (description);
  return NULL;
}

static void
read_first (TIFF *tif, SaffronTiffLayout *layout)
{
  layout->description = saffron_tiff_read_description (tif);
  read_resolution (tif, layout);
}

/* Whether a page that cannot be read may be left out: it is of another size
 * than the first, so it is a label or an overview and no channel. */
static gboolean
may_be_left_out (GPtrArray *pages, TIFF *tif, const GError *why)
{
  const SaffronTiffDir *first = g_ptr_array_index (pages, 0);
  guint32 width = 0, height = 0;

  TIFFGetField (tif, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField (tif, TIFFTAG_IMAGELENGTH, &height);
  return (width != first->width || height != first->height)
         && (g_error_matches (why, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED)
             || g_error_matches (why, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE));
}

/* Reads the page at which the handle stands; FALSE with an error when the slide
 * cannot do without it. */
static gboolean
read_page (SaffronTiffPool *pool,
           SaffronTiffHandle *handle,
           GPtrArray *pages,
           SaffronSlideInfo *info,
           GError **error)
{
  g_autoptr (GError) local = NULL;
  SaffronTiffDir *dir = NULL;

  /* libtiff goes on without the tags that it could not read. */
  if (handle->read_error != 0)
    saffron_tiff_handle_set_error (handle, pool, _ ("a page cannot be read"),
                                   &local);
  else
    dir = saffron_tiff_dir_read (pool, handle, &local);
  if (dir == NULL && pages->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (dir == NULL && may_be_left_out (pages, handle->tif, local))
    saffron_slide_info_add_note (
        info, _ ("Page %u cannot be read and is ignored"), pages->len + 1);
  else if (dir == NULL
           && !saffron_slide_info_take_damage (info, g_steal_pointer (&local),
                                               error))
    return FALSE;
  g_ptr_array_add (pages, dir);
  return TRUE;
}

/* Goes to the next page; FALSE where there is none, with an error when there
 * should be one. */
static gboolean
go_on (SaffronTiffPool *pool,
       SaffronTiffHandle *handle,
       guint n_pages,
       SaffronSlideInfo *info,
       GError **error)
{
  g_autofree char *what = NULL;
  g_autoptr (GError) local = NULL;

  if (handle->read_error == 0 && TIFFLastDirectory (handle->tif))
    return FALSE;
  if (n_pages >= MAX_PAGES)
    {
      saffron_slide_info_add_note (info,
                                   ngettext ("Only the first %d page is read",
                                             "Only the first %d pages are read",
                                             MAX_PAGES),
                                   MAX_PAGES);
      return FALSE;
    }
  if (handle->read_error == 0 && TIFFReadDirectory (handle->tif))
    return TRUE;
  what = g_strdup_printf (_ ("page %u and what follows it cannot be read"),
                          n_pages + 1);
  saffron_tiff_handle_set_error (handle, pool, what, &local);
  saffron_slide_info_take_damage (info, g_steal_pointer (&local), error);
  return FALSE;
}

GPtrArray *
saffron_tiff_read_pages (SaffronTiffPool *pool,
                         SaffronTiffLayout *layout,
                         SaffronSlideInfo *info,
                         GError **error)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func (page_free);
  SaffronTiffHandle *handle = saffron_tiff_pool_acquire (pool, 0, error);
  GError *local = NULL;

  if (handle == NULL)
    return NULL;
  read_first (handle->tif, layout);
  do
    read_page (pool, handle, pages, info, &local);
  while (local == NULL && go_on (pool, handle, pages->len, info, &local));
  /* The handle stands where the chain ended, not at its offset, so nobody may
   * use it again. */
  saffron_tiff_handle_discard (handle);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  return g_steal_pointer (&pages);
}
