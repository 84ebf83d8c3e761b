/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/run-draft.h"
#include "handles.h"

/* Records the signals of a session and its objects, one line for each. */
typedef struct {
  SaffronSession *session;
  GString *told;
} Fixture;

static void
on_items (GListModel *model,
          guint position,
          guint removed,
          guint added,
          gpointer user_data)
{
  Fixture *f = user_data;

  g_string_append_printf (f->told, "%s %u -%u +%u\n",
                          SAFFRON_IS_SESSION (model) ? "slides" : "runs",
                          position, removed, added);
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  Fixture *f = user_data;

  g_string_append_printf (f->told, "%s\n", pspec->name);
}

/* Checks at each signal that the current run is one of the runs, because the
 * session has to be consistent before its first signal. */
static void
check_current (GObject *object)
{
  SaffronMoving *moving = SAFFRON_MOVING (object);
  SaffronRunEntry *current = saffron_moving_get_current (moving);

  if (saffron_moving_get_n_runs (moving) == 0)
    g_assert_null (current);
  else
    g_assert_true (saffron_moving_has_entry (moving, current));
}

static void
on_changed (SaffronSession *session, gpointer user_data)
{
  Fixture *f = user_data;

  g_string_append (f->told, "changed\n");
}

static void
listen_to_entry (Fixture *f, SaffronRunEntry *entry)
{
  g_signal_connect (entry, "notify", G_CALLBACK (on_notify), f);
}

static void
listen_to_moving (Fixture *f, SaffronMoving *moving)
{
  g_signal_connect (moving, "items-changed", G_CALLBACK (check_current), NULL);
  g_signal_connect (moving, "notify", G_CALLBACK (check_current), NULL);
  g_signal_connect (moving, "items-changed", G_CALLBACK (on_items), f);
  g_signal_connect (moving, "notify", G_CALLBACK (on_notify), f);
}

static void
assert_told (Fixture *f, const char *lines)
{
  g_assert_cmpstr (f->told->str, ==, lines);
  g_string_set_size (f->told, 0);
}

static SaffronRunEntry *
add_run (SaffronSession *session, SaffronMoving *moving, double shift)
{
  SaffronRunDraft *draft = saffron_run_draft_new ();
  g_autoptr (SaffronRun) run = NULL;

  draft->transform = saffron_transform_new (
      1000, 800, &(SaffronAffine){ 1.0, 0.0, shift, 0.0, 1.0, 0.0 }, NULL);
  draft->params = saffron_params_new ();
  run = saffron_run_draft_finish (draft);
  return saffron_session_add_run (session, moving, run);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->told = g_string_new (NULL);
  f->session = saffron_session_new ("/nowhere/slide1.tif");
  saffron_session_add_moving (f->session, "/nowhere/slide2.tif");
  g_signal_connect (f->session, "items-changed", G_CALLBACK (on_items), f);
  g_signal_connect (f->session, "notify", G_CALLBACK (on_notify), f);
  g_signal_connect (f->session, "changed", G_CALLBACK (on_changed), f);
  listen_to_moving (f, moving_at (f->session, 0));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->session);
  g_string_free (f->told, TRUE);
}

/* Checks that a run stays the same object, and that an edit emits signals only
 * for what it changed. */
static void
test_runs (Fixture *f, gconstpointer data)
{
  SaffronMoving *moving = moving_at (f->session, 0);
  SaffronRunEntry *first = add_run (f->session, moving, 1.0);
  SaffronRunEntry *second = NULL;

  assert_told (f, "runs 0 -0 +1\ncurrent\nchanged\n");
  listen_to_entry (f, first);
  second = add_run (f->session, moving, 2.0);
  assert_told (f, "runs 1 -0 +1\ncurrent\nchanged\n");
  g_assert_true (entry_at (f->session, 0, 0) == first);
  g_assert_true (entry_at (f->session, 0, 1) == second);
  saffron_session_set_current_run (f->session, first);
  assert_told (f, "current\nchanged\n");
  saffron_session_set_current_run (f->session, first);
  assert_told (f, "");
  saffron_session_set_run_note (f->session, first, "here");
  assert_told (f, "note\nchanged\n");
  saffron_session_set_run_starred (f->session, first, TRUE);
  assert_told (f, "starred\nchanged\n");

  /* Undoing a deletion brings the same entry back. */
  saffron_session_remove_run (f->session, first);
  assert_told (f, "runs 0 -1 +0\ncurrent\nchanged\n");
  g_assert_false (saffron_moving_has_entry (moving, first));
  g_assert_true (saffron_moving_get_current (moving) == second);
  saffron_session_undo (f->session);
  assert_told (f, "runs 0 -0 +1\ncurrent\nchanged\n");
  g_assert_true (entry_at (f->session, 0, 0) == first);
  g_assert_true (saffron_moving_get_current (moving) == first);

  /* Undo changes the values of the same entry. */
  saffron_session_undo (f->session);
  assert_told (f, "starred\nchanged\n");
  saffron_session_undo (f->session);
  assert_told (f, "note\nchanged\n");
  g_assert_cmpstr (saffron_run_entry_get_note (first), ==, "");
  saffron_session_redo (f->session);
  assert_told (f, "note\nchanged\n");
  g_assert_true (entry_at (f->session, 0, 0) == first);
  g_assert_cmpstr (saffron_run_entry_get_note (first), ==, "here");
}

/* Checks that undoing the removal of a moving slide brings back the same
 * object, with its runs. */
static void
test_slides (Fixture *f, gconstpointer data)
{
  SaffronMoving *first = moving_at (f->session, 0);
  SaffronRunEntry *entry = add_run (f->session, first, 1.0);
  SaffronMoving *second =
      saffron_session_add_moving (f->session, "/nowhere/slide3.tif");

  g_string_set_size (f->told, 0);
  saffron_session_remove_moving (f->session, first);
  assert_told (f, "slides 0 -1 +0\nchanged\n");
  g_assert_false (saffron_session_has_moving (f->session, first));
  g_assert_true (moving_at (f->session, 0) == second);
  saffron_session_undo (f->session);
  assert_told (f, "slides 0 -0 +1\nchanged\n");
  g_assert_true (moving_at (f->session, 0) == first);
  g_assert_true (saffron_moving_get_current (first) == entry);
}

/* Checks that swapping makes new moving slides, because they form other pairs
 * with the new reference, and that undo brings the old objects back. */
static void
test_swap (Fixture *f, gconstpointer data)
{
  SaffronMoving *first = moving_at (f->session, 0);
  SaffronMoving *second =
      saffron_session_add_moving (f->session, "/nowhere/slide3.tif");

  g_string_set_size (f->told, 0);
  saffron_session_swap (f->session, second);
  assert_told (f, "slides 0 -2 +2\nreference-path\nchanged\n");
  g_assert_false (saffron_session_has_moving (f->session, first));
  g_assert_false (saffron_session_has_moving (f->session, second));
  saffron_session_undo (f->session);
  assert_told (f, "slides 0 -2 +2\nreference-path\nchanged\n");
  g_assert_true (moving_at (f->session, 0) == first);
  g_assert_true (moving_at (f->session, 1) == second);
}

static void
test_values (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  g_autoptr (SaffronParams) params =
      saffron_params_copy (saffron_session_get_params (f->session));
  g_autoptr (SaffronSlideFile) found =
      saffron_slide_file_new ("/nowhere/else/slide2.tif");

  params->qc_level = 4;
  saffron_session_set_params (f->session, params);
  assert_told (f, "params\nchanged\n");
  saffron_session_set_landmarks (f->session, moving_at (f->session, 0),
                                 landmarks);
  assert_told (f, "landmarks\nchanged\n");
  saffron_session_relocate (f->session, "/nowhere/slide2.tif", found);
  assert_told (f, "path\nchanged\n");
  saffron_session_forget_edits (f->session);
  assert_told (f, "changed\n");
  g_assert_false (saffron_session_undo (f->session));
  assert_told (f, "");
}

#define ADD(name, func)                                                        \
  g_test_add ("/handles/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("runs", test_runs);
  ADD ("slides", test_slides);
  ADD ("swap", test_swap);
  ADD ("values", test_values);
  return g_test_run ();
}
