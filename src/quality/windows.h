/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "register/run.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronWindowClass:
 * @SAFFRON_WINDOW_AGREES: the slides match there, within the tolerance
 * @SAFFRON_WINDOW_OFF: the match lies farther away than the tolerance, or both
 *   slides of one section have tissue there that matches nowhere within reach,
 *   as nothing around it does, while most of the tissue matches
 * @SAFFRON_WINDOW_MISSING: the moving slide has no tissue there
 * @SAFFRON_WINDOW_UNKNOWN: nothing can be said: nothing stands out, or what
 *   stands out is not alike
 */
typedef enum {
  SAFFRON_WINDOW_AGREES,
  SAFFRON_WINDOW_OFF,
  SAFFRON_WINDOW_MISSING,
  SAFFRON_WINDOW_UNKNOWN,
  SAFFRON_N_WINDOW_CLASSES,
} SaffronWindowClass;

/* The name in files: "agrees", "off", "missing", "unknown". */
const char *saffron_window_class_nick (SaffronWindowClass class);

/**
 * SaffronWindow:
 * @at: its centre: within its cell of the grid where the reference shows most,
 *   see quality/window-place.h
 * @class: what can be said there
 * @tissue: the share of it that is the reference's tissue, 0 to 1
 * @error: how far from where it belongs the transform lays the tissue,
 *   reference level-0 pixels, by its own match and by those around it, see
 *   quality/window-field.h; NaN where it has no match
 * @dx: its x: the tissue that belongs at @at is shown at @at + (@dx, @dy)
 * @dy: its y
 * @uncertainty: standard error of @dx and of @dy, reference level-0 pixels; NaN
 *   where @error is
 * @before: the same as @error by the transform's affine part alone, without its
 *   bending and its pieces
 * @error_um: @error by both sides of a pixel, µm; NaN where that size is not
 *   known, too
 * @before_um: the same of @before
 * @consistency: how far the two directions of the search differ, reference
 *   level-0 pixels; NaN where @error is
 * @likeness: the local correlation as the transform lays the slides, −1 to 1
 * @chance: the best correlation with the mirrored slide, which is what chance
 *   gives there
 * @piece: of the transform
 *
 * What the slides themselves say about the transform at one place, see
 * quality/window-search.h.
 */
typedef struct {
  SaffronRefPoint at;
  SaffronWindowClass class;
  double tissue;
  double error, dx, dy, uncertainty;
  double before, consistency;
  double error_um, before_um;
  double likeness, chance;
  int piece;
} SaffronWindow;

/**
 * SaffronWindows:
 * @x0: where the grid begins, reference level-0 pixels
 * @y0: the same in y
 * @pitch: from window to window
 * @n_x: columns of the grid
 * @n_y: rows
 * @at: @n_x × @n_y indices of windows, row after row; −1 where the reference
 *   has no tissue
 * @windows: (element-type SaffronWindow): in reading order
 * @reach: how far away matches were looked for, reference level-0 pixels
 * @tolerance: up to which error a window agrees, reference level-0 pixels
 * @um_x: size of the reference's level-0 pixels, µm; 0 where it is not known
 * @um_y: the same in y
 * @same_section: whether the run took both slides for the same section, cell
 *   by cell
 */
typedef struct {
  double x0, y0, pitch;
  int n_x, n_y;
  int *at;
  GArray *windows;
  double reach, tolerance;
  double um_x, um_y;
  gboolean same_section;
} SaffronWindows;

void saffron_windows_free (SaffronWindows *windows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronWindows, saffron_windows_free)

/* So many windows has tissue that fills the cells of the grid; a few more where
 * cells at its border are partly tissue. */
#define SAFFRON_WINDOWS_ABOUT 1500

/* The tolerance of a same section, µm: about the radius of a nucleus. Where no
 * pixel size is known, and between neighbouring sections, which show different
 * cells, it is a share of the reference's diagonal. */
#define SAFFRON_TOLERANCE_SAME_UM 5.0
#define SAFFRON_TOLERANCE_SAME 0.001
#define SAFFRON_TOLERANCE_OTHER 0.005

/**
 * saffron_windows_measure:
 * @slides: the reference and the moving slide
 * @looks: what is compared, see saffron_run_find_looks()
 * @planes: small planes of both, with tissue
 * @tolerance: reference level-0 pixels; 0 for the one above
 * @job: (nullable): its fraction goes from 0 to 1
 *
 * Divides the reference's tissue into at most %SAFFRON_WINDOWS_ABOUT windows,
 * and measures the error in each. A run of a region has windows inside it
 * alone. Reads small parts of both slides around each window, at ever finer
 * levels.
 *
 * Returns: (transfer full): the windows; %NULL with an error
 */
SaffronWindows *saffron_windows_measure (SaffronSlide *const slides[2],
                                         const SaffronLook looks[2],
                                         const SaffronRegPlane *const planes[2],
                                         SaffronRun *run,
                                         double tolerance,
                                         SaffronJob *job,
                                         GError **error);

/* The tissue of the windows of @class, as a share of all tissue, 0 to 1. */
double saffron_windows_share (const SaffronWindows *windows,
                              SaffronWindowClass class);

/* Which length of a window. */
typedef enum {
  SAFFRON_WINDOW_ERROR,
  SAFFRON_WINDOW_ERROR_UM,
  SAFFRON_WINDOW_BEFORE,
  SAFFRON_WINDOW_BEFORE_UM,
  SAFFRON_WINDOW_CONSISTENCY,
} SaffronWindowLength;

/* The @share quantile of @length of all windows that have it, each weighted by
 * its tissue; NaN where none has. */
double saffron_windows_quantile (const SaffronWindows *windows,
                                 SaffronWindowLength length,
                                 double share);

G_END_DECLS
