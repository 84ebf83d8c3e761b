/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/layer.h"

#include "register/run-draft.h"
#include "view/fake-slide.h"

static void
on_histogram (SaffronLayer *layer, int index, gpointer user_data)
{
  *(int *) user_data |= 1 << index;
}

static void
wait_for (const int *counted, int all)
{
  while ((*counted & all) != all)
    g_main_context_iteration (NULL, TRUE);
}

static SaffronLayer *
layer_new (int *counted)
{
  FakeSlide spec = { .width = 2000,
                     .height = 2000,
                     .n_levels = 3,
                     .type = SAFFRON_SAMPLE_U16,
                     .n_channels = 2 };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronSlideFile) file = saffron_slide_file_new ("fake.tif");
  SaffronLayer *layer = NULL;

  /* Not counted before the test has begun. */
  fake_slide_set_delay (slide, 20000);
  layer = saffron_layer_new (slide, file);
  *counted = 0;
  g_signal_connect (layer, "histogram", G_CALLBACK (on_histogram), counted);
  return layer;
}

/* The contrast follows the histogram, also when a channel is switched off and
 * on or coloured meanwhile; not the one that a person has set. */
static void
test_contrast (void)
{
  int counted = 0;
  g_autoptr (SaffronLayer) layer = layer_new (&counted);
  const SaffronChannelDisplay *present = NULL;
  SaffronChannelDisplay display;
  double full = saffron_layer_get_channel_display (layer, 0)->high;

  for (int i = 0; i < 2; i++)
    {
      display = *saffron_layer_get_channel_display (layer, 0);
      display.visible = !display.visible;
      saffron_layer_set_channel_display (layer, 0, &display);
    }
  display = *saffron_layer_get_channel_display (layer, 1);
  display.visible = TRUE;
  saffron_layer_set_channel_display (layer, 1, &display);
  display.low = 3.0;
  saffron_layer_set_channel_display (layer, 1, &display);
  g_assert_cmpint (counted, ==, 0);
  wait_for (&counted, 3);
  present = saffron_layer_get_channel_display (layer, 0);
  g_assert_cmpfloat (present->high, <, full);
  present = saffron_layer_get_channel_display (layer, 1);
  g_assert_cmpfloat (present->low, ==, 3.0);
  g_assert_cmpfloat (present->high, ==, full);
}

/* Each channel has percentiles of its own. */
static void
test_percentiles (void)
{
  int counted = 0;
  g_autoptr (SaffronLayer) layer = layer_new (&counted);
  double high, least, most, before;

  wait_for (&counted, 1);
  before = saffron_layer_get_channel_display (layer, 0)->high;
  saffron_layer_auto_contrast (layer, 0, 5.0, 50.0);
  g_assert_cmpfloat (saffron_layer_get_channel_display (layer, 0)->high, <,
                     before);
  saffron_layer_get_percentiles (layer, 0, &least, &most);
  g_assert_cmpfloat (least, ==, 5.0);
  g_assert_cmpfloat (most, ==, 50.0);
  saffron_layer_get_percentiles (layer, 1, &least, &most);
  g_assert_cmpfloat (least, ==, 1.0);
  g_assert_cmpfloat (most, ==, 99.0);

  /* A channel that is shown for the first time has its own, too. */
  high = saffron_layer_get_channel_display (layer, 0)->high;
  {
    SaffronChannelDisplay display =
        *saffron_layer_get_channel_display (layer, 1);

    display.visible = TRUE;
    saffron_layer_set_channel_display (layer, 1, &display);
  }
  wait_for (&counted, 3);
  g_assert_cmpfloat (saffron_layer_get_channel_display (layer, 1)->high, >,
                     high);
}

/* Once glass is found, a brightfield slide still shows its stored values; only
 * its intensities begin at glass, in each sample. */
static void
test_glass (void)
{
  static const double glass[3] = { 236.0, 231.0, 228.0 };
  FakeSlide spec = { .width = 2000,
                     .height = 2000,
                     .n_levels = 3,
                     .rgb = TRUE,
                     .color = { 236, 231, 228 } };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronSlideFile) file = saffron_slide_file_new ("fake.tif");
  g_autoptr (SaffronLayer) layer = NULL;
  const SaffronChannelDisplay *display = NULL;
  int counted = 0;

  layer = saffron_layer_new (slide, file);
  g_signal_connect (layer, "histogram", G_CALLBACK (on_histogram), &counted);
  wait_for (&counted, 1);
  display = saffron_layer_get_channel_display (layer, 0);
  g_assert_cmpfloat (display->low, ==, 0.0);
  g_assert_cmpfloat (display->high, ==, 255.0);
  g_assert_cmpfloat (display->gamma, ==, 1.0);
  g_assert_false (display->balanced);
  for (int k = 0; k < 3; k++)
    g_assert_cmpfloat_with_epsilon (display->glass[k], glass[k], 0.5);
}

/* A contrast that is set by hand has percentiles, too; those that were set stay
 * as they are. */
static void
test_dragged (void)
{
  int counted = 0;
  g_autoptr (SaffronLayer) layer = layer_new (&counted);
  const SaffronHistogram *histogram = NULL;
  SaffronChannelDisplay display;
  double least = 0.0, most = 0.0;

  wait_for (&counted, 1);
  histogram = saffron_layer_get_histogram (layer, 0);
  display = *saffron_layer_get_channel_display (layer, 0);
  display.low = saffron_histogram_percentile (histogram, 20.0);
  display.high = saffron_histogram_percentile (histogram, 60.0);
  saffron_layer_set_channel_display (layer, 0, &display);
  saffron_layer_get_percentiles (layer, 0, &least, &most);
  g_assert_cmpfloat_with_epsilon (least, 20.0, 1.0);
  g_assert_cmpfloat_with_epsilon (most, 60.0, 1.0);
  /* A change of something else changes no percentiles. */
  saffron_layer_auto_contrast (layer, 0, 5.0, 50.0);
  display = *saffron_layer_get_channel_display (layer, 0);
  display.gamma = 2.0;
  saffron_layer_set_channel_display (layer, 0, &display);
  saffron_layer_get_percentiles (layer, 0, &least, &most);
  g_assert_cmpfloat (least, ==, 5.0);
  g_assert_cmpfloat (most, ==, 50.0);
}

/* What registration looks at is shown, unless somebody has chosen others. */
static void
test_looks (void)
{
  SaffronLooks looks = { .automatic = { .channel = 1,
                                        .name = (char *) "Channel 2" } };

  for (int chosen = 0; chosen < 2; chosen++)
    {
      int counted = 0;
      g_autoptr (SaffronLayer) layer = layer_new (&counted);
      SaffronChannelDisplay display =
          *saffron_layer_get_channel_display (layer, 0);

      g_assert_null (saffron_layer_get_looks (layer));
      display.visible = FALSE;
      if (chosen)
        saffron_layer_set_channel_display (layer, 0, &display);
      saffron_layer_set_looks (layer, &looks, "key");
      g_assert_cmpstr (saffron_layer_get_look_key (layer), ==, "key");
      g_assert_false (saffron_layer_get_channel_display (layer, 0)->visible);
      g_assert_cmpint (saffron_layer_get_channel_display (layer, 1)->visible,
                       ==, !chosen);
    }
}

static SaffronRun *
run_that_looked_at (int channel)
{
  SaffronRunDraft *draft = saffron_run_draft_new ();

  draft->params = saffron_params_new ();
  for (int i = 0; i < 2; i++)
    draft->looks[i] = (SaffronLook){ .kind = SAFFRON_LOOK_INTENSITY,
                                     .channel = channel,
                                     .name = g_strdup ("Fake") };
  return saffron_run_draft_finish (draft);
}

/* What the current run looked at is shown, as long as the parameters ask for
 * the same. */
static void
test_recorded_looks (void)
{
  FakeSlide spec = {
    .width = 300, .height = 300, .type = SAFFRON_SAMPLE_U16, .n_channels = 3
  };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (SaffronRun) run = run_that_looked_at (2);

  for (int is_reference = 0; is_reference < 2; is_reference++)
    {
      g_autoptr (SaffronLooks) recorded =
          saffron_looks_find (slide, slide, is_reference, params, run);
      g_autoptr (SaffronLooks) none =
          saffron_looks_find (slide, slide, is_reference, params, NULL);

      g_assert_cmpint (saffron_looks_get (recorded)->channel, ==, 2);
      g_assert_cmpint (saffron_looks_get (none)->channel, ==, 0);
    }
  saffron_params_set (params, "moving_channel", "Fake", NULL);
  {
    g_autoptr (SaffronLooks) other =
        saffron_looks_find (slide, slide, FALSE, params, run);

    g_assert_cmpint (saffron_looks_get (other)->channel, ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/layer/contrast", test_contrast);
  g_test_add_func ("/app/layer/percentiles", test_percentiles);
  g_test_add_func ("/app/layer/dragged", test_dragged);
  g_test_add_func ("/app/layer/glass", test_glass);
  g_test_add_func ("/layer/looks", test_looks);
  g_test_add_func ("/layer/recorded-looks", test_recorded_looks);
  return g_test_run ();
}
