/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include <glib/gi18n.h>

#include "app/pane/sweep-page.h"

static void
on_sweep (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;
  g_autofree const char **axes = g_variant_get_strv (parameter, NULL);
  g_autoptr (GError) error = NULL;

  if (!saffron_sweep_runner_start (self->sweep, axes, &error))
    saffron_window_toast (self, error->message);
}

static void
on_resume (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_sweep_runner_resume (SAFFRON_WINDOW (user_data)->sweep);
}

static void
on_memory (SaffronSweepRunner *runner, gpointer user_data)
{
  saffron_window_ask_about_sweep (user_data);
}

static void
on_stop (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_sweep_runner_stop (SAFFRON_WINDOW (user_data)->sweep);
}

static void
on_show (SaffronSweepRunner *runner, SaffronMoving *moving, gpointer user_data)
{
  saffron_document_show_moving (SAFFRON_WINDOW (user_data)->document, moving);
}

static void
on_changed (SaffronSweepRunner *runner, gpointer user_data)
{
  SaffronWindow *self = user_data;
  gboolean running = saffron_sweep_runner_is_running (runner);
  GAction *stop =
      g_action_map_lookup_action (G_ACTION_MAP (self), "stop-sweep");
  GAction *page =
      g_action_map_lookup_action (G_ACTION_MAP (self), "show-sweep");
  GAction *resume =
      g_action_map_lookup_action (G_ACTION_MAP (self), "resume-sweep");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (stop), running);
  g_simple_action_set_state (
      G_SIMPLE_ACTION (page),
      g_variant_new_take_string (
          saffron_sweep_page_describe (SAFFRON_SWEEP_PAGE (self->sweep_page))));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (resume),
                               saffron_sweep_runner_can_resume (runner));
}

/* Its state is what the page says. */
static void
on_show_page (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;

  adw_view_stack_set_visible_child_name (self->pages, "sweep");
  adw_flap_set_reveal_flap (self->flap, TRUE);
}

static const GActionEntry actions[] = {
  { "sweep", on_sweep, "as" },
  { "resume-sweep", on_resume },
  { "stop-sweep", on_stop },
  { "show-sweep", on_show_page, NULL, "''" },
};

GtkWidget *
saffron_window_add_sweep_page (SaffronWindow *self)
{
  self->sweep = saffron_sweep_runner_new (self->settings, self->works);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
  self->sweep_page = saffron_sweep_page_new (self->sweep);
  g_signal_connect (self->sweep, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (self->sweep, "memory", G_CALLBACK (on_memory), self);
  g_signal_connect (self->sweep, "show", G_CALLBACK (on_show), self);
  on_changed (self->sweep, self);
  return self->sweep_page;
}

void
saffron_window_remove_sweep (SaffronWindow *self)
{
  if (self->sweep == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->sweep, self);
  saffron_sweep_runner_stop (self->sweep);
  g_clear_object (&self->sweep);
}
