/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "synth/glands.h"
#include "synth/tissue.h"

G_BEGIN_DECLS

typedef enum {
  SAFFRON_CELL_EPITHELIUM,
  SAFFRON_CELL_FIBROBLAST,
  SAFFRON_CELL_T_HELPER,
  SAFFRON_CELL_T_CYTOTOXIC,
  SAFFRON_CELL_B,
  SAFFRON_CELL_MACROPHAGE,
  SAFFRON_CELL_OTHER,
} SaffronCellKind;

/* No part of a cell lies farther than this from its centre, content pixels. */
#define SAFFRON_CELL_REACH 26.0

/**
 * SaffronCell:
 * @x: centre of the nucleus, content pixels
 * @y: the same
 * @key: identifies the cell; the same in all slides that share it
 * @kind: the kind of cell
 * @a: half the nucleus' length, content pixels
 * @b: half its width
 * @cos_angle: cosine of the direction of its length
 * @sin_angle: sine of that direction
 * @egg_x: how far it departs from an ellipse along its length
 * @egg_y: the same along its width
 * @level: brightness of its DNA, about 1
 * @blur: width of its edge, content pixels
 */
typedef struct {
  double x, y;
  guint64 key;
  SaffronCellKind kind;
  float a, b;
  float cos_angle, sin_angle;
  float egg_x, egg_y;
  float level;
  float blur;
} SaffronCell;

/**
 * SaffronCellSource:
 * @tissue: the tissue that holds the cells
 * @slide: 0 for the reference; any other number for a slide that lost and
 *   gained some cells
 * @serial: whether the slide is a neighbouring section
 * @lost: the part of the nuclei that is lost or, if @serial, not shared
 * @gained: the part of the nuclei that is new
 * @kept: keys, in ascending order, of nuclei that no slide loses
 * @n_kept: number of these keys
 *
 * Defines the cells of one slide as a pure function of the place.
 */
typedef struct {
  const SaffronTissue *tissue;
  guint64 slide;
  gboolean serial;
  double lost, gained;
  const guint64 *kept;
  int n_kept;
} SaffronCellSource;

/**
 * saffron_cells_within:
 * @out: (element-type SaffronCell): receives every cell whose centre lies in
 *   the box from (@x0, @y0) to (@x1, @y1), content pixels, in an order that
 *   does not depend on the box
 */
void saffron_cells_within (const SaffronCellSource *source,
                           double x0,
                           double y0,
                           double x1,
                           double y1,
                           GArray *out);

G_END_DECLS
