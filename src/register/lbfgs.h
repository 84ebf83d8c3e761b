/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronLbfgs:
 * @n: unknowns
 * @evaluate: the objective at @x; fills @gradient
 * @precondition: (nullable): multiplies a vector by an approximation of the
 *   inverse Hessian, in place; symmetric and positive
 * @is_cancelled: (nullable): asked after each evaluation
 * @data: for the three
 * @max_iterations: at most so many
 * @first_step: largest change of an unknown in the first step
 * @max_step: in a later one
 * @min_step: ends when no unknown changes by more
 * @min_decrease: ends when a step gains less than this, absolutely
 *
 * Limited-memory BFGS with six pairs and Armijo's rule: only decreases are
 * accepted. Source: Nocedal & Wright 2006, algorithm 7.5.
 */
typedef struct {
  int n;
  double (*evaluate) (const double *x, double *gradient, gpointer data);
  void (*precondition) (double *vector, gpointer data);
  gboolean (*is_cancelled) (gpointer data);
  gpointer data;
  int max_iterations;
  double first_step, max_step, min_step, min_decrease;
} SaffronLbfgs;

/* Improves @x in place; returns how often it evaluated the objective. */
int saffron_lbfgs_minimise (const SaffronLbfgs *problem, double *x);

G_END_DECLS
