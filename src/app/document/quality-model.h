/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/document.h"
#include "app/work/work-list.h"
#include "quality/quality.h"

G_BEGIN_DECLS

/**
 * SaffronQualityModel:
 *
 * How good the shown moving slide's current run is, and which of its worst
 * places a person is at. Measuring reads both slides, so it starts when
 * somebody asks, in the background. Measures belong to a run and to the slides
 * that were measured: with another of them there are none until they are asked
 * for. Those of a few runs are kept, and a slide is compared with the last of
 * them, too, if they are of other slides. When landmarks are edited, what is
 * known of them follows at once.
 *
 * SaffronQualityModel::changed: another run, state, or measures.
 * SaffronQualityModel::place: a person is at another place, or places are
 *   marked or no longer; it follows "changed" when another run is shown.
 */
#define SAFFRON_TYPE_QUALITY_MODEL (saffron_quality_model_get_type ())
G_DECLARE_FINAL_TYPE (SaffronQualityModel,
                      saffron_quality_model,
                      SAFFRON,
                      QUALITY_MODEL,
                      GObject)

/* Work is added to @works, where a person can cancel it. */
SaffronQualityModel *saffron_quality_model_new (SaffronDocument *document,
                                                SaffronWorkList *works);

/**
 * SaffronQualityState:
 * @SAFFRON_QUALITY_NONE: not measured; there may be nothing to measure, see
 *   saffron_quality_model_get_entry()
 * @SAFFRON_QUALITY_MEASURING: being measured
 * @SAFFRON_QUALITY_READY: measured
 * @SAFFRON_QUALITY_FAILED: it could not be measured
 */
typedef enum {
  SAFFRON_QUALITY_NONE,
  SAFFRON_QUALITY_MEASURING,
  SAFFRON_QUALITY_READY,
  SAFFRON_QUALITY_FAILED,
} SaffronQualityState;

SaffronQualityState saffron_quality_model_get_state (SaffronQualityModel *self);

/* (transfer none) (nullable): the run that is measured, or could be: the shown
 * moving slide's current one. %NULL without one, or while a slide is not
 * open. */
SaffronRunEntry *saffron_quality_model_get_entry (SaffronQualityModel *self);

/* (transfer none) (nullable): the measures of that run; %NULL unless it is
 * ready. They hold until the next "changed". */
const SaffronQuality *saffron_quality_model_get (SaffronQualityModel *self);

/* (nullable): why it failed. */
const char *saffron_quality_model_get_error (SaffronQualityModel *self);

/* Measures the run unless it is being measured, or is measured, or that failed
 * or was cancelled before. */
void saffron_quality_model_want (SaffronQualityModel *self);
/* The same, again after it failed or was cancelled: because a person asked. */
void saffron_quality_model_measure (SaffronQualityModel *self);

/* No place, see below. */
#define SAFFRON_QUALITY_NO_PLACE G_MAXUINT

guint saffron_quality_model_get_n_places (SaffronQualityModel *self);
/* The window of a worst place, 0 being the worst; @index < their number. */
const SaffronWindow *
saffron_quality_model_get_window (SaffronQualityModel *self, guint index);

/* The place where a person is; %SAFFRON_QUALITY_NO_PLACE at none. */
guint saffron_quality_model_get_place (SaffronQualityModel *self);
/* Going to a place counts as looking at it. An index that there is not counts
 * as none. */
void saffron_quality_model_set_place (SaffronQualityModel *self, guint index);
/* Whether the places are marked on the canvas and the minimap: because a person
 * looks at them, or walks from one to the next. */
gboolean saffron_quality_model_get_marked (SaffronQualityModel *self);
void saffron_quality_model_set_marked (SaffronQualityModel *self,
                                       gboolean marked);

/* Whether a person has been at the place since the program started. */
gboolean saffron_quality_model_get_looked (SaffronQualityModel *self,
                                           guint index);

G_END_DECLS
