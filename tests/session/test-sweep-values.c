/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/sweep.h"

#include <math.h>

#include "register/run-draft.h"

/* What is proposed for a parameter can be read, has the present value, and
 * others around it. */
static void
test_suggest (void)
{
  static const struct {
    const char *name, *present, *suggested;
  } rows[] = {
    { "max_processed_dim", "1800", "1300,1800,2500" },
    { "max_processed_dim", "256", "256,360" },
    { "rotation_range", "180", "130,180" },
    { "window_radius", "8", "5.7,8,11" },
    { "regularisation", "0", "0,3.6,7" },
    { "regularisation", "2", "1.4,2,2.8" },
    { "section", "same", "same,auto,serial" },
    { "deformable", "false", "false,true" },
    { "moving_channel", "Cy 3", "Cy 3" },
  };
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);
  g_autoptr (SaffronParams) params = saffron_params_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const SaffronParamSpec *spec = saffron_param_spec_find (rows[i].name);
      g_autofree char *text = NULL;

      g_assert_true (
          saffron_params_set (params, rows[i].name, rows[i].present, NULL));
      text = saffron_sweep_suggest (spec, params);
      g_assert_cmpstr (text, ==, rows[i].suggested);
    }
  for (guint i = 0; i < n_specs; i++)
    {
      g_autofree char *text = saffron_sweep_suggest (&specs[i], params);
      g_autofree char *axis = g_strconcat (specs[i].name, "=", text, NULL);
      const char *axes[] = { axis, NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (SaffronSweep) sweep = saffron_sweep_new (params, axes, &error);

      g_assert_no_error (error);
      g_assert_nonnull (sweep);
    }
}

static SaffronRun *
run_placed_at (const SaffronParams *params, double x)
{
  SaffronAffine affine = { 1, 0, x, 0, 1, 0 };
  SaffronRunDraft *draft = saffron_run_draft_new ();

  draft->params = saffron_params_copy (params);
  draft->transform = saffron_transform_new (10, 10, &affine, NULL);
  return saffron_run_draft_finish (draft);
}

/* Results that are the same to the last bit are called so. */
static void
test_first_equal (void)
{
  static const char *const axes[] = { "num_features=100,200,300,400", NULL };
  static const double at[] = { 1, 2, 1, 1 };
  static const int first[] = { 0, 1, 0, 0 };
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (SaffronSweep) sweep = saffron_sweep_new (base, axes, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (at); i++)
    {
      g_autoptr (SaffronRun) run =
          run_placed_at (saffron_sweep_get_params (sweep, i), at[i]);

      g_assert_cmpint (saffron_sweep_first_equal (sweep, i), ==, -1);
      saffron_sweep_set_result (sweep, i, run, NULL);
      g_assert_cmpint (saffron_sweep_first_equal (sweep, i), ==, first[i]);
    }
  /* Without the first, the next of its equals is the first. */
  saffron_sweep_set_result (sweep, 0, NULL, "gone");
  g_assert_cmpint (saffron_sweep_first_equal (sweep, 3), ==, 2);
}

/* Adds a stage that was kept, with its residual. */
static void
add_stage (SaffronRunDraft *draft, const char *name, double residual)
{
  saffron_run_draft_add_stage (draft, name, TRUE, 9.0, residual, 1.0,
                               saffron_reasons_new ());
}

/* @landmarks: their held-out residual; NaN: there were none */
static SaffronRun *
run_held_out (const SaffronParams *params, double windows, double landmarks)
{
  SaffronRunDraft *draft = saffron_run_draft_new ();

  draft->params = saffron_params_copy (params);
  draft->transform = saffron_transform_new (
      10, 10, &(SaffronAffine){ 1, 0, 0, 0, 1, 0 }, NULL);
  add_stage (draft, "deformable", windows);
  if (!isnan (landmarks))
    add_stage (draft, "landmarks", landmarks);
  return saffron_run_draft_finish (draft);
}

/* The residuals of windows and of landmarks are two figures, and the best run
 * is chosen by one of them alone. */
static void
test_held_out (void)
{
  static const char *const axes[] = { "num_features=100,200", NULL };
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (SaffronSweep) sweep = saffron_sweep_new (base, axes, NULL);
  g_autoptr (SaffronRun) with =
      run_held_out (saffron_sweep_get_params (sweep, 0), 2.0, 5.0);
  g_autoptr (SaffronRun) without =
      run_held_out (saffron_sweep_get_params (sweep, 1), 3.0, NAN);
  g_autoptr (SaffronRun) better =
      run_held_out (saffron_sweep_get_params (sweep, 1), 3.0, 4.0);

  g_assert_cmpfloat (saffron_run_window_residual (with), ==, 2.0);
  g_assert_cmpfloat (saffron_run_landmark_residual (with), ==, 5.0);
  g_assert_cmpfloat (saffron_run_window_residual (without), ==, 3.0);
  g_assert_true (isnan (saffron_run_landmark_residual (without)));
  /* Five pixels of landmarks are no more than three of windows. */
  saffron_sweep_set_result (sweep, 0, with, NULL);
  saffron_sweep_set_result (sweep, 1, without, NULL);
  g_assert_cmpint (saffron_sweep_best (sweep), ==, 0);
  saffron_sweep_set_result (sweep, 1, better, NULL);
  g_assert_cmpint (saffron_sweep_best (sweep), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep/suggest", test_suggest);
  g_test_add_func ("/sweep/first-equal", test_first_equal);
  g_test_add_func ("/sweep/held-out", test_held_out);
  return g_test_run ();
}
