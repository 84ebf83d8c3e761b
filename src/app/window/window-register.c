/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include <glib/gi18n.h>

#include "app/pane/register-page.h"
#include "app/window/verdict-popover.h"
#include "session/forecast.h"

static void
cancel_registration (SaffronWindow *self)
{
  if (self->registration != NULL)
    saffron_work_cancel (SAFFRON_WORK (self->registration));
}

static void
set_running (SaffronWindow *self, gboolean running)
{
  gtk_button_set_label (self->register_button,
                        running ? _ ("_Cancel") : _ ("_Register"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->register_button),
                                  running ? "win.cancel-register"
                                          : "win.register");
  saffron_window_update_actions (self);
}

/* Whether the moving slide that is being registered is the one on screen. */
static gboolean
is_shown (SaffronWindow *self)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  int shown = saffron_document_get_shown (self->document);

  return session != NULL && shown >= 0
         && g_str_equal (saffron_session_get_moving_path (session, shown),
                         saffron_registration_get_moving (self->registration));
}

static void
on_transform (SaffronWork *work,
              SaffronTransform *transform,
              gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronViewModel *model = saffron_document_get_model (self->document);
  const SaffronRect *region =
      saffron_registration_get_region (self->registration);

  if (is_shown (self) && region->width > 0)
    saffron_view_model_set_inside (model, transform, region);
  else if (is_shown (self))
    saffron_view_model_set_transform (model, transform);
}

static void
keep_run (SaffronWindow *self, SaffronRun *run)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  SaffronRun *start = self->registering_from;
  int moving = -1;

  /* Another session, or the slides were swapped meanwhile. */
  if (session == NULL
      || !g_str_equal (saffron_session_get_reference_path (session),
                       saffron_registration_get_reference (self->registration)))
    return;
  moving = saffron_session_find_moving (
      session, saffron_registration_get_moving (self->registration), NULL);
  /* A region's is looked at, too, but the whole's stays under it. */
  if (moving >= 0 && run->region.width > 0)
    saffron_session_add_region_run (session, moving, run, start, TRUE);
  else if (moving >= 0)
    saffron_session_add_run (session, moving, run);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronRun *run = saffron_registration_get_run (self->registration);
  const GError *error = saffron_work_get_error (work);

  if (run != NULL)
    keep_run (self, run);
  else
    saffron_window_toast (self, error != NULL ? error->message
                                              : _ ("Registering cancelled"));
  g_signal_handlers_disconnect_by_data (work, self);
  g_clear_object (&self->registration);
  g_clear_pointer (&self->registering_from, saffron_run_unref);
  set_running (self, FALSE);
  /* Shows the run, or after a cancel what was there before. */
  saffron_document_run_changed (self->document);
}

void
saffron_window_start_registration (SaffronWindow *self,
                                   const SaffronRect *region)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  int shown = saffron_document_get_shown (self->document);
  SaffronRegisterOptions spec = { .region = *region };
  SaffronRun *whole = NULL;

  if (self->registration != NULL || session == NULL || shown < 0)
    return;
  whole = saffron_session_get_whole_run (session, shown);
  spec.params = saffron_session_get_params (session);
  spec.landmarks = saffron_session_get_landmarks (session, shown);
  if (whole != NULL && region->width > 0)
    spec.start = whole->transform;
  self->registering_from = whole != NULL ? saffron_run_ref (whole) : NULL;
  self->registration = saffron_registration_new (
      saffron_session_get_reference_path (session),
      saffron_session_get_moving_path (session, shown), &spec,
      g_settings_get_int (self->settings, "threads"));
  saffron_work_list_add (self->works, SAFFRON_WORK (self->registration));
  g_signal_connect (self->registration, "message", G_CALLBACK (on_transform),
                    self);
  g_signal_connect (self->registration, "finished", G_CALLBACK (on_finished),
                    self);
  set_running (self, TRUE);
}

static void
on_register (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronRect whole = { 0 };

  saffron_window_register_checked (self, &whole);
}

static void
on_cancel_register (GSimpleAction *action,
                    GVariant *parameter,
                    gpointer user_data)
{
  cancel_registration (user_data);
}

void
saffron_window_stop_registration (SaffronWindow *self)
{
  if (self->registration == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->registration, self);
  saffron_work_cancel (SAFFRON_WORK (self->registration));
  g_clear_object (&self->registration);
  g_clear_pointer (&self->registering_from, saffron_run_unref);
}

void
saffron_window_update_verdict (SaffronWindow *self)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  int shown = saffron_document_get_shown (self->document);
  SaffronRun *run = NULL;
  GtkPopover *popover = NULL;

  if (session != NULL && shown >= 0)
    run = saffron_session_get_current_run (session, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->verdict), run != NULL);
  if (run == NULL)
    return;
  gtk_menu_button_set_label (self->verdict,
                             run->verified ? _ ("Verified") : _ ("Unverified"));
  popover = gtk_menu_button_get_popover (self->verdict);
  saffron_verdict_popover_set_run (SAFFRON_VERDICT_POPOVER (popover), run);
  if (run->verified)
    gtk_widget_remove_css_class (GTK_WIDGET (self->verdict), "warning");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->verdict), "warning");
}

static void
show_register_page (SaffronWindow *self)
{
  adw_view_stack_set_visible_child_name (self->pages, "register");
  adw_flap_set_reveal_flap (self->flap, TRUE);
}

static void
on_set_parameter (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaffronWindow *self = data;
  SaffronSession *session = saffron_document_get_session (self->document);
  const char *name = NULL, *value = NULL;
  g_autoptr (SaffronParams) params = NULL;
  g_autoptr (GError) error = NULL;

  g_variant_get (parameter, "(&s&s)", &name, &value);
  if (session == NULL)
    return;
  gtk_menu_button_popdown (self->verdict);
  show_register_page (self);
  params = saffron_params_copy (saffron_session_get_params (session));
  if (*value != '\0' && !saffron_params_set (params, name, value, &error))
    saffron_window_toast (self, error->message);
  else if (*value != '\0')
    saffron_session_set_params (session, params);
  saffron_register_page_show_param (SAFFRON_REGISTER_PAGE (self->register_page),
                                    name);
}

/* Its state says what registering is going to take. */
static void
on_estimate (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_register_page (user_data);
}

static void
on_forecast (SaffronForecaster *forecaster, gpointer user_data)
{
  SaffronWindow *self = user_data;
  const SaffronForecast *forecast = saffron_forecaster_get (forecaster);
  GAction *action =
      g_action_map_lookup_action (G_ACTION_MAP (self), "estimate");
  g_autofree char *text = g_strdup ("");

  if (forecast != NULL)
    {
      g_free (text);
      text = saffron_estimate_describe (forecast->here.peak_memory,
                                        forecast->here.seconds);
    }
  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (text));
}

GtkWidget *
saffron_window_add_register_page (SaffronWindow *self)
{
  self->register_page = saffron_register_page_new (
      self->document, self->settings, self->forecaster);
  return self->register_page;
}

static const GActionEntry actions[] = {
  { "register", on_register },
  { "set-parameter", on_set_parameter, "(ss)" },
  { "estimate", on_estimate, NULL, "''" },
  { "cancel-register", on_cancel_register },
};

void
saffron_window_add_register_actions (SaffronWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
  gtk_menu_button_set_popover (self->verdict, saffron_verdict_popover_new ());
  g_signal_connect_object (self->forecaster, "changed",
                           G_CALLBACK (on_forecast), self, 0);
}
