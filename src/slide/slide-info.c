/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/slide-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "slide/scenes.h"

static void
channel_clear (gpointer data)
{
  SaffronChannel *channel = data;

  g_clear_pointer (&channel->name, g_free);
}

void
saffron_slide_info_init (SaffronSlideInfo *info)
{
  info->levels = g_array_new (FALSE, TRUE, sizeof (SaffronLevel));
  info->channels = g_array_new (FALSE, TRUE, sizeof (SaffronChannel));
  g_array_set_clear_func (info->channels, channel_clear);
  info->notes = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  info->scenes = saffron_scenes_new ();
}

void
saffron_slide_info_clear (SaffronSlideInfo *info)
{
  g_clear_error (&info->damage);
  g_clear_pointer (&info->format, g_free);
  g_clear_pointer (&info->levels, g_array_unref);
  g_clear_pointer (&info->channels, g_array_unref);
  g_clear_pointer (&info->notes, g_ptr_array_unref);
  g_clear_pointer (&info->scenes, g_array_unref);
  g_clear_pointer (&info->part, g_free);
}

void
saffron_slide_info_add_level (SaffronSlideInfo *info,
                              gint64 width,
                              gint64 height,
                              int tile_width,
                              int tile_height)
{
  SaffronLevel level = { width, height, 1.0, tile_width, tile_height };

  if (info->levels->len > 0)
    {
      const SaffronLevel *base = &g_array_index (info->levels, SaffronLevel, 0);

      level.downsample =
          saffron_level_downsample (base->width, base->height, width, height);
    }
  g_array_append_val (info->levels, level);
}

void
saffron_slide_info_add_channel (SaffronSlideInfo *info,
                                const char *name,
                                SaffronSampleType type)
{
  SaffronChannel channel = { g_strdup (name), FALSE, 0, type };

  g_array_append_val (info->channels, channel);
}

void
saffron_slide_info_add_note (SaffronSlideInfo *info, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (info->notes, g_strdup_vprintf (format, args));
  va_end (args);
}

void
saffron_slide_info_add_type_note (SaffronSlideInfo *info,
                                  guint bits,
                                  gboolean is_signed,
                                  gboolean exact)
{
  if (!exact)
    saffron_slide_info_add_note (
        info,
        ngettext ("Samples of %u bit are rounded to float32",
                  "Samples of %u bits are rounded to float32", bits),
        bits);
  else if (is_signed)
    saffron_slide_info_add_note (
        info,
        ngettext ("Signed integers of %u bit are read, and written by warp, as "
                  "float32",
                  "Signed integers of %u bits are read, and written by warp, "
                  "as float32",
                  bits),
        bits);
}

gboolean
saffron_slide_info_take_damage (SaffronSlideInfo *info,
                                GError *damage,
                                GError **error)
{
  if (!info->choice.damaged)
    {
      g_propagate_error (error, damage);
      return FALSE;
    }
  if (info->damage == NULL)
    info->damage = damage;
  else
    g_error_free (damage);
  return TRUE;
}

double
saffron_level_downsample (gint64 width0,
                          gint64 height0,
                          gint64 width,
                          gint64 height)
{
  double ratio = 0.5 * ((double) width0 / width + (double) height0 / height);
  gint64 whole = MAX ((gint64) llround (ratio), 1);

  if ((width0 / whole == width || (width0 + whole - 1) / whole == width)
      && (height0 / whole == height || (height0 + whole - 1) / whole == height))
    return whole;
  return ratio;
}
