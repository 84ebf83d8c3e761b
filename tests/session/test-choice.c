/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session.h"

#include "base/json.h"
#include "session/composite-json.h"
#include "session/session-private.h"
#include "handles.h"
#include "runs.h"

/* Which scene and Z plane of its file a slide is, as an edit. Nothing is read
 * from these files. */

static char *
text_of (SaffronSession *session)
{
  g_autoptr (JsonNode) node =
      saffron_session_to_json (session, "/nowhere/pair.saffron");

  return saffron_json_print (node);
}

static void
choose (SaffronSession *session, const char *path, int scene, int z)
{
  SaffronSlideChoice choice = { .scene = scene, .z = z };

  saffron_session_choose (session, path, &choice);
}

static void
assert_choice (SaffronSession *session, const char *path, int scene, int z)
{
  SaffronSlideChoice choice;

  g_assert_true (saffron_session_find_choice (session, path, &choice));
  g_assert_cmpint (choice.scene, ==, scene);
  g_assert_cmpint (choice.z, ==, z);
}

/* Another Z plane keeps the runs; several in a row are one step, and no change
 * is none. */
static void
test_z (void)
{
  static const char *const first = "/nowhere/slide1.tif";
  static const char *const second = "/nowhere/slide2.tif";
  g_autoptr (SaffronSession) session = saffron_session_new (first);
  g_autoptr (SaffronRun) run = test_run_new (1.0);

  saffron_session_add_moving (session, second);
  saffron_session_add_run (session, moving_at (session, 0), run);
  choose (session, second, 0, SAFFRON_Z_SHARPEST);
  g_assert_cmpint (saffron_session_get_undo (session), ==,
                   SAFFRON_EDIT_ADD_RUN);
  choose (session, second, 0, 3);
  choose (session, second, 0, 4);
  choose (session, first, 0, SAFFRON_Z_MAX);
  g_assert_cmpint (saffron_session_get_undo (session), ==, SAFFRON_EDIT_Z);
  g_assert_true (current_run (session, 0) == run);
  assert_choice (session, first, 0, SAFFRON_Z_MAX);

  saffron_session_undo (session);
  assert_choice (session, first, 0, SAFFRON_Z_SHARPEST);
  assert_choice (session, second, 0, 4);
  saffron_session_undo (session);
  assert_choice (session, second, 0, SAFFRON_Z_SHARPEST);
  saffron_session_redo (session);
  assert_choice (session, second, 0, 4);
}

/* Two moving slides, each with a run, the second with a landmark and a start
 * by hand. */
static SaffronSession *
new_trio (SaffronRun *run)
{
  SaffronSession *session = saffron_session_new ("/nowhere/slide1.tif");
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  SaffronAffine start = { 1, 0, 5, 0, 1, 0 };

  saffron_session_add_moving (session, "/nowhere/slide2.tif");
  saffron_session_add_moving (session, "/nowhere/slide3.tif");
  saffron_session_add_run (session, moving_at (session, 0), run);
  saffron_session_add_run (session, moving_at (session, 1), run);
  saffron_landmarks_add (landmarks, (SaffronRefPoint){ 1.0, 2.0 },
                         (SaffronMovPoint){ 3.0, 4.0 }, "a", NULL);
  saffron_session_set_landmarks (session, moving_at (session, 1), landmarks);
  saffron_session_set_start (session, moving_at (session, 1), &start);
  return session;
}

static void
assert_loss (SaffronSession *session,
             const char *path,
             guint runs,
             guint landmarks,
             guint starts)
{
  SaffronSceneLoss loss = saffron_session_find_scene_loss (session, path);

  g_assert_cmpuint (loss.runs, ==, runs);
  g_assert_cmpuint (loss.landmarks, ==, landmarks);
  g_assert_cmpuint (loss.starts, ==, starts);
}

/* Another scene has other coordinates: what was of the old one goes, as was
 * told before, and undo brings it back. */
static void
test_scene (void)
{
  static const char *const reference = "/nowhere/slide1.tif";
  static const char *const third = "/nowhere/slide3.tif";
  g_autoptr (SaffronRun) run = test_run_new (1.0);
  g_autoptr (SaffronSession) session = new_trio (run);
  SaffronMoving *second = moving_at (session, 0);
  g_autofree char *before = text_of (session);
  g_autofree char *after = NULL;

  assert_loss (session, reference, 2, 1, 1);
  assert_loss (session, "/nowhere/slide2.tif", 1, 0, 0);
  assert_loss (session, third, 1, 1, 1);

  choose (session, third, 2, 5);
  g_assert_cmpint (saffron_session_get_undo (session), ==, SAFFRON_EDIT_SCENE);
  assert_choice (session, third, 2, 5);
  assert_loss (session, third, 0, 0, 0);
  g_assert_true (moving_at (session, 0) == second);
  g_assert_true (current_run (session, 0) == run);

  choose (session, reference, 1, SAFFRON_Z_SHARPEST);
  assert_choice (session, reference, 1, SAFFRON_Z_SHARPEST);
  assert_choice (session, third, 2, 5);
  assert_loss (session, reference, 0, 0, 0);

  saffron_session_undo (session);
  saffron_session_undo (session);
  after = text_of (session);
  g_assert_cmpstr (after, ==, before);
}

static GArray *
composite_of (SaffronSession *session, const char *path)
{
  return (GArray *) saffron_session_get_composite (session, path);
}

/* What a composite shows is kept with each slide, through the file, a swap and
 * a new place of a slide; it is no edit. */
static void
test_composite (void)
{
  static const char *const paths[] = { "/nowhere/slide1.tif",
                                       "/nowhere/slide3.tif", NULL };
  static const SaffronCompositeChannel shown[] = { { 0, TRUE, 0x6496ff },
                                                   { 2, FALSE, 0x0000a0 } };
  g_autoptr (SaffronRun) run = test_run_new (1.0);
  g_autoptr (SaffronSession) session = new_trio (run);
  g_autoptr (SaffronSession) again = NULL;
  g_autoptr (GPtrArray) composites =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  SaffronEdit undo = saffron_session_get_undo (session);
  const SaffronCompositeChannel *read = NULL;

  g_assert_null (composite_of (session, paths[0]));
  for (int i = 0; i < 2; i++)
    {
      GArray *one = g_array_new (FALSE, FALSE, sizeof *shown);

      g_array_append_vals (one, shown, (guint) i + 1);
      g_ptr_array_add (composites, one);
    }
  saffron_session_set_composite (session, paths, composites);
  g_assert_true (saffron_session_get_modified (session));
  g_assert_cmpint (saffron_session_get_undo (session), ==, undo);

  text = text_of (session);
  node = json_from_string (text, NULL);
  again = saffron_session_from_json (node, "/nowhere", NULL);
  g_assert_null (composite_of (again, "/nowhere/slide2.tif"));
  g_assert_cmpuint (composite_of (again, paths[0])->len, ==, 1);
  g_assert_cmpuint (composite_of (again, paths[1])->len, ==, 2);
  read = (SaffronCompositeChannel *) composite_of (again, paths[1])->data;
  g_assert_cmpint (read[1].channel, ==, 2);
  g_assert_false (read[1].shown);
  g_assert_cmphex (read[1].color, ==, 0x0000a0);
  g_assert_cmphex (read[0].color, ==, 0x6496ff);

  saffron_session_swap (again, moving_at (again, 1));
  g_assert_cmpuint (composite_of (again, paths[1])->len, ==, 2);
  {
    g_autoptr (SaffronSlideFile) moved =
        saffron_slide_file_new ("/elsewhere/slide3.tif");

    g_assert_true (saffron_session_relocate (again, paths[1], moved));
    g_assert_cmpuint (composite_of (again, moved->path)->len, ==, 2);
  }
}

/* What cannot be read of it is passed over. */
static void
test_odd_composite (void)
{
  const char *bad = "[3, {}, {\"channel\": -1, \"shown\": true, \"color\": "
                    "\"#000000\"}, {\"channel\": 1, \"shown\": 1, "
                    "\"color\": \"#000000\"}, {\"channel\": 1, \"shown\": "
                    "true, \"color\": \"red\"}, {\"channel\": 1, "
                    "\"shown\": true, \"color\": \"#ff0080\"}]";

  g_autoptr (JsonNode) odd = json_from_string (bad, NULL);
  g_autoptr (GArray) rest = saffron_composite_from_json (odd);

  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_cmphex (g_array_index (rest, SaffronCompositeChannel, 0).color, ==,
                   0xff0080);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/choice/z", test_z);
  g_test_add_func ("/choice/scene", test_scene);
  g_test_add_func ("/choice/composite", test_composite);
  g_test_add_func ("/choice/odd-composite", test_odd_composite);
  return g_test_run ();
}
