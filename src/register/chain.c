/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/chain.h"

#include <math.h>

#include "register/by-place.h"
#include "register/crops.h"
#include "register/landmark.h"
#include "register/run-draft.h"
#include "transform/pieces.h"

/* By how many standard errors one way has to be better; see the header. */
#define BETTER 2.0
#define FAR_BETTER 5.0

/* The composed lattice has at most about so many nodes along the diagonal. */
#define MAX_NODES 600.0

/* Shares of the progress. */
#define DIRECT_SHARE 0.4
#define LINK_SHARE 0.3

typedef struct {
  SaffronSlide *reference, *moving;
  const SaffronRegisterOptions *options;
  SaffronJob *job;
  SaffronRun *direct;
  SaffronRun *over;
  GPtrArray *reasons; /* of which links did not serve */
} Chain;

static void
chain_clear (Chain *chain)
{
  g_clear_pointer (&chain->direct, saffron_run_unref);
  g_clear_pointer (&chain->over, saffron_run_unref);
  g_clear_pointer (&chain->reasons, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

const char *
saffron_chain_get_over (SaffronRun *run)
{
  static const SaffronReasonCode codes[] = {
    SAFFRON_REASON_CHAIN_VERDICT,
    SAFFRON_REASON_CHAIN_LIKENESS,
    SAFFRON_REASON_CHAIN_LINKS,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      const SaffronReason *reason =
          saffron_reasons_find (run->reasons, codes[i]);

      if (reason != NULL)
        return reason->text;
    }
  return NULL;
}

gboolean
saffron_chain_supports (SaffronRun *run)
{
  return run->region.width == 0
         && (run->verified || saffron_chain_get_over (run) != NULL);
}

gboolean
saffron_chain_prefers (SaffronRunState direct,
                       SaffronRunState over,
                       double certainty)
{
  if (over != direct)
    return over > direct;
  return over == SAFFRON_RUN_UNVERIFIED ? certainty > -FAR_BETTER
                                        : certainty >= BETTER;
}

SaffronParams *
saffron_chain_link_params (const SaffronParams *params)
{
  SaffronParams *link = saffron_params_copy (params);

  saffron_params_set (link, "reference_channel", params->moving_channel, NULL);
  saffron_params_set (link, "reference_kind", params->moving_kind, NULL);
  link->micro_reg_fraction = 0.0;
  return link;
}

/* The finest spacing of @transform's lattices; infinite where it has none. */
static double
get_spacing (const SaffronTransform *transform)
{
  double spacing = INFINITY;

  for (int k = 0; k < saffron_transform_get_n_pieces (transform); k++)
    {
      const SaffronLattice *lattice =
          saffron_transform_get_piece_lattice (transform, k);

      if (lattice != NULL)
        spacing = MIN (spacing, lattice->spacing);
    }
  return spacing;
}

/* (transfer full): @first, then @second, as finely as either. */
static SaffronTransform *
compose (SaffronTransform *first, SaffronTransform *second)
{
  double scale = sqrt (
      fabs (saffron_affine_determinant (saffron_transform_get_affine (first))));
  double diagonal = hypot (saffron_transform_get_width (first),
                           saffron_transform_get_height (first));
  double spacing = MIN (get_spacing (first), get_spacing (second) / scale);

  spacing = isfinite (spacing) ? MAX (spacing, diagonal / MAX_NODES)
                               : diagonal / MAX_NODES;
  return saffron_transform_compose (first, second, spacing);
}

/* Registers the moving slide onto the link's, then along it onto the reference;
 * leaves chain->over alone where that does not serve. */
static gboolean
go_over (Chain *chain, const SaffronChainLink *link, GError **error)
{
  g_autoptr (SaffronParams) params =
      saffron_chain_link_params (chain->options->params);
  SaffronRegisterOptions options = { .params = params };
  g_autoptr (SaffronTransform) start = NULL;
  g_autoptr (SaffronRun) step = NULL;
  g_autoptr (SaffronJob) job = NULL;

  saffron_job_begin_stage (chain->job, "link", DIRECT_SHARE,
                           DIRECT_SHARE + LINK_SHARE);
  job = saffron_job_new_part (chain->job, 0.0, 1.0);
  step = saffron_register (link->slide, chain->moving, &options, job, error);
  if (step == NULL)
    return FALSE;
  if (!step->verified)
    {
      saffron_reasons_add (chain->reasons, SAFFRON_REASON_CHAIN_BROKEN, NULL,
                           link->name);
      return TRUE;
    }
  start = compose (link->run->transform, step->transform);
  g_clear_object (&job);
  saffron_job_begin_stage (chain->job, "over", DIRECT_SHARE + LINK_SHARE, 1.0);
  job = saffron_job_new_part (chain->job, 0.0, 1.0);
  options = *chain->options;
  options.start = start;
  options.over = link->name;
  chain->over =
      saffron_register (chain->reference, chain->moving, &options, job, error);
  return chain->over != NULL;
}

/* A link that fails must not fail the slide, but for a cancelled job. */
static gboolean
try_links (Chain *chain,
           const SaffronChainLink *links,
           guint n,
           guint *taken,
           GError **error)
{
  for (guint i = 0; i < n && chain->over == NULL; i++)
    {
      g_autoptr (GError) local = NULL;

      *taken = i;
      if (saffron_chain_supports (links[i].run)
          && go_over (chain, &links[i], &local))
        continue;
      if (!saffron_job_check (chain->job, error))
        return FALSE;
      saffron_reasons_add (chain->reasons, SAFFRON_REASON_CHAIN_BROKEN, NULL,
                           links[i].name);
    }
  return TRUE;
}

/* How alike the slides are as @transform lays them, after the short fit that
 * every way has which the verdict compares. */
static gboolean
measure (const SaffronCrops *crops,
         const SaffronEdges *edges,
         const SaffronTransform *transform,
         SaffronJob *job,
         SaffronWayMaps *maps)
{
  g_autoptr (SaffronTransform) between =
      saffron_crops_transform_from_slides (crops, transform);
  g_autoptr (SaffronTransform) fitted =
      saffron_crops_fit_pieces (crops, between, job);

  if (fitted == NULL)
    return FALSE;
  saffron_way_maps_measure (maps, edges, fitted, job);
  return TRUE;
}

/* By how many standard errors the way over the link is better; 0 where there is
 * nothing to compare. */
static double
compare (const SaffronRegPlane *const planes[2], const Chain *chain)
{
  g_autoptr (SaffronJob) job = saffron_job_new_part (chain->job, 1.0, 1.0);
  g_autoptr (SaffronCrops) whole = saffron_crops_new (
      planes[0], planes[1], chain->over->transform, SAFFRON_CROPS_WHOLE, job);
  g_autoptr (SaffronCrops) crops = NULL;
  g_auto (SaffronEdges) edges = { 0 };
  g_auto (SaffronWayMaps) over = { 0 };
  g_auto (SaffronWayMaps) direct = { 0 };

  if (whole == NULL)
    return 0.0;
  crops = saffron_crops_inside (whole);
  saffron_edges_init (&edges, crops);
  if (!measure (crops, &edges, chain->over->transform, job, &over)
      || !measure (crops, &edges, chain->direct->transform, job, &direct))
    return 0.0;
  return saffron_by_place (&over, &direct).certainty;
}

static gboolean
find_certainty (const Chain *chain, double *certainty, GError **error)
{
  const SaffronParams *params = chain->options->params;
  SaffronSlide *slides[2] = { chain->reference, chain->moving };
  g_autoptr (SaffronRegPlane) reference = NULL;
  g_autoptr (SaffronRegPlane) moving = NULL;
  SaffronRegPlane **planes[2] = { &reference, &moving };

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (SaffronJob) job = saffron_job_new_part (chain->job, 1.0, 1.0);

      *planes[i] = saffron_reg_plane_new (slides[i], &chain->over->looks[i],
                                          params->max_processed_dim,
                                          params->max_image_dim, job, error);
      if (*planes[i] == NULL)
        return FALSE;
    }
  *certainty =
      compare ((const SaffronRegPlane *const[]){ reference, moving }, chain);
  return saffron_job_check (chain->job, error);
}

/* (transfer full): the run that is kept, and why. */
static SaffronRun *
choose (Chain *chain, const char *name, GError **error)
{
  SaffronRunState direct = saffron_run_get_state (chain->direct);
  SaffronRunState over = saffron_run_get_state (chain->over);
  SaffronReasonCode code = SAFFRON_REASON_CHAIN_DIRECT;
  double certainty = 0.0;

  if (!find_certainty (chain, &certainty, error))
    return NULL;
  if (!saffron_chain_prefers (direct, over, certainty))
    certainty = -certainty;
  else if (over > direct)
    code = SAFFRON_REASON_CHAIN_VERDICT;
  else
    code = certainty >= BETTER ? SAFFRON_REASON_CHAIN_LIKENESS
                               : SAFFRON_REASON_CHAIN_LINKS;
  saffron_reasons_add (chain->reasons, code, &certainty, name);
  return saffron_run_with_reasons (
      code == SAFFRON_REASON_CHAIN_DIRECT ? chain->direct : chain->over,
      chain->reasons);
}

static gboolean
is_laid_by_person (const SaffronRegisterOptions *options)
{
  return options->by_hand != NULL
         || saffron_landmark_use (options->params,
                                  saffron_landmarks_count (options->landmarks))
                >= SAFFRON_LANDMARKS_START;
}

SaffronRun *
saffron_register_chain (SaffronSlide *reference,
                        SaffronSlide *moving,
                        const SaffronRegisterOptions *options,
                        const SaffronChainLink *links,
                        guint n_links,
                        SaffronJob *job,
                        GError **error)
{
  g_auto (Chain) chain = { reference, moving, options, job };
  g_autoptr (SaffronJob) part = NULL;
  guint taken = 0;

  if (n_links == 0 || is_laid_by_person (options))
    return saffron_register (reference, moving, options, job, error);
  chain.reasons = saffron_reasons_new ();
  saffron_job_begin_stage (job, "direct", 0.0, DIRECT_SHARE);
  part = saffron_job_new_part (job, 0.0, 1.0);
  chain.direct = saffron_register (reference, moving, options, part, error);
  if (chain.direct == NULL
      || !try_links (&chain, links, n_links, &taken, error))
    return NULL;
  if (chain.over == NULL)
    return saffron_run_with_reasons (chain.direct, chain.reasons);
  return choose (&chain, links[taken].name, error);
}
