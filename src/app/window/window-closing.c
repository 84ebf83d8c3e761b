/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-closing.h"

#include <glib/gi18n.h>

struct _SaffronWindowClosing {
  GObject parent_instance;

  SaffronShell *shell;
  GtkWidget *question; /* the question on screen; weak */
  gboolean quitting;   /* quit the application after closing */
};

G_DEFINE_FINAL_TYPE (SaffronWindowClosing,
                     saffron_window_closing,
                     G_TYPE_OBJECT)

static void
saffron_window_closing_finalize (GObject *object)
{
  SaffronWindowClosing *self = SAFFRON_WINDOW_CLOSING (object);

  g_clear_weak_pointer (&self->question);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_closing_parent_class)->finalize (object);
}

static void
saffron_window_closing_class_init (SaffronWindowClosingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_closing_finalize;
}

static void
saffron_window_closing_init (SaffronWindowClosing *self)
{
}

static gboolean
close_now (gpointer user_data)
{
  SaffronWindowClosing *self = user_data;
  g_autoptr (GtkWindow) window = NULL;
  GActionGroup *application = NULL;

  if (self->shell->window == NULL)
    return G_SOURCE_REMOVE;
  window = g_object_ref (self->shell->window);
  application = G_ACTION_GROUP (gtk_window_get_application (window));
  gtk_window_close (window);
  /* Another busy window still shows its own question. */
  if (self->quitting)
    g_action_group_activate_action (application, "quit", NULL);
  return G_SOURCE_REMOVE;
}

static void
on_answered (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  SaffronWindowClosing *self = user_data;

  g_clear_weak_pointer (&self->question);
  if (!g_str_equal (response, "stop"))
    {
      self->quitting = FALSE;
      return;
    }
  saffron_work_list_cancel_all (self->shell->works);
  /* The question is still open, so it is closed before its window. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_now, g_object_ref (self),
                   g_object_unref);
}

gboolean
saffron_window_closing_is_busy (SaffronWindowClosing *self)
{
  g_autofree char *losses =
      saffron_work_list_describe_losses (self->shell->works);

  return losses != NULL;
}

void
saffron_window_closing_ask (SaffronWindowClosing *self)
{
  g_autofree char *text =
      saffron_work_list_describe_losses (self->shell->works);
  AdwMessageDialog *dialog = NULL;

  if (self->question != NULL)
    {
      adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self->question), text);
      gtk_window_present (GTK_WINDOW (self->question));
      return;
    }
  g_set_weak_pointer (&self->question, adw_message_dialog_new (
                                           self->shell->window,
                                           _ ("Stop the Running Work?"), text));
  dialog = ADW_MESSAGE_DIALOG (self->question);
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
saffron_window_closing_ask_to_quit (SaffronWindowClosing *self)
{
  self->quitting = TRUE;
  saffron_window_closing_ask (self);
}

SaffronWindowClosing *
saffron_window_closing_new (SaffronShell *shell)
{
  SaffronWindowClosing *self = g_object_new (SAFFRON_TYPE_WINDOW_CLOSING, NULL);

  self->shell = saffron_shell_ref (shell);
  return self;
}
