/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/symmetric.h"

#include <math.h>

#include "base/parallel.h"

typedef struct {
  const SaffronTransform *forward;
  const SaffronTransform *backward;
  SaffronAffine inverse; /* moving level-0 → reference level-0 */
  const SaffronLattice *lattice;
  double *u, *v;
} Mean;

/* Computes the displacements that are wanted at one row of nodes. */
static void
mean_row (gint64 j, gpointer data)
{
  Mean *m = data;
  const SaffronLattice *l = m->lattice;
  double width = saffron_transform_get_width (m->forward);
  double height = saffron_transform_get_height (m->forward);

  for (int i = 0; i < l->n_x; i++)
    {
      /* Nodes outside the reference take the values at its border. */
      SaffronRefPoint p = { CLAMP (l->x0 + i * l->spacing, 0.0, width),
                            CLAMP (l->y0 + (double) j * l->spacing, 0.0,
                                   height) };
      gsize at = (gsize) j * (gsize) l->n_x + (gsize) i;
      SaffronRefPoint q;
      double u, v;

      saffron_lattice_eval (l, p, &u, &v, NULL);
      if (saffron_transform_push (m->backward, (SaffronMovPoint){ p.x, p.y },
                                  &q))
        {
          const SaffronAffine *a = &m->inverse;

          u = 0.5 * (u + a->xx * q.x + a->xy * q.y + a->x0 - p.x);
          v = 0.5 * (v + a->yx * q.x + a->yy * q.y + a->y0 - p.y);
        }
      m->u[at] = u;
      m->v[at] = v;
    }
}

static SaffronTransform *
mean_of (const SaffronTransform *forward,
         const SaffronTransform *backward,
         const SaffronAffine *inverse,
         SaffronJob *job)
{
  const SaffronLattice *lattice = saffron_transform_get_lattice (forward);
  SaffronLattice *mean = saffron_lattice_copy (lattice);
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  g_autofree double *u = g_new (double, n);
  g_autofree double *v = g_new (double, n);
  Mean work = { forward, backward, *inverse, lattice, u, v };

  saffron_parallel_for (job, lattice->n_y, mean_row, &work);
  if (!saffron_job_is_cancelled (job))
    saffron_lattice_fit (mean, u, v);
  return saffron_transform_new (saffron_transform_get_width (forward),
                                saffron_transform_get_height (forward),
                                saffron_transform_get_affine (forward), mean);
}

/* The two fits, which are made at the same time. */
typedef struct {
  const SaffronRegPlane *planes[2]; /* the reference first */
  const SaffronTransform *starts[2];
  const SaffronDeformableOptions *options;
  SaffronJob *job;
  SaffronTransform *fitted[2];
} Fits;

static void
fit_one (gint64 k, gpointer data)
{
  Fits *fits = data;
  g_autoptr (SaffronJob) job = saffron_job_new_share (fits->job, 0.48);

  fits->fitted[k] =
      saffron_deformable (fits->planes[k], fits->planes[1 - k], fits->starts[k],
                          fits->options, job, NULL);
}

SaffronTransform *
saffron_deformable_symmetric (const SaffronRegPlane *reference,
                              const SaffronRegPlane *moving,
                              const SaffronTransform *start,
                              const SaffronDeformableOptions *options,
                              SaffronJob *job,
                              GError **error)
{
  const SaffronAffine *affine = saffron_transform_get_affine (start);
  SaffronAffine inverse;
  g_autoptr (SaffronTransform) back = NULL;
  g_autoptr (SaffronTransform) forward = NULL;
  g_autoptr (SaffronTransform) backward = NULL;
  SaffronTransform *mean = NULL;
  Fits fits = { .options = options, .job = job };

  if (!saffron_affine_invert (affine, &inverse))
    return saffron_deformable (reference, moving, start, options, job, error);
  back = saffron_transform_new (moving->intensity->width * moving->downsample,
                                moving->intensity->height * moving->downsample,
                                &inverse, NULL);
  for (int k = 0; k < 2; k++)
    {
      fits.planes[k] = k == 0 ? reference : moving;
      fits.starts[k] = k == 0 ? start : back;
    }
  saffron_parallel_for (job, 2, fit_one, &fits);
  forward = fits.fitted[0];
  backward = fits.fitted[1];
  /* A fit fails only when it is cancelled. */
  if (!saffron_job_check (job, error))
    return NULL;
  /* @backward maps moving → reference, so its inverse maps the reference's p to
   * a moving point q, which the inverse affine map takes back to a place near
   * p. */
  mean = mean_of (forward, backward, &inverse, job);
  if (!saffron_job_check (job, error))
    g_clear_pointer (&mean, saffron_transform_unref);
  return mean;
}
