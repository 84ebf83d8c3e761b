/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/verdict-rivals.h"

/* Whether slides count as alike that are as alike laid in another way, but for
 * a gain place by place of @certainty standard errors; and whether what the
 * fits gained, @held_out standard errors, is told as the ground. */
static gboolean
hear (double certainty, double held_out, gboolean *told)
{
  g_autoptr (GPtrArray) against = saffron_reasons_new ();
  g_autoptr (GPtrArray) in_favour = saffron_reasons_new ();
  SaffronHeldOutGain gain = { held_out * 0.01, 0.01 * 0.01 };
  SaffronRivals rivals = { .likeness = 0.2, .area = 1000.0 };
  SaffronVerdict verdict = { 0 };

  rivals.kinds[SAFFRON_RIVAL_ELSEWHERE] = (SaffronRival){
    .found = TRUE,
    .likeness = 0.2,
    .margin = 0.0,
    .place = { 0.01, certainty, 40 },
  };
  verdict.certainty = NAN;
  saffron_verdict_hear_rivals (&verdict, &rivals, &gain, against, in_favour);
  g_assert_cmpfloat_with_epsilon (verdict.certainty, certainty, 1e-12);
  *told = saffron_reasons_find (in_favour, SAFFRON_REASON_HELD_OUT) != NULL;
  g_assert_true ((against->len == 0) == (in_favour->len > 0));
  return against->len == 0;
}

static void
test_held_out (void)
{
  gboolean told = FALSE;

  g_assert_false (hear (3.0, 0.0, &told));
  g_assert_false (hear (3.0, SAFFRON_VERDICT_HELD_OUT - 0.1, &told));
  g_assert_false (told);
  g_assert_true (hear (3.0, SAFFRON_VERDICT_HELD_OUT + 0.1, &told));
  g_assert_true (told);
  /* It does not make up for what is less alike in places. */
  g_assert_false (hear (1.9, 20.0, &told));
  g_assert_false (hear (-3.0, 20.0, &told));
  /* Where it is not needed it is not told. */
  g_assert_true (hear (6.0, 20.0, &told));
  g_assert_false (told);
}

/* The gains of stages add up, and so do their variances. */
static void
test_sum (void)
{
  SaffronHeldOutGain sum = { 0 };
  SaffronEvidence evidence = { .gain = 0.03, .error = 0.004 };

  g_assert_cmpfloat (saffron_held_out_gain_certainty (&sum), ==, 0.0);
  saffron_held_out_gain_add (&sum, &evidence);
  evidence.error = 0.003;
  evidence.gain = 0.01;
  saffron_held_out_gain_add (&sum, &evidence);
  g_assert_cmpfloat_with_epsilon (saffron_held_out_gain_certainty (&sum), 8.0,
                                  1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict-rivals/held-out", test_held_out);
  g_test_add_func ("/verdict-rivals/sum", test_sum);
  return g_test_run ();
}
