/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/delete-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* "5, 6" */
static char *
list_numbers (GPtrArray *entries)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? ", " : "",
                            saffron_run_entry_get_number (entries->pdata[i]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GtkWidget *
saffron_delete_dialog_new (GtkWindow *parent,
                           SaffronRunEntry *entry,
                           GPtrArray *regions)
{
  g_autofree char *numbers = list_numbers (regions);
  g_autofree char *title = g_strdup_printf (
      _ ("Delete Run %u?"), saffron_run_entry_get_number (entry));
  GtkWidget *question = adw_message_dialog_new (parent, title, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (question);

  adw_message_dialog_format_body (
      dialog,
      ngettext ("Run %s is of a region and takes from this run what lies "
                "outside of it. Without this run it cannot be exported.",
                "Runs %s are of regions and take from this run what lies "
                "outside of them. Without this run they cannot be exported.",
                regions->len),
      numbers);
  adw_message_dialog_add_responses (dialog, "keep", _ ("_Keep It"), "delete",
                                    _ ("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "keep");
  return question;
}
