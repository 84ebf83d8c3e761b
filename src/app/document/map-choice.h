/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/quality-model.h"
#include "quality/map.h"

G_BEGIN_DECLS

/**
 * SaffronMapChoice:
 *
 * Which map of the shown moving slide's current run lies over the slides, and
 * that map. One that is measured asks for the measures.
 *
 * SaffronMapChoice::changed: another choice, state or map.
 */
#define SAFFRON_TYPE_MAP_CHOICE (saffron_map_choice_get_type ())
G_DECLARE_FINAL_TYPE (SaffronMapChoice,
                      saffron_map_choice,
                      SAFFRON,
                      MAP_CHOICE,
                      GObject)

SaffronMapChoice *saffron_map_choice_new (SaffronDocument *document,
                                          SaffronQualityModel *quality);

/* "off", or a name of saffron_map_kind_nick(). */
const char *saffron_map_choice_get_name (SaffronMapChoice *self);
/* FALSE when there is no such map; nothing changes then. */
gboolean saffron_map_choice_set_name (SaffronMapChoice *self, const char *name);
/* The name after the present one; after the last, "off". */
const char *saffron_map_choice_get_next (SaffronMapChoice *self);

/**
 * SaffronMapState:
 * @SAFFRON_MAP_STATE_OFF: no map is chosen
 * @SAFFRON_MAP_STATE_NO_RUN: there is no run, or its slides are not open
 * @SAFFRON_MAP_STATE_MEASURING: it is being measured
 * @SAFFRON_MAP_STATE_NOT_MEASURED: that failed, or was cancelled
 * @SAFFRON_MAP_STATE_READY: there is a map
 */
typedef enum {
  SAFFRON_MAP_STATE_OFF,
  SAFFRON_MAP_STATE_NO_RUN,
  SAFFRON_MAP_STATE_MEASURING,
  SAFFRON_MAP_STATE_NOT_MEASURED,
  SAFFRON_MAP_STATE_READY,
} SaffronMapState;

SaffronMapState saffron_map_choice_get_state (SaffronMapChoice *self);

/* (transfer none) (nullable): the kind's title; %NULL when it is off. */
const char *saffron_map_choice_get_title (SaffronMapChoice *self);

/* (transfer none) (nullable): the map, whatever the canvas shows; it holds
 * until the next "changed". */
const SaffronMap *saffron_map_choice_get_map (SaffronMapChoice *self);

/* (transfer none) (nullable): the run that the map is about. */
SaffronRun *saffron_map_choice_get_run (SaffronMapChoice *self);

/* Whether the canvas shows the moving slide as that run lays it. Otherwise a
 * map of it would say something else than what is seen: while another run is
 * held, or what was before its bending, or while landmarks are edited. */
gboolean saffron_map_choice_is_shown (SaffronMapChoice *self);

G_END_DECLS
