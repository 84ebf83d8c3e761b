/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-inhibit.h"

struct _SaffronWindowInhibit {
  GObject parent_instance;

  SaffronShell *shell;
  GtkApplication *application;
  char *losses; /* NULL: the desktop may do what it wants */
  guint cookie; /* 0 where the desktop cannot be asked */
};

G_DEFINE_FINAL_TYPE (SaffronWindowInhibit,
                     saffron_window_inhibit,
                     G_TYPE_OBJECT)

static void
release (SaffronWindowInhibit *self, guint cookie)
{
  if (cookie != 0)
    gtk_application_uninhibit (self->application, cookie);
}

/* The new request stands before the old one is taken back, so that there is no
 * moment without any. */
static void
update (SaffronWindowInhibit *self)
{
  g_autofree char *losses =
      saffron_work_list_describe_losses (self->shell->works);
  guint old = self->cookie;

  if (self->shell->window == NULL || g_strcmp0 (losses, self->losses) == 0)
    return;
  g_free (self->losses);
  self->losses = g_steal_pointer (&losses);
  self->cookie = 0;
  if (self->losses != NULL)
    self->cookie = gtk_application_inhibit (
        self->application, self->shell->window,
        GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_SUSPEND,
        self->losses);
  release (self, old);
}

static void
saffron_window_inhibit_finalize (GObject *object)
{
  SaffronWindowInhibit *self = SAFFRON_WINDOW_INHIBIT (object);

  release (self, self->cookie);
  g_free (self->losses);
  g_object_unref (self->application);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_inhibit_parent_class)->finalize (object);
}

static void
saffron_window_inhibit_class_init (SaffronWindowInhibitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_inhibit_finalize;
}

static void
saffron_window_inhibit_init (SaffronWindowInhibit *self)
{
}

SaffronWindowInhibit *
saffron_window_inhibit_new (SaffronShell *shell)
{
  SaffronWindowInhibit *self = g_object_new (SAFFRON_TYPE_WINDOW_INHIBIT, NULL);

  self->shell = saffron_shell_ref (shell);
  self->application = g_object_ref (gtk_window_get_application (shell->window));
  g_signal_connect_object (shell->works, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  return self;
}
