/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/fine.h"

#include <string.h>

#include "base/median.h"
#include "base/parallel.h"
#include "register/blocks.h"
#include "register/piecewise.h"
#include "register/unfolded.h"
#include "transform/pieces.h"

/* For telling whether the section is the same: the size of a block and the
 * reach of the search in pixels at the processed size, the least number of
 * blocks, and by how much they must match better than chance. */
#define SECTION_BLOCK 32
#define SECTION_SEARCH 6
#define SECTION_MIN_BLOCKS 12
#define SECTION_MARGIN 0.25
/* The least size at which the evidence is collected, longest side in pixels. */
#define LEAST_EVIDENCE_DIM 512
/* Side of a held-out square, pixels of the evidence's level. In larger ones
 * only the smoothness would determine the fit, which is worse than the
 * start. */
#define EVIDENCE_SQUARE 10.0
/* Shares of the stage's time: when the planes are read, and when the evidence
 * is collected. */
#define READ_SHARE 0.12
#define EVIDENCE_SHARE 0.52
/* Iterations per level of the evidence's fit. Few suffice, because it tells
 * whether the stage helps, not how much. */
#define EVIDENCE_ITERATIONS 10
/* The share of that time for the fit with each of up to three weights. */
#define RUNG_SHARE 0.28

gboolean
saffron_same_section (const SaffronRegPlane *reference,
                      const SaffronRegPlane *moving,
                      const SaffronTransform *transform,
                      const char *section,
                      SaffronJob *job,
                      SaffronReason **reason)
{
  g_autoptr (GArray) blocks = NULL;
  g_autoptr (GArray) margins = NULL;
  double margin = 0.0;
  gboolean same = g_str_equal (section, "same");

  if (!g_str_equal (section, "auto"))
    {
      *reason = saffron_reason_new (same ? SAFFRON_REASON_SAME_SECTION_ASKED
                                         : SAFFRON_REASON_OTHER_SECTION_ASKED,
                                    NULL, NULL);
      return same;
    }
  blocks = saffron_blocks_match (reference, moving, transform, SECTION_BLOCK,
                                 SECTION_SEARCH, NULL, TRUE, job);
  margins = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < blocks->len; i++)
    {
      const SaffronBlock *block = &g_array_index (blocks, SaffronBlock, i);
      double one = block->ncc - block->null;

      g_array_append_val (margins, one);
    }
  if (margins->len >= SECTION_MIN_BLOCKS)
    margin = saffron_median (margins);
  same = margin > SECTION_MARGIN;
  *reason = saffron_reason_new (
      same ? SAFFRON_REASON_SAME_SECTION : SAFFRON_REASON_OTHER_SECTION,
      (const double[]){ margin, SECTION_MARGIN }, NULL);
  return same;
}

void
saffron_fine_clear (SaffronFine *fine)
{
  g_clear_pointer (&fine->transform, saffron_transform_unref);
  saffron_evidence_clear (&fine->evidence);
}

/* What is needed to read the planes, as often as they are needed. */
typedef struct {
  SaffronSlide *const *slides;
  const SaffronLook *looks;
  int dim, max_image_dim;
} Source;

static gboolean
read_planes (const Source *source,
             SaffronRegPlane *planes[2],
             SaffronJob *job,
             GError **error)
{
  planes[0] = planes[1] = NULL;
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (SaffronJob) part =
          saffron_job_new_part (job, 0.5 * i, 0.5 * (i + 1));

      planes[i] = saffron_reg_plane_new (source->slides[i], &source->looks[i],
                                         source->dim, source->max_image_dim,
                                         part, error);
      if (planes[i] == NULL)
        {
          g_clear_pointer (&planes[0], saffron_reg_plane_free);
          return FALSE;
        }
    }
  return TRUE;
}

/* What the evidence fits: the quick form of the stage, and the stage before
 * it. */
typedef struct {
  SaffronDeformableOptions before, quick;
} Both;

static SaffronTransform *
fit_before (const SaffronRegPlane *reference,
            const SaffronRegPlane *moving,
            const SaffronTransform *start,
            const SaffronPlane *mask,
            gpointer data,
            SaffronJob *job,
            GError **error)
{
  Both *both = data;
  g_autoptr (SaffronTransform) straight = saffron_transform_new (
      saffron_transform_get_width (start), saffron_transform_get_height (start),
      saffron_transform_get_affine (start), NULL);

  /* How the pieces lie is in their lattices, too: these cannot be fitted
   * again. */
  if (saffron_transform_get_n_pieces (start) > 1)
    return saffron_transform_ref ((SaffronTransform *) start);
  if (!saffron_transform_bends (start))
    return g_steal_pointer (&straight);
  return saffron_deformable_masked (reference, moving, straight, mask,
                                    &both->before, job, error);
}

static SaffronTransform *
fit_quickly (const SaffronRegPlane *reference,
             const SaffronRegPlane *moving,
             const SaffronTransform *start,
             const SaffronPlane *mask,
             gpointer data,
             SaffronJob *job,
             GError **error)
{
  Both *both = data;

  return saffron_piecewise (saffron_deformable_masked, reference, moving, start,
                            mask, &both->quick, job, error);
}

/* The sizes at which the evidence is collected: of the planes that the stage
 * works on, and of those that it fits for it. */
static void
evidence_sizes (const SaffronRegPlane *reference,
                const SaffronDeformableOptions *options,
                int *dim,
                int *level)
{
  const SaffronPlane *plane = reference->intensity;

  *dim = MIN (MAX (plane->width, plane->height), options->finest);
  *level = *dim / 2 >= LEAST_EVIDENCE_DIM ? *dim / 2 : *dim;
}

/* What the fits of all weights are judged against. */
static SaffronHeldOut *
hold_out (const SaffronRegPlane *reference,
          const SaffronRegPlane *moving,
          const SaffronTransform *start,
          const SaffronDeformableOptions *before,
          const SaffronDeformableOptions *options,
          SaffronJob *job,
          GError **error)
{
  Both both = { *before, *options };
  SaffronEvidenceOptions how = { 0, 0, EVIDENCE_SQUARE, 1, fit_before };
  int dim;

  evidence_sizes (reference, options, &dim, &how.level);
  how.block_level = how.level;
  return saffron_held_out_new (reference, moving, start, &how, &both, job,
                               error);
}

static gboolean
judge (const SaffronHeldOut *held_out,
       const SaffronRegPlane *reference,
       const SaffronDeformableOptions *options,
       SaffronJob *job,
       SaffronEvidence *evidence,
       GError **error)
{
  Both both = { .quick = *options };
  int dim, level;

  evidence_sizes (reference, options, &dim, &level);
  both.quick.max_iterations = EVIDENCE_ITERATIONS;
  /* The same stiffness of the tissue: a bend costs four times as much in pixels
   * that are twice as large. */
  if (options->smoothness == SAFFRON_SMOOTHNESS_BENDING)
    both.quick.alpha *= ((double) level / dim) * ((double) level / dim);
  return saffron_held_out_judge (held_out, fit_quickly, &both, job, evidence,
                                 error);
}

gboolean
saffron_fine_evidence (const SaffronRegPlane *reference,
                       const SaffronRegPlane *moving,
                       const SaffronTransform *start,
                       const SaffronDeformableOptions *before,
                       const SaffronDeformableOptions *options,
                       SaffronJob *job,
                       SaffronEvidence *evidence,
                       GError **error)
{
  g_autoptr (SaffronHeldOut) held_out =
      hold_out (reference, moving, start, before, options, job, error);

  return held_out != NULL
         && judge (held_out, reference, options, job, evidence, error);
}

typedef struct {
  const Source *source;
  SaffronRegPlane **planes; /* the first fit takes them, later fits reread */
  const SaffronTransform *start;
} Bend;

/* The planes are kept, for each piece needs them. */
static SaffronTransform *
bend_pieces (const Bend *b,
             const SaffronDeformableOptions *options,
             SaffronJob *job,
             GError **error)
{
  SaffronDeformableOptions copy = *options;

  return saffron_piecewise (saffron_deformable_masked, b->planes[0],
                            b->planes[1], b->start, NULL, &copy, job, error);
}

static SaffronTransform *
bend (const SaffronDeformableOptions *options,
      gpointer data,
      SaffronJob *job,
      GError **error)
{
  Bend *b = data;
  g_autoptr (SaffronJob) quiet = saffron_job_new_part (job, 0.0, 0.0);

  if (b->planes[0] == NULL && !read_planes (b->source, b->planes, quiet, error))
    return NULL;
  if (saffron_transform_get_n_pieces (b->start) > 1)
    return bend_pieces (b, options, job, error);
  return saffron_deformable_take (g_steal_pointer (&b->planes[0]),
                                  g_steal_pointer (&b->planes[1]), b->start,
                                  options, job, error);
}

/* One weight of smoothness and the evidence for it. */
typedef struct {
  double alpha;
  SaffronEvidence evidence;
} Rung;

/* The weights that are judged at the same time. */
typedef struct {
  const SaffronHeldOut *held_out;
  const SaffronRegPlane *reference;
  const SaffronDeformableOptions *options;
  Rung *rungs;
  SaffronJob *job;
} Judging;

static void
judge_rung (gint64 index, gpointer data)
{
  const Judging *j = data;
  SaffronDeformableOptions options = *j->options;
  g_autoptr (SaffronJob) job = saffron_job_new_share (j->job, RUNG_SHARE);

  options.alpha = j->rungs[index].alpha;
  judge (j->held_out, j->reference, &options, job, &j->rungs[index].evidence,
         NULL);
}

/* Takes @rung if it gains more in the held-out squares. */
static gboolean
take_better (Rung *best, Rung *rung)
{
  Rung swap = *best;

  if (!(rung->evidence.gain > best->evidence.gain))
    return FALSE;
  *best = *rung;
  *rung = swap;
  return TRUE;
}

/* Collects the evidence for the weight of @options; if @all, then for a softer
 * one, too, and for one that is softer still if that gains more, or else for a
 * stiffer one. Sets @options to the best weight. */
static gboolean
choose_alpha (SaffronRegPlane *planes[2],
              const SaffronTransform *start,
              const SaffronDeformableOptions *before,
              SaffronDeformableOptions *options,
              gboolean all,
              SaffronJob *job,
              SaffronEvidence *evidence,
              GError **error)
{
  double alpha = options->alpha, rung = SAFFRON_FINE_RUNG;
  Rung rungs[3] = { { alpha }, { alpha / rung } };
  g_autoptr (SaffronJob) starting =
      saffron_job_new_part (job, 0.0, 1.0 - 3.0 * RUNG_SHARE);
  g_autoptr (SaffronHeldOut) held_out =
      hold_out (planes[0], planes[1], start, before, options, starting, error);
  Judging judging = { held_out, planes[0], options, rungs, job };

  if (held_out == NULL)
    return FALSE;
  saffron_parallel_for (job, all ? 2 : 1, judge_rung, &judging);
  if (all && !saffron_job_is_cancelled (job))
    {
      gboolean softer = take_better (&rungs[0], &rungs[1]);

      rungs[2].alpha = softer ? alpha / (rung * rung) : alpha * rung;
      judging.rungs = rungs + 2;
      saffron_parallel_for (job, 1, judge_rung, &judging);
      if (!saffron_job_is_cancelled (job))
        take_better (&rungs[0], &rungs[2]);
    }
  options->alpha = rungs[0].alpha;
  *evidence = rungs[0].evidence;
  saffron_evidence_clear (&rungs[1].evidence);
  saffron_evidence_clear (&rungs[2].evidence);
  return saffron_job_check (job, error);
}

gboolean
saffron_fine (SaffronSlide *const slides[2],
              const SaffronLook looks[2],
              const SaffronTransform *start,
              const SaffronDeformableOptions *before,
              const SaffronDeformableOptions *options,
              gboolean choose,
              int max_image_dim,
              SaffronJob *job,
              SaffronFine *fine,
              GError **error)
{
  const Source source = { slides, looks, options->finest, max_image_dim };
  g_autoptr (SaffronJob) reading = saffron_job_new_part (job, 0.0, READ_SHARE);
  g_autoptr (SaffronJob) choosing =
      saffron_job_new_part (job, READ_SHARE, EVIDENCE_SHARE);
  g_autoptr (SaffronJob) fitting =
      saffron_job_new_part (job, EVIDENCE_SHARE, 1.0);
  SaffronDeformableOptions chosen = *options;
  SaffronRegPlane *planes[2];
  gboolean done = FALSE;

  memset (fine, 0, sizeof *fine);
  if (!read_planes (&source, planes, reading, error))
    return FALSE;
  done = choose_alpha (planes, start, before, &chosen, choose, choosing,
                       &fine->evidence, error);
  fine->alpha = chosen.alpha;
  if (done && fine->evidence.better)
    {
      Bend how = { &source, planes, start };

      done = saffron_unfolded (bend, &how, &chosen, fitting, &fine->transform,
                               error);
      fine->folds = done && fine->transform == NULL;
    }
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&planes[i], saffron_reg_plane_free);
  return done;
}
