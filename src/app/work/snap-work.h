/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work.h"
#include "register/landmark-snap.h"
#include "register/run.h"
#include "session/moving.h"

G_BEGIN_DECLS

/**
 * SaffronSnapSpec:
 * @input: what is snapped; its looks are found by the work
 * @entry: (nullable): the run that says what to look at; %NULL without a run
 * @params: say it without a run
 */
typedef struct {
  SaffronSnapInput input;
  SaffronRunEntry *entry;
  const SaffronParams *params;
} SaffronSnapSpec;

/**
 * SaffronSnapWork:
 *
 * Snaps one end of a landmark in the background, see saffron_landmark_snap().
 */
#define SAFFRON_TYPE_SNAP_WORK (saffron_snap_work_get_type ())
G_DECLARE_FINAL_TYPE (SaffronSnapWork,
                      saffron_snap_work,
                      SAFFRON,
                      SNAP_WORK,
                      SaffronWork)

/* Starts it. @spec: copied, with references to what it names. */
SaffronSnapWork *saffron_snap_work_new (const SaffronSnapSpec *spec);

/* Once it has finished without an error. */
const SaffronSnap *saffron_snap_work_get_snap (SaffronSnapWork *self);

G_END_DECLS
