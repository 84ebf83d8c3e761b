/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-verdict.h"

#include <glib/gi18n.h>

#include "app/window/verdict-popover.h"
#include "quality/verdict-words.h"

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

/* (nullable) */
static SaffronRun *
get_run (SaffronWindowVerdict *self)
{
  SaffronMoving *shown = saffron_document_get_shown (self->shell->document);
  SaffronRunEntry *current =
      shown != NULL ? saffron_moving_get_current (shown) : NULL;

  return current != NULL ? saffron_run_entry_get_run (current) : NULL;
}

/* Making the texts takes several frames' time, so they are made when somebody
 * is going to read them. */
static void
update_popover (SaffronWindowVerdict *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (self->button);
  SaffronRun *run = get_run (self);

  if (run != NULL && gtk_widget_get_visible (GTK_WIDGET (popover)))
    saffron_verdict_popover_set_run (
        SAFFRON_VERDICT_POPOVER (popover), run,
        saffron_document_is_edited (self->shell->document));
}

static void
update (SaffronWindowVerdict *self)
{
  SaffronRun *run = get_run (self);
  g_autofree char *verdict = NULL;
  gboolean edited;

  gtk_widget_set_visible (GTK_WIDGET (self->button), run != NULL);
  if (run == NULL)
    return;
  edited = saffron_document_is_edited (self->shell->document);
  verdict = edited ? g_strdup (_ ("Edited, not verified"))
                   : saffron_verdict_to_words (run);
  gtk_menu_button_set_label (self->button, verdict);
  update_popover (self);
  if (run->verified && !edited)
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "warning");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "warning");
}

SaffronWindowVerdict *
saffron_window_verdict_new (SaffronShell *shell, GtkMenuButton *button)
{
  SaffronWindowVerdict *self = g_object_new (SAFFRON_TYPE_WINDOW_VERDICT, NULL);
  GtkWidget *popover = saffron_verdict_popover_new ();

  self->shell = saffron_shell_ref (shell);
  self->button = button;
  gtk_menu_button_set_popover (button, popover);
  g_signal_connect_object (popover, "show", G_CALLBACK (update_popover), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "edited", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return self;
}
