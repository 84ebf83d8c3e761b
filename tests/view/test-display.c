/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/display.h"

#include "view/fake-slide.h"

/* Names are used in settings and actions, so each is unique and reads back. */
static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  SaffronViewMode mode = SAFFRON_VIEW_MODE_LENS;
  SaffronOverlayColors colors = SAFFRON_OVERLAY_CYAN_RED;

  for (int i = 0; i < SAFFRON_VIEW_N_MODES; i++)
    {
      const char *name = saffron_view_mode_name ((SaffronViewMode) i);

      g_assert_true (g_hash_table_add (seen, (gpointer) name));
      g_assert_true (saffron_view_mode_from_name (name, &mode));
      g_assert_cmpint (mode, ==, i);
    }
  for (int i = 0; i < SAFFRON_OVERLAY_N_COLORS; i++)
    {
      const char *name = saffron_overlay_colors_name ((SaffronOverlayColors) i);

      g_assert_true (g_hash_table_add (seen, (gpointer) name));
      g_assert_true (saffron_overlay_colors_from_name (name, &colors));
      g_assert_cmpint (colors, ==, i);
    }
  g_assert_false (saffron_view_mode_from_name ("nothing", &mode));
  g_assert_false (saffron_view_mode_from_name (NULL, &mode));
  g_assert_false (saffron_overlay_colors_from_name ("", &colors));
}

/* Where both slides are equal, their colours add up to one that neither has,
 * without exceeding the range. */
static void
test_overlay_colors (void)
{
  for (int i = 0; i < SAFFRON_OVERLAY_N_COLORS; i++)
    {
      guint32 a = saffron_overlay_color ((SaffronOverlayColors) i,
                                         SAFFRON_VIEW_REFERENCE);
      guint32 b =
          saffron_overlay_color ((SaffronOverlayColors) i, SAFFRON_VIEW_MOVING);

      g_assert_cmphex (a & b, ==, 0);
      g_assert_cmphex (a, !=, 0);
      g_assert_cmphex (b, !=, 0);
    }
}

static void
test_first_display (void)
{
  FakeSlide spec = {
    .width = 100, .height = 100, .n_channels = 12, .type = SAFFRON_SAMPLE_U16
  };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronSlideDisplay) display =
      saffron_slide_display_new (slide, 3);
  g_autoptr (SaffronSlideDisplay) copy = NULL;

  g_assert_cmpint (display->n_channels, ==, 12);
  g_assert_cmpint (display->level, ==, -1);
  g_assert_true (display->visible);
  for (int c = 0; c < 12; c++)
    {
      const SaffronChannelDisplay *d = &display->channels[c];

      g_assert_true (d->visible == (c == 3));
      g_assert_cmpfloat (d->low, ==, 0.0);
      g_assert_cmpfloat (d->high, ==, 65535.0);
      g_assert_cmpfloat (d->gamma, ==, 1.0);
      g_assert_cmphex (d->color, !=, 0);
      if (c > 0)
        g_assert_cmphex (d->color, !=, display->channels[c - 1].color);
      g_assert_cmpint (saffron_slide_display_channel (slide, c), ==, c);
    }

  copy = saffron_slide_display_copy (display);
  copy->channels[3].low = 5.0;
  g_assert_cmpfloat (display->channels[3].low, ==, 0.0);
}

/* The three samples of a brightfield slide are one channel. */
static void
test_brightfield (void)
{
  FakeSlide spec = { .width = 100, .height = 100, .rgb = TRUE };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronSlideDisplay) display =
      saffron_slide_display_new (slide, 2);

  g_assert_cmpint (display->n_channels, ==, 1);
  g_assert_true (display->channels[0].visible);
  g_assert_cmpfloat (display->channels[0].high, ==, 255.0);
  g_assert_cmpint (saffron_slide_display_channel (slide, 0), ==,
                   SAFFRON_CHANNEL_RGB);
}

/* A new display of brightfield changes no stored value. Glass in each sample
 * has no darkness, and white balance makes it white only where it is chosen. */
static void
test_glass (void)
{
  static const double glass[3] = { 236.0, 231.0, 228.0 };
  FakeSlide spec = { .width = 100, .height = 100, .rgb = TRUE };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronSlideDisplay) display =
      saffron_slide_display_new (slide, 0);
  SaffronChannelDisplay *d = &display->channels[0];

  g_assert_false (d->balanced);
  for (int k = 0; k < 3; k++)
    {
      d->glass[k] = glass[k];
      d->dark = 20.0;
      g_assert_cmpfloat (saffron_channel_display_darkness (d, k, glass[k]), ==,
                         0.0);
      g_assert_cmpfloat (saffron_channel_display_darkness (d, k, 255.0), ==,
                         0.0);
      g_assert_cmpfloat (
          saffron_channel_display_darkness (d, k, (glass[k] + 20.0) / 2.0), ==,
          0.5);
      g_assert_cmpfloat (saffron_channel_display_darkness (d, k, 10.0), ==,
                         1.0);
      g_assert_cmpfloat (saffron_channel_display_balance (d, k), ==, 1.0);
      d->balanced = TRUE;
      g_assert_cmpfloat_with_epsilon (
          saffron_channel_display_balance (d, k) * glass[k], 255.0, 1e-9);
      d->balanced = FALSE;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/display/names", test_names);
  g_test_add_func ("/view/display/overlay-colors", test_overlay_colors);
  g_test_add_func ("/view/display/first-display", test_first_display);
  g_test_add_func ("/view/display/brightfield", test_brightfield);
  g_test_add_func ("/view/display/glass", test_glass);
  return g_test_run ();
}
