/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/tiff-layout-private.h"

#include <string.h>

#include "slide/channel-names.h"
#include "slide/imagej.h"
#include "slide/qptiff.h"

static SaffronOmeChannel *
channel_at (SaffronTiffLayout *layout, int channel)
{
  return &g_array_index (layout->channels, SaffronOmeChannel, channel);
}

/* The pages tell which channel of the XML they hold. Where one page holds
 * several, its samples are the channels in their order. */
static void
name_by_ome (SaffronTiffMaker *maker)
{
  SaffronTiffLayout *layout = maker->layout;
  GArray *known = layout->ome->channels;
  gboolean one_each = maker->named->len == (guint) layout->n_channels;
  gboolean in_order = known->len == (guint) layout->n_channels;

  for (int c = 0; c < layout->n_channels; c++)
    {
      int index = one_each   ? g_array_index (maker->named, int, c)
                  : in_order ? c
                             : -1;

      if (index < 0 || index >= (int) known->len)
        continue;
      *channel_at (layout, c) = g_array_index (known, SaffronOmeChannel, index);
      channel_at (layout, c)->name = g_strdup (channel_at (layout, c)->name);
    }
}

/* Each page of an Akoya scanner's TIFF describes its own channel. */
static gboolean
name_by_qptiff (SaffronTiffMaker *maker, GError **error)
{
  SaffronTiffLayout *layout = maker->layout;

  for (int c = 0; c < layout->n_channels; c++)
    {
      SaffronTiffPlane plane;
      const SaffronTiffDir *dir =
          saffron_tiff_layout_dir (layout, 0, c, &plane);
      SaffronTiffHandle *handle =
          saffron_tiff_pool_acquire (maker->pool, dir->offset, error);
      const char *text = NULL;

      if (handle == NULL)
        return FALSE;
      if (TIFFGetField (handle->tif, TIFFTAG_IMAGEDESCRIPTION, &text)
          && text != NULL)
        {
          g_autofree char *valid = g_utf8_make_valid (text, -1);

          saffron_qptiff_read_channel (valid, channel_at (layout, c));
        }
      saffron_tiff_pool_release (maker->pool, handle);
    }
  return TRUE;
}

/* What a label says of its channel: of "c:1/3 z:2/5 - DAPI", "DAPI". A file's
 * name says nothing. (nullable) */
static const char *
strip_label (const char *label)
{
  const char *dash = strstr (label, " - ");

  if (g_str_has_prefix (label, "c:"))
    label = dash != NULL ? dash + 3 : "";
  return *label != '\0' && strstr (label, ".tif") == NULL ? label : NULL;
}

/* ImageJ's labels are of planes, those of the channels first. They are names
 * where they all differ. */
static gboolean
name_by_imagej (SaffronTiffMaker *maker, GError **error)
{
  SaffronTiffLayout *layout = maker->layout;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) labels = NULL;
  SaffronTiffPlane plane;
  const SaffronTiffDir *first = saffron_tiff_layout_dir (layout, 0, 0, &plane);
  SaffronTiffHandle *handle =
      saffron_tiff_pool_acquire (maker->pool, first->offset, error);

  if (handle == NULL)
    return FALSE;
  labels = saffron_imagej_labels (handle->tif);
  saffron_tiff_pool_release (maker->pool, handle);
  if (labels == NULL || g_strv_length (labels) < (guint) layout->n_channels)
    return TRUE;
  for (int c = 0; c < layout->n_channels; c++)
    {
      const char *label = strip_label (labels[c]);

      if (label == NULL || !g_hash_table_add (seen, (char *) label)
          || (layout->n_channels == 1 && !saffron_is_nuclear_stain (label)))
        return TRUE;
    }
  for (int c = 0; c < layout->n_channels; c++)
    channel_at (layout, c)->name = g_strdup (strip_label (labels[c]));
  return TRUE;
}

gboolean
saffron_tiff_find_names (SaffronTiffMaker *maker, GError **error)
{
  SaffronTiffLayout *layout = maker->layout;
  const char *text = layout->description;

  g_array_set_size (layout->channels, layout->n_channels);
  if (layout->ome != NULL)
    name_by_ome (maker);
  else if (!layout->rgb && text != NULL && saffron_qptiff_is_xml (text))
    return name_by_qptiff (maker, error);
  else if (!layout->rgb && saffron_imagej_is_description (text))
    return name_by_imagej (maker, error);
  return TRUE;
}
