/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-verdict.h"

#include <glib/gi18n.h>

#include "app/accessible.h"
#include "app/window/verdict-popover.h"
#include "quality/landmark-words.h"
#include "quality/verdict-words.h"
#include "quality/words.h"

struct _SaffronWindowVerdict {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronEditedVerdict *edited;
  SaffronVerdictWidgets widgets;
};

G_DEFINE_FINAL_TYPE (SaffronWindowVerdict,
                     saffron_window_verdict,
                     G_TYPE_OBJECT)

static void
saffron_window_verdict_finalize (GObject *object)
{
  SaffronWindowVerdict *self = SAFFRON_WINDOW_VERDICT (object);

  g_object_unref (self->edited);
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

/* (nullable): the run whose evidence is shown: with the landmarks that there
 * are now, if that is known. */
static SaffronRun *
get_judged (SaffronWindowVerdict *self)
{
  SaffronRun *judged = saffron_edited_verdict_get_run (self->edited);

  return judged != NULL ? judged : get_run (self);
}

/* Making the texts takes several frames' time, so they are made when somebody
 * is going to read them. */
static void
update_popover (SaffronWindowVerdict *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (self->widgets.button);
  SaffronRun *run = get_judged (self);

  if (run != NULL && gtk_widget_get_visible (GTK_WIDGET (popover)))
    saffron_verdict_popover_set_run (
        SAFFRON_VERDICT_POPOVER (popover), run,
        saffron_edited_verdict_get_state (self->edited));
}

/* The state is seen by the icon, not by the colour alone. */
static void
show_state (SaffronWindowVerdict *self,
            SaffronRun *run,
            SaffronEditedState state,
            const char *verdict)
{
  GtkWidget *button = GTK_WIDGET (self->widgets.button);
  gboolean known =
      state == SAFFRON_EDITED_NOT || state == SAFFRON_EDITED_JUDGED;
  const char *icon = "dialog-warning-symbolic";
  g_autofree char *name = g_strdup_printf (_ ("Verdict: %s"), verdict);

  if (!known)
    icon = "content-loading-symbolic";
  else if (run->verified)
    icon = "emblem-ok-symbolic";
  gtk_image_set_from_icon_name (self->widgets.icon, icon);
  gtk_label_set_label (self->widgets.label, verdict);
  saffron_accessible_name (button, name);
  if (run->verified && known)
    gtk_widget_remove_css_class (button, "warning");
  else
    gtk_widget_add_css_class (button, "warning");
}

static void
update (SaffronWindowVerdict *self)
{
  SaffronRun *run = get_judged (self);
  SaffronEditedState state = saffron_edited_verdict_get_state (self->edited);
  g_autofree char *verdict = NULL;
  g_autofree char *reasons = NULL;
  g_autofree char *foretold = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->widgets.button), run != NULL);
  saffron_shell_set_enabled (self->shell, "show-verdict", run != NULL);
  if (run != NULL)
    verdict = state == SAFFRON_EDITED_NOT
                  ? saffron_verdict_to_words (run)
                  : saffron_edited_verdict_to_words (self->edited);
  saffron_verdict_banner_set_run (self->widgets.banner, get_run (self), run,
                                  verdict);
  if (run == NULL)
    return;
  reasons = saffron_reasons_to_words (run->reasons, "\n");
  if (state == SAFFRON_EDITED_JUDGED)
    foretold = saffron_landmarks_foretell (run);
  saffron_shell_set_state (
      self->shell, "show-verdict",
      g_variant_new_take_string (g_strdup_printf (
          "%s\n%s%s%s", verdict, reasons, foretold != NULL ? "\n" : "",
          foretold != NULL ? foretold : "")));
  update_popover (self);
  show_state (self, run, state, verdict);
}

/* The action's state is the verdict, and a line for each reason. */
static void
on_show (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_menu_button_popup (SAFFRON_WINDOW_VERDICT (user_data)->widgets.button);
}

static const GActionEntry actions[] = {
  { "show-verdict", on_show, NULL, "''" },
};

SaffronWindowVerdict *
saffron_window_verdict_new (SaffronShell *shell,
                            SaffronEditedVerdict *edited,
                            const SaffronVerdictWidgets *widgets)
{
  SaffronWindowVerdict *self = g_object_new (SAFFRON_TYPE_WINDOW_VERDICT, NULL);
  GtkWidget *popover = saffron_verdict_popover_new ();

  self->shell = saffron_shell_ref (shell);
  self->edited = g_object_ref (edited);
  self->widgets = *widgets;
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  gtk_menu_button_set_popover (widgets->button, popover);
  g_signal_connect_object (popover, "show", G_CALLBACK (update_popover), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "edited", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (edited, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return self;
}
