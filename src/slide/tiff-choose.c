/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/tiff-layout-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "base/error.h"
#include "slide/imagej.h"
#include "slide/scenes.h"

/* Adds each page once, because the XML may name one several times. Returns its
 * place among the base pages. */
static guint
add_base (SaffronTiffMaker *maker, guint page)
{
  for (guint i = 0; i < maker->base->len; i++)
    if (g_array_index (maker->base, guint, i) == page)
      return i;
  g_array_append_val (maker->base, page);
  return maker->base->len - 1;
}

/* Without OME-XML, pages of the same size are channels, unless ImageJ's
 * description says that they are planes of a stack. ImageJ stores the channels
 * of one plane next to each other, and the planes of one time point. */
void
saffron_tiff_choose_plain (SaffronTiffMaker *maker)
{
  const SaffronTiffDir *first = g_ptr_array_index (maker->pages, 0);
  const char *text = maker->layout->description;
  gboolean imagej = saffron_imagej_is_description (text);
  gint64 n_channels = SAFFRON_TIFF_MAX_CHANNELS, n_z = 1;
  guint n_left = 0;

  if (imagej)
    {
      n_channels = CLAMP (saffron_imagej_number (text, "channels"), 1,
                          SAFFRON_TIFF_MAX_CHANNELS);
      n_z = CLAMP (saffron_imagej_number (text, "slices"), 1,
                   maker->pages->len / n_channels);
    }
  if (first->rgb)
    n_channels = 1;
  for (guint i = 0; i < maker->pages->len; i++)
    {
      const SaffronTiffDir *dir = g_ptr_array_index (maker->pages, i);

      if (dir == NULL || !saffron_tiff_dir_same_size (first, dir)
          || !saffron_tiff_dir_same_kind (first, dir))
        continue;
      if (maker->base->len < n_channels * n_z)
        add_base (maker, i);
      else
        n_left++;
    }
  /* A stack that is cut off is read as far as its planes are whole. */
  n_z = imagej ? MAX (maker->base->len / n_channels, 1) : 1;
  if (imagej)
    g_array_set_size (maker->base, MIN (maker->base->len, n_channels * n_z));
  maker->layout->n_z = (int) n_z;
  if (imagej && maker->pages->len == 1
      && saffron_imagej_number (text, "images") > 1)
    saffron_slide_info_add_note (maker->info,
                                 _ ("ImageJ keeps %" PRId64 " planes "
                                    "behind one page: only the first is read"),
                                 saffron_imagej_number (text, "images"));
  if (n_left > 0)
    saffron_slide_info_add_note (
        maker->info,
        ngettext ("%u further plane of the same size (Z or T) is ignored",
                  "%u further planes of the same size (Z or T) are ignored",
                  n_left),
        n_left);
}

/* Notes that of a series only the first time is read. */
static void
note_times (SaffronTiffMaker *maker, int n)
{
  if (n == 2)
    saffron_slide_info_add_note (maker->info, _ ("Time point 2 is ignored"));
  else if (n > 2)
    saffron_slide_info_add_note (maker->info,
                                 _ ("Time points 2–%d are ignored"), n);
}

/* A program that cropped or scaled the pages may have left the XML
 * unchanged. */
static void
note_size (SaffronTiffMaker *maker, const SaffronTiffDir *first)
{
  const SaffronOme *ome = maker->layout->ome;

  if (ome->width == first->width && ome->height == first->height)
    return;
  saffron_slide_info_add_note (
      maker->info,
      _ ("The OME-XML says %" PRId64 " × %" PRId64 " pixels, but there are "
         "%u × %u: the pixel size in it may be wrong, "
         "too"),
      ome->width, ome->height, first->width, first->height);
}

/* Tells which scenes there are, and which of them is read. */
static void
take_scene (SaffronTiffMaker *maker)
{
  const SaffronOme *ome = maker->layout->ome;
  g_autofree char *scenes = NULL;

  if (ome->n_images < 2)
    return;
  maker->info->scene = ome->scene;
  g_array_unref (maker->info->scenes);
  maker->info->scenes = g_array_ref (ome->scenes);
  scenes = saffron_scenes_to_words (ome->scenes);
  saffron_slide_info_add_note (maker->info, _ ("Scene %d of %d is read (%s)"),
                               ome->scene, ome->n_images, scenes);
}

/* How the pages of one Z plane were found. */
typedef struct {
  guint n_missing;   /* planes that are in no file */
  guint n_elsewhere; /* planes that are in another */
} Found;

/* Adds the pages of Z plane @z to the base pages. @first: (inout): the page
 * that all must be like. */
static Found
add_z (SaffronTiffMaker *maker, int z, const SaffronTiffDir **first)
{
  const SaffronOme *ome = maker->layout->ome;
  guint start = maker->base->len;
  Found found = { 0, 0 };

  for (int c = 0; c < ome->n_c; c++)
    {
      gint64 page = g_array_index (ome->planes, gint64, z * ome->n_c + c);
      const SaffronTiffDir *dir = NULL;

      if (page >= 0 && page < maker->pages->len)
        dir = g_ptr_array_index (maker->pages, page);
      if (dir != NULL && *first == NULL)
        *first = dir;
      if (dir != NULL && saffron_tiff_dir_same_size (*first, dir)
          && saffron_tiff_dir_same_kind (*first, dir))
        {
          guint at = 0;

          if (maker->base->len - start
              >= (dir->rgb ? 1 : SAFFRON_TIFF_MAX_CHANNELS))
            continue;
          at = add_base (maker, page);
          if (z == 0 && at == maker->named->len)
            g_array_append_val (maker->named, c);
          else if (z == 0)
            g_array_index (maker->named, int, at) = -1;
        }
      else if (page == SAFFRON_OME_ELSEWHERE)
        found.n_elsewhere++;
      /* One page with interleaved samples may hold all the channels. */
      else if (*first == NULL || (*first)->n_samples < ome->n_c)
        found.n_missing++;
    }
  return found;
}

/* Adds the further Z planes, as long as they have the same channels in this
 * file as the first. */
static void
add_further_z (SaffronTiffMaker *maker, const SaffronTiffDir *first)
{
  const SaffronOme *ome = maker->layout->ome;
  guint n = maker->base->len;

  for (int z = 1; z < ome->n_z; z++)
    {
      add_z (maker, z, &first);
      if (maker->base->len != n * (guint) (z + 1))
        {
          g_array_set_size (maker->base, n * (guint) z);
          break;
        }
      maker->layout->n_z = z + 1;
    }
  if (maker->layout->n_z < ome->size_z)
    saffron_slide_info_add_note (
        maker->info,
        ngettext ("Only %d of %d Z planes is in this file",
                  "Only %d of %d Z planes are in this file",
                  maker->layout->n_z),
        maker->layout->n_z, ome->size_z);
}

/* An XML that promises more than there is means that the file was cut, or that
 * the pages were changed without it. */
static gboolean
check_missing (SaffronTiffMaker *maker, guint n_missing, GError **error)
{
  const char *path = saffron_tiff_pool_get_path (maker->pool);
  GError *local = NULL;

  if (n_missing > 0)
    local =
        g_error_new (SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                     ngettext ("%s: is damaged: %u of the %d channels that its "
                               "OME-XML lists is not in it; copy it again, or "
                               "export it again",
                               "%s: is damaged: %u of the %d channels that its "
                               "OME-XML lists are not in it; copy it again, or "
                               "export it again",
                               n_missing),
                     path, n_missing, maker->layout->ome->n_c);
  return local == NULL
         || saffron_slide_info_take_damage (maker->info, local, error);
}

/* Some programs name one page for each image, or none. Where there are as many
 * pages as planes, they are in order. */
static void
order_planes (SaffronTiffMaker *maker)
{
  SaffronOme *ome = maker->layout->ome;
  gboolean missing = FALSE;

  for (guint i = 0; i < ome->planes->len && !missing; i++)
    {
      gint64 page = g_array_index (ome->planes, gint64, i);

      missing = page == SAFFRON_OME_NOWHERE || page >= maker->pages->len;
    }
  if (!missing || ome->n_all != maker->pages->len)
    return;
  saffron_ome_assume_order (ome);
  saffron_slide_info_add_note (
      maker->info, _ ("The OME-XML does not tell where each plane is: "
                      "the pages are taken in their order"));
}

gboolean
saffron_tiff_choose_ome (SaffronTiffMaker *maker, GError **error)
{
  SaffronOme *ome = maker->layout->ome;
  const SaffronTiffDir *first = NULL;
  Found found = { 0, 0 };

  order_planes (maker);
  found = add_z (maker, 0, &first);
  if (maker->base->len == 0)
    return FALSE;
  note_size (maker, first);
  if (found.n_elsewhere > 0)
    saffron_slide_info_add_note (
        maker->info,
        ngettext ("%u of %d channels is not in this file",
                  "%u of %d channels are not in this file", found.n_elsewhere),
        found.n_elsewhere, ome->n_c);
  add_further_z (maker, first);
  note_times (maker, ome->size_t_);
  take_scene (maker);
  return check_missing (maker, found.n_missing, error);
}
