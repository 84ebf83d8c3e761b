/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/coarse-search.h"

#include <math.h>

#include "base/parallel.h"
#include "register/ncc.h"
#include "register/sample.h"

/* Rotations that one index of the parallel loop tries, with the same work
 * arrays. */
#define BLOCK 5

/* Shifts that each rotation may contribute. */
#define PEAKS 2

/* Guesses that lie at least this share of the diagonal apart are different
 * places. */
#define ELSEWHERE 0.15

/* How many times the score of any other place the best guess must have. Wrong
 * pairs reach 1.2 where their likeness is that of true ones. */
#define LEAD_RATIO 1.5

/* What all rotations at one scale share. */
typedef struct {
  double scale;
  SaffronMatchLevel *moving;
  SaffronNcc *ncc;
} Scale;

typedef struct {
  const SaffronSearch *search;
  SaffronJob *job;
  gint64 n; /* blocks in all */
  Scale *scales;
  const double *angles;
  int n_angles, n_blocks, n_flips;
  SaffronCandidate *out;
  int *n_out;
} Run;

/* A rotated copy of the moving slide, in pixels of the reference's plane. */
typedef struct {
  SaffronPlane *values, *mask, *tissue;
} Turned;

static void
turned_clear (Turned *turned)
{
  g_clear_pointer (&turned->values, saffron_plane_free);
  g_clear_pointer (&turned->mask, saffron_plane_free);
  g_clear_pointer (&turned->tissue, saffron_plane_free);
}

/* The linear map from level-0 vectors of the reference to those of the moving
 * slide. */
static SaffronAffine
turn (double scale, double degrees, gboolean flip)
{
  double angle = degrees * G_PI / 180.0;
  double c = scale * cos (angle), s = scale * sin (angle);
  double f = flip ? -1.0 : 1.0;

  return (SaffronAffine){ c * f, -s, 0.0, s * f, c, 0.0 };
}

/* The size of the rotated copy. */
static void
turned_size (const Scale *scale,
             const SaffronSearch *search,
             double degrees,
             int *width,
             int *height)
{
  const SaffronPlane *plane = scale->moving->values;
  double per = scale->moving->plane->downsample
               / (search->reference->plane->downsample * scale->scale);
  double c = fabs (cos (degrees * G_PI / 180.0)) * per;
  double s = fabs (sin (degrees * G_PI / 180.0)) * per;

  *width = (int) ceil (plane->width * c + plane->height * s - 1e-6);
  *height = (int) ceil (plane->width * s + plane->height * c - 1e-6);
  *width = MAX (*width, 2);
  *height = MAX (*height, 2);
}

static void
turned_init (Turned *out,
             const Scale *scale,
             const SaffronSearch *search,
             const SaffronAffine *linear,
             double degrees)
{
  const SaffronRegPlane *mov = scale->moving->plane;
  SaffronAffine m = saffron_affine_to_planes (
      linear, search->reference->plane->downsample, mov->downsample);
  int width, height;

  turned_size (scale, search, degrees, &width, &height);
  out->values = saffron_plane_new (width, height);
  out->mask = saffron_plane_new (width, height);
  out->tissue = saffron_plane_new (width, height);
  for (int y = 0; y < height; y++)
    {
      float *values = saffron_plane_row (out->values, y);
      float *mask = saffron_plane_row (out->mask, y);
      float *tissue = saffron_plane_row (out->tissue, y);
      double qy = y + 0.5 - height / 2.0;

      for (int x = 0; x < width; x++)
        {
          double qx = x + 0.5 - width / 2.0;
          SaffronSpot spot;

          if (!saffron_spot_find (
                  mov->weight, m.xx * qx + m.xy * qy + mov->weight->width / 2.0,
                  m.yx * qx + m.yy * qy + mov->weight->height / 2.0, &spot))
            continue;
          values[x] = saffron_spot_read (scale->moving->values, &spot);
          mask[x] = saffron_spot_read (mov->weight, &spot);
          tissue[x] = saffron_spot_read (mov->tissue, &spot);
        }
    }
}

static void
set_candidate (SaffronCandidate *out,
               const SaffronSearch *search,
               const Scale *scale,
               const SaffronAffine *linear,
               const Turned *turned,
               const SaffronNccPeak *peak)
{
  double down = search->reference->plane->downsample;
  const SaffronRegPlane *mov = scale->moving->plane;
  /* The place on the reference of the rotated copy's middle. */
  double x = down * (peak->dx + turned->values->width / 2.0);
  double y = down * (peak->dy + turned->values->height / 2.0);

  out->affine = *linear;
  out->affine.x0 = mov->downsample * mov->weight->width / 2.0
                   - (linear->xx * x + linear->xy * y);
  out->affine.y0 = mov->downsample * mov->weight->height / 2.0
                   - (linear->yx * x + linear->yy * y);
  out->correlation = peak->ncc;
  out->overlap = peak->overlap;
  out->score = peak->score;
  out->source = "correlation";
  saffron_candidate_describe (out);
}

static void
search_block (gint64 index, gpointer data)
{
  Run *run = data;
  const SaffronSearch *search = run->search;
  int block = index % run->n_blocks;
  int flip = index / run->n_blocks % run->n_flips;
  const Scale *scale = &run->scales[index / run->n_blocks / run->n_flips];
  SaffronNccInput input;
  g_autoptr (SaffronNccWork) work = saffron_ncc_work_new (scale->ncc);
  SaffronCandidate *out = run->out + index * BLOCK * PEAKS;
  int n = 0;

  for (int i = block * BLOCK; i < MIN ((block + 1) * BLOCK, run->n_angles); i++)
    {
      SaffronAffine linear = turn (scale->scale, run->angles[i], flip == 1);
      SaffronNccPeak peaks[PEAKS];
      Turned turned;
      int found;

      if (saffron_job_is_cancelled (run->job))
        break;
      turned_init (&turned, scale, search, &linear, run->angles[i]);
      input.values = turned.values;
      input.mask = turned.mask;
      input.tissue = turned.tissue;
      found = saffron_ncc_search (scale->ncc, work, &input, search->min_overlap,
                                  peaks, PEAKS);
      for (int k = 0; k < found; k++)
        set_candidate (&out[n++], search, scale, &linear, &turned, &peaks[k]);
      turned_clear (&turned);
    }
  run->n_out[index] = n;
  saffron_job_add_fraction (run->job, 1.0 / run->n);
}

static void
scale_init (gint64 index, gpointer data)
{
  Run *run = data;
  const SaffronSearch *search = run->search;
  Scale *scale = &run->scales[index];
  SaffronNccInput input = { search->reference->values,
                            search->reference->plane->weight,
                            search->reference->plane->tissue };
  int width, height, turned_w, turned_h;
  int max_w = 0, max_h = 0;

  scale->scale = search->scales[index];
  scale->moving = saffron_match_level_new (
      search->moving, search->reference->plane->downsample * scale->scale);
  turned_size (scale, search, 0.0, &width, &height);
  for (int degrees = 0; degrees <= 90; degrees += 5)
    {
      turned_size (scale, search, degrees, &turned_w, &turned_h);
      max_w = MAX (max_w, turned_w);
      max_h = MAX (max_h, turned_h);
    }
  /* Rounded up, because the copy may be a little wider at the angles tried. */
  scale->ncc = saffron_ncc_new (
      &input, MIN (max_w + 2, (int) ceil (hypot (width, height)) + 1),
      MIN (max_h + 2, (int) ceil (hypot (width, height)) + 1));
}

static int
by_score (gconstpointer a, gconstpointer b)
{
  double x = ((const SaffronCandidate *) a)->score;
  double y = ((const SaffronCandidate *) b)->score;

  return x > y ? -1 : x < y;
}

void
saffron_search_run (const SaffronSearch *search, SaffronJob *job, GArray *found)
{
  int half =
      (int) floor (MIN (search->rotation_range, 180.0) / search->step + 1e-9);
  gboolean all = (2 * half + 1) * search->step > 360.0;
  int n_angles = all ? (int) ceil (360.0 / search->step - 1e-9) : 2 * half + 1;
  g_autofree double *angles = g_new (double, n_angles);
  g_autofree Scale *scales = g_new0 (Scale, search->n_scales);
  Run run = {
    .search = search, .job = job, .scales = scales, .angles = angles
  };
  gint64 n;

  for (int i = 0; i < n_angles; i++)
    angles[i] = all ? i * 360.0 / n_angles : (i - half) * search->step;
  saffron_parallel_for (job, search->n_scales, scale_init, &run);

  run.n_angles = n_angles;
  run.n_blocks = (n_angles + BLOCK - 1) / BLOCK;
  run.n_flips = search->flips ? 2 : 1;
  n = (gint64) search->n_scales * run.n_flips * run.n_blocks;
  run.out = g_new0 (SaffronCandidate, n * BLOCK * PEAKS);
  run.n_out = g_new0 (int, n);
  run.n = n;
  saffron_parallel_for (job, n, search_block, &run);

  for (gint64 i = 0; i < n; i++)
    g_array_append_vals (found, run.out + i * BLOCK * PEAKS, run.n_out[i]);
  g_array_sort (found, by_score);
  g_free (run.out);
  g_free (run.n_out);
  for (int i = 0; i < search->n_scales; i++)
    {
      saffron_ncc_free (scales[i].ncc);
      saffron_match_level_free (scales[i].moving);
    }
}

double
saffron_candidate_distance (const SaffronCandidate *a,
                            const SaffronCandidate *b,
                            double width,
                            double height)
{
  double sum = 0.0;

  for (int i = 0; i < 4; i++)
    {
      double x = (i & 1) * width, y = (i >> 1) * height;

      sum += hypot (
          (a->affine.xx - b->affine.xx) * x + (a->affine.xy - b->affine.xy) * y
              + a->affine.x0 - b->affine.x0,
          (a->affine.yx - b->affine.yx) * x + (a->affine.yy - b->affine.yy) * y
              + a->affine.y0 - b->affine.y0);
    }
  return sum / (4.0 * MAX (a->scale, 1e-9));
}

void
saffron_candidates_thin (GArray *candidates,
                         double width,
                         double height,
                         double apart,
                         guint max)
{
  guint kept = 0;

  g_array_sort (candidates, by_score);
  for (guint i = 0; i < candidates->len && kept < max; i++)
    {
      SaffronCandidate *one = &g_array_index (candidates, SaffronCandidate, i);
      gboolean is_new = TRUE;

      for (guint k = 0; k < kept && is_new; k++)
        is_new = saffron_candidate_distance (
                     &g_array_index (candidates, SaffronCandidate, k), one,
                     width, height)
                 >= apart;
      if (is_new)
        g_array_index (candidates, SaffronCandidate, kept++) = *one;
    }
  g_array_set_size (candidates, kept);
}

gboolean
saffron_candidates_stand_out (const GArray *candidates,
                              double width,
                              double height)
{
  const SaffronCandidate *all = (const SaffronCandidate *) candidates->data;
  double likeness = 0.0, score = 0.0;

  if (candidates->len == 0)
    return FALSE;
  for (guint i = 1; i < candidates->len; i++)
    if (saffron_candidate_distance (&all[0], &all[i], width, height)
        > ELSEWHERE * hypot (width, height))
      {
        score = MAX (score, all[i].score);
        if (!isnan (all[i].likeness))
          likeness = MAX (likeness, all[i].likeness);
      }
  return all[0].score > LEAD_RATIO * score
         || all[0].likeness - likeness > SAFFRON_CLEAR_MARGIN;
}

void
saffron_candidate_describe (SaffronCandidate *candidate)
{
  const SaffronAffine *a = &candidate->affine;
  double det = saffron_affine_determinant (a);

  candidate->flipped = det < 0.0;
  candidate->scale = sqrt (fabs (det));
  candidate->rotation = atan2 (-a->xy, a->yy) * 180.0 / G_PI;
}
