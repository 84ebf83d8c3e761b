/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/start.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "slide/square.h"

/* The most that a start may stretch one axis against the other, and scale. */
#define MOST_STRETCHED 2.0
#define MOST_SCALED 32.0

/* Places of the reference, along either axis, at which the slides' overlap is
 * looked for. */
#define PROBES 32

/* Larger coordinates are no level-0 pixels. */
#define MAX_COORDINATE 1e9

/* The map that turns clockwise, as the y axis points down. */
static SaffronAffine
turn (double degrees)
{
  double c = cos (degrees * G_PI / 180.0);
  double s = sin (degrees * G_PI / 180.0);

  /* So that quarter turns are exact. */
  if (fabs (c) < 1e-15)
    c = 0.0;
  if (fabs (s) < 1e-15)
    s = 0.0;
  return (SaffronAffine){ c, -s, 0.0, s, c, 0.0 };
}

/* The sides of both slides' pixels, in units of the shorter ones. */
typedef struct {
  double ref_x, ref_y, mov_x, mov_y;
} Sides;

static Sides
find_sides (SaffronSlide *reference, SaffronSlide *moving)
{
  Sides s;

  saffron_slide_find_stretch (reference, &s.ref_x, &s.ref_y);
  saffron_slide_find_stretch (moving, &s.mov_x, &s.mov_y);
  return s;
}

/* A map as it is between square pixels, without its shift. */
static SaffronAffine
between_squares (const SaffronAffine *affine, const Sides *s)
{
  return (SaffronAffine){
    affine->xx * s->mov_x / s->ref_x, affine->xy * s->mov_x / s->ref_y, 0.0,
    affine->yx * s->mov_y / s->ref_x, affine->yy * s->mov_y / s->ref_y, 0.0
  };
}

/* Applies @linear about a place to the moving slide as it is seen, of which
 * @linear_back is the inverse: its points are looked up from where they came.
 */
static void
apply (SaffronAffine *start,
       SaffronRefPoint about,
       const SaffronAffine *linear_back)
{
  SaffronAffine back = *linear_back;

  back.x0 = about.x - (back.xx * about.x + back.xy * about.y);
  back.y0 = about.y - (back.yx * about.x + back.yy * about.y);
  *start = saffron_affine_compose (start, &back);
}

SaffronAffine
saffron_start_lay (SaffronSlide *reference,
                   SaffronSlide *moving,
                   double dx,
                   double dy,
                   double degrees,
                   gboolean flip)
{
  SaffronRefPoint centre = { 0.5 * saffron_slide_get_width (reference),
                             0.5 * saffron_slide_get_height (reference) };
  Sides s = find_sides (reference, moving);
  double ref_x, ref_y, mov_x, mov_y;
  SaffronAffine start = SAFFRON_AFFINE_IDENTITY;

  start.xx = s.ref_x / s.mov_x;
  start.yy = s.ref_y / s.mov_y;
  if (saffron_slide_get_pixel_size (reference, &ref_x, &ref_y)
      && saffron_slide_get_pixel_size (moving, &mov_x, &mov_y))
    {
      start.xx = ref_x / mov_x;
      start.yy = ref_y / mov_y;
    }
  start.x0 = 0.5
             * (saffron_slide_get_width (moving)
                - start.xx * saffron_slide_get_width (reference));
  start.y0 = 0.5
             * (saffron_slide_get_height (moving)
                - start.yy * saffron_slide_get_height (reference));
  if (flip)
    saffron_start_flip (&start, centre);
  if (degrees != 0.0)
    saffron_start_turn (&start, s.ref_y / s.ref_x, centre, degrees);
  if (dx != 0.0 || dy != 0.0)
    saffron_start_shift (&start, dx, dy);
  return start;
}

SaffronAffine
saffron_start_like (SaffronSlide *reference,
                    SaffronSlide *moving,
                    const SaffronAffine *affine)
{
  SaffronRefPoint centre = saffron_start_centre (affine, moving);
  Sides s = find_sides (reference, moving);
  SaffronAffine square = between_squares (affine, &s);
  double det = saffron_affine_determinant (&square);
  double x, y;
  SaffronAffine start = saffron_start_lay (
      reference, moving, centre.x - 0.5 * saffron_slide_get_width (reference),
      centre.y - 0.5 * saffron_slide_get_height (reference),
      atan2 (-square.yx, square.yy) * 180.0 / G_PI, det < 0.0);

  if (!saffron_slide_get_pixel_size (reference, &x, &y)
      || !saffron_slide_get_pixel_size (moving, &x, &y))
    saffron_start_scale (&start, centre, 1.0 / sqrt (fabs (det)));
  return start;
}

SaffronRefPoint
saffron_start_centre (const SaffronAffine *start, SaffronSlide *moving)
{
  double x = 0.5 * saffron_slide_get_width (moving);
  double y = 0.5 * saffron_slide_get_height (moving);
  SaffronAffine back = SAFFRON_AFFINE_IDENTITY;

  saffron_affine_invert (start, &back);
  return (SaffronRefPoint){ back.xx * x + back.xy * y + back.x0,
                            back.yx * x + back.yy * y + back.y0 };
}

void
saffron_start_shift (SaffronAffine *start, double dx, double dy)
{
  SaffronAffine back = { 1.0, 0.0, -dx, 0.0, 1.0, -dy };

  *start = saffron_affine_compose (start, &back);
}

void
saffron_start_turn (SaffronAffine *start,
                    double aspect,
                    SaffronRefPoint about,
                    double degrees)
{
  SaffronAffine back = turn (-degrees);

  back.xy *= aspect;
  back.yx /= aspect;
  apply (start, about, &back);
}

void
saffron_start_scale (SaffronAffine *start, SaffronRefPoint about, double factor)
{
  apply (start, about,
         &(SaffronAffine){ 1.0 / factor, 0.0, 0.0, 0.0, 1.0 / factor, 0.0 });
}

void
saffron_start_flip (SaffronAffine *start, SaffronRefPoint about)
{
  apply (start, about, &(SaffronAffine){ -1.0, 0.0, 0.0, 0.0, 1.0, 0.0 });
}

gboolean
saffron_start_equal (const SaffronAffine *a, const SaffronAffine *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->xx == b->xx && a->xy == b->xy && a->x0 == b->x0 && a->yx == b->yx
         && a->yy == b->yy && a->y0 == b->y0;
}

/* Whether a map between square pixels scales and stretches the slide no more
 * than slides differ. */
static gboolean
has_shape (const SaffronAffine *a)
{
  double sum = a->xx * a->xx + a->xy * a->xy + a->yx * a->yx + a->yy * a->yy;
  double det = fabs (saffron_affine_determinant (a));
  double spread = sqrt (MAX (sum * sum - 4.0 * det * det, 0.0));
  double scale = sqrt (det);

  return sum + spread <= MOST_STRETCHED * MOST_STRETCHED * (sum - spread)
         && scale >= 1.0 / MOST_SCALED && scale <= MOST_SCALED;
}

static gboolean
overlaps (const SaffronAffine *a, SaffronSlide *reference, SaffronSlide *moving)
{
  double width = saffron_slide_get_width (moving);
  double height = saffron_slide_get_height (moving);

  for (int i = 0; i < PROBES * PROBES; i++)
    {
      double px =
          (i % PROBES + 0.5) / PROBES * saffron_slide_get_width (reference);
      double py =
          (i / PROBES + 0.5) / PROBES * saffron_slide_get_height (reference);
      double x = a->xx * px + a->xy * py + a->x0;
      double y = a->yx * px + a->yy * py + a->y0;

      if (x >= 0.0 && y >= 0.0 && x < width && y < height)
        return TRUE;
    }
  return FALSE;
}

gboolean
saffron_start_check (const SaffronAffine *start,
                     SaffronSlide *reference,
                     SaffronSlide *moving,
                     GError **error)
{
  const char *path = saffron_slide_get_path (moving);
  Sides s = find_sides (reference, moving);
  SaffronAffine square = between_squares (start, &s);
  SaffronAffine inverse;

  if (!saffron_affine_invert (start, &inverse) || !has_shape (&square))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("%s: the start stretches or scales the slide out of shape; "
                    "lay it again"),
                 path);
  else if (!overlaps (start, reference, moving))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("%s: the start lays the slide beside the reference; lay it "
                    "on the reference"),
                 path);
  else
    return TRUE;
  return FALSE;
}

JsonNode *
saffron_start_to_json (const SaffronAffine *start)
{
  const double numbers[6] = { start->xx, start->xy, start->x0,
                              start->yx, start->yy, start->y0 };
  g_autoptr (JsonArray) array = json_array_sized_new (6);

  for (int i = 0; i < 6; i++)
    json_array_add_double_element (array, numbers[i]);
  return json_node_init_array (json_node_alloc (), array);
}

gboolean
saffron_start_from_json (JsonNode *node, SaffronAffine **start, GError **error)
{
  JsonArray *array = NULL;
  double n[6] = { 0 };
  gboolean good = FALSE;
  SaffronAffine affine, inverse;

  *start = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_ARRAY (node))
    array = json_node_get_array (node);
  good = array != NULL && json_array_get_length (array) == 6;
  for (guint i = 0; i < 6 && good; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      GType type = JSON_NODE_HOLDS_VALUE (element)
                       ? json_node_get_value_type (element)
                       : G_TYPE_NONE;

      good = type == G_TYPE_DOUBLE || type == G_TYPE_INT64;
      if (good)
        n[i] = json_node_get_double (element);
      good = good && fabs (n[i]) <= MAX_COORDINATE;
    }
  affine = (SaffronAffine){ n[0], n[1], n[2], n[3], n[4], n[5] };
  if (!good || !saffron_affine_invert (&affine, &inverse))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("a “start” should be six numbers, a map that can be "
                      "inverted"));
      return FALSE;
    }
  *start = g_memdup2 (&affine, sizeof affine);
  return TRUE;
}
