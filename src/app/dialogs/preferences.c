/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/preferences.h"

#include "app/scroll.h"

struct _SaffronPreferences {
  AdwPreferencesWindow parent_instance;

  AdwComboRow *theme;
  AdwComboRow *colours;
  AdwComboRow *renderer;
  GtkSwitch *animations;
  GtkWidget *cache_spin;
  GtkWidget *threads_spin;
  GtkAdjustment *cache_size;
  GtkAdjustment *threads;
};

G_DEFINE_FINAL_TYPE (SaffronPreferences,
                     saffron_preferences,
                     ADW_TYPE_PREFERENCES_WINDOW)

static void
saffron_preferences_class_init (SaffronPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronPreferences,
                                        theme);
  gtk_widget_class_bind_template_child (widget_class, SaffronPreferences,
                                        colours);
  gtk_widget_class_bind_template_child (widget_class, SaffronPreferences,
                                        renderer);
  gtk_widget_class_bind_template_child (widget_class, SaffronPreferences,
                                        animations);
  gtk_widget_class_bind_template_child (widget_class, SaffronPreferences,
                                        cache_spin);
  gtk_widget_class_bind_template_child (widget_class, SaffronPreferences,
                                        threads_spin);
  gtk_widget_class_bind_template_child (widget_class, SaffronPreferences,
                                        cache_size);
  gtk_widget_class_bind_template_child (widget_class, SaffronPreferences,
                                        threads);
}

static void
saffron_preferences_init (SaffronPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  saffron_scroll_past (self->cache_spin);
  saffron_scroll_past (self->threads_spin);
}

/* The rows list the enumeration's values in its order. */
static gboolean
nick_to_index (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *nick = g_variant_get_string (variant, NULL);
  const char *const *nicks = user_data;

  for (guint i = 0; nicks[i] != NULL; i++)
    if (g_str_equal (nicks[i], nick))
      {
        g_value_set_uint (value, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
index_to_nick (const GValue *value,
               const GVariantType *expected_type,
               gpointer user_data)
{
  const char *const *nicks = user_data;

  return g_variant_new_string (nicks[g_value_get_uint (value)]);
}

static void
bind_choice (GSettings *settings,
             const char *key,
             AdwComboRow *row,
             const char *const *nicks)
{
  g_settings_bind_with_mapping (settings, key, row, "selected",
                                G_SETTINGS_BIND_DEFAULT, nick_to_index,
                                index_to_nick, (gpointer) nicks, NULL);
}

SaffronPreferences *
saffron_preferences_new (GSettings *settings)
{
  static const char *const themes[] = { "system", "light", "dark", NULL };
  static const char *const colours[] = { "red-green", "magenta-green",
                                         "cyan-red", NULL };
  static const char *const renderers[] = { "auto", "gl", "gles", "cpu", NULL };
  SaffronPreferences *self = g_object_new (SAFFRON_TYPE_PREFERENCES, NULL);

  bind_choice (settings, "theme", self->theme, themes);
  bind_choice (settings, "colours", self->colours, colours);
  bind_choice (settings, "renderer", self->renderer, renderers);
  g_settings_bind (settings, "animations", self->animations, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "cache-size", self->cache_size, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "threads", self->threads, "value",
                   G_SETTINGS_BIND_DEFAULT);
  return self;
}
