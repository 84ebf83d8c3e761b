/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-rounds.h"

#include "app/dialogs/overview-dialog.h"
#include "app/pane/slide-verdict.h"

struct _SaffronWindowRounds {
  GObject parent_instance;

  SaffronShell *shell;
};

G_DEFINE_FINAL_TYPE (SaffronWindowRounds, saffron_window_rounds, G_TYPE_OBJECT)

static void
saffron_window_rounds_finalize (GObject *object)
{
  SaffronWindowRounds *self = SAFFRON_WINDOW_ROUNDS (object);

  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_rounds_parent_class)->finalize (object);
}

static void
saffron_window_rounds_class_init (SaffronWindowRoundsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_rounds_finalize;
}

static void
saffron_window_rounds_init (SaffronWindowRounds *self)
{
}

/* (nullable): the next one after the slide on screen, which comes last. */
static SaffronMoving *
find_next (SaffronDocument *document)
{
  g_autoptr (GPtrArray) list = saffron_document_list_moving (document);
  SaffronMoving *shown = saffron_document_get_shown (document);
  guint at = 0;

  if (!g_ptr_array_find (list, shown, &at))
    at = list->len - 1;
  for (guint i = 1; i <= list->len; i++)
    {
      SaffronMoving *moving = list->pdata[(at + i) % list->len];

      if (saffron_document_needs_look (document, moving))
        return moving;
    }
  return NULL;
}

static void
on_next (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronDocument *document =
      SAFFRON_WINDOW_ROUNDS (user_data)->shell->document;
  SaffronMoving *moving = find_next (document);

  if (moving != NULL)
    saffron_document_show_moving (document, moving);
}

static void
on_overview (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronShell *shell = SAFFRON_WINDOW_ROUNDS (user_data)->shell;

  gtk_window_present (GTK_WINDOW (
      saffron_overview_dialog_new (shell->window, shell->document)));
}

static void
update (SaffronWindowRounds *self)
{
  SaffronDocument *document = self->shell->document;

  saffron_shell_set_enabled (self->shell, "next-unverified",
                             find_next (document) != NULL);
  saffron_shell_set_enabled (self->shell, "overview",
                             saffron_document_get_n_moving (document) > 0);
  saffron_shell_set_state (
      self->shell, "next-unverified",
      g_variant_new_take_string (saffron_slide_verdict_summary (document)));
}

static const GActionEntry actions[] = {
  { "next-unverified", on_next, NULL, "''" },
  { "overview", on_overview },
};

SaffronWindowRounds *
saffron_window_rounds_new (SaffronShell *shell)
{
  SaffronWindowRounds *self = g_object_new (SAFFRON_TYPE_WINDOW_ROUNDS, NULL);

  self->shell = saffron_shell_ref (shell);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "edited", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return self;
}
