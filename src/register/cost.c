/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/cost.h"

#include <math.h>

/* A strip in decoding: so many rows of the level that is read, and the tiles
 * that each thread holds. */
#define STRIP_ROWS 512
#define MAX_STRIP_BYTES 64e6

/* Per pixel of a plane: what stays (intensity, weight, tissue), and what is
 * held at once while it is made from one channel, or from RGB. */
#define PLANE_BYTES 12.0
#define MAKING_BYTES 21.0
#define MAKING_RGB_BYTES 30.0

/* Per pixel decoded, per pixel of a plane made. */
#define DECODE_SECONDS 6e-9
#define PLANE_SECONDS 60e-9

SaffronPlaneCost
saffron_plane_cost (SaffronSlide *slide, int max_dim)
{
  double width = (double) saffron_slide_get_width (slide);
  double height = (double) saffron_slide_get_height (slide);
  double downsample = MAX (MAX (width, height) / max_dim, 1.0);
  int index = saffron_slide_best_level (slide, downsample);
  const SaffronLevel *level = saffron_slide_get_level (slide, index);
  gboolean rgb = saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD;
  double sample = (double) saffron_sample_type_size (
      saffron_slide_get_channel (slide, 0)->type);
  double samples = rgb ? 3.0 : 1.0;
  double rows = MIN ((double) STRIP_ROWS, (double) level->height);
  double pixels = ceil (width / downsample) * ceil (height / downsample);
  double source = (double) level->width * (double) level->height * samples;
  double strip =
      MIN ((double) level->width * rows * sample * samples, MAX_STRIP_BYTES);

  return (SaffronPlaneCost){
    .pixels = pixels,
    .bytes = pixels * PLANE_BYTES,
    .making_bytes = strip + pixels * (rgb ? MAKING_RGB_BYTES : MAKING_BYTES),
    .making_seconds =
        source * DECODE_SECONDS + pixels * PLANE_SECONDS * (rgb ? 2.0 : 1.0),
  };
}

double
saffron_planes_held (const SaffronStageInput *input)
{
  int dim = input->params->max_processed_dim;

  return saffron_plane_cost (input->slides[0], dim).bytes
         + saffron_plane_cost (input->slides[1], dim).bytes;
}
