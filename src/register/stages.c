/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/stages.h"

#include <glib/gi18n-lib.h>

#include "register/pipeline-private.h"

#define PLANES SAFFRON_STAGE_PLANES
#define TRANSFORM SAFFRON_STAGE_TRANSFORM
#define LANDMARKS SAFFRON_STAGE_LANDMARKS

#define FUNCTIONS(stage)                                                       \
  .cost = saffron_cost_##stage, .run = saffron_run_##stage

static const SaffronStage stages[] = {
  { "planes", N_ ("Planes"), 0, PLANES, FUNCTIONS (planes) },
  { "coarse", N_ ("Coarse"), PLANES, TRANSFORM, FUNCTIONS (coarse) },
  { "grow", N_ ("Grow"), PLANES | TRANSFORM, 0, FUNCTIONS (grow),
    .automatic = TRUE },
  { "pieces", N_ ("Pieces"), PLANES | TRANSFORM, 0, FUNCTIONS (pieces),
    .automatic = TRUE },
  { "affine", N_ ("Affine"), PLANES | TRANSFORM, 0, FUNCTIONS (affine),
    .automatic = TRUE },
  { "deformable", N_ ("Deformable"), PLANES | TRANSFORM, 0,
    FUNCTIONS (deformable), .automatic = TRUE },
  { "fine", N_ ("Fine"), PLANES | TRANSFORM, 0, FUNCTIONS (fine),
    .automatic = TRUE },
  { "micro", N_ ("Micro"), PLANES | TRANSFORM, 0, FUNCTIONS (micro),
    .automatic = TRUE },
  { "landmarks", N_ ("Landmarks"), TRANSFORM | LANDMARKS, 0,
    FUNCTIONS (landmarks) },
  { "evidence", N_ ("Evidence"), PLANES | TRANSFORM, 0, FUNCTIONS (evidence) },
};

G_STATIC_ASSERT (G_N_ELEMENTS (stages) == SAFFRON_N_STAGES);

typedef struct {
  const char *name, *title;
} Group;

/* Groups of parameters that belong to no stage. */
static const Group before[] = { { "slides", N_ ("Slides") } };
static const Group after[] = { { "export", N_ ("Export") } };

const SaffronStage *
saffron_stages (void)
{
  return stages;
}

const SaffronStage *
saffron_stage_find (const char *name)
{
  for (guint i = 0; i < SAFFRON_N_STAGES; i++)
    if (g_str_equal (stages[i].name, name))
      return &stages[i];
  return NULL;
}

const char *
saffron_stage_title (const char *name)
{
  const SaffronStage *stage = saffron_stage_find (name);

  return stage != NULL ? _ (stage->title) : name;
}

gboolean
saffron_stage_measures_landmarks (const char *name)
{
  const SaffronStage *stage = saffron_stage_find (name);

  return stage != NULL && (stage->needs & LANDMARKS) != 0;
}

const char *
saffron_param_group (guint i, const char **title)
{
  Group group = { NULL, NULL };

  if (i < G_N_ELEMENTS (before))
    group = before[i];
  else if (i < G_N_ELEMENTS (before) + SAFFRON_N_STAGES)
    {
      const SaffronStage *stage = &stages[i - G_N_ELEMENTS (before)];

      group = (Group){ stage->name, stage->title };
    }
  else if (i < G_N_ELEMENTS (before) + SAFFRON_N_STAGES + G_N_ELEMENTS (after))
    group = after[i - G_N_ELEMENTS (before) - SAFFRON_N_STAGES];
  if (title != NULL)
    *title = group.title != NULL ? _ (group.title) : NULL;
  return group.name;
}
