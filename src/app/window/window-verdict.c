/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-verdict.h"

#include <glib/gi18n.h>

#include "app/window/verdict-popover.h"

struct _SaffronWindowVerdict {
  GObject parent_instance;

  SaffronShell *shell;
  GtkMenuButton *button;
};

G_DEFINE_FINAL_TYPE (SaffronWindowVerdict,
                     saffron_window_verdict,
                     G_TYPE_OBJECT)

static void
saffron_window_verdict_finalize (GObject *object)
{
  SaffronWindowVerdict *self = SAFFRON_WINDOW_VERDICT (object);

  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_verdict_parent_class)->finalize (object);
}

static void
saffron_window_verdict_class_init (SaffronWindowVerdictClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_verdict_finalize;
}

static void
saffron_window_verdict_init (SaffronWindowVerdict *self)
{
}

static void
update (SaffronWindowVerdict *self)
{
  SaffronMoving *shown = saffron_document_get_shown (self->shell->document);
  SaffronRunEntry *current =
      shown != NULL ? saffron_moving_get_current (shown) : NULL;
  SaffronRun *run = NULL;
  GtkPopover *popover = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->button), current != NULL);
  if (current == NULL)
    return;
  run = saffron_run_entry_get_run (current);
  gtk_menu_button_set_label (self->button,
                             run->verified ? _ ("Verified") : _ ("Unverified"));
  popover = gtk_menu_button_get_popover (self->button);
  saffron_verdict_popover_set_run (SAFFRON_VERDICT_POPOVER (popover), run);
  if (run->verified)
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "warning");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "warning");
}

SaffronWindowVerdict *
saffron_window_verdict_new (SaffronShell *shell, GtkMenuButton *button)
{
  SaffronWindowVerdict *self = g_object_new (SAFFRON_TYPE_WINDOW_VERDICT, NULL);

  self->shell = saffron_shell_ref (shell);
  self->button = button;
  gtk_menu_button_set_popover (button, saffron_verdict_popover_new ());
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
