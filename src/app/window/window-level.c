/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-level.h"

#include <glib/gi18n.h>

#include "app/accels.h"

struct _SaffronWindowLevel {
  GObject parent_instance;

  SaffronShell *shell;
  GMenu *menu;
  SaffronSlide *menu_slide; /* the slide that the menu lists levels of; weak */
};

G_DEFINE_FINAL_TYPE (SaffronWindowLevel, saffron_window_level, G_TYPE_OBJECT)

static void
saffron_window_level_finalize (GObject *object)
{
  SaffronWindowLevel *self = SAFFRON_WINDOW_LEVEL (object);

  g_clear_weak_pointer (&self->menu_slide);
  g_object_unref (self->menu);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_level_parent_class)->finalize (object);
}

static void
saffron_window_level_class_init (SaffronWindowLevelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_level_finalize;
}

static void
saffron_window_level_init (SaffronWindowLevel *self)
{
}

/* The level that the action's state asks for; -1 for the automatic choice. */
static int
get_level (SaffronWindowLevel *self)
{
  g_autoptr (GVariant) state = saffron_shell_get_state (self->shell, "level");
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
apply_to_shown (SaffronWindowLevel *self)
{
  SaffronLayer *layers[2] = {
    saffron_document_get_reference (self->shell->document),
    saffron_document_get_shown_layer (self->shell->document),
  };

  for (int side = 0; side < 2; side++)
    if (layers[side] != NULL)
      apply_level (layers[side], get_level (self));
}

static void
on_level (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  SaffronWindowLevel *self = user_data;
  const char *text = g_variant_get_string (value, NULL);

  if (!g_str_equal (text, "auto")
      && !g_ascii_string_to_unsigned (text, 10, 0, 64, NULL, NULL))
    return;
  g_simple_action_set_state (action, value);
  apply_to_shown (self);
}

/* The slide whose levels are counted, as in the pill: the reference, or the
 * moving slide where the reference is missing. */
static SaffronSlide *
get_slide (SaffronWindowLevel *self, SaffronViewSide *side)
{
  SaffronLayer *layer = saffron_document_get_reference (self->shell->document);

  *side = SAFFRON_VIEW_REFERENCE;
  if (layer == NULL)
    {
      *side = SAFFRON_VIEW_MOVING;
      layer = saffron_document_get_shown_layer (self->shell->document);
    }
  return layer != NULL ? saffron_layer_get_slide (layer) : NULL;
}

/* One level finer or coarser than what is on screen. */
static void
step_level (SaffronWindowLevel *self, int step)
{
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (
      saffron_document_get_model (self->shell->document));
  SaffronViewSide side;
  SaffronSlide *slide = get_slide (self, &side);
  g_autofree char *text = NULL;
  int level;

  if (slide == NULL)
    return;
  level = CLAMP (saffron_frame_get_level (frame, side) + step, 0,
                 saffron_slide_get_n_levels (slide) - 1);
  text = g_strdup_printf ("%d", level);
  g_action_group_change_action_state (G_ACTION_GROUP (self->shell->window),
                                      "level", g_variant_new_string (text));
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
update_menu (SaffronWindowLevel *self, SaffronSlide *slide)
{
  if (slide == self->menu_slide && slide != NULL)
    return;
  g_set_weak_pointer (&self->menu_slide, slide);
  g_menu_remove_all (self->menu);
  g_menu_append (self->menu, _ ("_Automatic"), "win.level::auto");
  saffron_accels_show_in_menu (self->menu);
  if (slide == NULL)
    return;
  for (int i = 0; i < saffron_slide_get_n_levels (slide); i++)
    {
      const SaffronLevel *level = saffron_slide_get_level (slide, i);
      g_autofree char *label = g_strdup_printf (
          _ ("Level %d: %.0f × %.0f (1:%.4g)"), i, (double) level->width,
          (double) level->height, level->downsample);
      g_autofree char *action = g_strdup_printf ("win.level::%d", i);

      g_menu_append (self->menu, label, action);
    }
}

static const GActionEntry actions[] = {
  { "level", NULL, "s", "'auto'", on_level },
  { "level-finer", on_level_finer },
  { "level-coarser", on_level_coarser },
};

/* Other slides are shown: updates the menu and the level. */
static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronWindowLevel *self = user_data;
  SaffronViewSide side;
  gboolean any = !saffron_document_is_empty (document);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    saffron_shell_set_enabled (self->shell, actions[i].name, any);
  update_menu (self, get_slide (self, &side));
  apply_to_shown (self);
}

SaffronWindowLevel *
saffron_window_level_new (SaffronShell *shell, GMenu *menu)
{
  SaffronWindowLevel *self = g_object_new (SAFFRON_TYPE_WINDOW_LEVEL, NULL);

  self->shell = saffron_shell_ref (shell);
  self->menu = g_object_ref (menu);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (shell->document, "changed",
                           G_CALLBACK (on_document_changed), self, 0);
  on_document_changed (shell->document, self);
  return self;
}
