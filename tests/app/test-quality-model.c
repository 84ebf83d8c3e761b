/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/quality-model.h"

#include <math.h>

#include "common.h"
#include "register/run-draft.h"
#include "register/run-look.h"
#include "register/synth-pair.h"
#include "synth/write.h"

#define SIDE 600
/* A run that is wrong lays everything so far beside, pixels. */
#define WRONG 25.0

static char *folder;
static char *paths[2];
static SaffronTransform *truth;

static void
write_slides (void)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  SaffronSynthFiles how = { .overwrite = TRUE };
  g_autoptr (SaffronSynth) synth = NULL;
  g_autoptr (GError) error = NULL;

  options.width = options.height = SIDE;
  options.n_channels = 1;
  options.rotation = (SaffronSynthRange){ 10.0, 10.0 };
  /* The true transform is almost its affine part. */
  options.amplitude = (SaffronSynthRange){ 1.0, 1.0 };
  synth = saffron_synth_new (&options, &error);
  g_assert_no_error (error);
  saffron_synth_write (synth, folder, &how, NULL, &error);
  g_assert_no_error (error);
  truth = synth_pair_truth (synth);
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("slide%d_DAPI.ome.tif", i + 1);

      paths[i] = g_build_filename (folder, name, NULL);
    }
}

typedef struct {
  SaffronDocument *document;
  SaffronWorkList *works;
  SaffronQualityModel *model;
  SaffronSession *session;
  SaffronMoving *moving;
  int n_changed, n_place;
} Fixture;

static void
count (int *n)
{
  (*n)++;
}

static void
on_refused (SaffronDocument *document, const char *message, gpointer user_data)
{
  g_error ("%s", message);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  GFile *files[] = { g_file_new_for_path (paths[0]),
                     g_file_new_for_path (paths[1]) };

  f->document = saffron_document_new (1 << 24, 1);
  f->works = saffron_work_list_new ();
  g_signal_connect (f->document, "refused", G_CALLBACK (on_refused), NULL);
  saffron_document_open (f->document, &files[0], 1, SAFFRON_OPEN_AS_REFERENCE);
  while (saffron_document_get_reference (f->document) == NULL)
    g_main_context_iteration (NULL, TRUE);
  saffron_document_open (f->document, &files[1], 1, SAFFRON_OPEN_AS_MOVING);
  while (saffron_document_get_shown_layer (f->document) == NULL)
    g_main_context_iteration (NULL, TRUE);
  f->session = saffron_document_get_session (f->document);
  f->moving = saffron_document_get_shown (f->document);
  f->model = saffron_quality_model_new (f->document, f->works);
  g_signal_connect_swapped (f->model, "changed", G_CALLBACK (count),
                            &f->n_changed);
  g_signal_connect_swapped (f->model, "place", G_CALLBACK (count), &f->n_place);
  for (int i = 0; i < 2; i++)
    g_object_unref (files[i]);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_run_dispose (G_OBJECT (f->model));
  g_object_unref (f->model);
  saffron_document_close (f->document);
  /* Work that was cancelled ends before the slides go. */
  while (g_list_model_get_n_items (G_LIST_MODEL (f->works)) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (f->document);
  g_object_unref (f->works);
}

static SaffronRunEntry *
add_run (Fixture *f, double shift)
{
  SaffronRunDraft *draft = saffron_run_draft_new ();
  g_autoptr (SaffronRun) run = NULL;
  SaffronAffine affine = *saffron_transform_get_affine (truth);

  affine.x0 += shift;
  draft->transform = saffron_transform_new (SIDE, SIDE, &affine, NULL);
  draft->params = saffron_params_new ();
  run = saffron_run_draft_finish (draft);
  return saffron_session_add_run (f->session, f->moving, run);
}

static SaffronQualityState
state (Fixture *f)
{
  return saffron_quality_model_get_state (f->model);
}

static const SaffronQuality *
wait_measured (Fixture *f)
{
  g_assert_cmpint (state (f), ==, SAFFRON_QUALITY_MEASURING);
  g_assert_null (saffron_quality_model_get (f->model));
  while (state (f) == SAFFRON_QUALITY_MEASURING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (state (f), ==, SAFFRON_QUALITY_READY);
  return saffron_quality_model_get (f->model);
}

static double
median (const SaffronQuality *quality)
{
  return saffron_windows_quantile (quality->windows, SAFFRON_WINDOW_ERROR, 0.5);
}

/* Nothing is measured unasked; what was measured is kept for its run. */
static void
test_runs (Fixture *f, gconstpointer data)
{
  SaffronRunEntry *wrong = NULL, *right = NULL;
  const SaffronQuality *quality = NULL;
  double error;

  g_assert_cmpint (state (f), ==, SAFFRON_QUALITY_NONE);
  g_assert_null (saffron_quality_model_get_entry (f->model));
  saffron_quality_model_want (f->model);
  g_assert_cmpint (state (f), ==, SAFFRON_QUALITY_NONE);

  wrong = add_run (f, WRONG);
  g_assert_true (saffron_quality_model_get_entry (f->model) == wrong);
  g_assert_cmpint (state (f), ==, SAFFRON_QUALITY_NONE);
  saffron_quality_model_want (f->model);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->works)), ==, 1);
  error = median (wait_measured (f));
  g_assert_cmpfloat_with_epsilon (error, WRONG, 0.3 * WRONG);

  right = add_run (f, 0.0);
  g_assert_true (saffron_quality_model_get_entry (f->model) == right);
  g_assert_cmpint (state (f), ==, SAFFRON_QUALITY_NONE);
  saffron_quality_model_want (f->model);
  quality = wait_measured (f);
  g_assert_cmpfloat (median (quality), <, WRONG / 3.0);

  saffron_session_set_current_run (f->session, wrong);
  g_assert_cmpint (state (f), ==, SAFFRON_QUALITY_READY);
  g_assert_cmpfloat (median (saffron_quality_model_get (f->model)), ==, error);
  saffron_session_remove_run (f->session, wrong);
  g_assert_true (saffron_quality_model_get (f->model) == quality);
}

/* Another run on screen ends the measuring of the former. */
static void
test_another (Fixture *f, gconstpointer data)
{
  SaffronRunEntry *first = add_run (f, WRONG);

  saffron_quality_model_want (f->model);
  g_assert_cmpint (state (f), ==, SAFFRON_QUALITY_MEASURING);
  add_run (f, 0.0);
  g_assert_cmpint (state (f), ==, SAFFRON_QUALITY_NONE);
  g_assert_null (saffron_work_list_get_last (f->works));
  /* Nobody cancelled it. */
  saffron_session_set_current_run (f->session, first);
  saffron_quality_model_want (f->model);
  wait_measured (f);
}

/* What a person cancelled starts again when a person wants it to. */
static void
test_cancel (Fixture *f, gconstpointer data)
{
  add_run (f, 0.0);
  saffron_quality_model_want (f->model);
  saffron_work_list_cancel_all (f->works);
  g_assert_cmpint (state (f), ==, SAFFRON_QUALITY_NONE);
  saffron_quality_model_want (f->model);
  g_assert_cmpint (state (f), ==, SAFFRON_QUALITY_NONE);
  saffron_quality_model_measure (f->model);
  wait_measured (f);
}

/* Landmarks that are edited later, or while the run is measured. */
static void
test_landmarks (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  const SaffronQuality *quality = NULL;
  SaffronRefPoint p = { SIDE / 2.0, SIDE / 2.0 };
  SaffronMovPoint q = saffron_transform_pull (truth, p);
  int n;

  add_run (f, 0.0);
  saffron_quality_model_want (f->model);
  saffron_landmarks_add (landmarks, p, q, NULL, NULL);
  saffron_session_set_landmarks (f->session, f->moving, landmarks);
  quality = wait_measured (f);
  g_assert_cmpuint (quality->n_landmarks, ==, 1);

  n = f->n_changed;
  saffron_landmarks_add (landmarks, p, q, NULL, NULL);
  saffron_session_set_landmarks (f->session, f->moving, landmarks);
  g_assert_true (saffron_quality_model_get (f->model) == quality);
  g_assert_cmpuint (quality->n_landmarks, ==, 2);
  g_assert_cmpint (f->n_changed, ==, n + 1);
  g_assert_true (isfinite (quality->landmarks.median));
}

static void
test_places (Fixture *f, gconstpointer data)
{
  SaffronRunEntry *wrong = add_run (f, WRONG);
  guint n;

  saffron_quality_model_set_place (f->model, 0);
  g_assert_cmpuint (saffron_quality_model_get_place (f->model), ==,
                    SAFFRON_QUALITY_NO_PLACE);
  saffron_quality_model_want (f->model);
  wait_measured (f);
  n = saffron_quality_model_get_n_places (f->model);
  g_assert_cmpuint (n, >, 1);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (saffron_quality_model_get_window (f->model, i)->class, ==,
                     SAFFRON_WINDOW_OFF);

  f->n_place = 0;
  saffron_quality_model_set_place (f->model, 1);
  saffron_quality_model_set_place (f->model, 1);
  g_assert_cmpint (f->n_place, ==, 1);
  g_assert_true (saffron_quality_model_get_looked (f->model, 1));
  g_assert_false (saffron_quality_model_get_looked (f->model, 0));
  g_assert_false (saffron_quality_model_get_looked (f->model, n));
  add_run (f, 0.0);
  g_assert_cmpint (f->n_place, ==, 2);
  g_assert_cmpuint (saffron_quality_model_get_place (f->model), ==,
                    SAFFRON_QUALITY_NO_PLACE);
  saffron_session_set_current_run (f->session, wrong);
  g_assert_cmpuint (saffron_quality_model_get_place (f->model), ==, 1);
  saffron_quality_model_set_place (f->model, n);
  g_assert_cmpuint (saffron_quality_model_get_place (f->model), ==,
                    SAFFRON_QUALITY_NO_PLACE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GApplication) application =
      g_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  /* Drafts that are being written hold it. */
  g_application_set_default (application);
  folder = test_folder_new ();
  write_slides ();
#define ADD(name, func)                                                        \
  g_test_add ("/app/quality-model/" name, Fixture, NULL, set_up, func,         \
              tear_down)
  ADD ("runs", test_runs);
  ADD ("another", test_another);
  ADD ("cancel", test_cancel);
  ADD ("landmarks", test_landmarks);
  ADD ("places", test_places);
#undef ADD
  status = g_test_run ();
  saffron_transform_unref (truth);
  for (int i = 0; i < 2; i++)
    g_free (paths[i]);
  test_folder_remove (folder);
  return status;
}
