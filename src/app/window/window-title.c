/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-title.h"

struct _SaffronWindowTitle {
  GObject parent_instance;

  SaffronShell *shell;
  AdwWindowTitle *title;
};

G_DEFINE_FINAL_TYPE (SaffronWindowTitle, saffron_window_title, G_TYPE_OBJECT)

static void
saffron_window_title_finalize (GObject *object)
{
  SaffronWindowTitle *self = SAFFRON_WINDOW_TITLE (object);

  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_title_parent_class)->finalize (object);
}

static void
saffron_window_title_class_init (SaffronWindowTitleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_title_finalize;
}

static void
saffron_window_title_init (SaffronWindowTitle *self)
{
}

static char *
session_title (SaffronWindowTitle *self)
{
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  const char *path =
      session != NULL ? saffron_session_get_path (session) : NULL;
  g_autofree char *name = NULL;

  if (session == NULL)
    return g_strdup ("Saffron");
  if (path == NULL)
    return saffron_document_name_slide (
        self->shell->document, saffron_session_get_reference_path (session));
  name = g_path_get_basename (path);
  return g_strdup_printf (
      "%s%s", saffron_session_get_modified (session) ? "• " : "", name);
}

/* The session's name alone, marked when it was edited. */
static void
update_name (SaffronWindowTitle *self)
{
  g_autofree char *title = session_title (self);

  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (self->shell->window, title);
}

static void
update (SaffronWindowTitle *self)
{
  SaffronDocument *document = self->shell->document;
  guint n = saffron_document_get_n_moving (document);
  SaffronMoving *shown = saffron_document_get_shown (document);
  g_autofree char *name = NULL;

  update_name (self);
  if (shown != NULL && n < 2)
    name =
        saffron_document_name_slide (document, saffron_moving_get_path (shown));
  /* With several moving slides the drop-down beside it says which one is
   * shown. */
  adw_window_title_set_subtitle (self->title, name != NULL ? name : "");
}

SaffronWindowTitle *
saffron_window_title_new (SaffronShell *shell, AdwWindowTitle *title)
{
  SaffronWindowTitle *self = g_object_new (SAFFRON_TYPE_WINDOW_TITLE, NULL);

  self->shell = saffron_shell_ref (shell);
  self->title = title;
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "saved", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "edited", G_CALLBACK (update_name),
                           self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
