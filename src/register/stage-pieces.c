/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pieces.h"

#include <math.h>

#include "register/cost.h"
#include "register/landmark-groups.h"
#include "register/pipeline-private.h"
#include "transform/pieces.h"

/* It works at a fixed size. Torn tissue takes a multiple of that, but most
 * tissue is whole. */
#define SECONDS 0.2

gboolean
saffron_run_pieces (SaffronPipeline *pipeline, SaffronJob *job, GError **error)
{
  g_auto (SaffronPieces) pieces = { 0 };
  gboolean search = pipeline->params->pieces;
  g_autoptr (GArray) shown = NULL;
  GPtrArray *reasons = NULL;
  double n;

  /* The transform that the person starts from may have pieces already. */
  if (saffron_transform_get_n_pieces (pipeline->transform) > 1)
    return TRUE;
  if (pipeline->over != NULL)
    {
      pipeline->was_needed = FALSE;
      return TRUE;
    }
  shown = saffron_landmark_groups (pipeline->landmarks, pipeline->transform);
  if (!search && shown->len == 0)
    {
      pipeline->was_needed = FALSE;
      return TRUE;
    }
  if (!saffron_pieces_find (pipeline->planes[0], pipeline->planes[1],
                            pipeline->transform, shown, search, job, &pieces,
                            error))
    return FALSE;
  if (pieces.n == 1 && !pieces.relaid)
    {
      pipeline->was_needed = FALSE;
      return TRUE;
    }
  saffron_pipeline_set_transform (
      pipeline, saffron_pieces_join (&pieces, pipeline->transform));
  if (pieces.n == 1)
    {
      saffron_pipeline_record_unmeasured (pipeline, TRUE, SAFFRON_REASON_GREW);
      return TRUE;
    }
  n = pieces.n;
  reasons = saffron_reasons_new ();
  saffron_reasons_add (reasons, SAFFRON_REASON_PIECES, &n, NULL);
  saffron_pipeline_record (pipeline, TRUE, NAN, NAN, reasons);
  return TRUE;
}

void
saffron_cost_pieces (const SaffronStageInput *input, SaffronStageCost *cost)
{
  cost->bytes = saffron_planes_held (input);
  cost->seconds = SECONDS;
}
