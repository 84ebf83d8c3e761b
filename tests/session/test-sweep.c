/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/sweep.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "register/run-draft.h"
#include "handles.h"

static void
test_combinations (void)
{
  static const char *const axes[] = {
    "max_processed_dim = 1000, 1800",
    "section=same,serial,auto",
    " allow_flips=true,false ",
    NULL,
  };
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (SaffronSweep) sweep = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;

  base->qc_level = 4;
  sweep = saffron_sweep_new (base, axes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (saffron_sweep_get_n (sweep), ==, 12);
  g_assert_cmpstr (saffron_sweep_get_name (sweep), ==,
                   "max_processed_dim=1000,1800 section=same,serial,auto "
                   "allow_flips=true,false");
  for (guint i = 0; i < 12; i++)
    {
      const SaffronParams *params = saffron_sweep_get_params (sweep, i);

      g_assert_true (g_hash_table_add (
          seen, (gpointer) saffron_sweep_get_label (sweep, i)));
      g_assert_cmpint (params->qc_level, ==, 4);
      g_assert_cmpint (params->max_processed_dim, ==, i < 6 ? 1000 : 1800);
      g_assert_cmpint (params->allow_flips, ==, i % 2 == 0);
    }
  g_assert_cmpstr (saffron_sweep_get_label (sweep, 1), ==,
                   "max_processed_dim = 1000, section = same, "
                   "allow_flips = false");
  g_assert_cmpstr (saffron_sweep_get_values (sweep, 1), ==,
                   "1000, The same, off");
  g_assert_cmpstr (saffron_sweep_get_head (sweep), ==,
                   "Working size, Sections, Try mirrored");
}

/* Checks that the values of a text parameter are separated by semicolons,
 * because a text may have commas. */
static void
test_text (void)
{
  static const char *const axes[] = { "reference_markers=DAPI,FITC; CD3",
                                      "moving_channel=Cy 3", "qc_level=1,2",
                                      NULL };
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSweep) sweep = saffron_sweep_new (base, axes, &error);
  g_auto (GStrv) again = NULL;
  g_autoptr (SaffronSweep) same = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (saffron_sweep_get_n (sweep), ==, 4);
  g_assert_cmpstr (saffron_sweep_get_params (sweep, 0)->reference_markers, ==,
                   "DAPI,FITC");
  g_assert_cmpstr (saffron_sweep_get_params (sweep, 3)->reference_markers, ==,
                   "CD3");
  g_assert_cmpstr (saffron_sweep_get_name (sweep), ==,
                   "reference_markers=DAPI,FITC;CD3 moving_channel=Cy 3 "
                   "qc_level=1,2");

  /* The same sweep can be made again from its name. */
  again = saffron_sweep_split_name (saffron_sweep_get_name (sweep));
  g_assert_cmpuint (g_strv_length (again), ==, 3);
  g_assert_cmpstr (again[1], ==, "moving_channel=Cy 3");
  same = saffron_sweep_new (base, (const char *const *) again, &error);
  g_assert_no_error (error);
  g_assert_true (saffron_sweep_equal (sweep, same));
}

static void
test_refused (void)
{
  static const char *const bad[][5] = {
    { NULL },
    { "max_processed_dim", NULL },
    { "max_processed_dim=", NULL },
    { "max_processed_dim=1000,", NULL },
    { "max_processed_dim=1000,nan", NULL },
    { "max_processed_dim=1000,-5", NULL },
    { "no_such=1", NULL },
    { "qc_level=1", "qc_level=2", NULL },
    { "qc_level=1", "num_features=500", "section=same", "allow_flips=true",
      NULL },
  };
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (GString) many = g_string_new ("max_processed_dim=1000");
  const char *axes[2] = { NULL };
  g_autoptr (GError) last = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (saffron_sweep_new (base, bad[i], &error));
      g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
      g_assert_null (strchr (error->message, '\n'));
    }
  for (int i = 0; i < SAFFRON_SWEEP_MAX_RUNS; i++)
    g_string_append_printf (many, ",%d", 1001 + i);
  axes[0] = many->str;
  g_assert_null (saffron_sweep_new (base, axes, &last));
  g_assert_nonnull (strstr (last->message, "combinations"));
}

static SaffronRunDraft *
make_draft (const SaffronParams *params,
            gboolean verified,
            double residual,
            double quality,
            double seconds)
{
  SaffronRunDraft *run = saffron_run_draft_new ();

  run->params = saffron_params_copy (params);
  run->transform = saffron_transform_new (
      100, 100, &(SaffronAffine){ 1, 0, 0, 0, 1, 0 }, NULL);
  saffron_reasons_add (run->reasons, SAFFRON_REASON_TEXT, NULL, "because");
  run->verified = verified;
  run->quality = quality;
  run->seconds = seconds;
  saffron_run_draft_add_stage (run, "deformable", TRUE, 9.0, residual, 1.0,
                               saffron_reasons_new ());
  return run;
}

/* Makes a run that was corrected by @landmarks. */
static SaffronRun *
make_corrected (const SaffronParams *params, GArray *landmarks)
{
  SaffronRunDraft *run = make_draft (params, TRUE, 1, 1, 1);

  run->landmarks = saffron_landmarks_digest (landmarks);
  return saffron_run_draft_finish (run);
}

static SaffronRun *
make_run (const SaffronParams *params,
          gboolean verified,
          double residual,
          double quality,
          double seconds)
{
  return saffron_run_draft_finish (
      make_draft (params, verified, residual, quality, seconds));
}

/* Checks the rules for the best run, one after the other: each row is better
 * than all rows before it. */
static void
test_best (void)
{
  static const char *const axes[] = { "qc_level=0,1,2,3,4", NULL };
  static const struct {
    gboolean verified;
    double residual, quality, seconds;
  } rows[] = {
    { FALSE, 1.0, 0.9, 1.0 },   /* the smallest, but unverified */
    { TRUE, 3.0, 0.8, 1.0 },    /* verified */
    { TRUE, 2.0, 0.5, 9.0 },    /* a smaller residual */
    { TRUE, 2.01, 0.6, 9.0 },   /* the same residual, a higher quality */
    { TRUE, 2.02, 0.599, 5.0 }, /* the same in both, quicker */
  };
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (SaffronSweep) sweep = saffron_sweep_new (base, axes, NULL);

  g_assert_cmpint (saffron_sweep_best (sweep), ==, -1);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SaffronRun) run =
          make_run (saffron_sweep_get_params (sweep, i), rows[i].verified,
                    rows[i].residual, rows[i].quality, rows[i].seconds);

      g_assert_cmpint (saffron_sweep_next (sweep, 0), ==, (int) i);
      saffron_sweep_set_result (sweep, i, run, NULL);
      g_assert_cmpint (saffron_sweep_best (sweep), ==, (int) i);
    }
  g_assert_cmpint (saffron_sweep_next (sweep, 0), ==, -1);

  /* If no residual was measured, the quality decides. */
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SaffronRun) run =
          make_run (saffron_sweep_get_params (sweep, i), FALSE, NAN,
                    i == 2 ? 0.5 : 0.4, 1.0);

      saffron_sweep_set_result (sweep, i, run, NULL);
    }
  g_assert_cmpint (saffron_sweep_best (sweep), ==, 2);
  saffron_sweep_set_result (sweep, 2, NULL, "no such file");
  g_assert_cmpint (saffron_sweep_best (sweep), ==, 0);
  g_assert_cmpstr (saffron_sweep_get_error (sweep, 2), ==, "no such file");
}

/* Checks that combinations which have a run in the session are not run again,
 * and that the runs of another sweep do not count. */
static void
test_resume (void)
{
  static const char *const axes[] = { "qc_level=0,1,2", NULL };
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (SaffronSweep) sweep = saffron_sweep_new (base, axes, NULL);
  g_autoptr (SaffronSweep) again = saffron_sweep_new (base, axes, NULL);
  g_autoptr (SaffronSession) session = saffron_session_new ("/a/ref.tif");
  g_autoptr (SaffronRun) first =
      make_run (saffron_sweep_get_params (sweep, 0), TRUE, 1, 1, 1);
  g_autoptr (SaffronRun) second =
      make_run (saffron_sweep_get_params (sweep, 1), TRUE, 1, 1, 1);

  saffron_session_add_moving (session, "/a/mov.tif");
  saffron_session_add_run_to_group (session, moving_at (session, 0), first,
                                    saffron_sweep_get_name (sweep));
  g_assert_cmpint (current_index (session, 0), ==, 0);
  saffron_session_add_run_to_group (session, moving_at (session, 0), second,
                                    "another");
  /* The current run stays the same. */
  g_assert_cmpint (current_index (session, 0), ==, 0);
  saffron_sweep_find_runs (again, moving_at (session, 0));
  g_assert_true (saffron_sweep_get_run (again, 0) == first);
  g_assert_cmpint (saffron_sweep_next (again, 0), ==, 1);

  /* A combination whose run was deleted is run again, unless that is undone. */
  saffron_session_remove_run (session, entry_at (session, 0, 0));
  g_assert_true (saffron_sweep_find_runs (again, moving_at (session, 0)));
  g_assert_cmpint (saffron_sweep_next (again, 0), ==, 0);
  g_assert_true (saffron_session_undo (session));
  g_assert_true (saffron_sweep_find_runs (again, moving_at (session, 0)));
  g_assert_false (saffron_sweep_find_runs (again, moving_at (session, 0)));
  g_assert_cmpuint (saffron_sweep_get_n_done (again), ==, 1);
}

/* Checks that the last sweep can be restored from the session alone, with its
 * results, and that groups which are not sweeps are ignored. */
static void
test_restore (void)
{
  static const char *const axes[] = { "qc_level=0,1,2", "section=same,serial",
                                      NULL };
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (SaffronParams) other = saffron_params_new ();
  g_autoptr (SaffronSession) session = saffron_session_new ("/a/ref.tif");
  g_autoptr (SaffronSweep) sweep = NULL;
  g_autoptr (SaffronSweep) restored = NULL;
  g_autoptr (SaffronSweep) differing = saffron_sweep_new (other, axes, NULL);
  g_autoptr (SaffronRun) run = NULL;

  base->num_features = 777;
  sweep = saffron_sweep_new (base, axes, NULL);
  run = make_run (saffron_sweep_get_params (sweep, 3), TRUE, 1, 1, 1);
  saffron_session_add_moving (session, "/a/mov.tif");
  g_assert_null (saffron_sweep_restore (moving_at (session, 0)));
  saffron_session_add_run (session, moving_at (session, 0), run);
  g_assert_null (saffron_sweep_restore (moving_at (session, 0)));
  saffron_session_add_run_to_group (session, moving_at (session, 0), run,
                                    saffron_sweep_get_name (sweep));
  saffron_session_add_run_to_group (session, moving_at (session, 0), run,
                                    "no such=1");
  restored = saffron_sweep_restore (moving_at (session, 0));
  g_assert_nonnull (restored);
  g_assert_true (saffron_sweep_equal (restored, sweep));
  g_assert_false (saffron_sweep_equal (restored, differing));
  g_assert_true (saffron_sweep_get_run (restored, 3) == run);
  g_assert_cmpuint (saffron_sweep_get_n_done (restored), ==, 1);
}

static void
place (SaffronSession *session, double x)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();

  saffron_landmarks_add (landmarks, (SaffronRefPoint){ x, 2.5 },
                         (SaffronMovPoint){ 3, 4 }, NULL, NULL);
  saffron_session_set_landmarks (session, moving_at (session, 0), landmarks);
}

/* Checks that runs which were corrected by other landmarks do not count for a
 * sweep, and that a restored sweep has the landmarks of its runs. */
static void
test_landmarks (void)
{
  static const char *const axes[] = { "qc_level=0,1", NULL };
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (SaffronSweep) sweep = saffron_sweep_new (base, axes, NULL);
  g_autoptr (SaffronSweep) restored = NULL;
  g_autoptr (SaffronSession) session = saffron_session_new ("/a/ref.tif");
  g_autoptr (SaffronRun) without =
      make_corrected (saffron_sweep_get_params (sweep, 0), NULL);
  g_autoptr (SaffronRun) with = NULL;

  saffron_session_add_moving (session, "/a/mov.tif");
  saffron_session_add_run_to_group (session, moving_at (session, 0), without,
                                    saffron_sweep_get_name (sweep));
  g_assert_true (saffron_sweep_find_runs (sweep, moving_at (session, 0)));
  g_assert_true (saffron_sweep_get_run (sweep, 0) == without);

  place (session, 1.0);
  g_assert_false (saffron_sweep_find_runs (sweep, moving_at (session, 0)));
  g_assert_false (saffron_sweep_has_landmarks (
      sweep, saffron_moving_get_landmarks (moving_at (session, 0))));
  saffron_sweep_set_landmarks (
      sweep, saffron_moving_get_landmarks (moving_at (session, 0)));
  g_assert_true (saffron_sweep_find_runs (sweep, moving_at (session, 0)));
  g_assert_cmpint (saffron_sweep_next (sweep, 0), ==, 0);

  with = make_corrected (saffron_sweep_get_params (sweep, 0),
                         saffron_moving_get_landmarks (moving_at (session, 0)));
  saffron_session_add_run_to_group (session, moving_at (session, 0), with,
                                    saffron_sweep_get_name (sweep));
  g_assert_true (saffron_sweep_find_runs (sweep, moving_at (session, 0)));
  g_assert_true (saffron_sweep_get_run (sweep, 0) == with);

  place (session, 1.5);
  restored = saffron_sweep_restore (moving_at (session, 0));
  g_assert_true (saffron_sweep_get_run (restored, 0) == with);
  saffron_sweep_set_landmarks (
      restored, saffron_moving_get_landmarks (moving_at (session, 0)));
  g_assert_true (saffron_sweep_find_runs (restored, moving_at (session, 0)));
  g_assert_cmpuint (saffron_sweep_get_n_done (restored), ==, 0);

  /* After an undo the landmarks are those of the run again. */
  g_assert_true (saffron_session_undo (session));
  saffron_sweep_set_landmarks (
      restored, saffron_moving_get_landmarks (moving_at (session, 0)));
  g_assert_true (saffron_sweep_find_runs (restored, moving_at (session, 0)));
  g_assert_true (saffron_sweep_get_run (restored, 0) == with);
}

/* Checks that runs which began from elsewhere do not count for a sweep. */
static void
test_start (void)
{
  static const char *const axes[] = { "qc_level=0,1", NULL };
  static const SaffronAffine laid = { 1, 0, 5, 0, 1, 6 };
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (SaffronSweep) sweep = saffron_sweep_new (base, axes, NULL);
  g_autoptr (SaffronSweep) restored = NULL;
  g_autoptr (SaffronSession) session = saffron_session_new ("/a/ref.tif");
  g_autoptr (SaffronRun) without =
      make_corrected (saffron_sweep_get_params (sweep, 0), NULL);
  SaffronRunDraft *draft =
      make_draft (saffron_sweep_get_params (sweep, 1), TRUE, 1, 1, 1);
  g_autoptr (SaffronRun) with = NULL;

  draft->landmarks = saffron_landmarks_digest (NULL);
  draft->by_hand = g_memdup2 (&laid, sizeof laid);
  with = saffron_run_draft_finish (draft);
  saffron_session_add_moving (session, "/a/mov.tif");
  saffron_session_add_run_to_group (session, moving_at (session, 0), without,
                                    saffron_sweep_get_name (sweep));
  saffron_session_add_run_to_group (session, moving_at (session, 0), with,
                                    saffron_sweep_get_name (sweep));
  saffron_sweep_find_runs (sweep, moving_at (session, 0));
  g_assert_true (saffron_sweep_get_run (sweep, 0) == without);
  g_assert_null (saffron_sweep_get_run (sweep, 1));
  saffron_sweep_set_start (sweep, &laid);
  g_assert_true (saffron_sweep_has_start (sweep, &laid));
  saffron_sweep_find_runs (sweep, moving_at (session, 0));
  g_assert_null (saffron_sweep_get_run (sweep, 0));
  g_assert_true (saffron_sweep_get_run (sweep, 1) == with);
  restored = saffron_sweep_restore (moving_at (session, 0));
  g_assert_true (saffron_sweep_has_start (restored, &laid));
}

/* Checks runs of older versions, which record only whether there were
 * landmarks: they count if that is the same now. */
static void
test_old_landmarks (void)
{
  static const char *const axes[] = { "qc_level=0,1", NULL };
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (SaffronSweep) sweep = saffron_sweep_new (base, axes, NULL);
  g_autoptr (SaffronSession) session = saffron_session_new ("/a/ref.tif");
  g_autoptr (SaffronRun) without =
      make_run (saffron_sweep_get_params (sweep, 0), TRUE, 1, 1, 1);
  SaffronRunDraft *draft =
      make_draft (saffron_sweep_get_params (sweep, 1), TRUE, 1, 1, 1);
  g_autoptr (SaffronRun) with = NULL;

  saffron_run_draft_add_stage (draft, "landmarks", FALSE, 9, 9, 1,
                               saffron_reasons_new ());
  with = saffron_run_draft_finish (draft);
  saffron_session_add_moving (session, "/a/mov.tif");
  saffron_session_add_run_to_group (session, moving_at (session, 0), without,
                                    saffron_sweep_get_name (sweep));
  saffron_session_add_run_to_group (session, moving_at (session, 0), with,
                                    saffron_sweep_get_name (sweep));
  saffron_sweep_find_runs (sweep, moving_at (session, 0));
  g_assert_true (saffron_sweep_get_run (sweep, 0) == without);
  g_assert_null (saffron_sweep_get_run (sweep, 1));
  place (session, 1.0);
  saffron_sweep_set_landmarks (
      sweep, saffron_moving_get_landmarks (moving_at (session, 0)));
  saffron_sweep_find_runs (sweep, moving_at (session, 0));
  g_assert_null (saffron_sweep_get_run (sweep, 0));
  g_assert_true (saffron_sweep_get_run (sweep, 1) == with);
}

/* Checks that the digest of landmarks depends on everything that affects a run,
 * and not on their names. */
static void
test_digest (void)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GArray) back = NULL;
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  SaffronLandmark *pair = NULL;

  g_assert_true (g_hash_table_add (seen, saffron_landmarks_digest (landmarks)));
  for (guint i = 0; i < 2; i++)
    saffron_landmarks_add (landmarks, (SaffronRefPoint){ 1.0 / 3.0, i },
                           (SaffronMovPoint){ 1e-9, 7 }, NULL, NULL);
  first = saffron_landmarks_digest (landmarks);
  g_assert_true (g_str_has_prefix (first, "2:"));
  g_assert_cmpuint (strlen (first), ==, 18);
  g_assert_true (g_hash_table_add (seen, g_strdup (first)));
  node = saffron_landmarks_to_json (landmarks);
  back = saffron_landmarks_from_json (node, NULL);
  again = saffron_landmarks_digest (back);
  g_assert_cmpstr (first, ==, again);

  pair = &g_array_index (landmarks, SaffronLandmark, 1);
  g_free (pair->name);
  pair->name = g_strdup ("gland");
  g_assert_false (
      g_hash_table_add (seen, saffron_landmarks_digest (landmarks)));
  pair->weight = 2.0;
  g_assert_true (g_hash_table_add (seen, saffron_landmarks_digest (landmarks)));
  pair->moving.y = 8;
  g_assert_true (g_hash_table_add (seen, saffron_landmarks_digest (landmarks)));
  pair->active = FALSE;
  g_assert_true (g_hash_table_add (seen, saffron_landmarks_digest (landmarks)));
}

/* Checks that the time left is the sum of the estimates, scaled by how long
 * the finished runs took. */
static void
test_time (void)
{
  static const char *const axes[] = { "qc_level=0,1,2,3", NULL };
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (SaffronSweep) sweep = saffron_sweep_new (base, axes, NULL);
  g_autoptr (SaffronRun) run = make_run (base, TRUE, 1, 1, 30.0);

  g_assert_cmpfloat (saffron_sweep_seconds_left (sweep, 0, 0.5), <, 0.0);
  for (guint i = 0; i < 4; i++)
    saffron_sweep_set_estimate (sweep, i, 1000, 10.0 * (i + 1));
  g_assert_cmpfloat (saffron_sweep_seconds_left (sweep, 0, 0.5), ==, 95.0);
  saffron_sweep_set_result (sweep, 0, run, NULL);
  saffron_sweep_set_result (sweep, 2, NULL, "left out");
  g_assert_cmpfloat (saffron_sweep_seconds_left (sweep, 1, 0.5), ==, 150.0);
  saffron_sweep_forget_errors (sweep);
  g_assert_cmpfloat (saffron_sweep_seconds_left (sweep, 1, 0.5), ==, 240.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep/combinations", test_combinations);
  g_test_add_func ("/sweep/text", test_text);
  g_test_add_func ("/sweep/refused", test_refused);
  g_test_add_func ("/sweep/best", test_best);
  g_test_add_func ("/sweep/resume", test_resume);
  g_test_add_func ("/sweep/restore", test_restore);
  g_test_add_func ("/sweep/landmarks", test_landmarks);
  g_test_add_func ("/sweep/start", test_start);
  g_test_add_func ("/sweep/old-landmarks", test_old_landmarks);
  g_test_add_func ("/sweep/digest", test_digest);
  g_test_add_func ("/sweep/time", test_time);
  return g_test_run ();
}
