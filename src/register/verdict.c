/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/verdict.h"

#include <math.h>
#include <string.h>

#include "register/likeness.h"
#include "register/moving-use.h"
#include "register/parts.h"
#include "register/rivals.h"
#include "register/sample.h"
#include "register/verdict-rivals.h"

/* Less tissue than this share of the slide is dust. */
#define LEAST_TISSUE 5e-4

/* Less shared tissue than this proves nothing. */
#define LEAST_OVERLAP 0.2

/* How far the scale may be from what the pixel sizes say, and the two axes from
 * each other: usually, and where the evidence is certain. A section that
 * shrinks by a quarter along one side, and bends, comes to 1.41. */
#define SCALE_TOLERANCE 1.15
#define STRETCH_TOLERANCE 1.35
#define MOST_STRETCH 1.6
/* Evidence of so many times what is needed overrules pixel sizes. */
#define SCALE_OVERRULED 2.0

/* A fresh fit that moves farther than this share of the diagonal contradicts
 * the transform. */
#define FAR_SHARE 0.025

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
             GPtrArray *against)
{
  const SaffronAffine *affine = saffron_transform_get_affine (transform);

  v->min_jacobian = saffron_transform_min_jacobian (transform, NULL);
  if (v->min_jacobian <= 0.0 && folds_in_tissue (ref, transform))
    say_plain (against, SAFFRON_REASON_FOLDS);
  if (saffron_affine_determinant (affine) < 0.0 && !params->allow_flips)
    say_plain (against, SAFFRON_REASON_MIRRORED);
}

static void
judge_stretch (const SaffronVerdict *v,
               const SaffronTransform *transform,
               GPtrArray *against)
{
  double most = v->certainty >= SAFFRON_VERDICT_CERTAIN ? MOST_STRETCH
                                                        : STRETCH_TOLERANCE;
  double larger, smaller;

  axes (saffron_transform_get_affine (transform), &larger, &smaller);
  if (smaller <= 0.0 || larger / smaller > most)
    say (against, SAFFRON_REASON_STRETCHED, larger / MAX (smaller, 1e-9));
}

/* Pixel sizes are often placeholders, so clear or certain evidence overrules
 * them, and it is only told by how much they are wrong. */
static void
judge_scale (const SaffronVerdict *v,
             const SaffronTransform *transform,
             double prior,
             GPtrArray *against,
             GPtrArray *in_favour)
{
  const SaffronAffine *affine = saffron_transform_get_affine (transform);
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));
  gboolean clear = v->quality >= SCALE_OVERRULED * SAFFRON_QUALITY_NEEDED
                   || v->certainty >= SAFFRON_VERDICT_CERTAIN;

  if (prior <= 0.0
      || fabs (log (MAX (scale, 1e-12) / prior)) <= log (SCALE_TOLERANCE))
    return;
  if (clear)
    say_two (in_favour, SAFFRON_REASON_PIXEL_SIZES, scale, prior);
  else
    say_two (against, SAFFRON_REASON_SCALE, scale, prior);
}

/* What speaks for and against by what the slides show inside their tissue. */
static gboolean
judge_likeness (SaffronVerdict *v,
                const SaffronRegPlane *reference,
                const SaffronRegPlane *moving,
                const SaffronTransform *transform,
                const SaffronHeldOutGain *held_out,
                SaffronJob *job,
                GPtrArray *against,
                GPtrArray *in_favour,
                GError **error)
{
  g_autoptr (SaffronCrops) crops = saffron_crops_new (
      reference, moving, transform, SAFFRON_CROPS_INSIDE, job);
  g_auto (SaffronRivals) rivals = { 0 };
  /* Cancelled with the rest, and on as many threads; it takes too little time
   * to show. */
  g_autoptr (SaffronJob) quiet = saffron_job_new_part (job, 1.0, 1.0);
  double far = 0.0;

  if (crops != NULL)
    {
      g_autoptr (SaffronTransform) between =
          saffron_crops_transform_from_slides (crops, transform);

      if (!saffron_rivals_find (crops, between, job, &rivals, error))
        return FALSE;
      if (rivals.fitted != NULL)
        far = disagreement (crops->reference, between, rivals.fitted);
    }
  saffron_verdict_hear_rivals (v, &rivals, held_out, against, in_favour);
  g_array_unref (v->parts);
  v->parts =
      saffron_parts_find (reference, moving, transform, v->chance, quiet);
  if (far > FAR_SHARE)
    say (against, SAFFRON_REASON_MOVES_AWAY, far);
  if (v->overlap < LEAST_OVERLAP)
    say (against, SAFFRON_REASON_LITTLE_OVERLAP, v->overlap);
  else
    say (in_favour, SAFFRON_REASON_OVERLAP, v->overlap);
  return TRUE;
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

static void
tell_parts (const GArray *parts, GPtrArray *against, GPtrArray *in_favour)
{
  static const SaffronReasonCode codes[SAFFRON_N_PART_CLASSES] = {
    SAFFRON_REASON_PART_OFF, SAFFRON_REASON_PART_MISSING,
    SAFFRON_REASON_PART_OUTSIDE
  };

  for (guint i = 0; i < parts->len; i++)
    {
      const SaffronPart *part = &g_array_index (parts, SaffronPart, i);

      saffron_reasons_add (
          part->class == SAFFRON_PART_OFF ? against : in_favour,
          codes[part->class],
          (const double[]){ part->share, part->across, part->down }, NULL);
    }
}

/* Tissue of the moving slide that is used by nothing, or twice, speaks neither
 * for nor against: it may have been cut away, or be folded. */
static void
tell_use (const SaffronRegPlane *ref,
          const SaffronRegPlane *mov,
          const SaffronTransform *transform,
          GPtrArray *in_favour)
{
  SaffronMovingUse use = saffron_moving_use (ref, mov, transform);

  if (use.unused >= SAFFRON_PARTS_LEAST)
    say (in_favour, SAFFRON_REASON_MOVING_UNUSED, use.unused);
  if (use.twice >= SAFFRON_PARTS_LEAST)
    say (in_favour, SAFFRON_REASON_MOVING_TWICE, use.twice);
}

/* What speaks against comes first; nothing of it means verified, and nothing
 * but misplaced parts means verified in part. */
static void
conclude (SaffronVerdict *v, GPtrArray *against, GPtrArray *in_favour)
{
  double off = saffron_parts_share (v->parts, SAFFRON_PART_OFF);

  v->verified = against->len == 0 && off <= 0.0;
  if (against->len == 0 && off > 0.0)
    v->partial = MAX (1.0 - off, 0.01);
  tell_parts (v->parts, against, in_favour);
  v->reasons = g_ptr_array_ref (against);
  saffron_reasons_add_all (v->reasons, in_favour);
}

gboolean
saffron_verdict (const SaffronRegPlane *reference,
                 const SaffronRegPlane *moving,
                 const SaffronTransform *transform,
                 const SaffronParams *params,
                 double prior_scale,
                 const SaffronHeldOutGain *held_out,
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
  Shared shared;

  memset (verdict, 0, sizeof *verdict);
  verdict->parts = g_array_new (FALSE, FALSE, sizeof (SaffronPart));
  verdict->certainty = NAN;
  shared = shared_tissue (ref, mov, transform);
  verdict->overlap = overlap_of (&shared);
  judge_shape (verdict, transform, ref, params, against);
  if (judge_tissue (reference, moving, against)
      && !judge_likeness (verdict, reference, moving, transform, held_out, job,
                          against, in_favour, error))
    {
      saffron_verdict_clear (verdict);
      return FALSE;
    }
  if (!saffron_job_check (job, error))
    {
      saffron_verdict_clear (verdict);
      return FALSE;
    }
  tell_use (ref, mov, transform, in_favour);
  judge_stretch (verdict, transform, against);
  judge_scale (verdict, transform, prior_scale, against, in_favour);
  conclude (verdict, against, in_favour);
  return TRUE;
}

void
saffron_verdict_clear (SaffronVerdict *verdict)
{
  g_clear_pointer (&verdict->reasons, g_ptr_array_unref);
  g_clear_pointer (&verdict->parts, g_array_unref);
}
