/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronDiffusion:
 *
 * The diffusion regularisation of a lattice, weight / 2 · Σ |∇c|² over its
 * edges, and nearly the inverse of weight · Laplacian + shift, by a cosine
 * transform (which has the Laplacian with free borders as a diagonal): the
 * exact one of a lattice a little larger, of a size that is quick to
 * transform, on which nothing pulls beyond this one. Symmetric and positive.
 */
typedef struct _SaffronDiffusion SaffronDiffusion;

SaffronDiffusion *
saffron_diffusion_new (int n_x, int n_y, double weight, double shift);
void saffron_diffusion_free (SaffronDiffusion *diffusion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronDiffusion, saffron_diffusion_free)

/* The energy of @n_x * @n_y coefficients; adds its gradient to @gradient. */
double saffron_diffusion_energy (const SaffronDiffusion *diffusion,
                                 const double *c,
                                 double *gradient);
/* In place. Not reentrant on one object. */
void saffron_diffusion_solve (SaffronDiffusion *diffusion, double *c);

G_END_DECLS
