/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "synth/cells.h"

G_BEGIN_DECLS

/**
 * SaffronMarkerSite:
 *
 * Which compartment a marker stains.
 */
typedef enum {
  SAFFRON_MARKER_NUCLEUS,
  SAFFRON_MARKER_MEMBRANE,
  SAFFRON_MARKER_CYTOPLASM,
  SAFFRON_MARKER_EPITHELIUM,
  SAFFRON_MARKER_FIBRES,
} SaffronMarkerSite;

/**
 * SaffronMarker:
 * @name: as channels are called
 * @color: 0xRRGGBB
 * @site: what it stains
 * @kinds: of cells, one bit each: 1 << #SaffronCellKind
 * @part: of these cells that carry it
 * @level: how bright it is, 1 is DAPI's nuclei
 * @glow: autofluorescence in its channel, the same unit
 */
typedef struct {
  const char *name;
  guint32 color;
  SaffronMarkerSite site;
  guint kinds;
  double part;
  double level;
  double glow;
} SaffronMarker;

/* DAPI counted. */
#define SAFFRON_N_MARKERS 14

/* 0 is DAPI; @index below %SAFFRON_N_MARKERS. */
const SaffronMarker *saffron_marker_get (int index);

/* Which marker stands in channel @channel of slide @slide, both from 0, when
 * each slide has @n_channels: DAPI first, the others in turn. */
const SaffronMarker *
saffron_marker_of_channel (int slide, int channel, int n_channels);

/* Whether @cell carries @marker. */
gboolean saffron_marker_has (const SaffronMarker *marker,
                             const SaffronCell *cell);

G_END_DECLS
