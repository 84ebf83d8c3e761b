/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/forecast.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/duration.h"

/* Working sizes are multiples of 50 px, as a person would choose them. */
#define STEP 50
/* Fractions of full resolution likewise. */
#define FRACTION_STEP 0.05

/* The sizes that determine the memory. They are enlarged again in this order,
 * so the one that affects the result most comes first. */
static const char *const sizes[] = { "max_non_rigid_dim", "max_processed_dim" };

static gint64
memory_of (SaffronSlide *reference,
           SaffronSlide *moving,
           const SaffronParams *params,
           guint cpus)
{
  SaffronEstimate estimate;

  saffron_estimate_run (reference, moving, params, cpus, &estimate);
  return estimate.peak_memory;
}

static int
get_size (const SaffronParams *params, const char *name)
{
  g_autofree char *text = saffron_params_get (params, name);

  return (int) g_ascii_strtoll (text, NULL, 10);
}

static void
set_size (SaffronParams *params, const char *name, int value)
{
  const SaffronParamSpec *spec = saffron_param_spec_find (name);
  g_autofree char *text =
      g_strdup_printf ("%d", (int) CLAMP (value, spec->min, spec->max));

  saffron_params_set (params, name, text, NULL);
}

/* A fraction of full resolution for the micro stage, of those that a person
 * would choose; it is never off because of that. */
static double
round_fraction (double fraction)
{
  return MAX (floor (fraction / FRACTION_STEP + 1e-9), 1.0) * FRACTION_STEP;
}

/* Returns a copy of @params with all sizes multiplied by @share. */
static SaffronParams *
shrink (const SaffronParams *params, double share)
{
  SaffronParams *smaller = saffron_params_copy (params);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      int size = (int) (get_size (params, sizes[i]) * share);

      set_size (smaller, sizes[i], size / STEP * STEP);
    }
  if (params->micro_reg_fraction > FRACTION_STEP)
    smaller->micro_reg_fraction =
        round_fraction (params->micro_reg_fraction * share);
  return smaller;
}

/* Takes @trial, which is used up, for @best if it fits. */
static void
take_if_fits (SaffronParams **best,
              SaffronParams *trial,
              SaffronSlide *reference,
              SaffronSlide *moving,
              guint cpus,
              gint64 limit)
{
  if (memory_of (reference, moving, trial, cpus) <= limit)
    {
      saffron_params_free (*best);
      *best = trial;
    }
  else
    saffron_params_free (trial);
}

/* Enlarges the fraction for the micro stage as far as it fits. */
static void
enlarge_fraction (SaffronParams **best,
                  const SaffronParams *params,
                  SaffronSlide *reference,
                  SaffronSlide *moving,
                  guint cpus,
                  gint64 limit)
{
  for (double fraction = params->micro_reg_fraction;
       fraction > (*best)->micro_reg_fraction + 1e-6; fraction -= FRACTION_STEP)
    {
      SaffronParams *trial = saffron_params_copy (*best);

      trial->micro_reg_fraction = fraction;
      take_if_fits (best, trial, reference, moving, cpus, limit);
    }
}

/* Finds the largest share of all sizes that fits, then enlarges each size again
 * as far as possible. A size that does not affect the memory thus returns to
 * its old value. */
static SaffronParams *
find_fitting (SaffronSlide *reference,
              SaffronSlide *moving,
              const SaffronParams *params,
              guint cpus,
              gint64 limit)
{
  g_autoptr (SaffronParams) best = NULL;

  for (int percent = 99; percent >= 0 && best == NULL; percent--)
    {
      g_autoptr (SaffronParams) trial = shrink (params, percent / 100.0);

      if (memory_of (reference, moving, trial, cpus) <= limit)
        best = g_steal_pointer (&trial);
    }
  if (best == NULL)
    return NULL;
  enlarge_fraction (&best, params, reference, moving, cpus, limit);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int size = get_size (params, sizes[i]);
         size > get_size (best, sizes[i]); size -= STEP)
      {
        SaffronParams *trial = saffron_params_copy (best);

        set_size (trial, sizes[i], size);
        take_if_fits (&best, trial, reference, moving, cpus, limit);
      }
  return g_steal_pointer (&best);
}

SaffronForecast *
saffron_forecast_new (SaffronSlide *reference,
                      SaffronSlide *moving,
                      const SaffronParams *params,
                      guint cpus,
                      guint cluster_cpus,
                      gint64 limit)
{
  SaffronForecast *forecast = g_new0 (SaffronForecast, 1);

  forecast->here_cpus = cpus > 0 ? cpus : g_get_num_processors ();
  forecast->cluster_cpus =
      cluster_cpus > 0 ? cluster_cpus : SAFFRON_CLUSTER_CPUS;
  forecast->limit = limit > 0 ? limit : saffron_estimate_machine_memory ();
  saffron_estimate_run (reference, moving, params, forecast->here_cpus,
                        &forecast->here);
  saffron_estimate_run (reference, moving, params, forecast->cluster_cpus,
                        &forecast->cluster);
  forecast->fits =
      forecast->limit <= 0 || forecast->here.peak_memory <= forecast->limit;
  if (!forecast->fits)
    forecast->fitting = find_fitting (reference, moving, params,
                                      forecast->here_cpus, forecast->limit);
  return forecast;
}

void
saffron_forecast_free (SaffronForecast *forecast)
{
  g_clear_pointer (&forecast->fitting, saffron_params_free);
  g_free (forecast);
}

char *
saffron_estimate_describe (gint64 memory, double seconds)
{
  g_autofree char *time = saffron_describe_seconds (seconds);

  if (memory < 995000000)
    return g_strdup_printf (_ ("%.0f MB, %s"), (double) memory / 1e6, time);
  return g_strdup_printf (_ ("%.2f GB, %s"), (double) memory / 1e9, time);
}
