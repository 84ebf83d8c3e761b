/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/quality.h"
#include "register/run.h"

G_BEGIN_DECLS

/**
 * SaffronMapKind:
 * @SAFFRON_MAP_ERROR: how far from where it belongs the tissue is shown, µm, or
 *   reference level-0 pixels where no pixel size is known
 * @SAFFRON_MAP_LIKENESS: the local correlation of both slides, −1 to 1
 * @SAFFRON_MAP_COVERAGE: the #SaffronWindowClass
 * @SAFFRON_MAP_DISPLACEMENT: how far the run moves the tissue beside its affine
 *   part; the unit is that of the error
 * @SAFFRON_MAP_JACOBIAN: the local change of area beside the affine part, see
 *   saffron_transform_jacobian()
 * @SAFFRON_MAP_PIECES: which piece of the transform holds there, from 0
 *
 * What a map of a run shows. The first three are measured, see
 * saffron_windows_measure(); the others follow from the transform alone.
 */
typedef enum {
  SAFFRON_MAP_ERROR,
  SAFFRON_MAP_LIKENESS,
  SAFFRON_MAP_COVERAGE,
  SAFFRON_MAP_DISPLACEMENT,
  SAFFRON_MAP_JACOBIAN,
  SAFFRON_MAP_PIECES,
  SAFFRON_N_MAP_KINDS,
} SaffronMapKind;

/* The name in files and actions: "error", "likeness", "coverage",
 * "displacement", "jacobian", "pieces". */
const char *saffron_map_kind_nick (SaffronMapKind kind);
/* FALSE when no kind has this name. */
gboolean saffron_map_kind_from_nick (const char *nick, SaffronMapKind *kind);
/* What a person calls it, such as "Change of area". */
const char *saffron_map_kind_title (SaffronMapKind kind);
/* Whether it takes a #SaffronQuality. */
gboolean saffron_map_kind_is_measured (SaffronMapKind kind);

/**
 * SaffronMapMark:
 * @SAFFRON_MAP_NOTHING: no tissue, or outside the run's region: not drawn
 * @SAFFRON_MAP_VALUE: there is a value
 * @SAFFRON_MAP_AGREES: a class of %SAFFRON_MAP_COVERAGE
 * @SAFFRON_MAP_OFF: such a class; in the map of errors, that there is no match
 *   near, so that the error is large but not known
 * @SAFFRON_MAP_MISSING: the moving slide has no tissue there
 * @SAFFRON_MAP_UNKNOWN: nothing could be said
 * @SAFFRON_MAP_FOLDED: the transform folds; there is a value, 0 or less
 *
 * What one cell of a map says. Each has one look in all maps.
 */
typedef enum {
  SAFFRON_MAP_NOTHING,
  SAFFRON_MAP_VALUE,
  SAFFRON_MAP_AGREES,
  SAFFRON_MAP_OFF,
  SAFFRON_MAP_MISSING,
  SAFFRON_MAP_UNKNOWN,
  SAFFRON_MAP_FOLDED,
  SAFFRON_N_MAP_MARKS,
} SaffronMapMark;

/**
 * SaffronMap:
 * @kind: what it shows
 * @area: what it covers at most, reference level-0 pixels: the reference, or
 *   the run's region
 * @x0: left border of the first cell, reference level-0 pixels
 * @y0: its top
 * @cell: side of a cell, the same in x and y
 * @n_x: columns
 * @n_y: rows
 * @values: @n_x × @n_y values, row after row; NaN where there is none
 * @marks: the #SaffronMapMark of each cell
 * @low: where the scale begins; NaN for a map of classes or pieces
 * @high: where it ends; values beyond look like it
 * @line: the value that its legend marks: the tolerance of an error, or the
 *   median of what chance gives as a likeness; NaN for other maps
 * @um_x: size of a reference level-0 pixel, µm; 0 when it is not known
 * @um_y: the same in y
 *
 * A small raster over the reference. Constant once it is made.
 */
typedef struct {
  SaffronMapKind kind;
  SaffronRefBox area;
  double x0, y0, cell;
  int n_x, n_y;
  float *values;
  guint8 *marks;
  double low, high, line;
  double um_x, um_y;
  /*< private >*/
  SaffronRun *run;
  GArray *windows; /* NULL unless it is measured */
  int *at;         /* the window of each cell, or −1; NULL likewise */
  double shares[SAFFRON_N_WINDOW_CLASSES];
} SaffronMap;

/**
 * saffron_map_new:
 * @run: what it is about
 * @um_x: size of a reference level-0 pixel, µm; 0 when it is not known
 * @um_y: the same in y
 * @quality: (nullable): what was measured of @run. Without it there are no
 *   measured maps; the others then reach beyond the tissue, since nothing says
 *   where it is
 *
 * Takes milliseconds.
 *
 * Returns: (transfer full) (nullable): the map; %NULL when it is to be
 *   measured and @quality is %NULL
 */
SaffronMap *saffron_map_new (SaffronMapKind kind,
                             SaffronRun *run,
                             double um_x,
                             double um_y,
                             const SaffronQuality *quality);
void saffron_map_free (SaffronMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronMap, saffron_map_free)

/* What the map says at @p; outside of it, %SAFFRON_MAP_NOTHING. */
SaffronMapMark saffron_map_mark_at (const SaffronMap *map, SaffronRefPoint p);

/**
 * saffron_map_value_at:
 * @value: (out): of a measured map, that of the window there; else that of the
 *   transform at @p itself
 *
 * Returns: %FALSE with NaN where the map has no value
 */
gboolean
saffron_map_value_at (const SaffronMap *map, SaffronRefPoint p, double *value);

/* (transfer none) (nullable): of a measured map, the window whose cell @p is
 * in. */
const SaffronWindow *saffron_map_window_at (const SaffronMap *map,
                                            SaffronRefPoint p);

/* "µm", "px" or, of a map without a unit, "". */
const char *saffron_map_get_unit (const SaffronMap *map);

/* (transfer full) (nullable): the same in words, such as "error 2.1 µm ± 0.2"
 * or "no counterpart"; %NULL where the map says nothing. */
char *saffron_map_words_at (const SaffronMap *map, SaffronRefPoint p);

/**
 * SaffronMapEntry:
 * @share: where on the scale it belongs, 0 to 1; NaN for one with a colour of
 *   its own
 * @mark: the look of such a one
 * @piece: whose colour it has, where @mark is %SAFFRON_MAP_VALUE
 * @text: "5 µm: tolerance", "no counterpart"
 */
typedef struct {
  double share;
  SaffronMapMark mark;
  int piece;
  char *text;
} SaffronMapEntry;

/**
 * saffron_map_get_legend:
 *
 * Returns: (transfer full) (element-type SaffronMapEntry): the numbers on the
 *   scale from its beginning to its end, if it has one; then the marks and
 *   pieces that occur
 */
GArray *saffron_map_get_legend (const SaffronMap *map);

/* (transfer full): the whole legend as one line, which a screen reader reads.
 */
char *saffron_map_legend_to_words (const SaffronMap *map);

/**
 * saffron_map_scale_color:
 * @share: 0 to 1
 *
 * The lightness is perceptually uniform (OKLab; Ottosson 2020) and grows from
 * what is well to what is to be looked at; of the change of area, from what is
 * squeezed to what is stretched. No colour is one of the overlay's: blue is
 * nowhere the weakest part.
 *
 * Returns: 0xRRGGBB, of a map with a scale
 */
guint32 saffron_map_scale_color (const SaffronMap *map, double share);

/* Where @value lies on the scale, 0 to 1. */
double saffron_map_scale_share (const SaffronMap *map, double value);

/**
 * saffron_map_mark_pixel:
 * @piece: with %SAFFRON_MAP_VALUE
 * @x: column of the picture: marks without a value are hatched
 * @y: its row
 *
 * Returns: 0xAARRGGBB, premultiplied
 */
guint32 saffron_map_mark_pixel (SaffronMapMark mark, int piece, int x, int y);

/**
 * saffron_map_draw:
 * @origin: the place at the picture's top left corner
 * @step_x: reference level-0 pixels from one pixel of the picture to the next
 * @step_y: the same in y
 * @pixels: (out caller-allocates): @height rows of @width pixels, as cairo's
 *   ARGB32 has them
 * @stride: bytes from row to row
 *
 * Draws what the map says: a value is interpolated between the known ones
 * around it; borders of classes, pieces and of what is known stay those of the
 * cells. Elsewhere, and where the map says nothing, the picture is transparent.
 */
void saffron_map_draw (const SaffronMap *map,
                       SaffronRefPoint origin,
                       double step_x,
                       double step_y,
                       int width,
                       int height,
                       guint8 *pixels,
                       gsize stride);
/* The same, but transparent where marks are hatched, for those who hatch them
 * themselves. */
void saffron_map_draw_plain (const SaffronMap *map,
                             SaffronRefPoint origin,
                             double step_x,
                             double step_y,
                             int width,
                             int height,
                             guint8 *pixels,
                             gsize stride);
gboolean saffron_map_mark_is_hatched (SaffronMapMark mark);

G_END_DECLS
