/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include <glib/gi18n.h>

gboolean
saffron_window_is_busy (SaffronWindow *self)
{
  g_autofree char *losses = saffron_work_list_describe_losses (self->works);

  return losses != NULL;
}

static void
forget_question (SaffronWindow *self)
{
  if (self->stop_question != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->stop_question),
                                  (gpointer *) &self->stop_question);
  self->stop_question = NULL;
}

static gboolean
close_now (gpointer user_data)
{
  SaffronWindow *self = user_data;
  GActionGroup *application =
      G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (self)));
  gboolean quitting = self->quitting;

  gtk_window_close (GTK_WINDOW (self));
  /* Another window that is busy has its own question still. */
  if (quitting)
    g_action_group_activate_action (application, "quit", NULL);
  return G_SOURCE_REMOVE;
}

static void
on_answered (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  SaffronWindow *self = user_data;

  forget_question (self);
  if (!g_str_equal (response, "stop"))
    {
      self->quitting = FALSE;
      return;
    }
  saffron_work_list_cancel_all (self->works);
  /* The dialog is still there; it goes before its window does. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_now, g_object_ref (self),
                   g_object_unref);
}

void
saffron_window_ask_to_stop (SaffronWindow *self)
{
  g_autofree char *text = saffron_work_list_describe_losses (self->works);
  AdwMessageDialog *dialog = NULL;

  if (self->stop_question != NULL)
    {
      adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self->stop_question),
                                   text);
      gtk_window_present (GTK_WINDOW (self->stop_question));
      return;
    }
  self->stop_question = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("Stop What Is Under Way?"), text);
  g_object_add_weak_pointer (G_OBJECT (self->stop_question),
                             (gpointer *) &self->stop_question);
  dialog = ADW_MESSAGE_DIALOG (self->stop_question);
  adw_message_dialog_add_responses (dialog, "stay", _ ("_Keep Running"), "stop",
                                    _ ("_Stop and Close"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answered), self,
                           0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
saffron_window_ask_to_quit (SaffronWindow *self)
{
  self->quitting = TRUE;
  saffron_window_ask_to_stop (self);
}

void
saffron_window_remove_question (SaffronWindow *self)
{
  forget_question (self);
}
