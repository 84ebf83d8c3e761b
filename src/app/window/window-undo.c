/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-undo.h"

#include <glib/gi18n.h>

struct _SaffronWindowUndo {
  GObject parent_instance;

  SaffronShell *shell;
  AdwToast *toast;    /* the toast that offers to undo the last edit, or NULL */
  guint64 shown_edit; /* number of the session's edit that was looked at last */
  gboolean stepping;  /* an undo or redo is under way */
};

G_DEFINE_FINAL_TYPE (SaffronWindowUndo, saffron_window_undo, G_TYPE_OBJECT)

static void
saffron_window_undo_finalize (GObject *object)
{
  SaffronWindowUndo *self = SAFFRON_WINDOW_UNDO (object);

  g_clear_object (&self->toast);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_undo_parent_class)->finalize (object);
}

static void
saffron_window_undo_class_init (SaffronWindowUndoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_undo_finalize;
}

static void
saffron_window_undo_init (SaffronWindowUndo *self)
{
}

/* What an edit is called, in "Undone: …". */
static const char *
edit_name (SaffronEdit edit)
{
  switch (edit)
    {
    case SAFFRON_EDIT_PARAMS:
      return _ ("change of parameters");
    case SAFFRON_EDIT_LANDMARKS:
      return _ ("change of landmarks");
    case SAFFRON_EDIT_START:
      return _ ("laying the slide by hand");
    case SAFFRON_EDIT_ADD_RUN:
      return _ ("new run");
    case SAFFRON_EDIT_REMOVE_RUN:
      return _ ("deleting a run");
    case SAFFRON_EDIT_CURRENT_RUN:
      return _ ("choice of a run");
    case SAFFRON_EDIT_RUN_NOTE:
      return _ ("note of a run");
    case SAFFRON_EDIT_RUN_STAR:
      return _ ("star of a run");
    case SAFFRON_EDIT_RUN_SIGN:
      return _ ("verdict of a person");
    case SAFFRON_EDIT_ADD_MOVING:
      return _ ("adding a moving slide");
    case SAFFRON_EDIT_REMOVE_MOVING:
      return _ ("removing a moving slide");
    case SAFFRON_EDIT_SWAP:
      return _ ("swapping the slides");
    case SAFFRON_EDIT_REFERENCE:
      return _ ("change of the reference");
    case SAFFRON_EDIT_SCENE:
      return _ ("choice of a scene");
    case SAFFRON_EDIT_Z:
      return _ ("choice of a Z plane");
    case SAFFRON_EDIT_NONE:
      break;
    }
  return "";
}

/* The text of the toast after an edit that removes something; %NULL for other
 * edits, which are visible where they happen. */
static const char *
loss (SaffronEdit edit)
{
  switch (edit)
    {
    case SAFFRON_EDIT_REMOVE_RUN:
      return _ ("Run deleted");
    case SAFFRON_EDIT_REMOVE_MOVING:
      return _ ("Moving slide removed");
    case SAFFRON_EDIT_SWAP:
      return _ ("Slides swapped; their runs were removed");
    case SAFFRON_EDIT_REFERENCE:
      return _ (
          "Reference changed; the runs onto the old reference were removed");
    default:
      return NULL;
    }
}

static void
on_dismissed (AdwToast *toast, gpointer user_data)
{
  SaffronWindowUndo *self = user_data;

  g_clear_object (&self->toast);
}

/* Makes the offer void. The toast is left to close by itself and has normal
 * priority: libadwaita 1.2 crashes when a toast is dismissed while it appears,
 * as after two undos in a row, and a toast of high priority would dismiss the
 * one before it. */
static void
void_toast (SaffronWindowUndo *self)
{
  if (self->toast != NULL)
    adw_toast_set_button_label (self->toast, NULL);
}

static void
show_toast (SaffronWindowUndo *self,
            const char *text,
            const char *button,
            const char *action)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  gboolean there = self->toast != NULL;

  if (!there)
    self->toast = adw_toast_new ("");
  adw_toast_set_title (self->toast, markup);
  adw_toast_set_action_name (self->toast, action);
  adw_toast_set_button_label (self->toast, button);
  if (there)
    return;
  adw_toast_set_timeout (self->toast, 8);
  g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (on_dismissed),
                           self, 0);
  adw_toast_overlay_add_toast (self->shell->toasts, g_object_ref (self->toast));
}

/* Any edit makes the offer to undo the one before void. */
static void
on_edited (SaffronDocument *document, gpointer user_data)
{
  SaffronWindowUndo *self = user_data;
  SaffronSession *session = saffron_document_get_session (document);
  SaffronEdit last = SAFFRON_EDIT_NONE;
  guint64 edit = 0;

  if (session != NULL)
    {
      last = saffron_session_get_undo (session);
      edit = saffron_session_get_edit (session);
    }
  saffron_shell_set_enabled (self->shell, "undo", last != SAFFRON_EDIT_NONE);
  saffron_shell_set_enabled (self->shell, "redo",
                             session != NULL
                                 && saffron_session_get_redo (session)
                                        != SAFFRON_EDIT_NONE);
  saffron_shell_set_enabled (self->shell, "remove-moving",
                             session != NULL
                                 && saffron_session_get_n_moving (session) > 0);
  if (edit == self->shown_edit)
    return;
  self->shown_edit = edit;
  void_toast (self);
  if (!self->stepping && loss (last) != NULL)
    show_toast (self, loss (last), _ ("_Undo"), "win.undo");
}

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowUndo *self = user_data;
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  SaffronEdit edit = saffron_session_get_undo (session);
  g_autofree char *text = g_strdup_printf (_ ("Undone: %s"), edit_name (edit));

  self->stepping = TRUE;
  if (saffron_session_undo (session))
    show_toast (self, text, _ ("_Redo"), "win.redo");
  self->stepping = FALSE;
}

static void
on_redo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowUndo *self = user_data;
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  SaffronEdit edit = saffron_session_get_redo (session);
  g_autofree char *text =
      g_strdup_printf (_ ("Done again: %s"), edit_name (edit));

  self->stepping = TRUE;
  if (saffron_session_redo (session))
    show_toast (self, text, _ ("_Undo"), "win.undo");
  self->stepping = FALSE;
}

static void
on_remove_moving (GSimpleAction *action,
                  GVariant *parameter,
                  gpointer user_data)
{
  SaffronDocument *document = SAFFRON_WINDOW_UNDO (user_data)->shell->document;

  SaffronMoving *shown = saffron_document_get_shown (document);

  if (shown != NULL && saffron_document_get_session (document) != NULL)
    saffron_session_remove_moving (saffron_document_get_session (document),
                                   shown);
}

static const GActionEntry actions[] = {
  { "undo", on_undo },
  { "redo", on_redo },
  { "remove-moving", on_remove_moving },
};

SaffronWindowUndo *
saffron_window_undo_new (SaffronShell *shell)
{
  SaffronWindowUndo *self = g_object_new (SAFFRON_TYPE_WINDOW_UNDO, NULL);

  self->shell = saffron_shell_ref (shell);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (shell->document, "edited", G_CALLBACK (on_edited),
                           self, 0);
  on_edited (shell->document, self);
  return self;
}
