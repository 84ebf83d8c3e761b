/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/lbfgs.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "base/vector.h"

#define N_PAIRS 6
#define MAX_BACKTRACKS 8

/* For fewer unknowns than this, a second thread takes longer to wake than it
 * saves. */
#define SMALL 32768

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

/* y += t x; returns the new y's product with @a. The sum takes as long as the
 * whole, because it has one order, so other threads would not help. */
VECTOR static double
add_and_dot (double *y, double t, const double *x, const double *a, int n)
{
  double sums[LANES] = { 0, 0, 0, 0 };
  int i = 0;

  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++)
      {
        y[i + k] += t * x[i + k];
        sums[k] += a[i + k] * y[i + k];
      }
  for (int k = 0; i < n; i++, k++)
    {
      y[i] += t * x[i];
      sums[k] += a[i] * y[i];
    }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/* What is done to each unknown: to = a + t b, where @b may be NULL. */
typedef struct {
  double *to;
  const double *a, *b;
  double t;
} Combination;

VECTOR static void
combine_range (gsize from, gsize to, gpointer data)
{
  const Combination *c = data;
  double *out = c->to, t = c->t;
  const double *a = c->a, *b = c->b;

  if (b != NULL)
    for (gsize i = from; i < to; i++)
      out[i] = a[i] + t * b[i];
  else
    for (gsize i = from; i < to; i++)
      out[i] = t * a[i];
}

static void
combine (const SaffronLbfgs *p,
         double *to,
         const double *a,
         double t,
         const double *b)
{
  saffron_parallel_ranges (p->job, (gsize) p->n, combine_range,
                           &(Combination){ to, a, b, t });
}

VECTOR static double
largest (const double *a, int n)
{
  double lanes[2 * LANES] = { 0 }, most = 0.0;
  int i = 0;

  for (; i + 2 * LANES <= n; i += 2 * LANES)
    for (int k = 0; k < 2 * LANES; k++)
      lanes[k] = fabs (a[i + k]) > lanes[k] ? fabs (a[i + k]) : lanes[k];
  for (; i < n; i++)
    most = MAX (most, fabs (a[i]));
  for (int k = 0; k < 2 * LANES; k++)
    most = MAX (most, lanes[k]);
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

/* One of the products of a new pair. */
typedef struct {
  const double *a[3], *b[3];
  double products[3];
  int n;
} Products;

static void
find_product (gint64 k, gpointer data)
{
  Products *p = data;

  p->products[k] = dot (p->a[k], p->b[k], p->n);
}

static void
history_push (const SaffronLbfgs *p,
              History *history,
              const double *x,
              const double *x_old,
              const double *g,
              const double *g_old)
{
  int k = (history->newest + 1) % N_PAIRS;
  double *s = history->s[k], *y = history->y[k];
  Products sy_ss_yy = { { s, s, y }, { y, s, y }, { 0 }, p->n };

  combine (p, s, x, -1.0, x_old);
  combine (p, y, g, -1.0, g_old);
  if (p->n >= SMALL && p->job != NULL)
    saffron_parallel_for (p->job, 3, find_product, &sy_ss_yy);
  else
    for (int i = 0; i < 3; i++)
      find_product (i, &sy_ss_yy);
  /* A pair without positive curvature would spoil the direction. */
  if (sy_ss_yy.products[0]
      <= 1e-10 * sqrt (sy_ss_yy.products[1] * sy_ss_yy.products[2]))
    return;
  history->rho[k] = 1.0 / sy_ss_yy.products[0];
  history->newest = k;
  history->n_pairs = MIN (history->n_pairs + 1, N_PAIRS);
}

/* Applies the approximation of the inverse Hessian, scaled to the newest
 * pair. */
static void
precondition (const SaffronLbfgs *p,
              const History *history,
              double *direction,
              double *scratch)
{
  double *const both[2] = { direction, scratch };
  int k = history->newest;
  double gamma;

  if (history->n_pairs > 0)
    combine (p, scratch, history->y[k], 1.0, NULL);
  if (p->precondition != NULL)
    p->precondition (both, history->n_pairs > 0 ? 2 : 1, p->data);
  if (history->n_pairs == 0)
    return;
  gamma = 1.0 / (history->rho[k] * dot (history->y[k], scratch, p->n));
  combine (p, direction, direction, gamma, NULL);
}

/* direction = − H g by the two-loop recursion. */
static void
find_direction (const SaffronLbfgs *p,
                const History *history,
                const double *g,
                double *direction,
                double *scratch)
{
  double alpha[N_PAIRS], product = 0.0;
  int n = p->n, pairs = history->n_pairs, order[N_PAIRS];

  for (int i = 0; i < pairs; i++)
    order[i] = (history->newest - i + N_PAIRS) % N_PAIRS;
  combine (p, direction, g, 1.0, NULL);
  if (pairs > 0)
    product = dot (history->s[order[0]], direction, n);
  for (int i = 0; i < pairs; i++)
    {
      int k = order[i], next = order[MIN (i + 1, pairs - 1)];

      alpha[k] = history->rho[k] * product;
      product = add_and_dot (direction, -alpha[k], history->y[k],
                             history->s[next], n);
    }
  precondition (p, history, direction, scratch);
  if (pairs > 0)
    product = dot (history->y[order[pairs - 1]], direction, n);
  for (int i = pairs - 1; i >= 0; i--)
    {
      int k = order[i], next = order[MAX (i - 1, 0)];
      double beta = history->rho[k] * product;

      product = add_and_dot (direction, alpha[k] - beta, history->s[k],
                             history->y[next], n);
    }
  combine (p, direction, direction, -1.0, NULL);
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
      combine (p, v->x, v->x_old, t, v->direction);
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
      combine (p, v.x_old, v.x, 1.0, NULL);
      combine (p, v.g_old, v.g, 1.0, NULL);
      better = search_line (p, &history, &v, &value, &n_evaluations);
      if (!better)
        break;
      history_push (p, &history, v.x, v.x_old, v.g, v.g_old);
      if (p->progress != NULL)
        p->progress ((i + 1.0) / p->max_iterations, p->data);
    }
  if (p->progress != NULL)
    p->progress (1.0, p->data);
  history_clear (&history);
  return n_evaluations;
}
