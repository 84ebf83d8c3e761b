/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

/* The most edits that can be undone. Older ones are dropped, because each may
 * hold a run. */
#define MAX_COMMANDS 1000

struct _SaffronCommand {
  SaffronEdit edit;
  gconstpointer subject; /* (nullable): the parameter's name or the entry that
                            is edited; edits of the same subject in a row count
                            as one step */
  SaffronParams *params;
  SaffronRunEntry *entry;
  JsonNode *entry_json;
  SaffronMoving *moving; /* the slide whose landmarks, runs or Z plane are
                            edited; NULL: the reference's plane */
  GArray *landmarks;
  JsonNode *landmarks_json;
  SaffronAffine *start; /* NULL: none; only of %SAFFRON_EDIT_START */
  GPtrArray *runs;
  SaffronRunEntry *current;
  guint last_number;
  SaffronSlideFile *reference;
  JsonObject *reference_extra;
  GPtrArray *slides;
  int z; /* only of %SAFFRON_EDIT_Z */
};

static void
command_free (gpointer data)
{
  SaffronCommand *command = data;

  g_clear_pointer (&command->params, saffron_params_free);
  g_clear_object (&command->entry);
  g_clear_pointer (&command->entry_json, json_node_unref);
  g_clear_object (&command->moving);
  g_clear_pointer (&command->landmarks, g_array_unref);
  g_clear_pointer (&command->landmarks_json, json_node_unref);
  g_clear_pointer (&command->start, g_free);
  g_clear_pointer (&command->runs, g_ptr_array_unref);
  g_clear_object (&command->current);
  g_clear_pointer (&command->reference, saffron_slide_file_free);
  g_clear_pointer (&command->reference_extra, json_object_unref);
  g_clear_pointer (&command->slides, g_ptr_array_unref);
  g_free (command);
}

static SaffronCommand *
command_new (SaffronEdit edit)
{
  SaffronCommand *command = g_new0 (SaffronCommand, 1);

  command->edit = edit;
  return command;
}

/* The name of the one parameter that differs, or NULL. */
static const char *
only_difference (const SaffronParams *a, const SaffronParams *b)
{
  const char *found = NULL;
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      g_autofree char *x = saffron_params_get (a, specs[i].name);
      g_autofree char *y = saffron_params_get (b, specs[i].name);

      if (g_str_equal (x, y))
        continue;
      if (found != NULL)
        return NULL;
      found = specs[i].name;
    }
  return found;
}

SaffronCommand *
saffron_command_new_params (SaffronSession *self, const SaffronParams *params)
{
  SaffronCommand *command = command_new (SAFFRON_EDIT_PARAMS);

  command->subject = only_difference (self->params, params);
  command->params = saffron_params_copy (params);
  return command;
}

SaffronCommand *
saffron_command_new_landmarks (SaffronMoving *moving, GArray *landmarks)
{
  SaffronCommand *command = command_new (SAFFRON_EDIT_LANDMARKS);

  command->moving = g_object_ref (moving);
  command->landmarks = landmarks;
  return command;
}

SaffronCommand *
saffron_command_new_start (SaffronMoving *moving, const SaffronAffine *start)
{
  SaffronCommand *command = command_new (SAFFRON_EDIT_START);

  command->moving = g_object_ref (moving);
  command->start = g_memdup2 (start, start != NULL ? sizeof *start : 0);
  return command;
}

SaffronCommand *
saffron_command_new_runs (SaffronEdit edit,
                          SaffronMoving *moving,
                          GPtrArray *runs,
                          SaffronRunEntry *current,
                          guint last_number)
{
  SaffronCommand *command = command_new (edit);

  command->moving = g_object_ref (moving);
  command->runs = runs;
  g_set_object (&command->current, current);
  command->last_number = last_number;
  return command;
}

SaffronCommand *
saffron_command_new_entry (SaffronEdit edit,
                           SaffronRunEntry *entry,
                           JsonNode *json)
{
  SaffronCommand *command = command_new (edit);

  command->entry = g_object_ref (entry);
  command->entry_json = json;
  if (edit == SAFFRON_EDIT_RUN_NOTE)
    command->subject = entry;
  return command;
}

SaffronCommand *
saffron_command_new_slides (SaffronEdit edit,
                            SaffronSlideFile *reference,
                            GPtrArray *moving)
{
  SaffronCommand *command = command_new (edit);

  command->reference = reference;
  command->slides = moving;
  return command;
}

SaffronCommand *
saffron_command_new_z (SaffronSession *self, SaffronMoving *moving, int z)
{
  SaffronCommand *command = command_new (SAFFRON_EDIT_Z);

  g_set_object (&command->moving, moving);
  command->subject = moving != NULL ? (gconstpointer) moving : self;
  command->z = z;
  return command;
}

/* Exchanges the values, so that a second call undoes the first. Commands that
 * came later must be undone before. */
static void
exchange (SaffronSession *self, SaffronCommand *command)
{
  if (command->params != NULL)
    saffron_session_exchange_params (self, &command->params);
  if (command->entry != NULL)
    saffron_run_entry_exchange (command->entry, &command->entry_json);
  if (command->slides != NULL)
    saffron_session_exchange_slides (
        self, command->reference != NULL ? &command->reference : NULL,
        &command->reference_extra, &command->slides);
  if (command->landmarks != NULL)
    saffron_moving_exchange_landmarks (command->moving, &command->landmarks,
                                       &command->landmarks_json);
  if (command->edit == SAFFRON_EDIT_START)
    saffron_moving_exchange_start (command->moving, &command->start);
  if (command->edit == SAFFRON_EDIT_Z)
    {
      SaffronSlideFile *file =
          command->moving != NULL ? command->moving->file : self->reference;

      SAFFRON_EXCHANGE (file->choice.z, command->z);
    }
  if (command->runs != NULL)
    saffron_moving_exchange_runs (command->moving, &command->runs,
                                  &command->current, &command->last_number);
}

void
saffron_session_changed (SaffronSession *self)
{
  self->modified = TRUE;
  self->edit++;
  saffron_session_judge (self);
  saffron_session_emit_changed (self);
}

void
saffron_session_init_history (SaffronSession *self)
{
  self->done = g_ptr_array_new_with_free_func (command_free);
  self->undone = g_ptr_array_new_with_free_func (command_free);
}

static SaffronCommand *
last_of (GPtrArray *commands)
{
  return commands->len > 0 ? commands->pdata[commands->len - 1] : NULL;
}

void
saffron_session_do (SaffronSession *self, SaffronCommand *command)
{
  SaffronCommand *last = last_of (self->done);

  exchange (self, command);
  /* Edits of the same subject merge: the last command already holds the value
   * from before both edits. */
  if (last != NULL && self->undone->len == 0 && last->edit == command->edit
      && last->subject != NULL && last->subject == command->subject)
    command_free (command);
  else
    g_ptr_array_add (self->done, command);
  if (self->done->len > MAX_COMMANDS)
    g_ptr_array_remove_index (self->done, 0);
  g_ptr_array_set_size (self->undone, 0);
  saffron_session_changed (self);
}

gboolean
saffron_session_amend (SaffronSession *self, SaffronCommand *command)
{
  SaffronCommand *last = last_of (self->done);
  gboolean same = last != NULL && self->undone->len == 0
                  && last->edit == command->edit
                  && last->moving == command->moving;

  /* The last command already holds the value from before both edits. */
  if (same)
    exchange (self, command);
  command_free (command);
  if (same)
    saffron_session_changed (self);
  return same;
}

SaffronEdit
saffron_session_get_undo (SaffronSession *session)
{
  SaffronCommand *last = last_of (session->done);

  return last != NULL ? last->edit : SAFFRON_EDIT_NONE;
}

SaffronEdit
saffron_session_get_redo (SaffronSession *session)
{
  SaffronCommand *next = last_of (session->undone);

  return next != NULL ? next->edit : SAFFRON_EDIT_NONE;
}

static gboolean
move_command (SaffronSession *self, GPtrArray *from, GPtrArray *to)
{
  SaffronCommand *command = NULL;

  if (from->len == 0)
    return FALSE;
  command = g_ptr_array_steal_index (from, from->len - 1);
  exchange (self, command);
  g_ptr_array_add (to, command);
  saffron_session_changed (self);
  return TRUE;
}

gboolean
saffron_session_undo (SaffronSession *session)
{
  return move_command (session, session->done, session->undone);
}

gboolean
saffron_session_redo (SaffronSession *session)
{
  return move_command (session, session->undone, session->done);
}

void
saffron_session_forget_edits (SaffronSession *session)
{
  g_ptr_array_set_size (session->done, 0);
  g_ptr_array_set_size (session->undone, 0);
  saffron_session_emit_changed (session);
}

guint64
saffron_session_get_edit (SaffronSession *session)
{
  return session->edit;
}
