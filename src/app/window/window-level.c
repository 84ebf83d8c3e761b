/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include <glib/gi18n.h>

#include "app/accels.h"

/* The level that the action's state asks for, -1 for the one that suits. */
static int
get_level (SaffronWindow *self)
{
  g_autoptr (GVariant) state =
      g_action_group_get_action_state (G_ACTION_GROUP (self), "level");
  guint64 level = 0;

  if (!g_ascii_string_to_unsigned (g_variant_get_string (state, NULL), 10, 0,
                                   64, &level, NULL))
    return -1;
  return level;
}

static void
apply_level (SaffronLayer *layer, int level)
{
  int n = saffron_slide_get_n_levels (saffron_layer_get_slide (layer));
  g_autoptr (SaffronSlideDisplay) display = NULL;

  level = MIN (level, n - 1);
  if (saffron_layer_get_display (layer)->level == level)
    return;
  display = saffron_slide_display_copy (saffron_layer_get_display (layer));
  display->level = level;
  saffron_layer_set_display (layer, display);
}

static void
apply_to_shown (SaffronWindow *self)
{
  SaffronLayer *layers[2] = {
    saffron_document_get_reference (self->document),
    saffron_document_get_shown_layer (self->document),
  };

  for (int side = 0; side < 2; side++)
    if (layers[side] != NULL)
      apply_level (layers[side], get_level (self));
}

static void
on_level (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  SaffronWindow *self = user_data;
  const char *text = g_variant_get_string (value, NULL);

  if (!g_str_equal (text, "auto")
      && !g_ascii_string_to_unsigned (text, 10, 0, 64, NULL, NULL))
    return;
  g_simple_action_set_state (action, value);
  apply_to_shown (self);
  saffron_window_update_pill (self);
}

/* The slide that levels are counted on, as in the pill: the reference, or the
 * moving slide where that is missing. */
static SaffronSlide *
get_slide (SaffronWindow *self, SaffronViewSide *side)
{
  SaffronLayer *layer = saffron_document_get_reference (self->document);

  *side = SAFFRON_VIEW_REFERENCE;
  if (layer == NULL)
    {
      *side = SAFFRON_VIEW_MOVING;
      layer = saffron_document_get_shown_layer (self->document);
    }
  return layer != NULL ? saffron_layer_get_slide (layer) : NULL;
}

/* One level finer or coarser than what is on screen. */
static void
step_level (SaffronWindow *self, int step)
{
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (
      saffron_document_get_model (self->document));
  SaffronViewSide side;
  SaffronSlide *slide = get_slide (self, &side);
  g_autofree char *text = NULL;
  int level;

  if (slide == NULL)
    return;
  level = CLAMP (saffron_frame_get_level (frame, side) + step, 0,
                 saffron_slide_get_n_levels (slide) - 1);
  text = g_strdup_printf ("%d", level);
  g_action_group_change_action_state (G_ACTION_GROUP (self), "level",
                                      g_variant_new_string (text));
}

static void
on_level_finer (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step_level (user_data, -1);
}

static void
on_level_coarser (GSimpleAction *action,
                  GVariant *parameter,
                  gpointer user_data)
{
  step_level (user_data, 1);
}

static void
update_menu (SaffronWindow *self, SaffronSlide *slide)
{
  if (slide == self->level_slide && slide != NULL)
    return;
  g_set_weak_pointer (&self->level_slide, slide);
  g_menu_remove_all (self->level_menu);
  g_menu_append (self->level_menu, _ ("_Automatic"), "win.level::auto");
  saffron_accels_show_in_menu (self->level_menu);
  if (slide == NULL)
    return;
  for (int i = 0; i < saffron_slide_get_n_levels (slide); i++)
    {
      const SaffronLevel *level = saffron_slide_get_level (slide, i);
      g_autofree char *label = g_strdup_printf (
          _ ("Level %d: %.0f × %.0f (1:%.4g)"), i, (double) level->width,
          (double) level->height, level->downsample);
      g_autofree char *action = g_strdup_printf ("win.level::%d", i);

      g_menu_append (self->level_menu, label, action);
    }
}

void
saffron_window_update_levels (SaffronWindow *self)
{
  SaffronViewSide side;

  update_menu (self, get_slide (self, &side));
  apply_to_shown (self);
}

static const GActionEntry actions[] = {
  { "level", NULL, "s", "'auto'", on_level },
  { "level-finer", on_level_finer },
  { "level-coarser", on_level_coarser },
};

void
saffron_window_add_level_actions (SaffronWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
}
