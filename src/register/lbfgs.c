/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/lbfgs.h"

#include <math.h>
#include <string.h>

#define VECTOR __attribute__ ((target_clones ("avx2", "default")))
#define N_PAIRS 6
#define MAX_BACKTRACKS 8

typedef struct {
  double *s[N_PAIRS], *y[N_PAIRS];
  double rho[N_PAIRS];
  int n_pairs, newest;
} History;

/* Four independent sums: they give the same bits on every processor, and no
 * addition waits for the one before. */
#define LANES 4

VECTOR static double
dot (const double *a, const double *b, int n)
{
  double sums[LANES] = { 0, 0, 0, 0 };
  int i = 0;

  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++)
      sums[k] += a[i + k] * b[i + k];
  for (int k = 0; i < n; i++, k++)
    sums[k] += a[i] * b[i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/* y += t x */
VECTOR static void
add_multiple (double *y, double t, const double *x, int n)
{
  for (int i = 0; i < n; i++)
    y[i] += t * x[i];
}

static double
largest (const double *a, int n)
{
  double most = 0.0;

  for (int i = 0; i < n; i++)
    most = MAX (most, fabs (a[i]));
  return most;
}

static void
history_init (History *history, int n)
{
  *history = (History){ .newest = -1 };
  for (int k = 0; k < N_PAIRS; k++)
    {
      history->s[k] = g_new (double, n);
      history->y[k] = g_new (double, n);
    }
}

static void
history_clear (History *history)
{
  for (int k = 0; k < N_PAIRS; k++)
    {
      g_free (history->s[k]);
      g_free (history->y[k]);
    }
}

static void
history_push (History *history,
              const double *x,
              const double *x_old,
              const double *g,
              const double *g_old,
              int n)
{
  int k = (history->newest + 1) % N_PAIRS;
  double *s = history->s[k], *y = history->y[k];
  double sy = 0.0;

  for (int i = 0; i < n; i++)
    {
      s[i] = x[i] - x_old[i];
      y[i] = g[i] - g_old[i];
    }
  sy = dot (s, y, n);
  /* A pair without positive curvature would spoil the direction. */
  if (sy <= 1e-10 * sqrt (dot (s, s, n) * dot (y, y, n)))
    return;
  history->rho[k] = 1.0 / sy;
  history->newest = k;
  history->n_pairs = MIN (history->n_pairs + 1, N_PAIRS);
}

/* direction = − H g by the two-loop recursion. */
static void
find_direction (const SaffronLbfgs *p,
                const History *history,
                const double *g,
                double *direction,
                double *scratch)
{
  double alpha[N_PAIRS];
  int n = p->n;

  memcpy (direction, g, sizeof (double) * (gsize) n);
  for (int i = 0; i < history->n_pairs; i++)
    {
      int k = (history->newest - i + N_PAIRS) % N_PAIRS;

      alpha[k] = history->rho[k] * dot (history->s[k], direction, n);
      add_multiple (direction, -alpha[k], history->y[k], n);
    }
  if (p->precondition != NULL)
    p->precondition (direction, p->data);
  if (history->n_pairs > 0)
    {
      int k = history->newest;
      double gamma = 0.0;

      memcpy (scratch, history->y[k], sizeof (double) * (gsize) n);
      if (p->precondition != NULL)
        p->precondition (scratch, p->data);
      gamma = 1.0 / (history->rho[k] * dot (history->y[k], scratch, n));
      for (int j = 0; j < n; j++)
        direction[j] *= gamma;
    }
  for (int i = history->n_pairs - 1; i >= 0; i--)
    {
      int k = (history->newest - i + N_PAIRS) % N_PAIRS;
      double beta = history->rho[k] * dot (history->y[k], direction, n);

      add_multiple (direction, alpha[k] - beta, history->s[k], n);
    }
  for (int j = 0; j < n; j++)
    direction[j] = -direction[j];
}

typedef struct {
  double *x, *g, *x_old, *g_old, *direction, *scratch;
} Vectors;

/* Takes one step along the direction; FALSE when it gains nothing any more. */
static gboolean
search_line (const SaffronLbfgs *p,
             const History *history,
             const Vectors *v,
             double *value,
             int *n_evaluations)
{
  int n = p->n;
  double cap = history->n_pairs == 0 ? p->first_step : p->max_step;
  double size = largest (v->direction, n);
  double slope = dot (v->direction, v->g_old, n);
  double t = 1.0, old = *value;

  if (!(size > 0.0) || !(slope < 0.0))
    return FALSE;
  /* Without a history the direction's length has no meaning, so the step is
   * limited by first_step alone. */
  t = (history->n_pairs == 0) ? cap / size : MIN (1.0, cap / size);
  for (int i = 0; i < MAX_BACKTRACKS; i++, t *= 0.4)
    {
      for (int j = 0; j < n; j++)
        v->x[j] = v->x_old[j] + t * v->direction[j];
      *value = p->evaluate (v->x, v->g, p->data);
      (*n_evaluations)++;
      if (p->is_cancelled != NULL && p->is_cancelled (p->data))
        return FALSE;
      if (*value <= old + 1e-4 * t * slope)
        return t * size >= p->min_step && old - *value >= p->min_decrease;
      if (t * size < p->min_step)
        break;
    }
  memcpy (v->x, v->x_old, sizeof (double) * (gsize) n);
  memcpy (v->g, v->g_old, sizeof (double) * (gsize) n);
  *value = old;
  return FALSE;
}

int
saffron_lbfgs_minimise (const SaffronLbfgs *p, double *x)
{
  int n = p->n, n_evaluations = 1;
  g_autofree double *all = g_new (double, 5 * (gsize) n);
  Vectors v = { x, all, all + n, all + 2 * n, all + 3 * n, all + 4 * n };
  History history;
  double value = p->evaluate (x, v.g, p->data);

  history_init (&history, n);
  for (int i = 0; i < p->max_iterations; i++)
    {
      gboolean better = FALSE;

      if (p->is_cancelled != NULL && p->is_cancelled (p->data))
        break;
      find_direction (p, &history, v.g, v.direction, v.scratch);
      memcpy (v.x_old, v.x, sizeof (double) * (gsize) n);
      memcpy (v.g_old, v.g, sizeof (double) * (gsize) n);
      better = search_line (p, &history, &v, &value, &n_evaluations);
      if (!better)
        break;
      history_push (&history, v.x, v.x_old, v.g, v.g_old, n);
      if (p->progress != NULL)
        p->progress ((i + 1.0) / p->max_iterations, p->data);
    }
  if (p->progress != NULL)
    p->progress (1.0, p->data);
  history_clear (&history);
  return n_evaluations;
}
