/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/replace-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

GtkWidget *
saffron_replace_dialog_new (GtkWindow *parent,
                            const char *title,
                            const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  GtkWidget *question = adw_message_dialog_new (parent, title, NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (question),
                                  _ ("“%s” already exists. Replacing it "
                                     "deletes its content."),
                                  name);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "keep",
                                    _ ("_Keep It"), "replace", _ ("_Replace"),
                                    NULL);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (question), "replace", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "keep");
  return question;
}
