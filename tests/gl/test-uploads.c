/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/target.h"

static Scene *
make_scene (SceneWarp warp)
{
  FakeSlide spec = { .width = 9000,
                     .height = 9000,
                     .n_levels = 5,
                     .n_channels = 3,
                     .type = SAFFRON_SAMPLE_U16,
                     .tile = 512 };

  return scene_new (&spec, &spec, warp);
}

static void
draw (Target *target, Scene *scene)
{
  g_autoptr (SaffronFrame) frame = scene_frame (scene, TRUE);

  g_assert_true (saffron_frame_is_sharp (frame));
  g_free (target_draw (target, frame));
}

static void
assert_same_uploads (const SaffronGlCounts *a, const SaffronGlCounts *b)
{
  g_assert_cmpuint (a->n_page_uploads, ==, b->n_page_uploads);
  g_assert_cmpuint (a->n_table_uploads, ==, b->n_table_uploads);
  g_assert_cmpuint (a->n_field_uploads, ==, b->n_field_uploads);
  g_assert_cmpuint (a->n_bytes, ==, b->n_bytes);
}

/* Changing contrast, gamma, colour, opacity, the mode or the edge decodes
 * nothing and uploads no texture. */
static void
test_look (gconstpointer data)
{
  Target target = { 0 };
  Scene *scene = NULL;
  SaffronGlCounts before, after;
  SaffronSchedulerCounts decoded_before, decoded_after;

  if (!target_open (&target, data))
    return;
  scene = make_scene (SCENE_LATTICE);
  draw (&target, scene);
  before = target_counts (&target);
  saffron_scheduler_get_counts (scene->scheduler, &decoded_before);
  g_assert_cmpuint (before.n_page_uploads, >, 0);
  g_assert_cmpuint (before.n_table_uploads, ==, 2);
  g_assert_cmpuint (before.n_field_uploads, ==, 1);

  for (int i = 0; i < 60; i++)
    {
      SaffronChannelDisplay *d = &scene->displays[i % 2]->channels[0];

      d->low = 100.0 * i;
      d->high = 60000.0 - 50.0 * i;
      d->gamma = i < 20 ? 1.0 : 0.5 + 0.02 * i;
      d->color = (guint32) (i * 0x030201);
      d->opacity = 1.0 - 0.01 * i;
      scene->displays[i % 2]->opacity = 0.2 + 0.01 * i;
      scene->look.mode = (SaffronViewMode) (i / 7 % SAFFRON_VIEW_N_MODES);
      scene->look.colors = (SaffronOverlayColors) (i % 3);
      scene->look.swipe = 0.01 * i;
      scene->look.swipe_horizontal = i % 2;
      scene->look.flicker_moving = i % 2;
      scene->look.checker_size = 10.0 + i;
      scene->look.lens_x = i;
      draw (&target, scene);
    }
  after = target_counts (&target);
  saffron_scheduler_get_counts (scene->scheduler, &decoded_after);
  assert_same_uploads (&before, &after);
  g_assert_cmpuint (decoded_before.n_decoded, ==, decoded_after.n_decoded);
  g_assert_cmpint (fake_slide_get_n_reads (scene->slides[0])
                       + fake_slide_get_n_reads (scene->slides[1]),
                   ==, (int) decoded_after.n_decoded);
  scene_free (scene);
  target_close (&target);
}

/* Hiding a slide and showing it again uploads nothing. */
static void
test_hiding (gconstpointer data)
{
  Target target = { 0 };
  Scene *scene = NULL;
  SaffronGlCounts before, after;

  if (!target_open (&target, data))
    return;
  scene = make_scene (SCENE_AFFINE);
  draw (&target, scene);
  before = target_counts (&target);
  for (int i = 0; i < 4; i++)
    {
      scene->displays[SAFFRON_VIEW_MOVING]->visible = i % 2;
      draw (&target, scene);
    }
  after = target_counts (&target);
  assert_same_uploads (&before, &after);
  scene_free (scene);
  target_close (&target);
}

/* A page is uploaded once while it stays on the canvas; a pan uploads only the
 * pages that it uncovers. */
static void
test_panning (gconstpointer data)
{
  Target target = { 0 };
  Scene *scene = NULL;
  SaffronGlCounts first, there, back;

  if (!target_open (&target, data))
    return;
  scene = make_scene (SCENE_LATTICE);
  draw (&target, scene);
  first = target_counts (&target);
  for (int i = 0; i < 40; i++)
    {
      saffron_view_pan (&scene->geometry, 6.0, 3.0);
      draw (&target, scene);
    }
  there = target_counts (&target);
  /* Three quarters of the canvas are new, so all forty steps together upload
   * not many more pages than the first picture. */
  g_assert_cmpuint (there.n_page_uploads - first.n_page_uploads, <,
                    2 * first.n_page_uploads);
  g_assert_cmpuint (there.n_field_uploads - first.n_field_uploads, ==, 40);
  for (int i = 0; i < 40; i++)
    {
      saffron_view_pan (&scene->geometry, -6.0, -3.0);
      draw (&target, scene);
    }
  back = target_counts (&target);
  g_assert_cmpuint (back.n_page_uploads, ==, there.n_page_uploads);
  scene_free (scene);
  target_close (&target);
}

/* Swapping both slides swaps their textures. */
static void
test_swap (gconstpointer data)
{
  Target target = { 0 };
  Scene *scene = NULL;
  SaffronGlCounts before, after;
  SaffronSlide *slide = NULL;

  if (!target_open (&target, data))
    return;
  scene = make_scene (SCENE_IDENTITY);
  draw (&target, scene);
  before = target_counts (&target);
  slide = scene->slides[0];
  scene->slides[0] = scene->slides[1];
  scene->slides[1] = slide;
  draw (&target, scene);
  after = target_counts (&target);
  g_assert_cmpuint (before.n_page_uploads, ==, after.n_page_uploads);
  scene_free (scene);
  target_close (&target);
}

/* The memory of the textures does not grow while a person browses. */
static void
test_bounded (gconstpointer data)
{
  Target target = { 0 };
  Scene *scene = NULL;
  gsize most = 0;

  if (!target_open (&target, data))
    return;
  scene = make_scene (SCENE_AFFINE);
  for (int i = 0; i < 60; i++)
    {
      SaffronGlCounts counts;

      scene->geometry.zoom = 1.4 / (1 << i % 6);
      scene->geometry.centre.x = 1000.0 + 7000.0 * (i * 37 % 60) / 60.0;
      scene->geometry.centre.y = 1000.0 + 7000.0 * (i * 23 % 60) / 60.0;
      draw (&target, scene);
      counts = target_counts (&target);
      if (i < 12)
        most = MAX (most, counts.n_bytes);
      else
        g_assert_cmpuint (counts.n_bytes, <=, most);
    }
  g_assert_cmpuint (most, <, 48 << 20);
  scene_free (scene);
  target_close (&target);
}

int
main (int argc, char **argv)
{
  static const TargetTest tests[] = {
    { "look", test_look },       { "hiding", test_hiding },
    { "panning", test_panning }, { "swap", test_swap },
    { "bounded", test_bounded },
  };

  return target_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
