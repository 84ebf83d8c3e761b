/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/params.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/* Up to so many slides, every pair is compared. */
#define SAFFRON_LIKENESS_ALL 16
/* Beyond that, each slide is compared with the reference and with so many to
 * either side of it. */
#define SAFFRON_LIKENESS_BESIDE 6

/**
 * SaffronLikenessMatrix:
 * @n: slides
 * @values: @n × @n, symmetric: how alike two slides are at their best, about −1
 *   to 1; NaN where they were not compared, and of a slide with itself
 *
 * How alike the slides of a stack are, pair by pair.
 */
typedef struct {
  guint n;
  double *values;
} SaffronLikenessMatrix;

/* All NaN. */
SaffronLikenessMatrix *saffron_likeness_matrix_new (guint n);
void saffron_likeness_matrix_free (SaffronLikenessMatrix *matrix);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronLikenessMatrix,
                               saffron_likeness_matrix_free)

double saffron_likeness_matrix_get (const SaffronLikenessMatrix *matrix,
                                    guint a,
                                    guint b);
void saffron_likeness_matrix_set (SaffronLikenessMatrix *matrix,
                                  guint a,
                                  guint b,
                                  double value);

/**
 * saffron_likeness_matrix_measure:
 * @slides: @n slides in the order of the stack; %NULL for one that cannot be
 *   read
 * @reference: which of them is the reference
 * @params: of the registrations
 * @job: (nullable): its fraction goes from 0 to 1
 *
 * Compares the slides at a small size: each pair is laid by the coarse search,
 * then fitted shortly, as that search compares its guesses; the likeness is
 * saffron_likeness_fitted() times the root of how much the tissue overlaps.
 * Only planes of 512 px are held. A slide that cannot be read, or does not have
 * a channel that is asked for, is like none. The same on any number of threads.
 *
 * Returns: (transfer full): the matrix; %NULL with an error when @job is
 *   cancelled
 */
SaffronLikenessMatrix *
saffron_likeness_matrix_measure (SaffronSlide *const *slides,
                                 guint n,
                                 guint reference,
                                 const SaffronParams *params,
                                 SaffronJob *job,
                                 GError **error);

G_END_DECLS
