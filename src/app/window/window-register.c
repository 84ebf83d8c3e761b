/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-register.h"

#include <glib/gi18n.h>

#include "app/work/registration.h"

struct _SaffronWindowRegister {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronWindowMemory *memory;
  SaffronRegistration *registration; /* the registration under way, or NULL */
  SaffronMoving *moving; /* the moving slide that is registered, or NULL */
  SaffronRunEntry *from; /* the run that it started from, or NULL */
  gboolean held;         /* another topic registers */
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronWindowRegister,
                     saffron_window_register,
                     G_TYPE_OBJECT)

/* Nothing listens to the registration any more. */
static void
forget (SaffronWindowRegister *self)
{
  if (self->registration == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->registration, self);
  saffron_work_cancel (SAFFRON_WORK (self->registration));
  g_clear_object (&self->registration);
  g_clear_object (&self->moving);
  g_clear_object (&self->from);
}

static void
saffron_window_register_dispose (GObject *object)
{
  SaffronWindowRegister *self = SAFFRON_WINDOW_REGISTER (object);

  forget (self);
  G_OBJECT_CLASS (saffron_window_register_parent_class)->dispose (object);
}

static void
saffron_window_register_finalize (GObject *object)
{
  SaffronWindowRegister *self = SAFFRON_WINDOW_REGISTER (object);

  g_object_unref (self->memory);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_register_parent_class)->finalize (object);
}

static void
saffron_window_register_class_init (SaffronWindowRegisterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_register_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_register_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_WINDOW_REGISTER, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_window_register_init (SaffronWindowRegister *self)
{
}

gboolean
saffron_window_register_can_start (SaffronWindowRegister *self)
{
  SaffronDocument *document = self->shell->document;

  return self->registration == NULL && !self->held
         && saffron_document_get_reference (document) != NULL
         && saffron_document_get_n_moving (document) > 0;
}

static void
update_actions (SaffronWindowRegister *self)
{
  saffron_shell_set_enabled (self->shell, "register",
                             saffron_window_register_can_start (self));
  saffron_shell_set_enabled (self->shell, "cancel-register",
                             self->registration != NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Whether the moving slide that is being registered is on screen. */
static gboolean
is_shown (SaffronWindowRegister *self)
{
  return self->moving == saffron_document_get_shown (self->shell->document);
}

static void
on_transform (SaffronWork *work,
              SaffronTransform *transform,
              gpointer user_data)
{
  SaffronWindowRegister *self = user_data;
  SaffronViewModel *model = saffron_document_get_model (self->shell->document);
  const SaffronRect *region =
      saffron_registration_get_region (self->registration);

  if (is_shown (self) && region->width > 0)
    saffron_view_model_set_inside (model, transform, region);
  else if (is_shown (self))
    saffron_view_model_set_transform (model, transform);
}

static void
keep_run (SaffronWindowRegister *self, SaffronRun *run)
{
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  SaffronMoving *moving = self->moving;

  /* Another session was opened, the slides were swapped, or another scene of
   * one was chosen, meanwhile. */
  if (session == NULL || !saffron_session_has_moving (session, moving))
    {
      saffron_shell_toast (self->shell,
                           _ ("The run that has ended is not kept: "
                              "the slides are others now"));
      return;
    }
  /* The run of a region is shown too, but the run of the whole slide stays the
   * current one. */
  if (run->region.width > 0)
    saffron_session_add_region_run (session, moving, run, self->from, TRUE);
  else
    saffron_session_add_run (session, moving, run);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronWindowRegister *self = user_data;
  SaffronRun *run = saffron_registration_get_run (self->registration);
  const GError *error = saffron_work_get_error (work);

  if (run != NULL)
    keep_run (self, run);
  else
    saffron_shell_toast (self->shell, error != NULL
                                          ? error->message
                                          : _ ("Registering cancelled"));
  forget (self);
  update_actions (self);
  /* While it ran, the canvas showed the stages. */
  saffron_document_show_run (self->shell->document);
}

static void
on_allowed (SaffronWindowMemory *memory,
            const SaffronRect *region,
            gpointer user_data)
{
  SaffronWindowRegister *self = user_data;
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  SaffronMoving *shown = saffron_document_get_shown (self->shell->document);
  SaffronRegisterOptions spec = { .region = *region };
  SaffronRunEntry *whole = NULL;

  if (self->registration != NULL || self->held || session == NULL
      || shown == NULL)
    return;
  whole = saffron_moving_get_whole (shown);
  spec.params = saffron_session_get_params (session);
  spec.landmarks = saffron_moving_get_landmarks (shown);
  spec.by_hand = saffron_moving_get_start (shown);
  if (whole != NULL && region->width > 0)
    spec.start = saffron_run_entry_get_run (whole)->transform;
  self->moving = g_object_ref (shown);
  g_set_object (&self->from, whole);
  self->registration = saffron_registration_new_in_order (
      session, shown, &spec,
      g_settings_get_int (self->shell->settings, "threads"));
  saffron_work_list_add (self->shell->works, SAFFRON_WORK (self->registration));
  g_signal_connect (self->registration, "message", G_CALLBACK (on_transform),
                    self);
  g_signal_connect (self->registration, "finished", G_CALLBACK (on_finished),
                    self);
  update_actions (self);
}

static void
on_register (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowRegister *self = user_data;
  SaffronRect whole = { 0 };

  saffron_window_register_start (self, &whole);
}

static void
on_cancel_register (GSimpleAction *action,
                    GVariant *parameter,
                    gpointer user_data)
{
  SaffronWindowRegister *self = user_data;

  if (self->registration != NULL)
    saffron_work_cancel (SAFFRON_WORK (self->registration));
}

static const GActionEntry actions[] = {
  { "register", on_register },
  { "cancel-register", on_cancel_register },
};

void
saffron_window_register_start (SaffronWindowRegister *self,
                               const SaffronRect *region)
{
  if (self->registration == NULL && !self->held)
    saffron_window_memory_check (self->memory, region);
}

void
saffron_window_register_set_held (SaffronWindowRegister *self, gboolean held)
{
  if (self->held == held)
    return;
  self->held = held;
  update_actions (self);
}

SaffronWindowRegister *
saffron_window_register_new (SaffronShell *shell, SaffronWindowMemory *memory)
{
  SaffronWindowRegister *self =
      g_object_new (SAFFRON_TYPE_WINDOW_REGISTER, NULL);

  self->shell = saffron_shell_ref (shell);
  self->memory = g_object_ref (memory);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (memory, "allowed", G_CALLBACK (on_allowed), self, 0);
  g_signal_connect_object (shell->document, "changed",
                           G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  update_actions (self);
  return self;
}
