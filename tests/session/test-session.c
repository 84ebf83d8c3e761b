/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "common.h"
#include "session/session.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "register/run-draft.h"
#include "register/start.h"
#include "handles.h"

typedef struct {
  char *folder;
  char *reference, *moving, *file;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = test_folder_new ();
  f->reference = g_build_filename (f->folder, "slide1_DAPI.ome.tif", NULL);
  f->moving = g_build_filename (f->folder, "slide2_DAPI.ome.tif", NULL);
  f->file = g_build_filename (f->folder, "pair.saffron", NULL);
  g_assert_true (g_file_set_contents (f->reference, "reference", -1, NULL));
  g_assert_true (g_file_set_contents (f->moving, "moving!", -1, NULL));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  test_folder_remove (f->folder);
  g_free (f->reference);
  g_free (f->moving);
  g_free (f->file);
}

static const SaffronAffine laid = { 0.1, -1.0, 1e3 / 3.0, 1.0, 0.1, -7.5 };

static SaffronRun *
make_run (double shift)
{
  SaffronRunDraft *run = saffron_run_draft_new ();
  SaffronLattice *lattice = saffron_lattice_new (1000, 800, 250);
  GPtrArray *found = saffron_reasons_new ();
  GPtrArray *dropped = saffron_reasons_new ();

  lattice->u[3] = (float) (shift / 3.0);
  run->transform = saffron_transform_new (
      1000, 800, &(SaffronAffine){ 0.9, 0.1, shift, -0.1, 0.9, 1.0 / 7.0 },
      lattice);
  run->params = saffron_params_new ();
  g_assert_true (saffron_params_set (run->params, "num_features", "777", NULL));
  run->verified = TRUE;
  saffron_reasons_add (run->reasons, SAFFRON_REASON_DOUBTFUL,
                       (const double[]){ 0.2 / 3.0, 0.07 }, NULL);
  saffron_reasons_add (run->reasons, SAFFRON_REASON_TEXT, NULL,
                       "because “it” fits\tand\nthis");
  run->quality = 0.123456789012345678;
  run->min_jacobian = NAN;
  run->certainty = 4.25;
  run->overlap = 0.75;
  run->seconds = 2.5;
  run->peak_memory = G_GINT64_CONSTANT (5000000000);
  run->landmarks = g_strdup ("4:b6d81b360a5672d8");
  if (shift > 15.0)
    run->by_hand = g_memdup2 (&laid, sizeof laid);
  run->started = g_strdup ("2024-05-06T07:08:09Z");
  run->looks[0] = (SaffronLook){ SAFFRON_LOOK_INTENSITY, 0, g_strdup ("DAPI"),
                                 saffron_reason_new (
                                     SAFFRON_REASON_LOOK_NUCLEAR, NULL, NULL) };
  run->prior_scale = 1.0 / 3.0;
  run->looks[1].reason = saffron_reason_new (SAFFRON_REASON_TEXT, NULL,
                                             "DAPI: of an older version");
  saffron_reasons_add (found, SAFFRON_REASON_PLACED,
                       (const double[]){ -1.0 / 3.0, 1.5, 0.25 }, NULL);
  saffron_run_draft_add_stage (run, "coarse", TRUE, NAN, 3.25, 0.5, found);
  saffron_reasons_add (dropped, SAFFRON_REASON_STILL_FOLDS, NULL, NULL);
  saffron_reasons_add (dropped, SAFFRON_REASON_WORST_LANDMARK,
                       (const double[]){ 3, 7.25 }, "“a”\tb");
  saffron_run_draft_add_stage (run, "deformable", FALSE, 1.0 / 3.0, 4.5, 1e-3,
                               dropped);
  return saffron_run_draft_finish (run);
}

static void
assert_same_double (double a, double b)
{
  g_assert_true ((isnan (a) && isnan (b)) || a == b);
}

static void
assert_same_reasons (GPtrArray *a, GPtrArray *b)
{
  g_autoptr (JsonNode) x = saffron_reasons_to_json (a);
  g_autoptr (JsonNode) y = saffron_reasons_to_json (b);

  g_assert_true (json_node_equal (x, y));
}

static void
assert_same_run (SaffronRun *a, SaffronRun *b)
{
  g_assert_true (saffron_params_equal (a->params, b->params));
  g_assert_true (saffron_transform_equal (a->transform, b->transform));
  g_assert_cmpint (a->verified, ==, b->verified);
  assert_same_reasons (a->reasons, b->reasons);
  assert_same_double (a->quality, b->quality);
  assert_same_double (a->certainty, b->certainty);
  assert_same_double (a->overlap, b->overlap);
  assert_same_double (a->prior_scale, b->prior_scale);
  assert_same_double (a->min_jacobian, b->min_jacobian);
  assert_same_double (a->seconds, b->seconds);
  g_assert_cmpint (a->peak_memory, ==, b->peak_memory);
  g_assert_cmpstr (a->started, ==, b->started);
  g_assert_cmpstr (a->landmarks, ==, b->landmarks);
  g_assert_true (saffron_start_equal (a->by_hand, b->by_hand));
  for (int i = 0; i < 2; i++)
    {
      g_assert_cmpint (a->looks[i].kind, ==, b->looks[i].kind);
      g_assert_cmpint (a->looks[i].channel, ==, b->looks[i].channel);
      g_assert_cmpstr (a->looks[i].name, ==, b->looks[i].name);
      g_assert_cmpint (a->looks[i].reason->code, ==, b->looks[i].reason->code);
      g_assert_cmpstr (a->looks[i].reason->text, ==, b->looks[i].reason->text);
    }
  g_assert_cmpuint (a->stages->len, ==, b->stages->len);
  for (guint i = 0; i < a->stages->len; i++)
    {
      SaffronStageRecord *x = &g_array_index (a->stages, SaffronStageRecord, i);
      SaffronStageRecord *y = &g_array_index (b->stages, SaffronStageRecord, i);

      g_assert_cmpstr (x->name, ==, y->name);
      assert_same_reasons (x->reasons, y->reasons);
      g_assert_cmpint (x->kept, ==, y->kept);
      assert_same_double (x->before, y->before);
      assert_same_double (x->after, y->after);
      assert_same_double (x->seconds, y->seconds);
    }
}

static SaffronSession *
make_session (Fixture *f)
{
  SaffronSession *session = saffron_session_new (f->reference);
  SaffronMoving *slide = saffron_session_add_moving (session, f->moving);
  g_autoptr (SaffronRun) first = make_run (10.0);
  g_autoptr (SaffronRun) second = make_run (20.0);
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();

  saffron_session_add_run (session, slide, first);
  saffron_session_add_run (session, slide, second);
  saffron_landmarks_add (landmarks, (SaffronRefPoint){ 0.1, 1.0 / 3.0 },
                         (SaffronMovPoint){ 5, -6.5 }, "gland", NULL);
  saffron_session_set_landmarks (session, slide, landmarks);
  saffron_session_set_start (session, slide, &laid);
  return session;
}

static void
test_round_trip (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) session = make_session (f);
  g_autoptr (SaffronSession) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  SaffronMoving *slide = NULL;
  GArray *landmarks = NULL;

  saffron_session_set_current_run (session, entry_at (session, 0, 0));
  saffron_session_set_run_note (session, entry_at (session, 0, 1),
                                "a “note”\nin two lines");
  saffron_session_set_run_starred (session, entry_at (session, 0, 0), TRUE);
  g_assert_true (saffron_session_get_modified (session));
  g_assert_true (saffron_session_save (session, f->file, &error));
  g_assert_no_error (error);
  g_assert_false (saffron_session_get_modified (session));
  g_assert_cmpstr (saffron_session_get_path (session), ==, f->file);
  g_assert_cmpuint (test_count_files (f->folder), ==, 3);
  g_assert_true (saffron_session_is_file (f->file));
  g_assert_false (saffron_session_is_file (f->moving));
  g_assert_false (saffron_session_is_file (f->folder));

  back = saffron_session_load (f->file, &error);
  g_assert_no_error (error);
  g_assert_false (saffron_session_get_modified (back));
  g_assert_null (saffron_session_get_notes (back)[0]);
  g_assert_cmpstr (saffron_session_get_reference_path (back), ==, f->reference);
  g_assert_cmpuint (saffron_session_get_n_moving (back), ==, 1);
  slide = moving_at (back, 0);
  g_assert_cmpstr (saffron_moving_get_path (slide), ==, f->moving);
  g_assert_cmpstr (saffron_moving_get_name (slide), ==, "slide2_DAPI");
  g_assert_cmpuint (saffron_moving_get_n_runs (slide), ==, 2);
  g_assert_cmpint (current_index (back, 0), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      SaffronRunEntry *a = entry_at (session, 0, i), *b = entry_at (back, 0, i);

      assert_same_run (run_of (a), run_of (b));
      g_assert_cmpstr (saffron_run_entry_get_note (a), ==,
                       saffron_run_entry_get_note (b));
      g_assert_cmpint (saffron_run_entry_get_starred (b), ==, i == 0);
    }
  landmarks = saffron_moving_get_landmarks (slide);
  g_assert_cmpuint (landmarks->len, ==, 1);
  g_assert_true (g_array_index (landmarks, SaffronLandmark, 0).reference.y
                 == 1.0 / 3.0);
  g_assert_cmpstr (g_array_index (landmarks, SaffronLandmark, 0).name, ==,
                   "gland");

  g_assert_true (saffron_start_equal (saffron_moving_get_start (slide), &laid));

  /* Loading is not an edit, so there is nothing to undo. */
  g_assert_cmpint (saffron_session_get_undo (back), ==, SAFFRON_EDIT_NONE);
  text = test_read_file (f->file);
  g_assert_true (saffron_session_save (back, f->file, &error));
  again = test_read_file (f->file);
  g_assert_cmpstr (text, ==, again);
}

/* Inserts a member into an object of the file, behind the text @after. */
static void
insert_text (const char *path, const char *after, const char *inserted)
{
  g_autofree char *text = test_read_file (path);
  g_auto (GStrv) parts = g_strsplit (text, after, 2);
  g_autofree char *changed = NULL;

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  changed = g_strconcat (parts[0], after, inserted, parts[1], NULL);
  g_assert_true (g_file_set_contents (path, changed, -1, NULL));
}

static void
test_unknown_kept (Fixture *f, gconstpointer data)
{
  static const char *const places[] = {
    "\"version\": 2,",
    "\"reference\": {",
    "\"params\": {",
    "\"moving\": [\n    {",
    "\"runs\": [\n        {",
    "\"transform\": {",
    "\"landmarks\": [\n        {",
  };
  g_autoptr (SaffronSession) session = make_session (f);
  g_autoptr (SaffronSession) back = NULL;
  g_autoptr (SaffronRun) run = make_run (30.0);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (saffron_session_save (session, f->file, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *member =
          g_strdup_printf (" \"later%u\": {\"x\": [%u, null]},", i, i);

      insert_text (f->file, places[i], member);
    }
  back = saffron_session_load (f->file, &error);
  g_assert_no_error (error);
  saffron_session_add_run (back, moving_at (back, 0), run);
  g_assert_true (saffron_session_save (back, f->file, &error));
  g_assert_no_error (error);
  text = test_read_file (f->file);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *name = g_strdup_printf ("\"later%u\"", i);
      g_auto (GStrv) parts = g_strsplit (text, name, -1);

      g_assert_cmpuint (g_strv_length (parts), ==, 2);
    }
}

static void
assert_load_fails (Fixture *f, const char *text, int code, const char *says)
{
  g_autoptr (SaffronSession) session = NULL;
  g_autoptr (SaffronSession) other = make_session (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *prefix = g_strconcat (f->file, ": ", NULL);
  g_autofree char *after = NULL;

  g_assert_true (g_file_set_contents (f->file, text, -1, NULL));
  session = saffron_session_load (f->file, &error);
  g_assert_null (session);
  g_assert_error (error, SAFFRON_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, prefix));
  g_assert_nonnull (strstr (error->message, says));
  g_assert_null (strchr (error->message, '\n'));

  /* Saving does not replace such a file either. */
  g_clear_error (&error);
  g_assert_false (saffron_session_save (other, f->file, &error));
  g_assert_error (error, SAFFRON_ERROR, code);
  after = test_read_file (f->file);
  g_assert_cmpstr (after, ==, text);
  g_assert_cmpuint (test_count_files (f->folder), ==, 3);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) session = make_session (f);
  g_autoptr (JsonNode) node = saffron_session_to_json (session, f->file);
  g_autofree char *whole = saffron_json_print (node);
  g_autofree char *half = g_strndup (whole, strlen (whole) / 2);

  assert_load_fails (f, "", SAFFRON_ERROR_FORMAT, "empty");
  assert_load_fails (f, half, SAFFRON_ERROR_FORMAT, "not valid JSON");
  assert_load_fails (f, "[]", SAFFRON_ERROR_FORMAT, "not a Saffron session");
  assert_load_fails (f, "{\"version\": 1}", SAFFRON_ERROR_FORMAT,
                     "not a Saffron session");
  assert_load_fails (f, "{\"format\": \"saffron-session\", \"version\": 3}",
                     SAFFRON_ERROR_VERSION, "newer");
  assert_load_fails (f, "{\"format\": \"saffron-session\", \"version\": 1}",
                     SAFFRON_ERROR_DAMAGED, "reference");
  assert_load_fails (f,
                     "{\"format\": \"saffron-session\", \"version\": 1, "
                     "\"reference\": {}}",
                     SAFFRON_ERROR_DAMAGED, "path");
  assert_load_fails (f,
                     "{\"format\": \"saffron-session\", \"version\": 1, "
                     "\"reference\": {\"path\": \"a\"}, \"moving\": 3}",
                     SAFFRON_ERROR_FORMAT, "moving");
  assert_load_fails (f,
                     "{\"format\": \"saffron-session\", \"version\": 1, "
                     "\"reference\": {\"path\": \"a\"}, \"moving\": "
                     "[{\"path\": \"b\", \"runs\": [{}]}]}",
                     SAFFRON_ERROR_DAMAGED, "parameters");
  assert_load_fails (f,
                     "{\"format\": \"saffron-session\", \"version\": 1, "
                     "\"reference\": {\"path\": \"a\"}, \"moving\": "
                     "[{\"path\": \"b\", \"landmarks\": [{\"reference\": [1], "
                     "\"moving\": [1, 2]}]}]}",
                     SAFFRON_ERROR_FORMAT, "[x, y]");
  assert_load_fails (f,
                     "{\"format\": \"saffron-session\", \"version\": 1, "
                     "\"reference\": {\"path\": \"a\"}, \"moving\": "
                     "[{\"path\": \"b\", \"start\": [1, 0, 0, 1]}]}",
                     SAFFRON_ERROR_FORMAT, "six numbers");
}

/* Checks that loading a file with changed or missing bytes gives a session or
 * an error. */
static void
test_broken (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) session = make_session (f);
  g_autoptr (JsonNode) node = saffron_session_to_json (session, f->file);
  g_autofree char *whole = saffron_json_print (node);
  gsize n = strlen (whole);

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *text = g_strdup (whole);
      g_autoptr (SaffronSession) back = NULL;
      g_autoptr (GError) error = NULL;
      gsize at = (gsize) ((i * G_GUINT64_CONSTANT (2654435761)) % n);

      text[at] = "0x[]{}\",:-"[i % 10];
      if (i % 7 == 0)
        text[at] = '\0';
      g_assert_true (g_file_set_contents (f->file, text, -1, NULL));
      back = saffron_session_load (f->file, &error);
      g_assert_true ((back == NULL) == (error != NULL));
    }
}

static void
test_moves_with_its_slides (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) session = make_session (f);
  g_autoptr (SaffronSession) back = NULL;
  g_autofree char *other = test_folder_new ();
  g_autofree char *reference =
      g_build_filename (other, "slide1_DAPI.ome.tif", NULL);
  g_autofree char *file = g_build_filename (other, "pair.saffron", NULL);

  g_assert_true (saffron_session_save (session, f->file, NULL));
  g_assert_cmpint (g_rename (f->reference, reference), ==, 0);
  g_assert_cmpint (g_rename (f->file, file), ==, 0);

  /* The reference was moved with the session, the moving slide was not. */
  back = saffron_session_load (file, NULL);
  g_assert_cmpstr (saffron_session_get_reference_path (back), ==, reference);
  g_assert_cmpstr (saffron_moving_get_path (moving_at (back, 0)), ==,
                   f->moving);
  g_assert_null (saffron_session_get_notes (back)[0]);

  /* A missing and a changed slide are noted, and the session still loads. */
  g_assert_cmpint (g_unlink (reference), ==, 0);
  g_assert_true (g_file_set_contents (f->moving, "another slide", -1, NULL));
  g_clear_object (&back);
  back = saffron_session_load (file, NULL);
  g_assert_nonnull (strstr (saffron_session_get_notes (back)[0], "not there"));
  g_assert_nonnull (strstr (saffron_session_get_notes (back)[1], "changed"));
  g_assert_cmpuint (saffron_moving_get_n_runs (moving_at (back, 0)), ==, 2);
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_rmdir (other), ==, 0);
}

static void
count (SaffronSession *session, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_edits (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) session = make_session (f);
  g_autoptr (SaffronParams) params = saffron_params_new ();
  guint n = 0;

  g_signal_connect (session, "changed", G_CALLBACK (count), &n);
  saffron_session_set_params (session, params);
  g_assert_cmpuint (n, ==, 0);
  params->qc_level = 4;
  saffron_session_set_params (session, params);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (saffron_session_get_params (session)->qc_level, ==, 4);
  saffron_session_set_current_run (session, entry_at (session, 0, 1));
  g_assert_cmpuint (n, ==, 1);
  saffron_session_remove_run (session, entry_at (session, 0, 0));
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (current_index (session, 0), ==, 0);
  saffron_session_remove_run (session, entry_at (session, 0, 0));
  g_assert_cmpint (current_index (session, 0), ==, -1);
  g_assert_null (current_run (session, 0));
  saffron_session_remove_moving (session, moving_at (session, 0));
  g_assert_cmpuint (saffron_session_get_n_moving (session), ==, 0);
}

static void
test_unwritable (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronSession) session = make_session (f);
  g_autofree char *missing =
      g_build_filename (f->folder, "no", "s.saffron", NULL);
  const char *const paths[] = {
    f->folder,   missing,           "/dev/null/x.saffron",
    "/dev/null", "/proc/x.saffron", ""
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (saffron_session_save (session, paths[i], &error));
      g_assert_nonnull (error);
      g_assert_true (g_str_has_prefix (error->message, paths[i]));
      g_assert_null (strchr (error->message, '\n'));
      g_assert_true (saffron_session_get_modified (session));
    }
  g_assert_cmpuint (test_count_files (f->folder), ==, 2);
}

#define ADD(name, func)                                                        \
  g_test_add ("/session/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("unknown-kept", test_unknown_kept);
  ADD ("refused", test_refused);
  ADD ("broken", test_broken);
  ADD ("moves-with-its-slides", test_moves_with_its_slides);
  ADD ("edits", test_edits);
  ADD ("unwritable", test_unwritable);
  return g_test_run ();
}
