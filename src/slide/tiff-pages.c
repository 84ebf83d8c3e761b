/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/tiff-pages.h"

#include <math.h>

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

/* The unit that ImageJ names in its description; 0 when it names none. */
static double
imagej_unit (const char *description)
{
  g_auto (GStrv) lines = NULL;

  if (description == NULL || !g_str_has_prefix (description, "ImageJ="))
    return 0.0;
  lines = g_strsplit (description, "\n", 64);
  for (int i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "unit="))
      {
        const char *unit = g_strstrip (lines[i] + 5);

        if (g_str_equal (unit, "\\u00B5m"))
          unit = "um";
        return saffron_length_to_um (1.0, unit);
      }
  return 0.0;
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
  um = imagej_unit (layout->description);
  if (um <= 0.0)
    um = unit == RESUNIT_CENTIMETER ? 1e4
         : unit == RESUNIT_INCH     ? 25400.0
                                    : 0.0;
  x = um / per_x;
  y = um / per_y;
  if (isfinite (x) && isfinite (y) && x >= MIN_UM && x <= MAX_UM && y >= MIN_UM
      && y <= MAX_UM && x < 2.0 * y && y < 2.0 * x)
    {
      layout->unit_x = x;
      layout->unit_y = y;
    }
}

static void
read_first (TIFF *tif, SaffronTiffLayout *layout)
{
  const char *description = NULL;

  if (TIFFGetField (tif, TIFFTAG_IMAGEDESCRIPTION, &description)
      && description != NULL)
    layout->description = g_utf8_make_valid (description, -1);
  read_resolution (tif, layout);
}

GPtrArray *
saffron_tiff_read_pages (SaffronTiffPool *pool,
                         SaffronTiffLayout *layout,
                         SaffronSlideInfo *info,
                         GError **error)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func (page_free);
  SaffronTiffHandle *handle = saffron_tiff_pool_acquire (pool, 0, error);
  gboolean damaged = FALSE;

  if (handle == NULL)
    return NULL;
  read_first (handle->tif, layout);
  while (TRUE)
    {
      g_autoptr (GError) local = NULL;
      SaffronTiffDir *dir = saffron_tiff_dir_read (pool, handle, &local);

      if (dir == NULL && pages->len == 0)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          saffron_tiff_handle_discard (handle);
          return NULL;
        }
      g_ptr_array_add (pages, dir);
      if (TIFFLastDirectory (handle->tif))
        break;
      if (pages->len >= MAX_PAGES)
        {
          saffron_slide_info_add_note (info, "Only the first %d pages are read",
                                       MAX_PAGES);
          break;
        }
      if (!TIFFReadDirectory (handle->tif))
        {
          damaged = TRUE;
          break;
        }
    }
  if (damaged)
    saffron_slide_info_add_note (info, "The file is damaged after page %u",
                                 pages->len);
  /* The handle stands where the chain ended, not at its offset, so nobody may
   * use it again. */
  saffron_tiff_handle_discard (handle);
  return g_steal_pointer (&pages);
}
