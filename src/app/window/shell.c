/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/shell.h"

#include "app/document/quality-model.h"

SaffronShell *
saffron_shell_new (const SaffronShell *parts)
{
  SaffronShell *self = g_rc_box_new (SaffronShell);

  *self = *parts;
  g_object_ref (self->document);
  g_object_ref (self->settings);
  g_object_ref (self->works);
  self->quality = saffron_quality_model_new (self->document, self->works);
  self->passing = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

SaffronShell *
saffron_shell_ref (SaffronShell *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  SaffronShell *self = data;

  g_object_unref (self->quality);
  g_object_unref (self->document);
  g_object_unref (self->settings);
  g_object_unref (self->works);
  g_ptr_array_unref (self->passing);
}

void
saffron_shell_unref (SaffronShell *self)
{
  g_rc_box_release_full (self, clear);
}

void
saffron_shell_close (SaffronShell *self)
{
  g_auto (GStrv) names =
      g_action_group_list_actions (G_ACTION_GROUP (self->window));

  for (guint i = 0; names[i] != NULL; i++)
    g_action_map_remove_action (G_ACTION_MAP (self->window), names[i]);
  g_ptr_array_set_size (self->passing, 0);
  self->window = NULL;
  self->toasts = NULL;
}

void
saffron_shell_add_actions (SaffronShell *self,
                           const GActionEntry *entries,
                           guint n_entries,
                           gpointer topic)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->window), entries,
                                   (int) n_entries, topic);
}

static GSimpleAction *
lookup (SaffronShell *self, const char *action)
{
  return G_SIMPLE_ACTION (
      g_action_map_lookup_action (G_ACTION_MAP (self->window), action));
}

void
saffron_shell_set_enabled (SaffronShell *self,
                           const char *action,
                           gboolean enabled)
{
  g_simple_action_set_enabled (lookup (self, action), enabled);
}

void
saffron_shell_set_state (SaffronShell *self,
                         const char *action,
                         GVariant *state)
{
  g_simple_action_set_state (lookup (self, action), state);
}

GVariant *
saffron_shell_get_state (SaffronShell *self, const char *action)
{
  return g_action_group_get_action_state (G_ACTION_GROUP (self->window),
                                          action);
}

void
saffron_shell_show_page (SaffronShell *self, const char *page)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "page",
                                  g_variant_new_string (page));
}
