/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/memory-question.h"

#include <glib/gi18n.h>

GtkWidget *
saffron_memory_question_new (GtkWindow *parent, const char *text)
{
  GtkWidget *dialog =
      adw_message_dialog_new (parent, _ ("Not Enough Memory"), text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel",
                                   _ ("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  return dialog;
}

void
saffron_memory_question_add (GtkWidget *dialog,
                             const char *response,
                             const char *label,
                             AdwResponseAppearance appearance)
{
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), response,
                                   label);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog),
                                              response, appearance);
}
