/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/params.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/* The rows of the table. */
#define SAFFRON_N_STAGES 10

/**
 * SaffronStageThings:
 * @SAFFRON_STAGE_PLANES: both slides' planes
 * @SAFFRON_STAGE_TRANSFORM: a transform to improve
 * @SAFFRON_STAGE_LANDMARKS: active landmarks
 *
 * What a stage works on.
 */
typedef enum {
  SAFFRON_STAGE_PLANES = 1 << 0,
  SAFFRON_STAGE_TRANSFORM = 1 << 1,
  SAFFRON_STAGE_LANDMARKS = 1 << 2,
} SaffronStageThings;

/**
 * SaffronStageInput:
 * @slides: reference and moving, or the parts of them that are registered
 * @params: what is asked
 * @has_start: whether there is a transform to start from
 * @n_landmarks: active ones
 * @by_hand: whether a person laid the moving slide
 *
 * What the cost of a stage depends on.
 */
typedef struct {
  SaffronSlide *slides[2];
  const SaffronParams *params;
  gboolean has_start;
  guint n_landmarks;
  gboolean by_hand;
} SaffronStageInput;

/**
 * SaffronStageCost:
 * @bytes: what the stage has in memory at most, beside the program itself
 * @seconds: on one thread of the processor that the costs were fitted on; 0
 *   when the stage is off
 */
typedef struct {
  double bytes;
  double seconds;
} SaffronStageCost;

/* What the stages pass on to each other, see register/pipeline-private.h. */
typedef struct _SaffronPipeline SaffronPipeline;

/**
 * SaffronStage:
 * @name: in records, parameters and files
 * @title: for people; to be translated, see saffron_stage_title()
 * @needs: what must be there, as flags of #SaffronStageThings; a stage that
 *   lacks something is passed over
 * @gives: what is there after it
 * @cost: what it is going to take, estimated from sizes and parameters alone
 * @automatic: whether it improves the transform by what the slides show; such
 *   stages do not run where only landmarks are to count
 * @run: does it, moves the job from 0 to 1, and records what came of it. %FALSE
 *   with an error when it is cancelled or a slide cannot be read
 *
 * One row of the table of stages. The pipeline, its progress, the estimate, the
 * groups of the parameters, the command line and the app all read this table.
 */
typedef struct {
  const char *name;
  const char *title;
  guint needs, gives;
  void (*cost) (const SaffronStageInput *input, SaffronStageCost *cost);
  gboolean (*run) (SaffronPipeline *pipeline, SaffronJob *job, GError **error);
  gboolean automatic;
} SaffronStage;

/* The table, %SAFFRON_N_STAGES rows in the order in which they run; static. */
const SaffronStage *saffron_stages (void);

/* (nullable): the row of this name. */
const SaffronStage *saffron_stage_find (const char *name);

/* A stage's name for people, translated; @name itself when there is no such
 * stage, as in a run of another version. */
const char *saffron_stage_title (const char *name);

/* Whether the residuals in a stage's record are those of held-out landmarks;
 * other stages measure held-out windows. */
gboolean saffron_stage_measures_landmarks (const char *name);

/**
 * saffron_param_group:
 * @i: from 0 on
 * @title: (out) (optional): its name for people, translated
 *
 * The groups that parameters come in (SaffronParamSpec's stage): the stages,
 * and before and after them the few that are none.
 *
 * Returns: (nullable): the name of group @i; %NULL after the last
 */
const char *saffron_param_group (guint i, const char **title);

G_END_DECLS
