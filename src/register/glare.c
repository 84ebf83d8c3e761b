/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/glare.h"

#include <math.h>

#include "base/parallel.h"
#include "register/components.h"
#include "register/filters.h"
#include "register/percentile.h"
#include "register/masks.h"
#include "register/pixels.h"

/* The slide is divided into PARTS × PARTS parts. The brightness of a part is
 * what all but 1 / BRIGHTEST of its pixels stay below, so that a few nuclei
 * show. USUAL percent of the parts are darker than the brightness that counts:
 * tissue in a quarter of the slide sets it, a dozen specks do not. */
#define PARTS 16
#define BRIGHTEST 500
#define USUAL 75.0
/* Where this many percent of the parts do not stay below what glare has to
 * reach, the usual brightness is that of the tissue's dim rim: tissue covers
 * about a quarter of the slide. Glare does not shine in an eighth of the
 * parts. */
#define USUAL_IN_TISSUE 87.5

/* The noise is that of the quiet parts, of which there are QUIET percent. The
 * mean difference of neighbours is so many standard deviations of it. */
#define QUIET 10.0
#define MEAN_STEP 1.128

/* Glare is GLARING times as bright as that; the brightest nuclei reach one and
 * a half times. Where the usual part of the slide has texture, that part is
 * tissue, so anything so bright is glare, smooth or not, with its halo down to
 * HALO times. */
#define GLARING 3.0
#define HALO 1.5

/* A part has texture if what stands out most among the pixels within
 * TEXTURE_REACH does so by TEXTURE times what the part's neighbours differ by.
 * Noise comes to 3, smoothed noise to 4, and nuclei to 10 and more. In fewer
 * than LEAST_STEPS values that can be stored, texture is rounding. */
#define TEXTURE_REACH 5
#define TEXTURE 8.0
#define LEAST_STEPS 16.0

/* The largest deviation of 3 × 3 pixels from their mean, as a share of it, and
 * the share of a speck's inner pixels that keep below it. Nuclei deviate by 0.2
 * and more at working size. */
#define SMOOTH 0.08
#define SMOOTH_SHARE 0.6
#define LEAST_SPECK 4

/* The signal around smooth glare is at most this share of its own. */
#define STEEP 0.3

/* Glare covers at most RARE of the slide, or RARE_IN_TISSUE where it is sure
 * that there is tissue, and, so that the only tissue of a slide stays, at most
 * LESSER of what is brighter than NOISE times the noise. */
#define RARE 0.03
#define RARE_IN_TISSUE 0.1
#define LESSER 0.6
#define NOISE 10.0

/* How far around glare is left out, pixels: its edge and its halo. */
#define MARGIN 3

typedef struct {
  gsize area, n_inner, n_smooth, n_around;
  double sum, around, most;
} Speck;

typedef struct {
  const SaffronPlane *signal, *weight;
  const SaffronPlane *fine; /* the signal without what is broad */
  double usual;             /* brightness of the usual part */
  double noise;
  gboolean in_tissue; /* the usual part has texture */
} Look;

typedef struct {
  int x0, x1, y0, y1;
} Part;

typedef double (*PartFunc) (const Look *look, const Part *part);

typedef struct {
  const Look *look;
  PartFunc func;
  SaffronPlane *values, *inside; /* a pixel for each part */
} Parts;

/* Parts mostly outside the image do not count. */
static void
measure_part (gint64 index, gpointer data)
{
  const Parts *parts = data;
  const Look *look = parts->look;
  int width = look->signal->width, height = look->signal->height;
  int row = (int) index / PARTS, column = (int) index % PARTS;
  Part part = { column * width / PARTS, (column + 1) * width / PARTS,
                row * height / PARTS, (row + 1) * height / PARTS };
  int area = (part.x1 - part.x0) * (part.y1 - part.y0), n = 0;

  for (int y = part.y0; y < part.y1; y++)
    {
      const float *weights = saffron_plane_row (look->weight, y);

      for (int x = part.x0; x < part.x1; x++)
        n += weights[x] > 0.5f;
    }
  if (area == 0 || 2 * n < area)
    return;
  parts->inside->data[index] = 1.0f;
  parts->values->data[index] = (float) parts->func (look, &part);
}

/* The value that @percent of the parts stay below. */
static double
percentile_of_parts (const Look *look,
                     PartFunc func,
                     double percent,
                     SaffronJob *job)
{
  g_autoptr (SaffronPlane) values = saffron_plane_new (PARTS, PARTS);
  g_autoptr (SaffronPlane) inside = saffron_plane_new (PARTS, PARTS);
  Parts parts = { look, func, values, inside };

  saffron_parallel_for (job, PARTS * PARTS, measure_part, &parts);
  return saffron_plane_percentile (values, inside, percent, NULL);
}

/* Puts @value, which is above the smallest, among the @n largest values in
 * @values, of which the smallest comes first. */
static void
keep_largest (float *values, int n, float value)
{
  int i = 0;

  for (; i + 1 < n && values[i + 1] < value; i++)
    values[i] = values[i + 1];
  values[i] = value;
}

/* The value that all but a few pixels of a part stay below. */
static double
top_of (const SaffronPlane *plane, const SaffronPlane *weight, const Part *part)
{
  int area = (part->x1 - part->x0) * (part->y1 - part->y0);
  int n = MAX (area / BRIGHTEST, 1);
  g_autofree float *largest = g_new0 (float, n);

  for (int y = part->y0; y < part->y1; y++)
    {
      const float *values = saffron_plane_row (plane, y);
      const float *weights = saffron_plane_row (weight, y);

      for (int x = part->x0; x < part->x1; x++)
        if (values[x] > largest[0] && weights[x] > 0.5f)
          keep_largest (largest, n, values[x]);
    }
  return largest[0];
}

static double
part_brightness (const Look *look, const Part *part)
{
  return top_of (look->signal, look->weight, part);
}

/* The standard deviation that the part would have if it held only noise. */
static double
part_noise (const Look *look, const Part *part)
{
  double sum = 0.0;
  int n = 0;

  for (int y = part->y0; y < part->y1; y++)
    for (int x = part->x0; x + 1 < part->x1; x++, n++)
      {
        const float *at = saffron_plane_row (look->signal, y) + x;

        sum += fabsf (at[1] - at[0]);
      }
  return n > 0 ? sum / n / MEAN_STEP : 0.0;
}

static double
part_texture (const Look *look, const Part *part)
{
  double noise = part_noise (look, part);

  return noise > 0.0 ? top_of (look->fine, look->weight, part) / noise : 0.0;
}

typedef struct {
  const SaffronPlane *signal;
  SaffronPlane *fine; /* at first what is broad */
} Fine;

static void
take_broad (gsize from, gsize to, gpointer data)
{
  const Fine *f = data;

  for (gsize i = from; i < to; i++)
    f->fine->data[i] = f->signal->data[i] - f->fine->data[i];
}

/* Whether the usual part is surely tissue: has texture beyond the noise, and is
 * no rim. */
static gboolean
has_texture (Look *look, double step, SaffronJob *job)
{
  g_autoptr (SaffronPlane) fine = NULL;
  double texture;

  if (look->usual <= 0.0 || look->usual < LEAST_STEPS * step)
    return FALSE;
  if (percentile_of_parts (look, part_brightness, USUAL_IN_TISSUE, job)
      >= GLARING * look->usual)
    return FALSE;
  fine = saffron_plane_box_mean (look->signal, TEXTURE_REACH, job);
  saffron_parallel_ranges (job, saffron_plane_n_pixels (fine), take_broad,
                           &(Fine){ look->signal, fine });
  look->fine = fine;
  texture = percentile_of_parts (look, part_texture, USUAL, job);
  look->fine = NULL;
  return texture >= TEXTURE;
}

/* (nullable): 1 where it is brighter than @level, inside the image. */
static guint8 *
find_candidates (const Look *look, double level)
{
  gsize n = saffron_plane_n_pixels (look->signal);
  g_autofree guint8 *bright = g_new0 (guint8, n);
  gboolean any = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      bright[i] = look->signal->data[i] > level && look->weight->data[i] > 0.5f;
      any = any || bright[i];
    }
  return any ? g_steal_pointer (&bright) : NULL;
}

/* Adds the deviation of the 3 × 3 pixels around, if all belong to the speck. */
static void
speck_add_inner (Speck *speck,
                 const SaffronPlane *signal,
                 const guint8 *bright,
                 int x,
                 int y)
{
  int width = signal->width;
  gsize i = (gsize) y * width + x;
  double sum = 0.0, most = 0.0;

  if (x < 1 || y < 1 || x > width - 2 || y > signal->height - 2)
    return;
  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++)
      {
        gsize j = (gsize) ((gssize) i + dy * width + dx);

        if (!bright[j])
          return;
        sum += signal->data[j];
      }
  sum /= 9.0;
  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++)
      most =
          MAX (most, fabs (signal->data[(gssize) i + dy * width + dx] - sum));
  speck->n_inner++;
  speck->n_smooth += most <= SMOOTH * sum;
}

static void
speck_add (Speck *speck,
           const SaffronPlane *signal,
           const guint8 *bright,
           int x,
           int y)
{
  double value = saffron_plane_row (signal, y)[x];

  speck->area++;
  speck->sum += value;
  speck->most = MAX (speck->most, value);
  speck_add_inner (speck, signal, bright, x, y);
  for (int s = 0; s < 8; s++)
    {
      int u = x + saffron_places_around[s][0];
      int v = y + saffron_places_around[s][1];
      gsize j = (gsize) v * signal->width + u;

      if (u < 0 || v < 0 || u >= signal->width || v >= signal->height
          || bright[j])
        continue;
      speck->around += signal->data[j];
      speck->n_around++;
    }
}

static gboolean
is_glare (const Look *look, const Speck *speck)
{
  if (look->in_tissue)
    return speck->most >= GLARING * look->usual;
  return speck->n_inner >= LEAST_SPECK
         && speck->n_smooth >= SMOOTH_SHARE * speck->n_inner
         && speck->n_around > 0
         && speck->around / speck->n_around <= STEEP * speck->sum / speck->area;
}

/* Whether this much of the slide may be glare. */
static gboolean
is_rare (const Look *look, gsize area, SaffronJob *job)
{
  gsize inside = saffron_pixels_above (look->weight, 0.5, job);
  gsize shining = saffron_pixels_above_in (look->signal, look->weight,
                                           NOISE * look->noise, job);

  return area <= (look->in_tissue ? RARE_IN_TISSUE : RARE) * inside
         && area <= LESSER * shining;
}

/* (nullable): 1 inside the specks that are glare. */
static SaffronPlane *
draw_specks (const Look *look, const guint8 *bright, SaffronJob *job)
{
  const SaffronPlane *signal = look->signal;
  int n = 0;
  g_autoptr (GArray) stretches = saffron_components (
      bright, signal->width, signal->height, SAFFRON_TOUCH_CORNERS, &n);
  g_autofree Speck *specks = g_new0 (Speck, MAX (n, 1));
  SaffronPlane *mask = NULL;
  gsize area = 0;

  for (guint i = 0; i < stretches->len; i++)
    {
      const SaffronStretch *at = &g_array_index (stretches, SaffronStretch, i);

      for (int x = at->x0; x < at->x1; x++)
        speck_add (&specks[at->component], signal, bright, x, at->y);
    }
  for (int s = 0; s < n; s++)
    {
      if (!is_glare (look, &specks[s]))
        specks[s].area = 0;
      area += specks[s].area;
    }
  if (area == 0 || !is_rare (look, area, job))
    return NULL;
  mask = saffron_plane_new (signal->width, signal->height);
  for (guint i = 0; i < stretches->len; i++)
    {
      const SaffronStretch *at = &g_array_index (stretches, SaffronStretch, i);

      for (int x = at->x0; x < at->x1 && specks[at->component].area > 0; x++)
        saffron_plane_row (mask, at->y)[x] = 1.0f;
    }
  return mask;
}

double
saffron_signal_noise (const SaffronPlane *signal,
                      const SaffronPlane *weight,
                      SaffronJob *job)
{
  Look look = { .signal = signal, .weight = weight };

  return percentile_of_parts (&look, part_noise, QUIET, job);
}

SaffronPlane *
saffron_glare_mask (const SaffronPlane *signal,
                    const SaffronPlane *weight,
                    double step,
                    SaffronJob *job)
{
  Look look = { .signal = signal, .weight = weight };
  g_autofree guint8 *bright = NULL;
  SaffronPlane *mask = NULL;

  look.usual = percentile_of_parts (&look, part_brightness, USUAL, job);
  if (saffron_pixels_above_in (signal, weight, GLARING * look.usual, job) == 0)
    return NULL;
  look.noise = percentile_of_parts (&look, part_noise, QUIET, job);
  bright =
      find_candidates (&look, MAX (GLARING * look.usual, NOISE * look.noise));
  if (bright == NULL)
    return NULL;
  look.in_tissue = has_texture (&look, step, job);
  if (look.in_tissue)
    {
      g_free (bright);
      bright = find_candidates (&look, HALO * look.usual);
    }
  mask = draw_specks (&look, bright, job);
  if (mask != NULL)
    saffron_mask_grow (mask, MARGIN, job);
  return mask;
}
