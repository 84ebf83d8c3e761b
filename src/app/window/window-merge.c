/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-merge.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/dialogs/merge-dialog.h"
#include "app/window/export-notice.h"

struct _SaffronWindowMerge {
  GObject parent_instance;

  SaffronShell *shell;
};

G_DEFINE_FINAL_TYPE (SaffronWindowMerge, saffron_window_merge, G_TYPE_OBJECT)

static void
saffron_window_merge_finalize (GObject *object)
{
  SaffronWindowMerge *self = SAFFRON_WINDOW_MERGE (object);

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
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronWindowMerge *self = user_data;
  const GError *error = saffron_work_get_error (work);

  if (saffron_work_get_state (work) == SAFFRON_WORK_DONE)
    saffron_export_notice (
        self->shell, saffron_merge_work_get_path (SAFFRON_MERGE_WORK (work)));
  else
    saffron_shell_toast (self->shell, error != NULL ? error->message
                                                    : _ ("Export cancelled"));
}

static void
start (SaffronMergeSpec *spec, gpointer user_data)
{
  SaffronWindowMerge *self = user_data;
  g_autoptr (SaffronMergeWork) work = saffron_merge_work_new (spec);

  saffron_work_list_add (self->shell->works, SAFFRON_WORK (work));
  g_signal_connect_object (work, "finished", G_CALLBACK (on_finished), self, 0);
}

/* Proposes the folder and the name of the session, or else those of the
 * reference. */
static char *
target_path (SaffronSession *session)
{
  const char *path = saffron_session_get_path (session);
  const char *like =
      path != NULL ? path : saffron_session_get_reference_path (session);
  g_autofree char *folder = g_path_get_dirname (like);
  g_autofree char *base = path != NULL ? g_path_get_basename (path)
                                       : saffron_moving_name_of_path (like);
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
  path = target_path (session);
  gtk_window_present (GTK_WINDOW (saffron_merge_dialog_new (
      self->shell->window, session, path,
      (guint) g_settings_get_int (self->shell->settings, "threads"), start,
      self)));
}

static const GActionEntry actions[] = {
  { "export-merge", on_ask },
};

static void
update (SaffronWindowMerge *self)
{
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  gboolean any = FALSE;

  for (guint i = 0;
       session != NULL && i < saffron_session_get_n_moving (session); i++)
    any =
        any
        || saffron_moving_get_current (saffron_session_get_moving (session, i))
               != NULL;
  saffron_shell_set_enabled (self->shell, actions[0].name, any);
}

SaffronWindowMerge *
saffron_window_merge_new (SaffronShell *shell)
{
  SaffronWindowMerge *self = g_object_new (SAFFRON_TYPE_WINDOW_MERGE, NULL);

  self->shell = saffron_shell_ref (shell);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "edited", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return self;
}
