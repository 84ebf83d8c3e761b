/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronDiffusion:
 *
 * The diffusion regularisation of a lattice, weight / 2 · Σ |∇c|² over its
 * edges, and an approximate inverse of weight · Laplacian + shift. The inverse
 * uses a cosine transform, in which the Laplacian with free borders is
 * diagonal. It is exact for a slightly larger lattice, of a size that is fast
 * to transform, with nothing pulling on the added nodes. It is symmetric and
 * positive.
 */
typedef struct _SaffronDiffusion SaffronDiffusion;

SaffronDiffusion *
saffron_diffusion_new (int n_x, int n_y, double weight, double shift);
void saffron_diffusion_free (SaffronDiffusion *diffusion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronDiffusion, saffron_diffusion_free)

/* Returns the energy of n_x * n_y coefficients and adds its gradient to
 * @gradient. */
double saffron_diffusion_energy (const SaffronDiffusion *diffusion,
                                 const double *c,
                                 double *gradient);
/* Applies the inverse to @c in place. One thread at a time may use one
 * object. */
void saffron_diffusion_solve (SaffronDiffusion *diffusion, double *c);

G_END_DECLS
