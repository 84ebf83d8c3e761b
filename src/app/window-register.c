/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window-private.h"

#include <glib/gi18n.h>

static void
set_running (SaffronWindow *self, gboolean running)
{
  gtk_button_set_label (self->register_button,
                        running ? _("_Cancel") : _("_Register"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->register_button),
                                  running ? "win.cancel" : "win.register");
  gtk_revealer_set_reveal_child (self->busy_revealer, running);
  saffron_window_update_actions (self);
}

static void
on_progress (SaffronRegistration *registration,
             const char *stage,
             double fraction,
             double left,
             gpointer user_data)
{
  SaffronWindow *self = user_data;
  g_autofree char *text = NULL;

  if (left >= 0.0)
    text = g_strdup_printf (_("Registering: %s, %.0f s left"), stage, left);
  else
    text = g_strdup_printf (_("Registering: %s"), stage);
  gtk_label_set_label (self->busy_label, text);
  gtk_progress_bar_set_fraction (self->busy_bar, fraction);
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
on_transform (SaffronRegistration *registration,
              SaffronTransform *transform,
              gpointer user_data)
{
  SaffronWindow *self = user_data;

  if (is_shown (self))
    saffron_view_model_set_transform (
      saffron_document_get_model (self->document), transform);
}

static void
keep_run (SaffronWindow *self, SaffronRun *run)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  int moving = -1;

  if (session == NULL)
    return;
  moving = saffron_session_find_moving (
    session, saffron_registration_get_moving (self->registration), NULL);
  if (moving >= 0)
    saffron_session_add_run (session, moving, run);
}

static void
on_finished (SaffronRegistration *registration,
             SaffronRun *run,
             const char *message,
             gpointer user_data)
{
  SaffronWindow *self = user_data;

  if (run != NULL)
    keep_run (self, run);
  else
    saffron_window_toast (self, message != NULL ? message
                                                : _("Registering cancelled"));
  g_signal_handlers_disconnect_by_data (registration, self);
  g_clear_object (&self->registration);
  set_running (self, FALSE);
  /* Shows the run, or after a cancel what was there before. */
  saffron_document_run_changed (self->document);
}

static void
on_register (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronSession *session = saffron_document_get_session (self->document);
  int shown = saffron_document_get_shown (self->document);

  if (self->registration != NULL || session == NULL || shown < 0)
    return;
  self->registration = saffron_registration_new (
    saffron_session_get_reference_path (session),
    saffron_session_get_moving_path (session, shown),
    saffron_session_get_params (session),
    g_settings_get_int (self->settings, "threads"));
  g_signal_connect (self->registration, "progress", G_CALLBACK (on_progress),
                    self);
  g_signal_connect (self->registration, "transform",
                    G_CALLBACK (on_transform), self);
  g_signal_connect (self->registration, "finished", G_CALLBACK (on_finished),
                    self);
  gtk_label_set_label (self->busy_label, _("Registering"));
  gtk_progress_bar_set_fraction (self->busy_bar, 0.0);
  set_running (self, TRUE);
}

static void
on_cancel (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;

  if (self->registration != NULL)
    saffron_registration_cancel (self->registration);
}

void
saffron_window_stop_registration (SaffronWindow *self)
{
  if (self->registration == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->registration, self);
  saffron_registration_cancel (self->registration);
  g_clear_object (&self->registration);
}

static void
on_close_answered (AdwMessageDialog *dialog,
                   const char *response,
                   gpointer user_data)
{
  SaffronWindow *self = user_data;

  if (!g_str_equal (response, "stop"))
    return;
  saffron_window_stop_registration (self);
  gtk_window_close (GTK_WINDOW (self));
}

void
saffron_window_ask_to_stop (SaffronWindow *self)
{
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (self), _("Stop Registering?"),
                            _("The run that is under way would be lost."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stay",
                                    _("_Keep Running"), "stop",
                                    _("_Stop and Close"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog),
                                              "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_close_answered),
                           self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
saffron_window_update_verdict (SaffronWindow *self)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  int shown = saffron_document_get_shown (self->document);
  SaffronRun *run = NULL;
  g_autofree char *reasons = NULL;

  if (session != NULL && shown >= 0)
    run = saffron_session_get_current_run (session, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->verdict), run != NULL);
  if (run == NULL)
    return;
  gtk_menu_button_set_label (self->verdict,
                             run->verified ? _("Verified") : _("Unverified"));
  reasons = g_strjoinv ("\n", run->reasons);
  gtk_label_set_label (self->verdict_reasons, reasons);
  if (run->verified)
    gtk_widget_remove_css_class (GTK_WIDGET (self->verdict), "warning");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->verdict), "warning");
}

static const GActionEntry actions[] = {
  { "register", on_register },
  { "cancel", on_cancel },
};

void
saffron_window_add_register_actions (SaffronWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
}
