/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/micro-solve.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "register/smoothness.h"

/* The change is a few tenths of a pixel: a hundredth of it is enough, which
 * corners take longest to reach; the next pass comes back to them. The squared
 * residual is that in the preconditioner's norm. */
#define MOST_ITERATIONS 60
#define ENOUGH 1e-6

/* Weights of the four nodes around at the centre of an even block and of an odd
 * one, a quarter and three quarters of the way between two nodes. */
static const double weights[2][4] = {
  { 0.0703125, 0.6119791666666666, 0.3151041666666667, 0.0026041666666666665 },
  { 0.0026041666666666665, 0.3151041666666667, 0.6119791666666666, 0.0703125 },
};

/* Two components, of n numbers each, one after the other. */
typedef struct {
  const SaffronMicroBlocks *blocks;
  int without;
  int n_x, n_y;
  gsize n;
  SaffronSmoothness *smoothness;
  double *rows; /* of each row of blocks: what its nodes get */
  const double *in;
  double *out;
  SaffronJob *job;
} System;

static inline gboolean
counts (const System *s, int i, int j)
{
  return s->without < 0 || saffron_micro_colour (i, j) != s->without;
}

/* The four node rows around row @j of blocks as one, of each component. */
static void
combine (const System *s, int j, double *row)
{
  const double *w = weights[j & 1];
  gsize n = (gsize) s->n_x;

  for (int c = 0; c < 2; c++)
    {
      const double *a = s->in + (gsize) c * s->n + (gsize) (j / 2) * n;

      for (gsize x = 0; x < n; x++)
        row[(gsize) c * n + x] = w[0] * a[x] + w[1] * a[x + n]
                                 + w[2] * a[x + 2 * n] + w[3] * a[x + 3 * n];
    }
}

/* One row of blocks: adds H d at each block to the nodes along the row. */
static void
multiply_row (gint64 j, gpointer data)
{
  System *s = data;
  gsize n = (gsize) s->n_x;
  const SaffronMicroBlock *block =
      s->blocks->at + (gsize) j * (gsize) s->blocks->n_x;
  double *to = s->rows + 2 * n * (gsize) j;
  g_autofree double *row = g_new (double, 2 * n);

  memset (to, 0, sizeof (double) * 2 * n);
  combine (s, (int) j, row);
  for (int i = 0; i < s->blocks->n_x; i++, block++)
    {
      const double *w = weights[i & 1];
      const double *a = row + i / 2, *b = a + n;
      double *ta = to + i / 2, *tb = ta + n;
      double u, v, x, y;

      if (!(block->xx + block->yy > 0.0f) || !counts (s, i, (int) j))
        continue;
      u = w[0] * a[0] + w[1] * a[1] + w[2] * a[2] + w[3] * a[3];
      v = w[0] * b[0] + w[1] * b[1] + w[2] * b[2] + w[3] * b[3];
      x = (double) block->xx * u + (double) block->xy * v;
      y = (double) block->xy * u + (double) block->yy * v;
      for (int k = 0; k < 4; k++)
        {
          ta[k] += w[k] * x;
          tb[k] += w[k] * y;
        }
    }
}

/* The same for what the blocks want. */
static void
want_row (gint64 j, gpointer data)
{
  System *s = data;
  gsize n = (gsize) s->n_x;
  const SaffronMicroBlock *block =
      s->blocks->at + (gsize) j * (gsize) s->blocks->n_x;
  double *to = s->rows + 2 * n * (gsize) j;

  memset (to, 0, sizeof (double) * 2 * n);
  for (int i = 0; i < s->blocks->n_x; i++, block++)
    {
      const double *w = weights[i & 1];

      if (!(block->xx + block->yy > 0.0f) || !counts (s, i, (int) j))
        continue;
      for (int k = 0; k < 4; k++)
        {
          to[i / 2 + k] += w[k] * (double) block->x;
          to[n + (gsize) (i / 2 + k)] += w[k] * (double) block->y;
        }
    }
}

/* Adds up, for one row of nodes, the rows of blocks that reach it, in their
 * order. */
static void
collect_row (gint64 y, gpointer data)
{
  System *s = data;
  gsize n = (gsize) s->n_x;
  int first = MAX (2 * ((int) y - 3), 0);
  int end = MIN (2 * ((int) y + 1), s->blocks->n_y);

  for (int c = 0; c < 2; c++)
    {
      double *to = s->out + (gsize) c * s->n + (gsize) y * n;

      memset (to, 0, sizeof (double) * n);
      for (int j = first; j < end; j++)
        {
          double w = weights[j & 1][(int) y - j / 2];
          const double *from = s->rows + n * (2 * (gsize) j + (gsize) c);

          for (gsize x = 0; x < n; x++)
            to[x] += w * from[x];
        }
    }
}

static void
through_blocks (System *s,
                SaffronParallelFunc row,
                const double *in,
                double *out)
{
  s->in = in;
  s->out = out;
  saffron_parallel_for (s->job, s->blocks->n_y, row, s);
  saffron_parallel_for (s->job, s->n_y, collect_row, s);
}

typedef struct {
  System *system;
  const double *in;
  double *out;
} Component;

static void
bend_component (gint64 c, gpointer data)
{
  Component *k = data;
  gsize from = (gsize) c * k->system->n;

  saffron_smoothness_energy (k->system->smoothness, k->in + from,
                             k->out + from);
}

static void
multiply (System *s, const double *in, double *out)
{
  Component both = { s, in, out };

  through_blocks (s, multiply_row, in, out);
  saffron_parallel_for (s->job, 2, bend_component, &both);
}

static void
precondition (System *s, const double *in, double *out)
{
  double *components[2] = { out, out + s->n };

  memcpy (out, in, sizeof (double) * 2 * s->n);
  saffron_smoothness_solve (s->smoothness, components, 2, s->job);
}

static double
dot (const System *s, const double *a, const double *b)
{
  double sum = 0.0;

  for (gsize i = 0; i < 2 * s->n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Sets @x to what solves the system for @r, which is used up. */
static void
descend (System *s, double *r, double *x)
{
  g_autofree double *z = g_new0 (double, 2 * s->n);
  g_autofree double *p = g_new0 (double, 2 * s->n);
  g_autofree double *q = g_new0 (double, 2 * s->n);
  double rz, first;

  precondition (s, r, z);
  memcpy (p, z, sizeof (double) * 2 * s->n);
  rz = first = dot (s, r, z);
  for (int k = 0; k < MOST_ITERATIONS && rz > ENOUGH * first
                  && !saffron_job_is_cancelled (s->job);
       k++)
    {
      double pq, step, next;

      multiply (s, p, q);
      pq = dot (s, p, q);
      if (!(pq > 0.0))
        break;
      step = rz / pq;
      for (gsize i = 0; i < 2 * s->n; i++)
        {
          x[i] += step * p[i];
          r[i] -= step * q[i];
        }
      precondition (s, r, z);
      next = dot (s, r, z);
      for (gsize i = 0; i < 2 * s->n; i++)
        p[i] = z[i] + next / rz * p[i];
      rz = next;
    }
}

/* The mean over the nodes of what the blocks say: what the preconditioner takes
 * for all of them. */
static double
mean_weight (const System *s)
{
  gsize n = (gsize) s->blocks->n_x * (gsize) s->blocks->n_y;
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += 0.5 * ((double) s->blocks->at[i].xx + (double) s->blocks->at[i].yy);
  return sum / (double) s->n;
}

SaffronField *
saffron_micro_solve (const SaffronMicroBlocks *blocks,
                     const SaffronField *field,
                     double alpha,
                     int without,
                     SaffronJob *job)
{
  System s = { .blocks = blocks,
               .without = without,
               .n_x = field->n_x,
               .n_y = field->n_y,
               .job = job };
  SaffronField *change =
      saffron_field_new (field->width, field->height, SAFFRON_MICRO_STEP, TRUE);
  g_autofree double *x = NULL;
  g_autofree double *r = NULL;
  g_autofree double *bent = NULL;
  Component both;
  double shift;

  s.n = (gsize) s.n_x * (gsize) s.n_y;
  s.rows = g_new (double, 2 * (gsize) s.n_x * (gsize) blocks->n_y + 1);
  x = g_new0 (double, 2 * s.n);
  r = g_new0 (double, 2 * s.n);
  bent = g_new0 (double, 2 * s.n);
  shift = MAX (mean_weight (&s), 1e-6 * alpha);
  s.smoothness = saffron_smoothness_new (
      s.n_x, s.n_y, SAFFRON_SMOOTHNESS_BENDING, alpha, shift);
  for (gsize i = 0; i < s.n; i++)
    {
      x[i] = (double) field->u[i];
      x[s.n + i] = (double) field->v[i];
    }
  both = (Component){ &s, x, bent };
  saffron_parallel_for (job, 2, bend_component, &both);
  through_blocks (&s, want_row, NULL, r);
  for (gsize i = 0; i < 2 * s.n; i++)
    {
      r[i] -= bent[i];
      x[i] = 0.0;
    }
  descend (&s, r, x);
  for (gsize i = 0; i < s.n; i++)
    {
      change->u[i] = (float) x[i];
      change->v[i] = (float) x[s.n + i];
    }
  saffron_smoothness_free (s.smoothness);
  g_free (s.rows);
  return change;
}

void
saffron_micro_at_blocks (const SaffronField *field,
                         const SaffronMicroBlocks *blocks,
                         int j,
                         float *u,
                         float *v)
{
  const double *wy = weights[j & 1];
  gsize n = (gsize) field->n_x;

  for (int i = 0; i < blocks->n_x; i++)
    {
      const double *wx = weights[i & 1];
      gsize at = (gsize) (j / 2) * n + (gsize) (i / 2);
      double su = 0.0, sv = 0.0;

      for (int y = 0; y < 4; y++)
        for (int x = 0; x < 4; x++)
          {
            double w = wy[y] * wx[x];
            gsize k = at + (gsize) y * n + (gsize) x;

            su += w * (double) field->u[k];
            sv += w * (double) field->v[k];
          }
      u[i] = (float) su;
      v[i] = (float) sv;
    }
}
