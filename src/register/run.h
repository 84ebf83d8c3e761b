/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/points.h"
#include "register/look.h"
#include "register/params.h"
#include "register/part.h"
#include "register/reason.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronStageRecord:
 * @name: of the stage, see register/stages.h; that of another version's may be
 *   one that the table does not have
 * @kept: whether its result went on
 * @before: held-out residual before it (median, reference level-0 px, of the
 *   same area where they are not square), of windows or of landmarks, see
 *   saffron_stage_measures_landmarks(); NaN when not measured
 * @after: the same after it
 * @seconds: what it took
 * @reasons: (element-type SaffronReason): why it was kept or dropped
 */
typedef struct {
  char *name;
  gboolean kept;
  double before, after;
  double seconds;
  GPtrArray *reasons;
} SaffronStageRecord;

/**
 * SaffronRun:
 * @params: what it was asked
 * @transform: what came out
 * @region: reference level-0 pixels that it looked at; of width 0 when it is
 *   the whole slide. The transform means something inside it only.
 * @verified: whether the evidence supports it everywhere
 * @partial: the share of the tissue for which the evidence supports it, when
 *   some of it is misplaced: verified in part; else 0
 * @parts: array of #SaffronPart: where it is misplaced or has no counterpart
 * @reasons: (element-type SaffronReason): why, what speaks against it first; at
 *   least one when it is complete
 * @stages: array of #SaffronStageRecord
 * @quality: Q, similarity above the null; see register/verdict.h
 * @certainty: the same place by place, in standard errors; NaN where there is
 *   no rival, and in files of older versions
 * @overlap: share of the smaller tissue that has a counterpart, 0 to 1
 * @prior_scale: moving level-0 pixels per reference level-0 pixel by the files'
 *   pixel sizes, which it went by; 0 when it did not, or in files of version 1
 * @min_jacobian: see saffron_transform_min_jacobian()
 * @looks: what was looked at on the reference and on the moving slide; without
 *   a name in files of older versions, see saffron_run_find_looks()
 * @seconds: wall time
 * @peak_memory: bytes that a process which does nothing else holds at most, as
 *   the estimate has it; 0 when unknown
 * @started: ISO 8601, UTC
 * @landmarks: (nullable): which landmarks it was corrected by, see
 *   saffron_landmarks_digest(); %NULL when that is not known
 * @by_hand: (nullable): how a person had laid the moving slide as a start;
 *   %NULL when nobody had. The coarse stage says whether it began there.
 *
 * One registration: parameters, transform, evidence, log. Const and reference
 * counted: the pipeline makes it as a draft (register/run-draft.h), and from
 * then on nobody changes it.
 */
typedef const struct _SaffronRun SaffronRun;

struct _SaffronRun {
  SaffronParams *params;
  SaffronTransform *transform;
  SaffronRect region;
  gboolean verified;
  double partial;
  GArray *parts;
  GPtrArray *reasons;
  GArray *stages;
  double quality;
  double certainty;
  double overlap;
  double prior_scale;
  double min_jacobian;
  SaffronLook looks[2];
  double seconds;
  gint64 peak_memory;
  char *started;
  char *landmarks;
  SaffronAffine *by_hand;
  /*< private >*/
  gatomicrefcount ref_count;
};

/* (transfer full): a run with more reasons than @run, of which it has all else.
 * @reasons: (element-type SaffronReason): copied */
SaffronRun *saffron_run_with_reasons (SaffronRun *run, GPtrArray *reasons);

/* (transfer full): @run, which other slides contradict: unverified, for
 * @reasons (element-type SaffronReason), which come first. */
SaffronRun *saffron_run_contradicted (SaffronRun *run, GPtrArray *reasons);

SaffronRun *saffron_run_ref (SaffronRun *run);
void saffron_run_unref (SaffronRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronRun, saffron_run_unref)

/**
 * SaffronRunState:
 *
 * The verdict in one word.
 */
typedef enum {
  SAFFRON_RUN_UNVERIFIED,
  SAFFRON_RUN_PARTLY,
  SAFFRON_RUN_VERIFIED,
} SaffronRunState;

SaffronRunState saffron_run_get_state (SaffronRun *run);

/* How far the matches in held-out windows are after the last stage that was
 * kept and measured them, median, px; NaN when none was. */
double saffron_run_window_residual (SaffronRun *run);

/* By how much landmarks are missed, median, px: each by a fit to the others
 * where they were kept, or by the transform that did not take them in. NaN when
 * there were none, or too few to hold one out. */
double saffron_run_landmark_residual (SaffronRun *run);

/* Whether both are one run, though read twice: started at the same moment, with
 * the same transform. */
gboolean saffron_run_same (SaffronRun *a, SaffronRun *b);

JsonNode *saffron_run_to_json (SaffronRun *run);
SaffronRun *saffron_run_from_json (JsonNode *node, GError **error);

G_END_DECLS
