/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/order.h"

#include <math.h>

static void
check_step (GArray *steps, guint at, guint slide, const char *over)
{
  const SaffronOrderStep *step = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_cmpuint (at, <, steps->len);
  step = &g_array_index (steps, SaffronOrderStep, at);
  g_assert_cmpuint (step->slide, ==, slide);
  for (guint i = 0; i < step->n_over; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "", step->over[i]);
  g_assert_cmpstr (text->str, ==, over);
}

/* How alike slides are whose places in the stack are @places. */
static SaffronLikenessMatrix *
make_stack (const double *places, guint n)
{
  SaffronLikenessMatrix *matrix = saffron_likeness_matrix_new (n);

  for (guint a = 0; a < n; a++)
    for (guint b = 0; b < a; b++)
      saffron_likeness_matrix_set (matrix, a, b,
                                   0.8 - 0.15 * fabs (places[a] - places[b]));
  return matrix;
}

/* A stack in order: each over the one before it, then over those before. */
static void
test_in_order (void)
{
  g_autoptr (SaffronLikenessMatrix) matrix =
      make_stack ((const double[]){ 0, 1, 2, 3, 4 }, 5);
  g_autoptr (GArray) steps = saffron_order_by_likeness (matrix, 0);

  g_assert_cmpuint (steps->len, ==, 4);
  check_step (steps, 0, 1, "");
  check_step (steps, 1, 2, "1");
  check_step (steps, 2, 3, "2 1");
  check_step (steps, 3, 4, "3 2 1");
}

/* The files' order says nothing: likeness decides. The reference lies in the
 * middle, and both sides grow from it. */
static void
test_shuffled (void)
{
  g_autoptr (SaffronLikenessMatrix) matrix =
      make_stack ((const double[]){ 4.1, 0, 2, 1, 3 }, 5);
  g_autoptr (GArray) steps = saffron_order_by_likeness (matrix, 2);

  g_assert_cmpuint (steps->len, ==, 4);
  check_step (steps, 0, 3, "");
  check_step (steps, 1, 4, "");
  check_step (steps, 2, 1, "3");
  check_step (steps, 3, 0, "4");
}

/* Rounds of one section are all alike: no detours. */
static void
test_rounds (void)
{
  g_autoptr (SaffronLikenessMatrix) matrix = saffron_likeness_matrix_new (4);
  g_autoptr (GArray) steps = NULL;

  for (guint a = 0; a < 4; a++)
    for (guint b = 0; b < a; b++)
      saffron_likeness_matrix_set (matrix, a, b, b == 0 ? 0.9 : 0.93);
  steps = saffron_order_by_likeness (matrix, 0);
  for (guint i = 0; i < 3; i++)
    check_step (steps, i, i + 1, "");
}

/* A slide that could not be read is like none; it has its turn all the same. */
static void
test_unread (void)
{
  g_autoptr (SaffronLikenessMatrix) matrix =
      make_stack ((const double[]){ 0, 1, 2 }, 3);
  g_autoptr (GArray) steps = NULL;

  for (guint i = 0; i < 3; i++)
    saffron_likeness_matrix_set (matrix, 1, i, NAN);
  steps = saffron_order_by_likeness (matrix, 0);
  g_assert_cmpuint (steps->len, ==, 2);
  check_step (steps, 0, 2, "");
  check_step (steps, 1, 1, "");
}

static void
test_as_given (void)
{
  g_autoptr (GArray) steps = saffron_order_as_given (6, 2);
  g_autoptr (GArray) long_steps = saffron_order_as_given (7, 0);

  g_assert_cmpuint (steps->len, ==, 5);
  check_step (steps, 0, 3, "");
  check_step (steps, 1, 4, "3");
  check_step (steps, 2, 5, "4 3");
  check_step (steps, 3, 1, "");
  check_step (steps, 4, 0, "1");
  check_step (long_steps, 5, 6, "5 4 3");
}

static void
test_parameter (void)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (saffron_order_of (params), ==, SAFFRON_ORDER_REFERENCE);
  saffron_params_set (params, "order", "chain", &error);
  g_assert_no_error (error);
  g_assert_cmpint (saffron_order_of (params), ==, SAFFRON_ORDER_CHAIN);
  saffron_params_set (params, "order", "given", &error);
  g_assert_no_error (error);
  g_assert_cmpint (saffron_order_of (params), ==, SAFFRON_ORDER_GIVEN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/order/in-order", test_in_order);
  g_test_add_func ("/order/shuffled", test_shuffled);
  g_test_add_func ("/order/rounds", test_rounds);
  g_test_add_func ("/order/unread", test_unread);
  g_test_add_func ("/order/as-given", test_as_given);
  g_test_add_func ("/order/parameter", test_parameter);
  return g_test_run ();
}
