/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/other-image.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "export/float-region.h"

/* How much the ratio of the sides may differ; scanners' sides differ by less
 * when they scan a slide twice. */
#define MAX_STRETCH 0.01

/* Whether @small is @large over @factor, rounded either way. */
static gboolean
is_divided (gint64 large, gint64 small, gint64 factor)
{
  return factor > 0
         && (small == large / factor || small == (large + factor - 1) / factor);
}

/* Pixels of the other image per pixel of the slide, along each side. */
static void
find_scale (const gint64 slide[2], const gint64 other[2], double scale[2])
{
  gint64 down = (slide[0] + other[0] / 2) / other[0];
  gint64 up = (other[0] + slide[0] / 2) / slide[0];

  for (int k = 0; k < 2; k++)
    if (is_divided (slide[0], other[0], down)
        && is_divided (slide[1], other[1], down))
      scale[k] = 1.0 / (double) down;
    else if (is_divided (other[0], slide[0], up)
             && is_divided (other[1], slide[1], up))
      scale[k] = (double) up;
    else
      scale[k] = (double) other[k] / (double) slide[k];
}

SaffronTransform *
saffron_other_image_transform (const SaffronTransform *transform,
                               SaffronSlide *moving,
                               SaffronSlide *other,
                               GError **error)
{
  const gint64 sides[2] = { saffron_slide_get_width (moving),
                            saffron_slide_get_height (moving) };
  const gint64 others[2] = { saffron_slide_get_width (other),
                             saffron_slide_get_height (other) };
  double scale[2],
      rounded = 1.0 / (double) others[0] + 1.0 / (double) others[1];
  SaffronAffine scaling = SAFFRON_AFFINE_IDENTITY;

  find_scale (sides, others, scale);
  if (fabs (log (scale[0] / scale[1])) > MAX_STRETCH + rounded)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: its %" PRId64 " × %" PRId64
                      " px do not have the shape of %s, %" PRId64 " × %" PRId64
                      " px; give an image of that slide's whole area"),
                   saffron_slide_get_path (other), others[0], others[1],
                   saffron_slide_get_path (moving), sides[0], sides[1]);
      return NULL;
    }
  scaling.xx = scale[0];
  scaling.yy = scale[1];
  return saffron_transform_then (transform, &scaling);
}

/* The places that are looked at: a grid of this many in each direction, of this
 * many pixels a side. */
#define LOOKS 5
#define LOOK_SIZE 128

/* Of neighbours that are not both background, the least share that is equal in
 * an image of labels. Noise leaves less than a third; cells of five pixels
 * leave two thirds. */
#define MIN_EQUAL 0.5

/* The least difference of others, of the range. Where a picture is smooth,
 * neighbours differ by a few hundredths. */
#define MIN_STEP 0.1

/* All windows one after the other; NULL with an error. */
static GArray *
read_looks (SaffronSlide *slide, GError **error)
{
  gint64 width = saffron_slide_get_width (slide);
  gint64 height = saffron_slide_get_height (slide);
  int w = (int) MIN (width, LOOK_SIZE), h = (int) MIN (height, LOOK_SIZE);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (float));
  g_autofree float *window = g_new (float, (gsize) w *h);

  for (int k = 0; k < LOOKS * LOOKS; k++)
    {
      SaffronRect rect = { (width - w) * (k % LOOKS) / (LOOKS - 1),
                           (height - h) * (k / LOOKS) / (LOOKS - 1), w, h };

      if (!saffron_read_floats (slide, 0, 0, &rect, window, error))
        return NULL;
      g_array_append_vals (values, window, (guint) (w * h));
    }
  return g_steal_pointer (&values);
}

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* The value that most pixels have; @sorted is. */
static float
most_common (const GArray *sorted)
{
  const float *v = (const float *) (const void *) sorted->data;
  float best = v[0];
  guint most = 0;

  for (guint i = 0, first = 0; i <= sorted->len; i++)
    if (i == sorted->len || v[i] != v[first])
      {
        if (i - first > most)
          {
            most = i - first;
            best = v[first];
          }
        first = i;
      }
  return best;
}

static gboolean
are_whole (const GArray *values)
{
  const float *v = (const float *) (const void *) values->data;

  for (guint i = 0; i < values->len; i++)
    if (v[i] != rintf (v[i]))
      return FALSE;
  return TRUE;
}

/* @values: rows of @width pixels. */
static gboolean
look_like_labels (const GArray *values, int width)
{
  const float *v = (const float *) (const void *) values->data;
  g_autoptr (GArray) sorted = g_array_copy ((GArray *) values);
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (float));
  guint n_equal = 0;
  float background, range;

  g_array_sort (sorted, compare_floats);
  background = most_common (sorted);
  range = g_array_index (sorted, float, sorted->len - 1)
          - g_array_index (sorted, float, 0);
  for (guint i = 1; i < values->len; i++)
    if (i % (guint) width == 0
        || (v[i] == background && v[i - 1] == background))
      continue;
    else if (v[i] == v[i - 1])
      n_equal++;
    else
      {
        float step = fabsf (v[i] - v[i - 1]);

        g_array_append_val (steps, step);
      }
  if (steps->len == 0)
    return TRUE;
  g_array_sort (steps, compare_floats);
  return n_equal >= MIN_EQUAL * (n_equal + steps->len)
         && g_array_index (steps, float, steps->len / 2) >= MIN_STEP * range;
}

gboolean
saffron_image_has_labels (SaffronSlide *slide, gboolean *labels, GError **error)
{
  g_autoptr (GArray) values = NULL;

  *labels = FALSE;
  if (saffron_slide_get_n_channels (slide) != 1)
    return TRUE;
  values = read_looks (slide, error);
  if (values == NULL)
    return FALSE;
  *labels = are_whole (values)
            && look_like_labels (
                values, (int) MIN (saffron_slide_get_width (slide), LOOK_SIZE));
  return TRUE;
}

SaffronTransform *
saffron_other_image_prepare (SaffronWarpOptions *options,
                             const SaffronTransform *transform,
                             SaffronSlide *moving,
                             SaffronSlide *other,
                             gboolean choose,
                             gboolean *labels,
                             GError **error)
{
  g_autoptr (SaffronTransform) own =
      saffron_other_image_transform (transform, moving, other, error);

  *labels = FALSE;
  if (own == NULL
      || (choose && !saffron_image_has_labels (other, labels, error)))
    return NULL;
  options->run = NULL;
  if (*labels)
    options->interpolation = SAFFRON_INTERPOLATION_NEAREST;
  return g_steal_pointer (&own);
}
