/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/document.h"
#include "app/work/work-list.h"

G_BEGIN_DECLS

/* Declared in app/document/quality-model.h. Whoever includes that knows windows
 * in which errors are measured, whose names are too like those of topics. */
typedef struct _SaffronQualityModel SaffronQualityModel;

/**
 * SaffronShell:
 * @window: %NULL once it is closed
 * @document: what the window works on
 * @settings: the application's
 * @works: what runs in the background
 * @quality: how good the run on screen is; the shell makes it itself
 * @toasts: see saffron_shell_toast()
 * @passing: the shell makes it itself
 * @find_free: the document of a window that has nothing open; the window is
 *   presented
 *
 * What the topics of one window share: each of its functions (registering,
 * exporting, undoing, …) is an object that is handed this, and the widgets that
 * it needs. It adds its own actions, enables them, and knows no other topic
 * unless it is handed that, too. Counted.
 */
typedef struct {
  GtkWindow *window;
  SaffronDocument *document;
  GSettings *settings;
  SaffronWorkList *works;
  SaffronQualityModel *quality;
  AdwToastOverlay *toasts;
  GPtrArray *passing; /* the toasts of saffron_shell_toast_passing() */
  SaffronDocument *(*find_free) (GtkWindow *window);
} SaffronShell;

/* Takes references of all but the window and the toasts. */
SaffronShell *saffron_shell_new (const SaffronShell *parts);
SaffronShell *saffron_shell_ref (SaffronShell *self);
void saffron_shell_unref (SaffronShell *self);

/* Takes the window's actions away. Topics that something else still holds do
 * nothing from now on. */
void saffron_shell_close (SaffronShell *self);

/* @topic: what the actions' functions are called with; it lives at least until
 * saffron_shell_close() */
void saffron_shell_add_actions (SaffronShell *self,
                                const GActionEntry *entries,
                                guint n_entries,
                                gpointer topic);
void saffron_shell_set_enabled (SaffronShell *self,
                                const char *action,
                                gboolean enabled);
/* @state: consumed if it is floating; see g_simple_action_set_state(). */
void saffron_shell_set_state (SaffronShell *self,
                              const char *action,
                              GVariant *state);
/* (transfer full): of an action that has one. */
GVariant *saffron_shell_get_state (SaffronShell *self, const char *action);

/* Shows @text: of its first line, with the path at its start made short; the
 * rest, or all of it, is what Details shows. */
void saffron_shell_toast (SaffronShell *self, const char *text);

/* The same, until saffron_shell_end_passing(): of what no longer matters once
 * something else has begun. */
void saffron_shell_toast_passing (SaffronShell *self, const char *text);
void saffron_shell_end_passing (SaffronShell *self);

/* Brings a page of the pane into view. */
void saffron_shell_show_page (SaffronShell *self, const char *page);

G_END_DECLS
