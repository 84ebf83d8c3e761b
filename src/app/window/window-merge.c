/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-merge.h"

#include <string.h>

#include "app/dialogs/merge-dialog.h"

struct _SaffronWindowMerge {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronExportCarrier *carrier;
};

G_DEFINE_FINAL_TYPE (SaffronWindowMerge, saffron_window_merge, G_TYPE_OBJECT)

static void
saffron_window_merge_finalize (GObject *object)
{
  SaffronWindowMerge *self = SAFFRON_WINDOW_MERGE (object);

  g_object_unref (self->carrier);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_merge_parent_class)->finalize (object);
}

static void
saffron_window_merge_class_init (SaffronWindowMergeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_merge_finalize;
}

static void
saffron_window_merge_init (SaffronWindowMerge *self)
{
}

static void
start (SaffronMergeSpec *spec, gpointer user_data)
{
  SaffronWindowMerge *self = user_data;

  saffron_export_carrier_carry (self->carrier, saffron_merge_work_new (spec));
}

/* Proposes the name of the session, or else that of the reference. */
static char *
propose_path (SaffronWindowMerge *self, SaffronSession *session)
{
  const char *reference = saffron_session_get_reference_path (session);
  const char *path = saffron_session_get_path (session);
  g_autofree char *folder =
      saffron_export_carrier_propose_folder (self->carrier, reference);
  g_autofree char *base = path != NULL
                              ? g_path_get_basename (path)
                              : saffron_moving_name_of_path (reference);
  g_autofree char *file = NULL;

  if (g_str_has_suffix (base, ".saffron"))
    base[strlen (base) - strlen (".saffron")] = '\0';
  file = g_strdup_printf ("%s_merged.ome.tiff", base);
  return g_build_filename (folder, file, NULL);
}

static void
on_ask (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowMerge *self = user_data;
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  g_autofree char *path = NULL;

  if (session == NULL)
    return;
  path = propose_path (self, session);
  gtk_window_present (GTK_WINDOW (saffron_merge_dialog_new (
      self->shell->window, session, path,
      saffron_export_carrier_get_threads (self->carrier), start, self)));
}

static const GActionEntry actions[] = {
  { "export-merge", on_ask },
};

SaffronWindowMerge *
saffron_window_merge_new (SaffronShell *shell, SaffronExportCarrier *carrier)
{
  SaffronWindowMerge *self = g_object_new (SAFFRON_TYPE_WINDOW_MERGE, NULL);

  self->shell = saffron_shell_ref (shell);
  self->carrier = g_object_ref (carrier);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  saffron_export_carrier_gate (carrier, actions[0].name);
  return self;
}
