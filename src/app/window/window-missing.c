/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-missing.h"

#include <glib/gi18n.h>

#include "app/window/window-files.h"

/* How many slides the page lists. */
#define MAX_LISTED 12

struct _SaffronWindowMissing {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronMissingWidgets widgets;
};

G_DEFINE_FINAL_TYPE (SaffronWindowMissing,
                     saffron_window_missing,
                     G_TYPE_OBJECT)

static void
saffron_window_missing_finalize (GObject *object)
{
  SaffronWindowMissing *self = SAFFRON_WINDOW_MISSING (object);

  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_missing_parent_class)->finalize (object);
}

static void
saffron_window_missing_class_init (SaffronWindowMissingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_missing_finalize;
}

static void
saffron_window_missing_init (SaffronWindowMissing *self)
{
}

/* The session's slides that are not open. While slides are being opened it is
 * too early to tell. */
typedef struct {
  GPtrArray *missing; /* paths of files that are not there */
  GPtrArray *left;    /* paths whose opening was cancelled */
} Absent;

static void
absent_clear (Absent *absent)
{
  g_clear_pointer (&absent->missing, g_ptr_array_unref);
  g_clear_pointer (&absent->left, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Absent, absent_clear)

static void
add_absent (SaffronWindowMissing *self, Absent *absent, const char *path)
{
  g_ptr_array_add (saffron_document_is_left (self->shell->document, path)
                       ? absent->left
                       : absent->missing,
                   g_strdup (path));
}

static Absent
list_absent (SaffronWindowMissing *self)
{
  Absent absent = { g_ptr_array_new_with_free_func (g_free),
                    g_ptr_array_new_with_free_func (g_free) };
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);

  if (session == NULL || saffron_document_is_opening (self->shell->document))
    return absent;
  if (saffron_document_get_reference (self->shell->document) == NULL)
    add_absent (self, &absent, saffron_session_get_reference_path (session));
  for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
    {
      SaffronMoving *moving = saffron_session_get_moving (session, i);

      if (saffron_document_get_layer (self->shell->document, moving) == NULL)
        add_absent (self, &absent, saffron_moving_get_path (moving));
    }
  return absent;
}

static char *
describe_missing (GPtrArray *missing)
{
  g_autofree char *first = g_path_get_basename (missing->pdata[0]);
  g_autofree char *folder = g_path_get_dirname (missing->pdata[0]);
  int others = (int) missing->len - 1;

  if (others == 0)
    return g_strdup_printf (_ ("%s is not in %s any more"), first, folder);
  return g_strdup_printf (ngettext ("%s and %d other slide are not where the "
                                    "session had them",
                                    "%s and %d other slides are not where the "
                                    "session had them",
                                    others),
                          first, others);
}

static char *
describe_left (GPtrArray *left)
{
  g_autofree char *first = g_path_get_basename (left->pdata[0]);
  int others = (int) left->len - 1;

  if (others == 0)
    return g_strdup_printf (_ ("%s was not opened"), first);
  return g_strdup_printf (ngettext ("%s and %d other slide were not opened",
                                    "%s and %d other slides were not opened",
                                    others),
                          first, others);
}

/* One slide a line: its name, and the folder where it was. */
static void
append_slides (GString *text, GPtrArray *paths)
{
  for (guint i = 0; i < paths->len && i < MAX_LISTED; i++)
    {
      g_autofree char *name = g_filename_display_basename (paths->pdata[i]);
      g_autofree char *folder = g_path_get_dirname (paths->pdata[i]);
      g_autofree char *shown = g_filename_display_name (folder);
      g_autofree char *line = g_markup_printf_escaped (
          _ ("<b>%s</b>, which was in %s"), name, shown);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
    }
  if (paths->len > MAX_LISTED)
    {
      int n = (int) paths->len - MAX_LISTED;

      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("and %d more", "and %d more", n),
                              n);
    }
}

/* With no slide open, there is nothing on the canvas but the question where
 * they are. */
static void
update_page (SaffronWindowMissing *self, const Absent *absent)
{
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  guint n = absent->missing->len + absent->left->len;
  gboolean none =
      session != NULL && n == saffron_session_get_n_moving (session) + 1;
  g_autoptr (GString) text = g_string_new (NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->widgets.page), none);
  gtk_widget_set_visible (self->widgets.pills, !none);
  if (!none)
    return;
  append_slides (text, absent->missing);
  append_slides (text, absent->left);
  adw_status_page_set_description (self->widgets.page, text->str);
}

/* Asks about one thing at a time: missing files first. */
static void
update (SaffronWindowMissing *self)
{
  g_auto (Absent) absent = list_absent (self);
  gboolean missing = absent.missing->len > 0, left = absent.left->len > 0;
  g_autofree char *text = NULL;

  saffron_shell_set_enabled (self->shell, "locate", missing);
  saffron_shell_set_enabled (self->shell, "open-left", left);
  gtk_widget_set_visible (self->widgets.bar, missing || left);
  gtk_widget_set_visible (self->widgets.locate, missing);
  gtk_widget_set_visible (self->widgets.open_left, left && !missing);
  update_page (self, &absent);
  if (!missing && !left)
    return;
  text =
      missing ? describe_missing (absent.missing) : describe_left (absent.left);
  gtk_label_set_label (self->widgets.label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->widgets.label), text);
}

typedef struct {
  char *folder;
  GPtrArray *missing; /* paths */
  GPtrArray *found;   /* where each file lies now, or NULL */
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->folder);
  g_ptr_array_unref (search->missing);
  g_ptr_array_unref (search->found);
  g_free (search);
}

static void
search_in_thread (GTask *task,
                  gpointer source,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  Search *search = task_data;

  for (guint i = 0; i < search->missing->len; i++)
    {
      g_autofree char *name = g_path_get_basename (search->missing->pdata[i]);
      g_autofree char *path = g_build_filename (search->folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        g_ptr_array_add (search->found, g_steal_pointer (&path));
      else
        g_ptr_array_add (search->found, NULL);
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronWindowMissing *self = SAFFRON_WINDOW_MISSING (source);
  Search *search = g_task_get_task_data (G_TASK (result));

  for (guint i = 0; i < search->missing->len && self->shell->window != NULL;
       i++)
    if (search->found->pdata[i] != NULL)
      saffron_document_relocate (self->shell->document,
                                 search->missing->pdata[i],
                                 search->found->pdata[i]);
}

/* A person who moved one slide has mostly moved its neighbours too, so they are
 * looked for in the same folder. */
static void
look_for_others (SaffronWindowMissing *self, const char *path)
{
  g_auto (Absent) absent = list_absent (self);
  Search *search = g_new0 (Search, 1);
  g_autoptr (GTask) task = g_task_new (self, NULL, on_searched, NULL);

  search->folder = g_path_get_dirname (path);
  search->missing = g_steal_pointer (&absent.missing);
  search->found = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, search_in_thread);
}

static void
on_located (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  SaffronWindowMissing *self = user_data;
  const char *missing = g_object_get_data (G_OBJECT (dialog), "missing");

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file =
          gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        {
          g_auto (Absent) absent = list_absent (self);

          if (absent.missing->len > 1)
            look_for_others (self, path);
          saffron_document_relocate (self->shell->document, missing, path);
        }
    }
  g_object_unref (dialog);
}

/* Proposes the session's folder, where its slides mostly are, or else the
 * folder where the slide was. */
static void
start_near (GtkFileChooser *chooser,
            SaffronSession *session,
            const char *missing)
{
  const char *path = saffron_session_get_path (session);
  g_autofree char *folder = g_path_get_dirname (path != NULL ? path : missing);
  g_autoptr (GFile) start = g_file_new_for_path (folder);
  GtkFileFilter *slides = saffron_slide_filter_new ();
  GtkFileFilter *all = gtk_file_filter_new ();

  gtk_file_chooser_set_current_folder (chooser, start, NULL);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, slides);
  gtk_file_chooser_add_filter (chooser, all);
  g_object_unref (slides);
  g_object_unref (all);
}

static void
on_locate (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowMissing *self = user_data;
  g_auto (Absent) absent = list_absent (self);
  GPtrArray *missing = absent.missing;
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  GtkFileChooserNative *dialog = NULL;

  if (missing->len == 0)
    return;
  name = g_path_get_basename (missing->pdata[0]);
  title = g_strdup_printf (_ ("Where Is %s?"), name);
  dialog = gtk_file_chooser_native_new (title, self->shell->window,
                                        GTK_FILE_CHOOSER_ACTION_OPEN,
                                        _ ("_Open"), NULL);
  start_near (GTK_FILE_CHOOSER (dialog),
              saffron_document_get_session (self->shell->document),
              missing->pdata[0]);
  g_object_set_data_full (G_OBJECT (dialog), "missing",
                          g_strdup (missing->pdata[0]), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_located), self,
                           0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_open_left (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowMissing *self = user_data;

  saffron_document_open_left (self->shell->document);
  update (self);
}

static const GActionEntry actions[] = {
  { "locate", on_locate },
  { "open-left", on_open_left },
};

SaffronWindowMissing *
saffron_window_missing_new (SaffronShell *shell,
                            const SaffronMissingWidgets *widgets)
{
  SaffronWindowMissing *self = g_object_new (SAFFRON_TYPE_WINDOW_MISSING, NULL);

  self->shell = saffron_shell_ref (shell);
  self->widgets = *widgets;
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
