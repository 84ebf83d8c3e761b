/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/look-window.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "register/filters.h"
#include "register/sample.h"
#include "register/stain.h"

/* Pixels of a level that are read beyond the outermost places. */
#define MARGIN 2

/* A part of a level, with its values averaged over areas. */
typedef struct {
  SaffronPlane *plane;
  double x0, y0; /* level-0 pixels: where the plane begins */
  double pixel;  /* level-0 pixels per pixel */
} Part;

static void
part_clear (Part *part)
{
  g_clear_pointer (&part->plane, saffron_plane_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Part, part_clear)

/* The pixels of @level around all places, as far as they are on it; FALSE
 * where none is. */
static gboolean
rect_around (const SaffronLevel *level,
             const SaffronLookPlaces *places,
             SaffronRect *rect)
{
  double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;

  for (int i = 0; i < places->width * places->height; i++)
    {
      x0 = fmin (x0, places->at[i].x / level->downsample);
      y0 = fmin (y0, places->at[i].y / level->downsample);
      x1 = fmax (x1, places->at[i].x / level->downsample);
      y1 = fmax (y1, places->at[i].y / level->downsample);
    }
  x0 = CLAMP (floor (x0) - MARGIN, 0.0, (double) level->width);
  y0 = CLAMP (floor (y0) - MARGIN, 0.0, (double) level->height);
  x1 = CLAMP (ceil (x1) + MARGIN, 0.0, (double) level->width);
  y1 = CLAMP (ceil (y1) + MARGIN, 0.0, (double) level->height);
  *rect = (SaffronRect){ (gint64) x0, (gint64) y0, (gint64) (x1 - x0),
                         (gint64) (y1 - y0) };
  return rect->width > 0 && rect->height > 0;
}

/* Values that are not finite count as 0. */
static SaffronPlane *
plane_of (const SaffronRaster *raster, int sample)
{
  SaffronPlane *plane = saffron_plane_new (raster->width, raster->height);

  for (int y = 0; y < plane->height; y++)
    for (int x = 0; x < plane->width; x++)
      {
        double value = saffron_raster_get (raster, x, y, sample);

        saffron_plane_row (plane, y)[x] =
            isfinite (value) ? (float) value : 0.0f;
      }
  return plane;
}

static gboolean
read_channels (SaffronSlide *slide,
               int level,
               const SaffronRect *rect,
               int first,
               int n,
               SaffronPlane *channels[3],
               GError **error)
{
  gboolean rgb =
      n == 3 && saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD;

  for (int i = 0; i < (rgb ? 1 : n); i++)
    {
      g_autoptr (SaffronRaster) raster = saffron_slide_read (
          slide, level, rect, rgb ? SAFFRON_CHANNEL_RGB : first + i, error);

      if (raster == NULL)
        return FALSE;
      for (int s = 0; s < raster->n_samples; s++)
        channels[i + s] = plane_of (raster, s);
    }
  return TRUE;
}

/* What is looked at, as the registration sees it but for a factor and a
 * constant, which make no difference to local contrast. */
static SaffronPlane *
look_at (SaffronPlane *const *channels,
         int n,
         const SaffronLook *look,
         SaffronSampleType type)
{
  double white = 0.0;
  double background[3];

  if (!saffron_look_is_brightfield (look))
    return saffron_plane_copy (channels[0]);
  white = saffron_white_level (channels, n, type, NULL);
  for (int i = 0; i < 3; i++)
    background[i] = white;
  return look->kind == SAFFRON_LOOK_HEMATOXYLIN
             ? saffron_hematoxylin_density (channels, background, white, NULL)
             : saffron_optical_density (channels, background, n, white, NULL);
}

/* @part stays empty where no place lies on the slide. */
static gboolean
read_part (SaffronSlide *slide,
           const SaffronLook *look,
           const SaffronLookPlaces *places,
           Part *part,
           GError **error)
{
  double pitch = MAX (places->pitch, 1.0);
  int index = saffron_slide_best_level (slide, pitch);
  const SaffronLevel *level = saffron_slide_get_level (slide, index);
  double ratio = MAX (pitch / level->downsample, 1.0);
  int first = MAX (look->channel, 0), n = look->channel < 0 ? 3 : 1;
  SaffronPlane *channels[3] = { NULL };
  g_autoptr (SaffronPlane) plane = NULL;
  SaffronRect rect;

  if (first + n > saffron_slide_get_n_channels (slide))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: has no channel “%s”; choose another"),
                   saffron_slide_get_path (slide), look->name);
      return FALSE;
    }
  if (!rect_around (level, places, &rect))
    return TRUE;
  if (read_channels (slide, index, &rect, first, n, channels, error))
    plane = look_at (channels, n, look,
                     saffron_slide_get_channel (slide, first)->type);
  for (int i = 0; i < 3; i++)
    g_clear_pointer (&channels[i], saffron_plane_free);
  if (plane == NULL)
    return FALSE;
  part->x0 = (double) rect.x * level->downsample;
  part->y0 = (double) rect.y * level->downsample;
  part->pixel = level->downsample * ratio;
  part->plane =
      saffron_plane_reduce (plane, ratio, (int) ceil (plane->width / ratio),
                            (int) ceil (plane->height / ratio), NULL);
  return TRUE;
}

/* The values at the places, and 1 in the weight where they lie on the slide. */
static void
sample (const Part *part,
        const SaffronLookPlace *places,
        SaffronLookWindow *window)
{
  gsize n = saffron_plane_n_pixels (window->values), count = 0;
  SaffronSpot spot;

  for (gsize i = 0; part->plane != NULL && i < n; i++)
    if (saffron_spot_find (part->plane, (places[i].x - part->x0) / part->pixel,
                           (places[i].y - part->y0) / part->pixel, &spot))
      {
        window->values->data[i] = saffron_spot_read (part->plane, &spot);
        window->weight->data[i] = 1.0f;
        count++;
      }
  window->covered = (double) count / (double) n;
}

void
saffron_look_window_clear (SaffronLookWindow *window)
{
  g_clear_pointer (&window->values, saffron_plane_free);
  g_clear_pointer (&window->weight, saffron_plane_free);
}

gboolean
saffron_look_window_read (SaffronSlide *slide,
                          const SaffronLook *look,
                          const SaffronLookPlaces *places,
                          SaffronLookWindow *window,
                          GError **error)
{
  g_auto (Part) part = { 0 };

  *window = (SaffronLookWindow){ 0 };
  if (!read_part (slide, look, places, &part, error))
    return FALSE;
  window->values = saffron_plane_new (places->width, places->height);
  window->weight = saffron_plane_new (places->width, places->height);
  sample (&part, places->at, window);
  return TRUE;
}
