/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-recovery.h"

#include <glib/gi18n.h>

struct _SaffronWindowRecovery {
  GObject parent_instance;

  SaffronShell *shell;
  GPtrArray *drafts; /* SaffronDraft, held; the first is offered */
  GtkWidget *bar;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (SaffronWindowRecovery,
                     saffron_window_recovery,
                     G_TYPE_OBJECT)

static void
saffron_window_recovery_finalize (GObject *object)
{
  SaffronWindowRecovery *self = SAFFRON_WINDOW_RECOVERY (object);

  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_recovery_parent_class)->finalize (object);
}

static void
saffron_window_recovery_class_init (SaffronWindowRecoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_recovery_finalize;
}

static void
saffron_window_recovery_init (SaffronWindowRecovery *self)
{
}

static void
show_offer (SaffronWindowRecovery *self)
{
  gboolean any = self->drafts != NULL && self->drafts->len > 0;

  saffron_shell_set_enabled (self->shell, "recover", any);
  saffron_shell_set_enabled (self->shell, "discard-draft", any);
  saffron_shell_set_enabled (self->shell, "keep-draft", any);
  gtk_widget_set_visible (self->bar, any);
  if (any)
    {
      SaffronDraft *draft = self->drafts->pdata[0];
      g_autoptr (GDateTime) time =
          g_date_time_new_from_unix_local (saffron_draft_get_time (draft));
      g_autofree char *when =
          time != NULL ? g_date_time_format (time, "%x %X") : g_strdup ("");
      g_autofree char *text = g_strdup_printf (
          _ ("Not saved: %s (%s)"), saffron_draft_get_summary (draft), when);

      gtk_label_set_label (self->label, text);
    }
}

static SaffronDraft *
take_offer (SaffronWindowRecovery *self)
{
  SaffronDraft *draft = g_ptr_array_steal_index (self->drafts, 0);

  show_offer (self);
  return draft;
}

static void
on_recover (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowRecovery *self = user_data;
  SaffronShell *shell = self->shell;

  saffron_document_recover (shell->find_free (shell->window),
                            take_offer (self));
}

static void
on_keep (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_draft_free (take_offer (user_data));
}

static void
discard_in_thread (GTask *task,
                   gpointer source,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  saffron_draft_discard (task_data);
  g_task_return_boolean (task, TRUE);
}

/* The draft is deleted when its toast closes: until then the person can undo
 * it, and a crash in between leaves the draft in place. */
static void
on_toast_dismissed (AdwToast *toast, gpointer user_data)
{
  SaffronDraft *draft = g_object_steal_data (G_OBJECT (toast), "draft");
  g_autoptr (GTask) task = NULL;

  if (draft == NULL)
    return;
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, draft, (GDestroyNotify) saffron_draft_free);
  g_task_run_in_thread (task, discard_in_thread);
}

static void
on_discard_undone (AdwToast *toast, gpointer user_data)
{
  SaffronWindowRecovery *self = user_data;
  SaffronDraft *draft = g_object_steal_data (G_OBJECT (toast), "draft");

  g_ptr_array_insert (self->drafts, 0, draft);
  show_offer (self);
}

static void
on_discard (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowRecovery *self = user_data;
  AdwToast *toast = adw_toast_new (_ ("Unsaved session discarded"));

  adw_toast_set_button_label (toast, _ ("_Undo"));
  /* Of normal priority: libadwaita 1.2 crashes when a toast of high priority is
   * dismissed while it appears. */
  adw_toast_set_timeout (toast, 8);
  g_object_set_data_full (G_OBJECT (toast), "draft", take_offer (self),
                          (GDestroyNotify) saffron_draft_free);
  g_signal_connect_object (toast, "button-clicked",
                           G_CALLBACK (on_discard_undone), self, 0);
  g_signal_connect (toast, "dismissed", G_CALLBACK (on_toast_dismissed), NULL);
  adw_toast_overlay_add_toast (self->shell->toasts, toast);
}

static const GActionEntry actions[] = {
  { "recover", on_recover },
  { "discard-draft", on_discard },
  { "keep-draft", on_keep },
};

static void
add_button (GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (box), button);
}

static void
add_bar (SaffronWindowRecovery *self)
{
  GtkWidget *toasts = GTK_WIDGET (self->shell->toasts);
  GtkWidget *content = gtk_widget_get_parent (toasts);
  GtkWidget *label = gtk_label_new (NULL);

  self->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->label = GTK_LABEL (label);
  gtk_widget_add_css_class (self->bar, "toolbar");
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (self->label, 0.0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (self->bar), label);
  add_button (self->bar, _ ("Reco_ver"), "win.recover");
  add_button (self->bar, _ ("_Later"), "win.keep-draft");
  add_button (self->bar, _ ("_Discard"), "win.discard-draft");
  gtk_box_insert_child_after (GTK_BOX (content), self->bar,
                              gtk_widget_get_prev_sibling (toasts));
}

typedef struct {
  GPtrArray *drafts;
  GPtrArray *problems;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->drafts, g_ptr_array_unref);
  g_ptr_array_unref (found->problems);
  g_free (found);
}

static void
list_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  g_autofree char *folder = saffron_draft_folder ();
  Found *found = g_new0 (Found, 1);

  found->problems = g_ptr_array_new_with_free_func (g_free);
  found->drafts = saffron_draft_list (folder, found->problems);
  g_task_return_pointer (task, found, found_free);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronWindowRecovery *self = SAFFRON_WINDOW_RECOVERY (source);
  Found *found = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->shell->window != NULL)
    {
      self->drafts = g_steal_pointer (&found->drafts);
      show_offer (self);
      for (guint i = 0; i < found->problems->len; i++)
        saffron_shell_toast (self->shell, found->problems->pdata[i]);
    }
  found_free (found);
}

/* Only the process's first window offers unsaved sessions. */
static gboolean
is_first (SaffronShell *shell)
{
  GObject *application = G_OBJECT (gtk_window_get_application (shell->window));

  if (g_object_get_data (application, "recovery-offered") != NULL)
    return FALSE;
  g_object_set_data (application, "recovery-offered", GINT_TO_POINTER (1));
  return TRUE;
}

SaffronWindowRecovery *
saffron_window_recovery_new (SaffronShell *shell)
{
  SaffronWindowRecovery *self =
      g_object_new (SAFFRON_TYPE_WINDOW_RECOVERY, NULL);

  self->shell = saffron_shell_ref (shell);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  add_bar (self);
  show_offer (self);
  if (is_first (shell))
    {
      g_autoptr (GTask) task = g_task_new (self, NULL, on_listed, NULL);

      g_task_run_in_thread (task, list_in_thread);
    }
  return self;
}
