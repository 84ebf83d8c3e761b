/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-recent.h"

#include <glib/gi18n.h>

#define N_RECENT 10

struct _SaffronWindowRecent {
  GObject parent_instance;

  SaffronShell *shell;
  GMenu *menu;
};

G_DEFINE_FINAL_TYPE (SaffronWindowRecent, saffron_window_recent, G_TYPE_OBJECT)

static void
saffron_window_recent_finalize (GObject *object)
{
  SaffronWindowRecent *self = SAFFRON_WINDOW_RECENT (object);

  g_object_unref (self->menu);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_recent_parent_class)->finalize (object);
}

static void
saffron_window_recent_class_init (SaffronWindowRecentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_recent_finalize;
}

static void
saffron_window_recent_init (SaffronWindowRecent *self)
{
}

/* What the thread looks for. */
typedef struct {
  GPtrArray *uris; /* newest first */
  GPtrArray *names;
  GPtrArray *there; /* the @uris that exist, unowned */
} Recent;

static void
recent_free (gpointer data)
{
  Recent *recent = data;

  g_ptr_array_unref (recent->there);
  g_ptr_array_unref (recent->uris);
  g_ptr_array_unref (recent->names);
  g_free (recent);
}

/* A file on a server that does not answer can block for long. */
static void
look_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  Recent *recent = task_data;

  for (guint i = 0; i < recent->uris->len && recent->there->len < N_RECENT; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (recent->uris->pdata[i]);

      if (g_file_query_exists (file, cancellable))
        g_ptr_array_add (recent->there, GUINT_TO_POINTER (i));
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronWindowRecent *self = SAFFRON_WINDOW_RECENT (source);
  Recent *recent = g_task_get_task_data (G_TASK (result));

  g_menu_remove_all (self->menu);
  /* An item that cannot be chosen, for it names no file. */
  if (recent->there->len == 0)
    g_menu_append (self->menu, _ ("Nothing yet"), "win.open-recent");
  for (guint i = 0; i < recent->there->len; i++)
    {
      guint which = GPOINTER_TO_UINT (recent->there->pdata[i]);
      g_autoptr (GMenuItem) item =
          g_menu_item_new (recent->names->pdata[which], NULL);

      g_menu_item_set_action_and_target (item, "win.open-recent", "s",
                                         recent->uris->pdata[which]);
      g_menu_append_item (self->menu, item);
    }
}

/* Adds the folder to slides of the same name. An underscore in a name must not
 * become a mnemonic. */
static char *
menu_name (GtkRecentInfo *info)
{
  g_autoptr (GFile) file = g_file_new_for_uri (gtk_recent_info_get_uri (info));
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *parent =
      folder != NULL ? g_file_get_basename (folder) : g_strdup ("");
  g_autofree char *plain = g_strdup_printf (
      "%s (%s)", gtk_recent_info_get_display_name (info), parent);
  g_auto (GStrv) parts = g_strsplit (plain, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
update (SaffronWindowRecent *self)
{
  GList *items =
      gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  Recent *recent = g_new0 (Recent, 1);
  g_autoptr (GTask) task = g_task_new (self, NULL, on_looked, NULL);

  recent->uris = g_ptr_array_new_with_free_func (g_free);
  recent->names = g_ptr_array_new_with_free_func (g_free);
  recent->there = g_ptr_array_new ();
  for (GList *l = items; l != NULL; l = l->next)
    {
      GtkRecentInfo *info = l->data;

      if (!gtk_recent_info_has_application (info, g_get_application_name ()))
        continue;
      g_ptr_array_add (recent->uris, g_strdup (gtk_recent_info_get_uri (info)));
      g_ptr_array_add (recent->names, menu_name (info));
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  g_task_set_task_data (task, recent, recent_free);
  g_task_run_in_thread (task, look_in_thread);
}

SaffronWindowRecent *
saffron_window_recent_new (SaffronShell *shell, GMenu *menu)
{
  SaffronWindowRecent *self = g_object_new (SAFFRON_TYPE_WINDOW_RECENT, NULL);

  self->shell = saffron_shell_ref (shell);
  self->menu = g_object_ref (menu);
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
