/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/fine.h"

#include <string.h>

#include "base/median.h"
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
  const SaffronPlane *plane = reference->intensity;
  int dim = MIN (MAX (plane->width, plane->height), options->finest);
  int level = dim / 2 >= LEAST_EVIDENCE_DIM ? dim / 2 : dim;
  const SaffronEvidenceOptions how = { level, level, EVIDENCE_SQUARE, 1,
                                       fit_before };
  Both both = { *before, *options };

  both.quick.max_iterations = EVIDENCE_ITERATIONS;
  /* The same stiffness of the tissue: a bend costs four times as much in pixels
   * that are twice as large. */
  if (options->smoothness == SAFFRON_SMOOTHNESS_BENDING)
    both.quick.alpha *= ((double) level / dim) * ((double) level / dim);
  return saffron_evidence_collect (reference, moving, start, fit_quickly, &both,
                                   &how, job, evidence, error);
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

/* What the evidence is collected with, for one weight after the other. */
typedef struct {
  SaffronRegPlane **planes;
  const SaffronTransform *start;
  const SaffronDeformableOptions *before;
  SaffronDeformableOptions *options; /* with the best weight so far */
  SaffronEvidence *evidence;         /* for that */
} Choice;

/* Takes @alpha if it gains more in the held-out squares. */
static gboolean
try_alpha (const Choice *choice,
           double alpha,
           SaffronJob *job,
           gboolean *taken,
           GError **error)
{
  SaffronDeformableOptions other = *choice->options;
  g_auto (SaffronEvidence) second = { 0 };

  other.alpha = alpha;
  if (!saffron_fine_evidence (choice->planes[0], choice->planes[1],
                              choice->start, choice->before, &other, job,
                              &second, error))
    return FALSE;
  *taken = second.gain > choice->evidence->gain;
  if (*taken)
    {
      SaffronEvidence swap = *choice->evidence;

      *choice->evidence = second;
      second = swap;
      choice->options->alpha = alpha;
    }
  return TRUE;
}

/* Collects the evidence for the weight of @choice's options; if @all, then for
 * a softer one, and for one that is softer still if that gains more, or else
 * for a stiffer one. */
static gboolean
choose_alpha (const Choice *choice,
              gboolean all,
              SaffronJob *job,
              GError **error)
{
  double alpha = choice->options->alpha;
  double third = all ? 1.0 / 3.0 : 1.0;
  g_autoptr (SaffronJob) one = saffron_job_new_part (job, 0.0, third);
  g_autoptr (SaffronJob) two = saffron_job_new_part (job, third, 2.0 * third);
  g_autoptr (SaffronJob) three =
      saffron_job_new_part (job, 2.0 * third, 3.0 * third);
  gboolean softer, taken;

  if (!saffron_fine_evidence (choice->planes[0], choice->planes[1],
                              choice->start, choice->before, choice->options,
                              one, choice->evidence, error))
    return FALSE;
  if (!all)
    return TRUE;
  return try_alpha (choice, alpha / SAFFRON_FINE_RUNG, two, &softer, error)
         && try_alpha (choice,
                       softer ? alpha / (SAFFRON_FINE_RUNG * SAFFRON_FINE_RUNG)
                              : alpha * SAFFRON_FINE_RUNG,
                       three, &taken, error);
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
  done = choose_alpha (
      &(Choice){ planes, start, before, &chosen, &fine->evidence }, choose,
      choosing, error);
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
