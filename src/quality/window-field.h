/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/window-classes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* Sets the lengths of a window from (@dx, @dy) and their standard error along
 * each axis, reference level-0 pixels; see #SaffronWindow. */
void saffron_window_take (SaffronWindow *window,
                          const SaffronWindows *windows,
                          const SaffronTransform *transform,
                          double dx,
                          double dy,
                          double uncertainty);

/**
 * saffron_windows_weigh:
 * @windows: each with what its own match says
 * @findings: (array): one for each window
 * @transform: that was measured
 *
 * Lets those around a window have a say in its error. Where the registration
 * pulled one cell onto another, the slides agree at that place, and its own
 * match finds no error; but tissue bends smoothly, and the matches around say
 * where it belongs.
 *
 * The way from where the affine part lays tissue to where it belongs is fitted
 * at each window by a quadratic surface through the matches around it of the
 * same piece, without its own, robustly; that predicts its error. The variance
 * of the prediction is what the fit leaves over, so that it counts little where
 * tissue bends roughly. The window's error becomes the mean of its own match
 * and of the prediction, each weighted by its variance; an own match that
 * contradicts counts less. When it contradicts clearly, and says the larger
 * error, it stays alone: a small part that moved must be seen.
 *
 * Source: locally weighted regression with robust weights, Cleveland 1979,
 * Journal of the American Statistical Association 74, 829.
 */
void saffron_windows_weigh (SaffronWindows *windows,
                            const SaffronWindowFinding *findings,
                            const SaffronTransform *transform);

G_END_DECLS
