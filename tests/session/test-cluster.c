/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/cluster.h"

#include <string.h>

#include "base/duration.h"
#include "base/json.h"
#include "view/fake-slide.h"

static SaffronParams *
make_params (const char *name, const char *value)
{
  SaffronParams *params = saffron_params_new ();

  g_assert_true (saffron_params_set (params, name, value, NULL));
  return params;
}

static void
test_asks (void)
{
  SaffronClusterNeed need = { 0 };
  SaffronForecast a = { .cluster = { .peak_memory = 1500000000,
                                     .seconds = 100.0 },
                        .cluster_cpus = 4 };
  SaffronForecast b = {
    .cluster = { .peak_memory = 700000000, .seconds = 60.0 }, .cluster_cpus = 4
  };

  saffron_cluster_need_add (&need, &a);
  saffron_cluster_need_add (&need, &b);
  /* The need is the largest memory and the sum of the times. */
  g_assert_cmpint (need.memory, ==, 1500000000);
  g_assert_cmpfloat (need.seconds, ==, 160.0);
  g_assert_cmpuint (need.n_slides, ==, 2);
  /* 2.25e9 bytes are 2.1 GB of 1024³; 640 s are 10.7 minutes. */
  g_assert_cmpint (saffron_cluster_ask_gb (&need), ==, 3);
  g_assert_cmpint (saffron_cluster_ask_minutes (&need), ==, 20);
}

static void
test_nextflow (void)
{
  SaffronForecast forecast = {
    .cluster = { .peak_memory = 310000000, .seconds = 2.0 }, .cluster_cpus = 8
  };
  SaffronClusterNeed need = { 0 };
  g_autoptr (SaffronParams) params = make_params ("kind", "brightfield");
  g_autofree char *alone = saffron_cluster_nextflow (params, &need);
  g_autofree char *full = NULL;

  g_assert_null (strstr (alone, "process {"));
  saffron_cluster_need_add (&need, &forecast);
  full = saffron_cluster_nextflow (params, &need);
  g_assert_true (g_str_has_prefix (full, alone));
  g_assert_cmpstr (full + strlen (alone), ==,
                   "\nprocess {\n"
                   "    // estimated for 1 moving slide on 8 processors: "
                   "310 MB, 2.0 s;\n"
                   "    // asked for: 1.5 times the memory, 4 times the time, "
                   "rounded up\n"
                   "    withName: 'REGISTER' {\n"
                   "        cpus   = 8\n"
                   "        memory = '1 GB'\n"
                   "        time   = '10 min'\n"
                   "    }\n"
                   "}\n");
}

/* Checks that a shell splits the command into the original words, and that
 * another folder takes the place of the one that the slides have in common. */
static void
test_command (void)
{
  const char *slides[] = { "/home/me/a b/it's.tif", "/home/me/all/2.ome.tif",
                           NULL };
  g_autoptr (SaffronParams) params =
      make_params ("reference_markers", "DAPI, $x");
  g_autofree char *text = saffron_cluster_command (
      slides, NULL, NULL, "out put.saffron", "/scratch", params);
  g_auto (GStrv) words = NULL;
  const char *expected[] = { "saffron-cli",
                             "register",
                             "/scratch/a b/it's.tif",
                             "/scratch/all/2.ome.tif",
                             "-o",
                             "/scratch/out put.saffron",
                             "--set",
                             "reference_markers=DAPI, $x",
                             NULL };

  g_assert_true (g_shell_parse_argv (text, NULL, &words, NULL));
  g_assert_cmpuint (g_strv_length (words), ==, 8);
  for (int i = 0; expected[i] != NULL; i++)
    g_assert_cmpstr (words[i], ==, expected[i]);
  g_assert_nonnull (strstr (text, " /scratch/all/2.ome.tif "));
}

/* Checks that the command names each slide's start, to the last bit. */
static void
test_command_start (void)
{
  static const SaffronAffine start = { 0.1, -1, 1e3 / 3.0, 1, 0.1, -7.5 };
  const char *slides[] = { "/ref.tif", "/plain.tif", "/it's=1.tif", NULL };
  const SaffronAffine *starts[] = { NULL, &start };
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autofree char *text = saffron_cluster_command (slides, NULL, starts,
                                                   "out.saffron", ".", params);
  g_auto (GStrv) words = NULL;

  g_assert_true (g_shell_parse_argv (text, NULL, &words, NULL));
  g_assert_cmpuint (g_strv_length (words), ==, 9);
  g_assert_cmpstr (words[7], ==, "--start");
  g_assert_cmpstr (words[8], ==,
                   "./it's=1.tif=0.1,-1,333.3333333333333,1,0.1,-7.5");
}

/* Checks that the command names the scenes and planes that were chosen, and
 * only those. */
static void
test_command_choice (void)
{
  static const SaffronSlideChoice choices[] = {
    { .scene = 2 }, { .z = SAFFRON_Z_MAX }, { 0 }, { .scene = 1, .z = 7 }
  };
  const char *slides[] = { "/r.tif", "/a=b.tif", "/c.tif", "/d e.tif", NULL };
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autofree char *text = saffron_cluster_command (slides, choices, NULL,
                                                   "out.saffron", ".", params);

  g_assert_cmpstr (strstr (text, " --scene"), ==,
                   " --scene ./r.tif=2 --z ./a=b.tif=max --scene './d e.tif=1' "
                   "--z './d e.tif=7'");
}

static void
test_json (void)
{
  g_autoptr (SaffronParams) params = make_params ("regularisation", "0.1");
  g_autofree char *text = saffron_cluster_json (params);
  g_autoptr (JsonNode) node =
      saffron_json_parse (text, strlen (text), "text", NULL);
  g_autoptr (SaffronParams) again = saffron_params_from_json (node, NULL);

  g_assert_true (saffron_params_equal (params, again));
}

/* Checks that the fitting parameters fit, are close to the requested ones, and
 * leave parameters alone that do not affect the memory. */
static void
test_fitting (void)
{
  const FakeSlide spec = { .width = 40000,
                           .height = 30000,
                           .n_levels = 6,
                           .n_channels = 1,
                           .type = SAFFRON_SAMPLE_U16 };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronParams) params = make_params ("max_non_rigid_dim", "9000");
  g_autoptr (SaffronForecast) all =
      saffron_forecast_new (slide, slide, params, 2, 4, 0);
  g_autoptr (SaffronForecast) some = NULL;
  g_autoptr (SaffronForecast) less = NULL;
  g_autoptr (SaffronForecast) none = NULL;
  gint64 limit;

  g_assert_cmpuint (all->here_cpus, ==, 2);
  g_assert_cmpuint (all->cluster_cpus, ==, 4);
  g_assert_cmpfloat (all->cluster.seconds, <, all->here.seconds);
  limit = all->here.peak_memory / 2;
  some = saffron_forecast_new (slide, slide, params, 2, 4, limit);
  g_assert_false (some->fits);
  g_assert_nonnull (some->fitting);
  g_assert_cmpint (some->fitting->max_non_rigid_dim, <, 9000);
  g_assert_cmpint (some->fitting->max_non_rigid_dim, >, 4000);
  g_assert_cmpint (some->fitting->max_processed_dim, ==,
                   params->max_processed_dim);
  less = saffron_forecast_new (slide, slide, some->fitting, 2, 4, limit);
  g_assert_true (less->fits);
  g_assert_null (less->fitting);
  none = saffron_forecast_new (slide, slide, params, 2, 4, 1000);
  g_assert_false (none->fits);
  g_assert_null (none->fitting);
}

/* Of a large slide it is the micro stage that takes most. */
static void
test_fitting_fraction (void)
{
  const FakeSlide spec = { .width = 60000,
                           .height = 50000,
                           .n_levels = 7,
                           .n_channels = 1,
                           .type = SAFFRON_SAMPLE_U16 };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronParams) params = make_params ("micro_reg_fraction", "0.5");
  g_autoptr (SaffronForecast) all =
      saffron_forecast_new (slide, slide, params, 2, 4, 0);
  g_autoptr (SaffronForecast) some = NULL;
  gint64 limit = all->here.peak_memory * 3 / 4;

  some = saffron_forecast_new (slide, slide, params, 2, 4, limit);
  g_assert_false (some->fits);
  g_assert_nonnull (some->fitting);
  g_assert_cmpfloat (some->fitting->micro_reg_fraction, <, 0.5);
  g_assert_cmpfloat (some->fitting->micro_reg_fraction, >, 0.2);
  g_assert_cmpint (some->fitting->max_non_rigid_dim, ==,
                   params->max_non_rigid_dim);
}

static void
test_words (void)
{
  g_autofree char *a = saffron_describe_seconds (3.21);
  g_autofree char *b = saffron_describe_seconds (12.3);
  g_autofree char *c = saffron_describe_seconds (249.5);
  g_autofree char *d = saffron_describe_seconds (7530.0);
  g_autofree char *e = saffron_estimate_describe (1234567890, 1.0);

  g_assert_cmpstr (a, ==, "3.2 s");
  g_assert_cmpstr (b, ==, "13 s");
  g_assert_cmpstr (c, ==, "4 min 10 s");
  g_assert_cmpstr (d, ==, "2 h 5 min");
  g_assert_cmpstr (e, ==, "1.23 GB, 1.0 s");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cluster/asks", test_asks);
  g_test_add_func ("/cluster/nextflow", test_nextflow);
  g_test_add_func ("/cluster/command", test_command);
  g_test_add_func ("/cluster/command-start", test_command_start);
  g_test_add_func ("/cluster/command-choice", test_command_choice);
  g_test_add_func ("/cluster/json", test_json);
  g_test_add_func ("/forecast/fitting", test_fitting);
  g_test_add_func ("/forecast/fitting-fraction", test_fitting_fraction);
  g_test_add_func ("/forecast/words", test_words);
  return g_test_run ();
}
