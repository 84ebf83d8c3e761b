/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"

G_BEGIN_DECLS

/**
 * SaffronLbfgs:
 * @n: number of unknowns
 * @evaluate: returns the objective at @x and fills @gradient
 * @precondition: (nullable): multiplies each of @n_vectors vectors by an
 *   approximation of the inverse Hessian, in place; symmetric and positive
 * @is_cancelled: (nullable): called after each evaluation
 * @progress: (nullable): called after each step, and with 1 at the end
 * @data: passed to the four functions
 * @job: (nullable): on whose threads the vectors are worked on; alone without
 * @max_iterations: the most iterations
 * @first_step: largest change of an unknown in the first step
 * @max_step: largest change in a later step
 * @min_step: the search ends when no unknown changes by more than this
 * @min_decrease: the search ends when a step decreases the objective by less
 *   than this
 *
 * A problem for limited-memory BFGS with six pairs and Armijo's rule, which
 * accepts only decreases. Source: Nocedal & Wright 2006, algorithm 7.5.
 */
typedef struct {
  int n;
  double (*evaluate) (const double *x, double *gradient, gpointer data);
  void (*precondition) (double *const *vectors, int n_vectors, gpointer data);
  gboolean (*is_cancelled) (gpointer data);
  void (*progress) (double fraction, gpointer data);
  gpointer data;
  SaffronJob *job;
  int max_iterations;
  double first_step, max_step, min_step, min_decrease;
} SaffronLbfgs;

/* Improves @x in place; returns the number of evaluations of the objective. */
int saffron_lbfgs_minimise (const SaffronLbfgs *problem, double *x);

G_END_DECLS
