/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/registration.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>

#include "synth/write.h"

static const char *const stages[] = { "planes", "coarse", "grow",
                                      "pieces", "affine", "deformable",
                                      "fine",   "micro",  "evidence" };

#define N_STAGES G_N_ELEMENTS (stages)

/* What one registration came to; the loop stops when all have. */
typedef struct {
  GMainLoop *loop;
  int *n_left;
  const char *cancel_in; /* the stage; NULL: let it be */
  double cancel_past;    /* the fraction of the whole from which on */
  SaffronRegistration *registration;
  gboolean cancelled;
  gboolean fine; /* more work, so that there is a middle of it */
  double processor_seconds;
  gint64 cancelled_at;
  double begun[N_STAGES + 1]; /* the fraction at which each stage begins */
  GArray *fractions;          /* (nullable): all that were reported */
  GPtrArray *transforms;      /* (nullable): those of the stages */
  guint n_progress, n_transforms, n_finished;
  const char *stage; /* the last that was heard of */
  double fraction;
  SaffronRun *run;
  char *message;
} Watch;

static char *folder;
static char *reference;
static char *moving;

static double
processor_seconds (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
cancel_now (Watch *watch)
{
  watch->processor_seconds = processor_seconds ();
  watch->cancelled_at = g_get_monotonic_time ();
  watch->cancelled = TRUE;
  saffron_work_cancel (SAFFRON_WORK (watch->registration));
}

static guint
index_of (const char *stage)
{
  guint i = 0;

  while (!g_str_equal (stages[i], stage))
    g_assert_cmpuint (++i, <, N_STAGES);
  return i;
}

static void
on_progress (SaffronWork *work, gpointer user_data)
{
  Watch *watch = user_data;
  const char *stage = saffron_work_get_stage (work);
  double fraction = saffron_work_get_fraction (work);

  g_assert_false (watch->cancelled);
  g_assert_cmpfloat (fraction, >=, watch->fraction);
  g_assert_cmpuint (watch->n_finished, ==, 0);
  watch->fraction = fraction;
  if (watch->fractions != NULL)
    g_array_append_val (watch->fractions, fraction);
  watch->n_progress++;
  if (watch->stage == NULL || !g_str_equal (watch->stage, stage))
    {
      watch->stage = stages[index_of (stage)];
      watch->begun[index_of (stage)] = fraction;
    }
  if (g_strcmp0 (stage, watch->cancel_in) != 0 || fraction < watch->cancel_past)
    return;
  watch->registration = SAFFRON_REGISTRATION (work);
  cancel_now (watch);
}

static void
on_transform (SaffronWork *work,
              SaffronTransform *transform,
              gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_false (watch->cancelled);
  g_assert_nonnull (transform);
  watch->n_transforms++;
  if (watch->transforms != NULL)
    g_ptr_array_add (watch->transforms, saffron_transform_ref (transform));
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  Watch *watch = user_data;
  SaffronRun *run = saffron_registration_get_run (SAFFRON_REGISTRATION (work));
  const GError *error = saffron_work_get_error (work);

  watch->n_finished++;
  watch->processor_seconds = processor_seconds () - watch->processor_seconds;
  watch->run = run != NULL ? saffron_run_ref (run) : NULL;
  watch->message = error != NULL ? g_strdup (error->message) : NULL;
  if (--*watch->n_left == 0)
    g_main_loop_quit (watch->loop);
}

static void
watch_clear (Watch *watch)
{
  g_clear_pointer (&watch->run, saffron_run_unref);
  g_clear_pointer (&watch->message, g_free);
  g_clear_pointer (&watch->fractions, g_array_unref);
  g_clear_pointer (&watch->transforms, g_ptr_array_unref);
}

static SaffronRegistration *
start (Watch *watch, const char *moving_path)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (SaffronSession) session = saffron_session_new (reference);
  SaffronRegistration *registration = NULL;

  params->max_processed_dim = watch->fine ? 1000 : 300;
  params->max_non_rigid_dim = watch->fine ? 1000 : 350;
  registration = saffron_registration_new (
      session, saffron_session_add_moving (session, moving_path),
      &(SaffronRegisterOptions){ .params = params }, NULL, 2);
  g_signal_connect (registration, "changed", G_CALLBACK (on_progress), watch);
  g_signal_connect (registration, "message", G_CALLBACK (on_transform), watch);
  g_signal_connect (registration, "finished", G_CALLBACK (on_finished), watch);
  return registration;
}

/* All at once, to their ends. */
static void
run_all (Watch *watches, int n, const char *moving_path)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GPtrArray) started =
      g_ptr_array_new_with_free_func (g_object_unref);
  int n_left = n;

  for (int i = 0; i < n; i++)
    {
      watches[i].loop = loop;
      watches[i].n_left = &n_left;
      g_ptr_array_add (started, start (&watches[i], moving_path));
    }
  g_main_loop_run (loop);
  /* Nothing comes after the end. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  for (int i = 0; i < n; i++)
    g_assert_cmpuint (watches[i].n_finished, ==, 1);
}

static void
assert_done (const Watch *watch)
{
  g_assert_null (watch->message);
  g_assert_nonnull (watch->run);
  g_assert_true (watch->run->verified);
  g_assert_cmpuint (watch->n_progress, >, 4);
  g_assert_cmpuint (watch->n_transforms, >, 2);
}

/* Cancelled as each stage begins, and started again: the next one is not
 * disturbed and comes to the same as if there had been none before. */
static void
test_cancel_and_again (void)
{
  Watch first = { 0 }, last = { 0 };

  run_all (&first, 1, moving);
  assert_done (&first);
  for (guint i = 0; i < N_STAGES; i++)
    {
      Watch watch = { .cancel_in = stages[i] };

      run_all (&watch, 1, moving);
      g_test_message ("cancelled in %s after %u reports", stages[i],
                      watch.n_progress);
      g_assert_true (watch.cancelled);
      g_assert_null (watch.run);
      g_assert_null (watch.message);
    }
  run_all (&last, 1, moving);
  assert_done (&last);
  g_assert_true (
      saffron_transform_equal (first.run->transform, last.run->transform));
  watch_clear (&first);
  watch_clear (&last);
}

static void
watch_stages (Watch *watch)
{
  watch->fine = TRUE;
  watch->fractions = g_array_new (FALSE, FALSE, sizeof (double));
  watch->transforms =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_transform_unref);
}

/* What the stages before had come to stays what it was, and little is done
 * any more. On every processor for 200 ms is what a person may notice; more
 * work than that is a loop that does not ask. The clock says nothing on a
 * machine that is busy with other things, but that it does not hang. */
static void
assert_stopped (const Watch *watch, const Watch *whole)
{
  double seconds =
      (double) (g_get_monotonic_time () - watch->cancelled_at) / G_USEC_PER_SEC;
  double limit = 0.2 * g_get_num_processors () + 0.1;

  g_test_message ("cancelled in %s at %.0f %% after %u transforms: %.0f ms, "
                  "%.0f ms of work",
                  watch->cancel_in, 100.0 * watch->fraction,
                  watch->n_transforms, 1000.0 * seconds,
                  1000.0 * watch->processor_seconds);
  g_assert_null (watch->run);
  g_assert_null (watch->message);
  g_assert_cmpfloat (seconds, <, 20.0);
  if (g_getenv ("SAFFRON_SANITIZED") == NULL)
    g_assert_cmpfloat (watch->processor_seconds, <, limit);
  g_assert_cmpuint (watch->n_transforms, <=, whole->n_transforms);
  for (guint i = 0; i < watch->n_transforms; i++)
    g_assert_true (saffron_transform_equal (watch->transforms->pdata[i],
                                            whole->transforms->pdata[i]));
}

/* The last report before @fraction is reached: a loop that reports nothing, and
 * perhaps does not ask either, begins with it. */
static double
last_report (const Watch *whole, double fraction)
{
  double last = 0.0;

  for (guint i = 0; i < whole->fractions->len; i++)
    {
      double one = g_array_index (whole->fractions, double, i);

      if (one <= fraction)
        last = one;
    }
  return last;
}

/* At a third and at two thirds of each stage. */
static void
test_cancel_in_the_middle (void)
{
  Watch whole = { 0 };

  guint n_cancelled = 0;

  watch_stages (&whole);
  run_all (&whole, 1, moving);
  assert_done (&whole);
  whole.begun[N_STAGES] = 1.0;
  for (guint i = 0; i < 2 * N_STAGES; i++)
    {
      double from = whole.begun[i / 2], to = whole.begun[i / 2 + 1];
      double past = from + (to - from) * (i % 2 + 1) / 3.0;
      Watch watch = { .cancel_in = stages[i / 2],
                      .cancel_past = last_report (&whole, past) };

      watch_stages (&watch);
      run_all (&watch, 1, moving);
      if (watch.cancelled)
        assert_stopped (&watch, &whole);
      else
        g_test_message ("%s was over before", watch.cancel_in);
      n_cancelled += watch.cancelled;
      watch_clear (&watch);
    }
  /* A busy main loop may miss single reports, but not those of most stages. */
  g_assert_cmpuint (n_cancelled, >, N_STAGES);
  watch_clear (&whole);
}

/* Two at once, as two windows have them; one of three is cancelled. */
static void
test_at_once (void)
{
  Watch watches[3] = { { 0 }, { .cancel_in = "coarse" }, { 0 } };

  run_all (watches, 3, moving);
  assert_done (&watches[0]);
  assert_done (&watches[2]);
  g_assert_null (watches[1].run);
  /* Whose the memory was cannot be told. */
  g_assert_cmpint (watches[0].run->peak_memory, ==, 0);
  g_assert_cmpint (watches[2].run->peak_memory, ==, 0);
  g_assert_true (saffron_transform_equal (watches[0].run->transform,
                                          watches[2].run->transform));
  for (int i = 0; i < 3; i++)
    watch_clear (&watches[i]);
}

static void
test_missing_slide (void)
{
  Watch watch = { 0 };

  run_all (&watch, 1, "/nowhere/slide.tif");
  g_assert_null (watch.run);
  g_assert_nonnull (strstr (watch.message, "/nowhere/slide.tif"));
  watch_clear (&watch);
}

static void
make_slides (void)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  SaffronSynthFiles files = { .layout = SAFFRON_OME_SUBIFD };
  g_autoptr (SaffronSynth) synth = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;

  options.width = options.height = 1000;
  options.n_channels = 1;
  options.seed = 4;
  options.amplitude = (SaffronSynthRange){ 5.0, 10.0 };
  synth = saffron_synth_new (&options, &error);
  g_assert_no_error (error);
  folder = g_dir_make_tmp ("registration-XXXXXX", NULL);
  g_assert_true (saffron_synth_write (synth, folder, &files, NULL, &error));
  g_assert_no_error (error);
  first = saffron_synth_file_name (synth, 0);
  second = saffron_synth_file_name (synth, 1);
  reference = g_build_filename (folder, first, NULL);
  moving = g_build_filename (folder, second, NULL);
}

static void
remove_slides (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  g_free (reference);
  g_free (moving);
}

int
main (int argc, char **argv)
{
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  make_slides ();
  g_test_add_func ("/registration/cancel-and-again", test_cancel_and_again);
  g_test_add_func ("/registration/cancel-in-the-middle",
                   test_cancel_in_the_middle);
  g_test_add_func ("/registration/at-once", test_at_once);
  g_test_add_func ("/registration/missing-slide", test_missing_slide);
  status = g_test_run ();
  remove_slides ();
  return status;
}
