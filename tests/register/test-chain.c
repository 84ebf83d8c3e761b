/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/chain.h"

#include "quality/words.h"
#include "register/order.h"
#include "register/stack.h"

#define N 4
/* Level-0 pixels: tissue of a radius of 390 that is turned wrongly is missed by
 * far more, and sections that share few cells are not met more closely. */
#define RIGHT 60.0
#define WRONG 90.0

static SaffronSlide *slides[N];
static SaffronParams *params;

static SaffronRun *
register_over (guint slide, const SaffronChainLink *links, guint n)
{
  SaffronRegisterOptions options = { .params = params };
  g_autoptr (GError) error = NULL;
  SaffronRun *run = saffron_register_chain (slides[0], slides[slide], &options,
                                            links, n, NULL, &error);

  g_assert_no_error (error);
  return run;
}

static void
test_likeness (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronLikenessMatrix) matrix =
      saffron_likeness_matrix_measure (slides, N, 0, params, NULL, &error);
  SaffronSlide *some[] = { slides[0], NULL, slides[1] };
  g_autoptr (SaffronLikenessMatrix) partly =
      saffron_likeness_matrix_measure (some, 3, 0, params, NULL, &error);
  g_autoptr (SaffronJob) job = saffron_job_new ();

  g_assert_no_error (error);
  for (guint i = 0; i + 2 < N; i++)
    {
      double near = saffron_likeness_matrix_get (matrix, i, i + 1);

      g_assert_cmpfloat (near, ==,
                         saffron_likeness_matrix_get (matrix, i + 1, i));
      g_assert_cmpfloat (near, >,
                         saffron_likeness_matrix_get (matrix, i, i + 2)
                             + SAFFRON_ORDER_MARGIN);
    }
  /* What cannot be read is like none, and changes nothing for others. */
  g_assert_true (isnan (saffron_likeness_matrix_get (partly, 0, 1)));
  g_assert_cmpfloat (saffron_likeness_matrix_get (partly, 0, 2), ==,
                     saffron_likeness_matrix_get (matrix, 0, 1));

  saffron_job_cancel (job);
  g_assert_null (
      saffron_likeness_matrix_measure (slides, N, 0, params, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static const SaffronReason *
find (SaffronRun *run, SaffronReasonCode code)
{
  const SaffronReason *reason = saffron_reasons_find (run->reasons, code);
  g_autofree char *words = NULL;

  g_assert_nonnull (reason);
  words = saffron_reason_to_words (reason);
  g_assert_nonnull (strstr (words, reason->text));
  return reason;
}

/* The last section shares no cell with the reference, and is found over the
 * ones between; the first two are registered directly. */
static void
test_stack (void)
{
  g_autoptr (SaffronRun) first = register_over (1, NULL, 0);
  SaffronChainLink links[2] = { { slides[1], first, "one" } };
  g_autoptr (SaffronRun) second = register_over (2, links, 1);
  g_autoptr (SaffronRun) direct = register_over (3, NULL, 0);
  g_autoptr (SaffronRun) over = NULL;
  g_autoptr (SaffronRun) wrong = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (SaffronRun) read = NULL;

  g_assert_true (first->verified);
  g_assert_null (saffron_chain_get_over (first));
  g_assert_cmpfloat (stack_error (first->transform, 1), <, RIGHT);
  g_assert_true (saffron_chain_supports (second));
  g_assert_cmpfloat (stack_error (second->transform, 2), <, RIGHT);

  g_assert_false (direct->verified);
  g_assert_false (saffron_chain_supports (direct));
  g_assert_cmpfloat (stack_error (direct->transform, 3), >, WRONG);

  links[0] = (SaffronChainLink){ slides[2], second, "two" };
  links[1] = (SaffronChainLink){ slides[1], first, "one" };
  over = register_over (3, links, 2);
  g_assert_cmpfloat (stack_error (over->transform, 3), <, RIGHT);
  g_assert_cmpstr (saffron_chain_get_over (over), ==, "two");
  find (over, SAFFRON_REASON_CHAIN_LINKS);
  g_assert_true (saffron_chain_supports (over));
  /* The reference and the slide themselves still show nothing. */
  g_assert_false (over->verified);

  node = saffron_run_to_json (over);
  read = saffron_run_from_json (node, NULL);
  g_assert_cmpstr (saffron_chain_get_over (read), ==, "two");

  /* Over a slide that lies wrongly, or one that it does not match, nothing is
   * laid, and it is said. */
  links[0] = (SaffronChainLink){ slides[3], direct, "three" };
  wrong = register_over (2, links, 1);
  g_assert_null (saffron_chain_get_over (wrong));
  g_assert_cmpstr (find (wrong, SAFFRON_REASON_CHAIN_BROKEN)->text, ==,
                   "three");
  g_assert_cmpfloat (stack_error (wrong->transform, 2), <, RIGHT);
}

/* Slides alike are registered directly, though they could go over another. */
static void
test_prefers (void)
{
  const SaffronRunState none = SAFFRON_RUN_UNVERIFIED;
  const SaffronRunState partly = SAFFRON_RUN_PARTLY;
  const SaffronRunState all = SAFFRON_RUN_VERIFIED;

  g_assert_true (saffron_chain_prefers (none, all, -9.0));
  g_assert_true (saffron_chain_prefers (partly, all, -9.0));
  g_assert_false (saffron_chain_prefers (all, partly, 9.0));
  g_assert_false (saffron_chain_prefers (all, none, 9.0));
  g_assert_false (saffron_chain_prefers (all, all, 1.9));
  g_assert_true (saffron_chain_prefers (all, all, 2.0));
  g_assert_true (saffron_chain_prefers (none, none, -4.9));
  g_assert_false (saffron_chain_prefers (none, none, -5.0));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  params = saffron_params_new ();
  params->micro_reg_fraction = 0.0;
  params->max_processed_dim = 600;
  params->max_non_rigid_dim = 512;
  for (int k = 0; k < N; k++)
    slides[k] = stack_slide (1, k, k);
  g_test_add_func ("/chain/likeness", test_likeness);
  g_test_add_func ("/chain/stack", test_stack);
  g_test_add_func ("/chain/prefers", test_prefers);
  status = g_test_run ();
  for (int k = 0; k < N; k++)
    g_object_unref (slides[k]);
  saffron_params_free (params);
  return status;
}
