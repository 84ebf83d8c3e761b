/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "synth/cells.h"

G_BEGIN_DECLS

/**
 * SaffronMarkerSite:
 *
 * The compartment that a marker stains.
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
 * @name: the channel's name
 * @color: 0xRRGGBB
 * @site: the compartment that it stains
 * @kinds: the kinds of cells that may carry it, one bit each: 1 <<
 *   #SaffronCellKind
 * @part: the part of these cells that carry it
 * @level: its brightness; that of nuclei in DAPI is 1
 * @glow: autofluorescence in its channel, in the same unit
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

/* Including DAPI. */
#define SAFFRON_N_MARKERS 14

/* The marker @index, less than %SAFFRON_N_MARKERS; 0 is DAPI. Static. */
const SaffronMarker *saffron_marker_get (int index);

/* The marker of channel @channel of slide @slide, both counted from 0, if each
 * slide has @n_channels: DAPI first, the others in turn. */
const SaffronMarker *
saffron_marker_of_channel (int slide, int channel, int n_channels);

/* Whether @cell carries @marker. */
gboolean saffron_marker_has (const SaffronMarker *marker,
                             const SaffronCell *cell);

G_END_DECLS
