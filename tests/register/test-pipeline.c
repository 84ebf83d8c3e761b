/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pipeline-private.h"
#include "register/pipeline.h"

#include <math.h>

#include "base/error.h"
#include "register/memory-slide.h"
#include "register/stages.h"

/* Reports that each stage makes at least while it works. */
#define LEAST_STEPS 6

static SaffronSynth *synth;
static SaffronSlide *slides[2];

static void
test_needs (void)
{
  const SaffronStage *stages = saffron_stages ();
  /* What the caller may give. */
  guint there = SAFFRON_STAGE_LANDMARKS;

  for (guint i = 0; i < SAFFRON_N_STAGES; i++)
    {
      g_assert_cmpuint (stages[i].needs & ~there, ==, 0);
      there |= stages[i].gives;
      g_assert_true (saffron_stage_find (stages[i].name) == &stages[i]);
      g_assert_cmpstr (saffron_stage_title (stages[i].name), ==,
                       stages[i].title);
    }
  g_assert_cmpstr (stages[0].name, ==, "planes");
  g_assert_cmpstr (stages[SAFFRON_N_STAGES - 1].name, ==, "evidence");
  g_assert_null (saffron_stage_find ("dreams"));
  g_assert_cmpstr (saffron_stage_title ("dreams"), ==, "dreams");
}

static gboolean
is_group (const char *name)
{
  const char *one = NULL, *title = NULL;

  for (guint i = 0; (one = saffron_param_group (i, &title)) != NULL; i++)
    if (g_str_equal (one, name))
      {
        g_assert_nonnull (title);
        return TRUE;
      }
  return FALSE;
}

static void
test_param_groups (void)
{
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    if (!is_group (specs[i].stage))
      g_error ("%s is of the stage %s, which there is none", specs[i].name,
               specs[i].stage);
  for (guint i = 0; i < SAFFRON_N_STAGES; i++)
    g_assert_true (is_group (saffron_stages ()[i].name));
  g_assert_false (is_group ("dreams"));
}

/* What a job reports while it registers. */
typedef struct {
  double fraction;
  GHashTable *steps; /* stage → reports */
  GHashTable *first; /* stage → the fraction of its first report */
  GPtrArray *order;  /* names, as they come */
  const char *cancel_in;
} Watch;

static void
watch_init (Watch *watch)
{
  *watch = (Watch){ 0 };
  watch->steps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  watch->first =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  watch->order = g_ptr_array_new_with_free_func (g_free);
}

static void
watch_clear (Watch *watch)
{
  g_hash_table_unref (watch->steps);
  g_hash_table_unref (watch->first);
  g_ptr_array_unref (watch->order);
}

static void
on_report (SaffronJob *job,
           const char *stage,
           double fraction,
           gpointer user_data)
{
  Watch *watch = user_data;
  guint steps =
      GPOINTER_TO_UINT (g_hash_table_lookup (watch->steps, stage)) + 1;

  g_assert_cmpfloat (fraction, >=, watch->fraction);
  watch->fraction = fraction;
  g_hash_table_replace (watch->steps, g_strdup (stage),
                        GUINT_TO_POINTER (steps));
  if (steps == 1)
    {
      g_ptr_array_add (watch->order, g_strdup (stage));
      g_hash_table_insert (watch->first, g_strdup (stage),
                           g_memdup2 (&fraction, sizeof fraction));
    }
  if (g_strcmp0 (stage, watch->cancel_in) == 0)
    saffron_job_cancel (job);
}

static SaffronRun *
run (const SaffronRegisterOptions *options, Watch *watch, guint threads)
{
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  SaffronRun *result = NULL;

  saffron_job_set_threads (job, threads);
  if (watch != NULL)
    saffron_job_set_callback (job, on_report, watch);
  result = saffron_register (slides[0], slides[1], options, job, &error);
  if (watch != NULL && watch->cancel_in != NULL)
    {
      g_assert_null (result);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      return NULL;
    }
  g_assert_no_error (error);
  g_assert_nonnull (result);
  return result;
}

static const SaffronStageRecord *
find_record (const SaffronRun *result, const char *name)
{
  for (guint i = 0; i < result->stages->len; i++)
    {
      const SaffronStageRecord *record =
          &g_array_index (result->stages, SaffronStageRecord, i);

      if (g_str_equal (record->name, name))
        return record;
    }
  return NULL;
}

/* Records come in the order of the table. */
static void
assert_records (const SaffronRun *result)
{
  const SaffronStage *stage = saffron_stages ();

  for (guint i = 0; i < result->stages->len; i++, stage++)
    {
      const char *name =
          g_array_index (result->stages, SaffronStageRecord, i).name;

      while (!g_str_equal (stage->name, name))
        {
          stage++;
          g_assert_true (stage < saffron_stages () + SAFFRON_N_STAGES);
        }
    }
}

/* Each stage begins where the costs of those before it say, and moves often. */
static void
assert_honest (const Watch *watch, const SaffronParams *params)
{
  const SaffronStageInput input = {
    { slides[0], slides[1] }, params, FALSE, 0
  };
  const SaffronStage *stages = saffron_stages ();
  double seconds[SAFFRON_N_STAGES], total = 0.0, before = 0.0;
  guint n = 0;

  for (guint i = 0; i < SAFFRON_N_STAGES; i++)
    {
      SaffronStageCost cost = { 0 };

      stages[i].cost (&input, &cost);
      seconds[i] = cost.seconds;
      total += cost.seconds;
    }
  for (guint i = 0; i < SAFFRON_N_STAGES; i++)
    {
      const char *name = stages[i].name;
      const double *first = g_hash_table_lookup (watch->first, name);
      guint steps = GPOINTER_TO_UINT (g_hash_table_lookup (watch->steps, name));

      if (seconds[i] <= 0.0)
        {
          g_assert_null (first);
          continue;
        }
      g_test_message ("%s: %.1f %% to %.1f %%, %u reports", name,
                      100.0 * before / total,
                      100.0 * (before + seconds[i]) / total, steps);
      g_assert_cmpstr (watch->order->pdata[n++], ==, name);
      g_assert_cmpfloat_with_epsilon (*first, before / total, 1e-9);
      g_assert_cmpuint (steps, >=, LEAST_STEPS);
      before += seconds[i];
    }
  g_assert_cmpuint (n, ==, watch->order->len);
  g_assert_cmpfloat (watch->fraction, ==, 1.0);
}

static void
count_transform (SaffronTransform *transform, gpointer user_data)
{
  GPtrArray *told = user_data;

  g_ptr_array_add (told, saffron_transform_ref (transform));
}

static void
test_run (void)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (GPtrArray) told =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_transform_unref);
  SaffronRegisterOptions options = { .params = params,
                                     .stage_done = count_transform,
                                     .user_data = told };
  g_autoptr (SaffronRun) one = NULL;
  g_autoptr (SaffronRun) two = NULL;
  Watch watch;

  watch_init (&watch);
  one = run (&options, &watch, 1);
  g_assert_true (one->verified);
  g_assert_true (saffron_params_equal (one->params, params));
  g_assert_cmpint (one->region.width, ==, 0);
  g_assert_cmpstr (one->landmarks, ==, "0");
  assert_records (one);
  g_assert_nonnull (saffron_reasons_find (find_record (one, "fine")->reasons,
                                          SAFFRON_REASON_SAME_SECTION));
  g_assert_null (find_record (one, "landmarks"));
  assert_honest (&watch, params);
  for (int i = 0; i < 2; i++)
    {
      g_assert_cmpint (one->looks[i].kind, ==, SAFFRON_LOOK_INTENSITY);
      g_assert_cmpint (one->looks[i].channel, ==, 0);
      g_assert_cmpstr (one->looks[i].name, ==, "DAPI");
    }
  /* All stages but planes, which has no transform, and landmarks. */
  g_assert_cmpuint (told->len, ==, SAFFRON_N_STAGES - 2);
  g_assert_true (
      saffron_transform_equal (told->pdata[told->len - 1], one->transform));
  watch_clear (&watch);

  two = run (&options, NULL, 3);
  g_assert_true (saffron_transform_equal (one->transform, two->transform));
  g_assert_cmpfloat (one->quality, ==, two->quality);
}

/* Without bending, from a transform: what is off is recorded, and neither begun
 * nor counted. */
static void
test_start (void)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (SaffronTransform) start = NULL;
  g_autoptr (SaffronRun) result = NULL;
  const SaffronTruth *truth = saffron_synth_get_truth (synth, 1);
  SaffronRegisterOptions options = { .params = params };
  const SaffronStageRecord *coarse = NULL;
  Watch watch;

  g_assert_true (saffron_params_set (params, "deformable", "false", NULL));
  start = saffron_transform_new ((double) saffron_slide_get_width (slides[0]),
                                 (double) saffron_slide_get_height (slides[0]),
                                 &truth->inverse, NULL);
  options.start = start;
  watch_init (&watch);
  result = run (&options, &watch, 2);
  coarse = find_record (result, "coarse");
  g_assert_nonnull (
      saffron_reasons_find (coarse->reasons, SAFFRON_REASON_START_GIVEN));
  g_assert_nonnull (saffron_reasons_find (
      find_record (result, "deformable")->reasons, SAFFRON_REASON_NOT_ASKED));
  g_assert_null (saffron_transform_get_lattice (result->transform));
  g_assert_null (g_hash_table_lookup (watch.steps, "coarse"));
  g_assert_null (g_hash_table_lookup (watch.steps, "deformable"));
  g_assert_null (g_hash_table_lookup (watch.steps, "fine"));
  g_assert_cmpfloat (watch.fraction, ==, 1.0);
  watch_clear (&watch);
}

static void
test_cancel (void)
{
  static const char *const places[] = { "planes", "grow", "evidence" };
  g_autoptr (SaffronParams) params = saffron_params_new ();
  SaffronRegisterOptions options = { .params = params };

  g_assert_true (saffron_params_set (params, "deformable", "false", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      Watch watch;

      watch_init (&watch);
      watch.cancel_in = places[i];
      g_assert_null (run (&options, &watch, 2));
      watch_clear (&watch);
    }
}

/* Places that are marked in both slides, moved by @off on the reference. */
static GArray *
landmarks_of_truth (guint n, double off)
{
  GArray *landmarks = saffron_landmarks_new ();
  const SaffronRefPoint *points = saffron_synth_get_points (synth);

  for (guint i = 0; i < n; i++)
    saffron_landmarks_add (
        landmarks, (SaffronRefPoint){ points[i].x + off, points[i].y },
        saffron_synth_pull (synth, 1, points[i]), NULL, NULL);
  return landmarks;
}

/* They are one stage of the run, before the evidence, which hears them. */
static void
test_landmarks (void)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (GArray) landmarks = landmarks_of_truth (20, 0.0);
  SaffronRegisterOptions options = { .params = params, .landmarks = landmarks };
  g_autoptr (SaffronRun) result = NULL;
  g_autofree char *digest = saffron_landmarks_digest (landmarks);
  Watch watch;

  g_assert_true (saffron_params_set (params, "deformable", "false", NULL));
  watch_init (&watch);
  result = run (&options, &watch, 2);
  g_assert_true (result->verified);
  g_assert_true (find_record (result, "landmarks")->kept);
  g_assert_cmpfloat (find_record (result, "landmarks")->after, <,
                     find_record (result, "landmarks")->before);
  g_assert_nonnull (
      saffron_reasons_find (result->reasons, SAFFRON_REASON_LANDMARKS_AGREE));
  g_assert_nonnull (saffron_transform_get_lattice (result->transform));
  g_assert_cmpstr (result->landmarks, ==, digest);
  assert_records (result);
  g_assert_cmpstr (watch.order->pdata[watch.order->len - 2], ==, "landmarks");
  watch_clear (&watch);
}

static void
test_landmarks_beyond (void)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (GArray) landmarks = landmarks_of_truth (3, 1e6);
  SaffronRegisterOptions options = { .params = params, .landmarks = landmarks };
  g_autoptr (GError) error = NULL;

  g_assert_null (
      saffron_register (slides[0], slides[1], &options, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
}

/* A part of the reference from the truth: the run knows its region, and the
 * transform is one of the whole slides. */
static void
test_region (void)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (SaffronTransform) start = NULL;
  g_autoptr (SaffronRun) result = NULL;
  g_autoptr (GArray) landmarks = landmarks_of_truth (6, 0.0);
  const SaffronTruth *truth = saffron_synth_get_truth (synth, 1);
  double width = (double) saffron_slide_get_width (slides[0]);
  double height = (double) saffron_slide_get_height (slides[0]);
  SaffronRegisterOptions options = {
    .params = params,
    .landmarks = landmarks,
    .region = { (gint64) width / 4, (gint64) height / 4, (gint64) width / 2,
                (gint64) height / 2 },
  };
  SaffronRefPoint middle = { width / 2.0, height / 2.0 };
  SaffronMovPoint is, should;

  start = saffron_transform_new (width, height, &truth->inverse, NULL);
  options.start = start;
  result = run (&options, NULL, 2);
  g_assert_cmpint (result->region.x, <=, options.region.x);
  g_assert_cmpint (result->region.width, >=, options.region.width);
  g_assert_cmpfloat (saffron_transform_get_width (result->transform), ==,
                     width);
  g_assert_null (result->landmarks);
  g_assert_null (find_record (result, "landmarks"));
  is = saffron_transform_pull (result->transform, middle);
  should = saffron_synth_pull (synth, 1, middle);
  g_assert_cmpfloat (hypot (is.x - should.x, is.y - should.y), <, 3.0);
}

/* A stage that was kept although its residual rose says so, by the kind of what
 * was held out; no other does. */
static void
test_rise (void)
{
  static const struct {
    const char *stage;
    gboolean kept;
    double before, after;
    int code; /* -1: none */
  } rows[] = {
    { "deformable", TRUE, 1.0, 1.2, SAFFRON_REASON_WINDOWS_ROSE },
    { "landmarks", TRUE, 1.0, 1.2, SAFFRON_REASON_LANDMARKS_ROSE },
    { "deformable", FALSE, 1.0, 1.2, -1 },
    { "deformable", TRUE, 1.2, 1.0, -1 },
    { "deformable", TRUE, 1.0, 1.001, -1 },
    { "deformable", TRUE, NAN, 1.0, -1 },
    { "landmarks", TRUE, 1.0, NAN, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) reasons = saffron_reasons_new ();
      const SaffronReason *reason = NULL;

      saffron_stage_explain_rise (rows[i].stage, rows[i].kept, rows[i].before,
                                  rows[i].after, reasons);
      g_assert_cmpuint (reasons->len, ==, rows[i].code >= 0 ? 1 : 0);
      if (reasons->len == 0)
        continue;
      reason = reasons->pdata[0];
      g_assert_cmpint (reason->code, ==, rows[i].code);
      g_assert_cmpfloat (reason->numbers[0], ==, rows[i].before);
      g_assert_cmpfloat (reason->numbers[1], ==, rows[i].after);
    }
}

int
main (int argc, char **argv)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  int failed;

  g_test_init (&argc, &argv, NULL);
  options.width = options.height = 1200;
  options.n_channels = 1;
  options.amplitude = (SaffronSynthRange){ 6.0, 12.0 };
  synth = saffron_synth_new (&options, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 2; i++)
    slides[i] = memory_slide_of_synth (synth, i);

  g_test_add_func ("/pipeline/needs", test_needs);
  g_test_add_func ("/pipeline/param-groups", test_param_groups);
  g_test_add_func ("/pipeline/run", test_run);
  g_test_add_func ("/pipeline/start", test_start);
  g_test_add_func ("/pipeline/cancel", test_cancel);
  g_test_add_func ("/pipeline/landmarks", test_landmarks);
  g_test_add_func ("/pipeline/landmarks-beyond", test_landmarks_beyond);
  g_test_add_func ("/pipeline/region", test_region);
  g_test_add_func ("/pipeline/rise", test_rise);
  failed = g_test_run ();
  g_object_unref (slides[0]);
  g_object_unref (slides[1]);
  saffron_synth_free (synth);
  return failed;
}
