/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-messages.h"

struct _SaffronWindowMessages {
  GObject parent_instance;

  SaffronShell *shell;
};

G_DEFINE_FINAL_TYPE (SaffronWindowMessages,
                     saffron_window_messages,
                     G_TYPE_OBJECT)

static void
saffron_window_messages_finalize (GObject *object)
{
  saffron_shell_unref (SAFFRON_WINDOW_MESSAGES (object)->shell);
  G_OBJECT_CLASS (saffron_window_messages_parent_class)->finalize (object);
}

static void
saffron_window_messages_class_init (SaffronWindowMessagesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_messages_finalize;
}

static void
saffron_window_messages_init (SaffronWindowMessages *self)
{
}

static void
on_failed (GObject *source, const char *message, gpointer user_data)
{
  saffron_shell_toast (SAFFRON_WINDOW_MESSAGES (user_data)->shell, message);
}

static void
on_tile_failed (SaffronViewModel *model,
                int side,
                const char *message,
                gpointer user_data)
{
  saffron_shell_toast (SAFFRON_WINDOW_MESSAGES (user_data)->shell, message);
}

static void
on_refused (SaffronDocument *document, const char *message, gpointer user_data)
{
  saffron_shell_toast_passing (SAFFRON_WINDOW_MESSAGES (user_data)->shell,
                               message);
}

/* What the last opening said is out of date. */
static void
on_opening (SaffronDocument *document, SaffronWork *work, gpointer user_data)
{
  SaffronShell *shell = SAFFRON_WINDOW_MESSAGES (user_data)->shell;

  saffron_shell_end_passing (shell);
  saffron_work_list_add (shell->works, work);
}

SaffronWindowMessages *
saffron_window_messages_new (SaffronShell *shell, SaffronCanvas *canvas)
{
  SaffronWindowMessages *self =
      g_object_new (SAFFRON_TYPE_WINDOW_MESSAGES, NULL);

  self->shell = saffron_shell_ref (shell);
  g_signal_connect_object (shell->document, "failed", G_CALLBACK (on_failed),
                           self, 0);
  g_signal_connect_object (shell->document, "refused", G_CALLBACK (on_refused),
                           self, 0);
  g_signal_connect_object (shell->document, "opening", G_CALLBACK (on_opening),
                           self, 0);
  g_signal_connect_object (canvas, "renderer-failed", G_CALLBACK (on_failed),
                           self, 0);
  g_signal_connect_object (saffron_document_get_model (shell->document),
                           "tile-failed", G_CALLBACK (on_tile_failed), self, 0);
  return self;
}
