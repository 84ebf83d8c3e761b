/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/likeness-matrix.h"
#include "register/params.h"

G_BEGIN_DECLS

/**
 * SaffronOrder:
 * @SAFFRON_ORDER_REFERENCE: each slide onto the reference alone
 * @SAFFRON_ORDER_CHAIN: over the slide that it is most like, too
 * @SAFFRON_ORDER_GIVEN: over the slide beside it in the order of the names, too
 *
 * The parameter order: over which slides of a stack a slide is laid onto the
 * reference.
 */
typedef enum {
  SAFFRON_ORDER_REFERENCE,
  SAFFRON_ORDER_CHAIN,
  SAFFRON_ORDER_GIVEN,
} SaffronOrder;

SaffronOrder saffron_order_of (const SaffronParams *params);

/* Over so many slides one slide is tried at most. */
#define SAFFRON_ORDER_MAX_OVER 3

/* By how much a slide must be more like another one than like the reference to
 * be tried over it: what makes a guess of the coarse search clear. */
#define SAFFRON_ORDER_MARGIN 0.04

/**
 * SaffronOrderStep:
 * @slide: which slide
 * @over: the slides over which it is tried, the best first; each has a step
 *   before this one
 * @n_over: 0: onto the reference alone
 *
 * The turn of one slide of a stack.
 */
typedef struct {
  guint slide;
  guint over[SAFFRON_ORDER_MAX_OVER];
  guint n_over;
} SaffronOrderStep;

/**
 * saffron_order_by_likeness:
 *
 * A tree that grows from the reference: the slide that is most like one which
 * has had its turn is next [Prim 1957]. It is tried over those that it is more
 * like than the reference by %SAFFRON_ORDER_MARGIN. Of equals the first wins.
 *
 * Returns: (transfer full) (element-type SaffronOrderStep): a step for each
 *   slide but the reference
 */
GArray *saffron_order_by_likeness (const SaffronLikenessMatrix *matrix,
                                   guint reference);

/**
 * saffron_order_as_given:
 * @n: slides, in their order
 *
 * From the reference to either end: each slide over its neighbours on the
 * reference's side, the nearest first.
 *
 * Returns: (transfer full) (element-type SaffronOrderStep): a step for each
 *   slide but the reference
 */
GArray *saffron_order_as_given (guint n, guint reference);

/**
 * saffron_order_find:
 * @slides: @n slides in the order of their names; %NULL for one that cannot be
 *   read
 * @params: says which order
 * @job: (nullable)
 * @matrix: (out) (optional) (nullable) (transfer full): how alike the slides
 *   are, where that was asked for
 *
 * The order that @params ask for, see saffron_likeness_matrix_measure().
 *
 * Returns: (transfer full) (element-type SaffronOrderStep): a step for each
 *   slide but the reference; %NULL with an error when @job is cancelled
 */
GArray *saffron_order_find (SaffronSlide *const *slides,
                            guint n,
                            guint reference,
                            const SaffronParams *params,
                            SaffronJob *job,
                            SaffronLikenessMatrix **matrix,
                            GError **error);

G_END_DECLS
