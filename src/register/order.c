/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/order.h"

#include <math.h>

SaffronOrder
saffron_order_of (const SaffronParams *params)
{
  if (g_ascii_strcasecmp (params->order, "chain") == 0)
    return SAFFRON_ORDER_CHAIN;
  if (g_ascii_strcasecmp (params->order, "given") == 0)
    return SAFFRON_ORDER_GIVEN;
  return SAFFRON_ORDER_REFERENCE;
}

/* Where the slides were not compared, they are like no others. */
static double
get (const SaffronLikenessMatrix *matrix, guint a, guint b)
{
  double value = saffron_likeness_matrix_get (matrix, a, b);

  return isfinite (value) ? value : -1.0;
}

/* How much it speaks for the pair that both are laid on each other. */
static double
get_weight (const SaffronLikenessMatrix *matrix,
            guint reference,
            guint slide,
            guint over)
{
  return get (matrix, slide, over)
         + (over == reference ? SAFFRON_ORDER_MARGIN : 0.0);
}

/* The slides that have had their turn, @placed, over which @slide is tried. */
static SaffronOrderStep
make_step (const SaffronLikenessMatrix *matrix,
           guint reference,
           guint slide,
           const gboolean *placed)
{
  double least = get_weight (matrix, reference, slide, reference);
  SaffronOrderStep step = { .slide = slide };

  for (guint k = 0; k < matrix->n; k++)
    {
      guint at = step.n_over;

      if (!placed[k] || k == reference || get (matrix, slide, k) <= least)
        continue;
      while (at > 0
             && get (matrix, slide, k) > get (matrix, slide, step.over[at - 1]))
        at--;
      if (at == SAFFRON_ORDER_MAX_OVER)
        continue;
      step.n_over = MIN (step.n_over + 1, SAFFRON_ORDER_MAX_OVER);
      for (guint i = step.n_over - 1; i > at; i--)
        step.over[i] = step.over[i - 1];
      step.over[at] = k;
    }
  return step;
}

GArray *
saffron_order_by_likeness (const SaffronLikenessMatrix *matrix, guint reference)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (SaffronOrderStep));
  g_autofree gboolean *placed = g_new0 (gboolean, matrix->n);

  placed[reference] = TRUE;
  while (steps->len + 1 < matrix->n)
    {
      guint next = reference;
      double best = -INFINITY;
      SaffronOrderStep step;

      for (guint i = 0; i < matrix->n; i++)
        for (guint k = 0; k < matrix->n && !placed[i]; k++)
          if (placed[k] && get_weight (matrix, reference, i, k) > best)
            {
              best = get_weight (matrix, reference, i, k);
              next = i;
            }
      step = make_step (matrix, reference, next, placed);
      g_array_append_val (steps, step);
      placed[next] = TRUE;
    }
  return steps;
}

GArray *
saffron_order_as_given (guint n, guint reference)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (SaffronOrderStep));

  for (int way = 1; way >= -1; way -= 2)
    for (gint64 at = (gint64) reference + way; at >= 0 && at < n; at += way)
      {
        SaffronOrderStep step = { .slide = (guint) at };

        for (gint64 over = at - way;
             over != reference && step.n_over < SAFFRON_ORDER_MAX_OVER;
             over -= way)
          step.over[step.n_over++] = (guint) over;
        g_array_append_val (steps, step);
      }
  return steps;
}

GArray *
saffron_order_find (SaffronSlide *const *slides,
                    guint n,
                    guint reference,
                    const SaffronParams *params,
                    SaffronJob *job,
                    SaffronLikenessMatrix **matrix,
                    GError **error)
{
  SaffronLikenessMatrix *found = NULL;
  GArray *steps = NULL;

  if (matrix != NULL)
    *matrix = NULL;
  if (saffron_order_of (params) != SAFFRON_ORDER_CHAIN)
    return saffron_order_as_given (n, reference);
  found = saffron_likeness_matrix_measure (slides, n, reference, params, job,
                                           error);
  if (found == NULL)
    return NULL;
  steps = saffron_order_by_likeness (found, reference);
  if (matrix != NULL)
    *matrix = found;
  else
    saffron_likeness_matrix_free (found);
  return steps;
}
