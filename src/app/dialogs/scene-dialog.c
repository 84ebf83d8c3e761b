/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/scene-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/join.h"

/* "2 runs, 1 landmark" */
static char *
list (const SaffronSceneLoss *loss)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (loss->runs > 0)
    g_ptr_array_add (
        parts, g_strdup_printf (ngettext ("%u run", "%u runs", loss->runs),
                                loss->runs));
  if (loss->landmarks > 0)
    g_ptr_array_add (parts,
                     g_strdup_printf (ngettext ("%u landmark", "%u landmarks",
                                                loss->landmarks),
                                      loss->landmarks));
  if (loss->starts > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u slide laid by hand",
                                                       "%u slides laid by hand",
                                                       loss->starts),
                                             loss->starts));
  return saffron_join_facts (parts);
}

GtkWidget *
saffron_scene_dialog_new (GtkWindow *parent,
                          const char *name,
                          int scene,
                          const SaffronSceneLoss *loss)
{
  g_autofree char *title =
      g_strdup_printf (_ ("Open Scene %d of “%s”?"), scene, name);
  g_autofree char *lost = list (loss);
  GtkWidget *question = adw_message_dialog_new (parent, title, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (question);

  adw_message_dialog_format_body (
      dialog,
      _ ("It has other coordinates. What belongs to the present scene is "
         "removed from the session: %s. Undo brings it back. To keep both, "
         "save the session and open the scene in a new one."),
      lost);
  adw_message_dialog_add_responses (dialog, "keep", _ ("_Keep This Scene"),
                                    "open", _ ("_Open the Other"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "open",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "keep");
  return question;
}
