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
  { "planes", NC_ ("stage", "Planes"), 0, PLANES, FUNCTIONS (planes) },
  { "coarse", NC_ ("stage", "Coarse"), PLANES, TRANSFORM, FUNCTIONS (coarse) },
  { "grow", NC_ ("stage", "Grow"), PLANES | TRANSFORM, 0, FUNCTIONS (grow),
    .automatic = TRUE },
  { "pieces", NC_ ("stage", "Pieces"), PLANES | TRANSFORM, 0,
    FUNCTIONS (pieces), .automatic = TRUE },
  { "affine", NC_ ("stage", "Affine"), PLANES | TRANSFORM, 0,
    FUNCTIONS (affine), .automatic = TRUE },
  { "deformable", NC_ ("stage", "Deformable"), PLANES | TRANSFORM, 0,
    FUNCTIONS (deformable), .automatic = TRUE },
  { "fine", NC_ ("stage", "Fine"), PLANES | TRANSFORM, 0, FUNCTIONS (fine),
    .automatic = TRUE },
  { "micro", NC_ ("stage", "Micro"), PLANES | TRANSFORM, 0, FUNCTIONS (micro),
    .automatic = TRUE },
  { "landmarks", NC_ ("stage", "Landmarks"), TRANSFORM | LANDMARKS, 0,
    FUNCTIONS (landmarks) },
  { "evidence", NC_ ("stage", "Evidence"), PLANES | TRANSFORM, 0,
    FUNCTIONS (evidence) },
};

G_STATIC_ASSERT (G_N_ELEMENTS (stages) == SAFFRON_N_STAGES);

typedef struct {
  const char *name, *title;
} Group;

/* Groups of parameters that belong to no stage. */
static const Group before[] = { { "slides",
                                  NC_ ("group of parameters", "Slides") } };
static const Group after[] = { { "export",
                                 NC_ ("group of parameters", "Export") } };

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

  return stage != NULL ? g_dpgettext2 (GETTEXT_PACKAGE, "stage", stage->title)
                       : name;
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
  const char *context = "group of parameters";

  if (i < G_N_ELEMENTS (before))
    group = before[i];
  else if (i < G_N_ELEMENTS (before) + SAFFRON_N_STAGES)
    {
      const SaffronStage *stage = &stages[i - G_N_ELEMENTS (before)];

      group = (Group){ stage->name, stage->title };
      context = "stage";
    }
  else if (i < G_N_ELEMENTS (before) + SAFFRON_N_STAGES + G_N_ELEMENTS (after))
    group = after[i - G_N_ELEMENTS (before) - SAFFRON_N_STAGES];
  if (title != NULL)
    *title = group.title != NULL
                 ? g_dpgettext2 (GETTEXT_PACKAGE, context, group.title)
                 : NULL;
  return group.name;
}
