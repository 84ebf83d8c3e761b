/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-register-all.h"

#include <glib/gi18n.h>

#include "app/work/register-queue.h"
#include "base/join.h"
#include "session/moving-state.h"
#include "session/stack-stale.h"

struct _SaffronWindowRegisterAll {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronWindowRegister *registering;
  SaffronRegisterQueue *queue;
};

G_DEFINE_FINAL_TYPE (SaffronWindowRegisterAll,
                     saffron_window_register_all,
                     G_TYPE_OBJECT)

static void
saffron_window_register_all_dispose (GObject *object)
{
  SaffronWindowRegisterAll *self = SAFFRON_WINDOW_REGISTER_ALL (object);

  if (self->queue != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->queue, self);
      saffron_register_queue_stop (self->queue);
    }
  g_clear_object (&self->queue);
  g_clear_object (&self->registering);
  G_OBJECT_CLASS (saffron_window_register_all_parent_class)->dispose (object);
}

static void
saffron_window_register_all_finalize (GObject *object)
{
  SaffronWindowRegisterAll *self = SAFFRON_WINDOW_REGISTER_ALL (object);

  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_register_all_parent_class)->finalize (object);
}

static void
saffron_window_register_all_class_init (SaffronWindowRegisterAllClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_register_all_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_register_all_finalize;
}

static void
saffron_window_register_all_init (SaffronWindowRegisterAll *self)
{
}

/* A slide whose planes are not known counts as it is in the session. */
static gboolean
is_registered (SaffronMoving *moving,
               const SaffronParams *params,
               SaffronLayer *reference,
               SaffronLayer *layer)
{
  int z[2] = { 0 };

  if (reference == NULL || layer == NULL)
    return saffron_moving_find_registered (moving, params, NULL) != NULL;
  z[0] = saffron_look_find_z (saffron_layer_get_slide (reference));
  z[1] = saffron_look_find_z (saffron_layer_get_slide (layer));
  return saffron_moving_find_registered (moving, params, z) != NULL;
}

/* Whether the slide was laid over one that has changed, or that changes now: is
 * among @taken. */
static gboolean
follows (SaffronSession *session, SaffronMoving *moving, const GPtrArray *taken)
{
  return saffron_stack_find_changed (session, moving) != NULL
         || g_ptr_array_find ((GPtrArray *) taken,
                              saffron_stack_find_link (session, moving), NULL);
}

/* (transfer container) (element-type SaffronMoving): the slides to register. */
static GPtrArray *
list_due (SaffronWindowRegisterAll *self, SaffronSession *session)
{
  SaffronDocument *document = self->shell->document;
  const SaffronParams *params = saffron_session_get_params (session);
  SaffronLayer *reference = saffron_document_get_reference (document);
  g_autoptr (GPtrArray) all = saffron_document_list_moving (document);
  GPtrArray *taken = g_ptr_array_new ();
  guint before;

  for (guint i = 0; i < all->len; i++)
    if (!is_registered (all->pdata[i], params, reference,
                        saffron_document_get_layer (document, all->pdata[i])))
      g_ptr_array_add (taken, all->pdata[i]);
  /* Those that follow the ones that follow … */
  do
    {
      before = taken->len;
      for (guint i = 0; i < all->len; i++)
        if (!g_ptr_array_find (taken, all->pdata[i], NULL)
            && follows (session, all->pdata[i], taken))
          g_ptr_array_add (taken, all->pdata[i]);
    }
  while (taken->len > before);
  return taken;
}

/* Returns how many slides there are to register. */
static guint
fill (SaffronWindowRegisterAll *self, SaffronSession *session)
{
  SaffronDocument *document = self->shell->document;
  g_autoptr (GPtrArray) due = list_due (self, session);

  for (guint i = 0; i < due->len; i++)
    {
      SaffronLayer *layer =
          saffron_document_get_layer (document, due->pdata[i]);
      g_autofree char *name = saffron_document_name_slide (
          document, saffron_moving_get_path (due->pdata[i]));

      saffron_register_queue_add (
          self->queue, due->pdata[i], name,
          layer != NULL ? saffron_layer_get_slide (layer) : NULL);
    }
  return due->len;
}

static void
on_register_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowRegisterAll *self = user_data;
  SaffronDocument *document = self->shell->document;
  SaffronSession *session = saffron_document_get_session (document);
  SaffronLayer *reference = saffron_document_get_reference (document);

  if (session == NULL || reference == NULL
      || !saffron_window_register_can_start (self->registering))
    return;
  if (fill (self, session) == 0)
    saffron_shell_toast (self->shell, _ ("All slides have a run with these "
                                         "parameters, landmarks and starts"));
  else
    saffron_register_queue_start (self->queue, session,
                                  saffron_layer_get_slide (reference));
}

/* "5 verified, 1 in part, 1 unverified, 1 failed", then a line for each slide
 * that failed. */
static char *
describe (SaffronRegisterQueue *queue)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *counts = NULL;
  GPtrArray *failures = saffron_register_queue_get_failures (queue);
  guint n = saffron_register_queue_count (queue, SAFFRON_MOVING_VERIFIED);

  if (n > 0)
    g_ptr_array_add (
        facts, g_strdup_printf (ngettext ("%u verified", "%u verified", n), n));
  n = saffron_register_queue_count (queue, SAFFRON_MOVING_PARTLY);
  if (n > 0)
    g_ptr_array_add (
        facts, g_strdup_printf (ngettext ("%u in part", "%u in part", n), n));
  n = saffron_register_queue_count (queue, SAFFRON_MOVING_UNVERIFIED);
  if (n > 0)
    g_ptr_array_add (
        facts,
        g_strdup_printf (ngettext ("%u unverified", "%u unverified", n), n));
  n = failures->len;
  if (n > 0)
    g_ptr_array_add (
        facts, g_strdup_printf (ngettext ("%u failed", "%u failed", n), n));
  n = saffron_register_queue_get_n_left (queue);
  if (n > 0)
    g_ptr_array_add (
        facts, g_strdup_printf (
                   ngettext ("%u not registered", "%u not registered", n), n));
  counts = saffron_join_facts (facts);
  g_string_append (text, counts);
  for (guint i = 0; i < failures->len; i++)
    g_string_append_printf (text, "\n%s", (char *) failures->pdata[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
on_ended (SaffronRegisterQueue *queue, gpointer user_data)
{
  SaffronWindowRegisterAll *self = user_data;
  g_autofree char *text = describe (queue);

  if (*text != '\0')
    saffron_shell_toast (self->shell, text);
}

static void
update (SaffronWindowRegisterAll *self)
{
  if (self->queue == NULL)
    return;
  saffron_window_register_set_held (
      self->registering, saffron_register_queue_is_running (self->queue));
  saffron_shell_set_enabled (
      self->shell, "register-all",
      saffron_window_register_can_start (self->registering));
}

/* Another session is open: what the queue would add to is gone. */
static void
on_document (SaffronWindowRegisterAll *self)
{
  if (self->queue != NULL && saffron_register_queue_is_running (self->queue)
      && saffron_register_queue_get_session (self->queue)
             != saffron_document_get_session (self->shell->document))
    saffron_register_queue_stop (self->queue);
}

static const GActionEntry actions[] = {
  { "register-all", on_register_all },
};

SaffronWindowRegisterAll *
saffron_window_register_all_new (SaffronShell *shell,
                                 SaffronWindowRegister *registering)
{
  SaffronWindowRegisterAll *self =
      g_object_new (SAFFRON_TYPE_WINDOW_REGISTER_ALL, NULL);

  self->shell = saffron_shell_ref (shell);
  self->registering = g_object_ref (registering);
  self->queue = saffron_register_queue_new (shell->settings, shell->works);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (self->queue, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "ended", G_CALLBACK (on_ended), self,
                           0);
  g_signal_connect_object (registering, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (on_document),
                           self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
