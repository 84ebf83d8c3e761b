/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/verdict.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "register/likeness.h"
#include "register/sample.h"

/* Less tissue than this share of the slide is dust. */
#define LEAST_TISSUE 5e-4

/* Less shared tissue than this proves nothing. */
#define LEAST_OVERLAP 0.2

/* How far the scale may be from what the pixel sizes say, and the two axes from
 * each other. */
#define SCALE_TOLERANCE 1.15
#define STRETCH_TOLERANCE 1.35

/* A fresh fit that moves farther than this share of the diagonal contradicts
 * the transform. */
#define FAR_SHARE 0.025

/* The fit of the pair itself, and of three nulls. */
#define N_FITS 4

typedef struct {
  const SaffronRegPlane *ref, *mov; /* at the sizes of likeness */
  SaffronAffine affine[N_FITS];
  double likeness[N_FITS];
  SaffronTransform *fitted;
  SaffronJob *job;
} Fits;

static double
longest (const SaffronRegPlane *plane)
{
  return plane->downsample
         * MAX (plane->intensity->width, plane->intensity->height);
}

static double
tissue_share (const SaffronRegPlane *plane)
{
  gsize n = saffron_plane_n_pixels (plane->tissue);
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += plane->tissue->data[i];
  return sum / n;
}

typedef struct {
  double shared, reference, moving;
  double x, y; /* sums of the places of shared tissue */
} Shared;

static Shared
shared_tissue (const SaffronRegPlane *ref,
               const SaffronRegPlane *mov,
               const SaffronTransform *transform)
{
  Shared s = { 0 };
  double step = ref->downsample;
  double det = fabs (
      saffron_affine_determinant (saffron_transform_get_affine (transform)));

  for (int y = 0; y < ref->tissue->height; y++)
    for (int x = 0; x < ref->tissue->width; x++)
      {
        double t = saffron_plane_row (ref->tissue, y)[x];
        SaffronRefPoint p = { (x + 0.5) * step, (y + 0.5) * step };
        SaffronMovPoint q;
        SaffronSpot spot;

        if (t <= 0.0)
          continue;
        s.reference += t;
        q = saffron_transform_pull (transform, p);
        if (!saffron_spot_find (mov->tissue, q.x / mov->downsample,
                                q.y / mov->downsample, &spot))
          continue;
        t *= saffron_spot_read (mov->tissue, &spot);
        s.shared += t;
        s.x += t * p.x;
        s.y += t * p.y;
      }
  s.moving = tissue_share (mov) * (double) saffron_plane_n_pixels (mov->tissue)
             * mov->downsample * mov->downsample
             / (step * step * MAX (det, 1e-12));
  return s;
}

static double
overlap_of (const Shared *s)
{
  double less = MIN (s->reference, s->moving);

  return less > 0.0 ? CLAMP (s->shared / less, 0.0, 1.0) : 0.0;
}

static void
fit_one (gint64 index, gpointer data)
{
  Fits *fits = data;
  g_autoptr (SaffronJob) job = saffron_job_new_share (fits->job, 1.0 / N_FITS);

  fits->likeness[index] =
      saffron_likeness_fitted (fits->ref, fits->mov, &fits->affine[index], job,
                               index == 0 ? &fits->fitted : NULL);
}

/* The nulls keep the amount of tissue that overlaps: mirrored about the middle
 * of what the slides share. */
static void
run_fits (Fits *fits, const SaffronAffine *affine, const Shared *shared)
{
  static const double signs[N_FITS][2] = {
    { 1, 1 }, { -1, 1 }, { 1, -1 }, { -1, -1 }
  };
  double cx = shared->x / MAX (shared->shared, 1e-12);
  double cy = shared->y / MAX (shared->shared, 1e-12);

  for (int i = 0; i < N_FITS; i++)
    {
      double fx = signs[i][0], fy = signs[i][1];
      SaffronAffine flip = { fx, 0, cx - fx * cx, 0, fy, cy - fy * cy };

      fits->affine[i] = saffron_affine_compose (affine, &flip);
    }
  saffron_parallel_for (fits->job, N_FITS, fit_one, fits);
}

/* How far the fresh fit is from the transform, root mean square over the
 * reference's tissue, as a share of its diagonal. */
static double
disagreement (const SaffronRegPlane *ref,
              const SaffronTransform *a,
              const SaffronTransform *b)
{
  const SaffronAffine *affine = saffron_transform_get_affine (a);
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));
  double step = ref->downsample;
  double diagonal = step * hypot (ref->tissue->width, ref->tissue->height);
  double sum = 0.0, weight = 0.0;

  for (int y = 1; y < ref->tissue->height; y += 3)
    for (int x = 1; x < ref->tissue->width; x += 3)
      {
        double t = saffron_plane_row (ref->tissue, y)[x];
        SaffronRefPoint p = { (x + 0.5) * step, (y + 0.5) * step };
        SaffronMovPoint q = saffron_transform_pull (a, p);
        SaffronMovPoint r = saffron_transform_pull (b, p);

        sum += t * ((q.x - r.x) * (q.x - r.x) + (q.y - r.y) * (q.y - r.y));
        weight += t;
      }
  if (weight <= 0.0 || scale <= 0.0)
    return 0.0;
  return sqrt (sum / weight) / scale / diagonal;
}

static gboolean
folds_in_tissue (const SaffronRegPlane *ref, const SaffronTransform *transform)
{
  double step = ref->downsample;

  for (int y = 0; y < ref->tissue->height; y++)
    for (int x = 0; x < ref->tissue->width; x++)
      if (saffron_plane_row (ref->tissue, y)[x] > 0.5f
          && saffron_transform_jacobian (
                 transform,
                 (SaffronRefPoint){ (x + 0.5) * step, (y + 0.5) * step })
                 <= 0.0)
        return TRUE;
  return FALSE;
}

/* One of one number. */
static void
say (GPtrArray *reasons, SaffronReasonCode code, double value)
{
  saffron_reasons_add (reasons, code, &value, NULL);
}

/* One of a number and what it is compared with. */
static void
say_two (GPtrArray *reasons, SaffronReasonCode code, double a, double b)
{
  saffron_reasons_add (reasons, code, (const double[]){ a, b }, NULL);
}

static void
say_plain (GPtrArray *reasons, SaffronReasonCode code)
{
  saffron_reasons_add (reasons, code, NULL, NULL);
}

/* The two axes' scales: the singular values. */
static void
axes (const SaffronAffine *a, double *larger, double *smaller)
{
  double e = 0.5 * (a->xx + a->yy), f = 0.5 * (a->xx - a->yy);
  double g = 0.5 * (a->yx + a->xy), h = 0.5 * (a->yx - a->xy);
  double q = hypot (e, h), r = hypot (f, g);

  *larger = q + r;
  *smaller = fabs (q - r);
}

/* What speaks against the map by itself. */
static void
judge_shape (SaffronVerdict *v,
             const SaffronTransform *transform,
             const SaffronRegPlane *ref,
             const SaffronParams *params,
             double prior,
             GPtrArray *against)
{
  const SaffronAffine *affine = saffron_transform_get_affine (transform);
  double larger, smaller;

  axes (affine, &larger, &smaller);
  v->min_jacobian = saffron_transform_min_jacobian (transform, NULL);
  if (v->min_jacobian <= 0.0 && folds_in_tissue (ref, transform))
    say_plain (against, SAFFRON_REASON_FOLDS);
  if (smaller <= 0.0 || larger / smaller > STRETCH_TOLERANCE)
    say (against, SAFFRON_REASON_STRETCHED, larger / MAX (smaller, 1e-9));
  if (prior > 0.0
      && fabs (log (sqrt (larger * MAX (smaller, 1e-12)) / prior))
             > log (SCALE_TOLERANCE))
    say_two (against, SAFFRON_REASON_SCALE, sqrt (larger * smaller), prior);
  if (saffron_affine_determinant (affine) < 0.0 && !params->allow_flips)
    say_plain (against, SAFFRON_REASON_MIRRORED);
}

static void
judge_likeness (SaffronVerdict *v,
                double far,
                GPtrArray *against,
                GPtrArray *in_favour)
{
  SaffronReasonCode code = SAFFRON_REASON_LIKENESS;

  if (v->quality < SAFFRON_QUALITY_FAILED)
    code = SAFFRON_REASON_UNLIKE;
  else if (v->quality < SAFFRON_QUALITY_NEEDED)
    code = SAFFRON_REASON_DOUBTFUL;
  say_two (code == SAFFRON_REASON_LIKENESS ? in_favour : against, code,
           v->quality, SAFFRON_QUALITY_NEEDED);
  if (far > FAR_SHARE)
    say (against, SAFFRON_REASON_MOVES_AWAY, far);
  if (v->overlap < LEAST_OVERLAP)
    say (against, SAFFRON_REASON_LITTLE_OVERLAP, v->overlap);
  else
    say (in_favour, SAFFRON_REASON_OVERLAP, v->overlap);
}

static gboolean
judge_tissue (const SaffronRegPlane *reference,
              const SaffronRegPlane *moving,
              GPtrArray *against)
{
  const SaffronRegPlane *planes[2] = { reference, moving };
  static const SaffronReasonCode codes[2] = {
    SAFFRON_REASON_NO_TISSUE_REFERENCE, SAFFRON_REASON_NO_TISSUE_MOVING
  };
  gboolean found = TRUE;

  for (int i = 0; i < 2; i++)
    if (tissue_share (planes[i]) < LEAST_TISSUE)
      {
        say_plain (against, codes[i]);
        found = FALSE;
      }
  return found;
}

/* What speaks against comes first; nothing of it means verified. */
static void
conclude (SaffronVerdict *v, GPtrArray *against, GPtrArray *in_favour)
{
  v->verified = against->len == 0;
  v->reasons = g_ptr_array_ref (against);
  saffron_reasons_add_all (v->reasons, in_favour);
}

gboolean
saffron_verdict (const SaffronRegPlane *reference,
                 const SaffronRegPlane *moving,
                 const SaffronTransform *transform,
                 const SaffronParams *params,
                 double prior_scale,
                 SaffronJob *job,
                 SaffronVerdict *verdict,
                 GError **error)
{
  const SaffronAffine *affine = saffron_transform_get_affine (transform);
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));
  double step = longest (reference) / SAFFRON_LIKENESS_DIM;
  g_autoptr (SaffronRegPlane) ref =
      saffron_reg_plane_scale (reference, step, job);
  g_autoptr (SaffronRegPlane) mov =
      saffron_reg_plane_scale (moving, ref->downsample * scale, job);
  g_autoptr (GPtrArray) against = saffron_reasons_new ();
  g_autoptr (GPtrArray) in_favour = saffron_reasons_new ();
  Fits fits = { ref, mov };
  Shared shared;

  memset (verdict, 0, sizeof *verdict);
  shared = shared_tissue (ref, mov, transform);
  verdict->overlap = overlap_of (&shared);
  judge_shape (verdict, transform, ref, params, prior_scale, against);
  if (judge_tissue (reference, moving, against))
    {
      double far = 0.0;

      fits.job = job;
      run_fits (&fits, affine, &shared);
      if (fits.fitted != NULL)
        far = disagreement (ref, transform, fits.fitted);
      verdict->likeness = fits.likeness[0];
      verdict->chance =
          (fits.likeness[1] + fits.likeness[2] + fits.likeness[3]) / 3.0;
      verdict->quality = verdict->likeness - verdict->chance;
      judge_likeness (verdict, far, against, in_favour);
      g_clear_pointer (&fits.fitted, saffron_transform_unref);
    }
  conclude (verdict, against, in_favour);
  if (!saffron_job_check (job, error))
    {
      saffron_verdict_clear (verdict);
      return FALSE;
    }
  return TRUE;
}

void
saffron_verdict_clear (SaffronVerdict *verdict)
{
  g_clear_pointer (&verdict->reasons, g_ptr_array_unref);
}
