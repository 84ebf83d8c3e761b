/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/words.h"
#include "register/start.h"
#include "session/session-private.h"

void
saffron_moving_number_runs (SaffronMoving *self, guint last)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->runs->len; i++)
    last = MAX (last, saffron_moving_get_entry (self, i)->number);
  for (guint i = 0; i < self->runs->len; i++)
    {
      SaffronRunEntry *entry = self->runs->pdata[i];

      if (entry->number > 0
          && g_hash_table_add (taken, GUINT_TO_POINTER (entry->number)))
        continue;
      self->runs->pdata[i] = saffron_run_entry_renumber (entry, ++last, 0);
      if (self->current == entry)
        g_set_object (&self->current, self->runs->pdata[i]);
      g_object_unref (entry);
    }
  self->last_number = last;
}

/* Returns the moving slide that has the run; NULL when the run was deleted. */
static SaffronMoving *
find_slide (SaffronSession *session, SaffronRunEntry *entry)
{
  for (guint i = 0; i < session->moving->len; i++)
    if (saffron_moving_has_entry (session->moving->pdata[i], entry))
      return session->moving->pdata[i];
  return NULL;
}

void
saffron_session_set_current_run (SaffronSession *session,
                                 SaffronRunEntry *entry)
{
  SaffronMoving *moving = find_slide (session, entry);

  g_return_if_fail (moving != NULL);

  if (moving->current == entry)
    return;
  saffron_session_do (
      session, saffron_command_new_runs (SAFFRON_EDIT_CURRENT_RUN, moving,
                                         saffron_moving_copy_runs (moving),
                                         entry, moving->last_number));
}

/* Takes ownership of @json and sets the run's number in it. */
static SaffronRunEntry *
append_run (SaffronSession *session,
            SaffronMoving *moving,
            SaffronRun *run,
            JsonNode *json,
            gboolean becomes_current)
{
  GPtrArray *runs = saffron_moving_copy_runs (moving);
  guint number = moving->last_number + 1;
  SaffronRunEntry *entry = NULL;

  json_object_set_int_member (json_node_get_object (json), "number", number);
  entry = saffron_run_entry_new (run, json);
  g_ptr_array_add (runs, entry);
  saffron_session_do (
      session,
      saffron_command_new_runs (
          SAFFRON_EDIT_ADD_RUN, moving, runs,
          becomes_current || moving->current == NULL ? entry : moving->current,
          number));
  return entry;
}

/* Adds the run's reasons as text, under the members that files of version 1
 * have, for people and scripts that read the file. Loading ignores this text
 * where the codes are present. */
static JsonNode *
run_to_json (SaffronRun *run)
{
  static const char *const channels[] = { "reference_channel",
                                          "moving_channel" };
  JsonNode *json = saffron_run_to_json (run);
  JsonObject *object = json_node_get_object (json);
  JsonArray *stages = json_object_get_array_member (object, "stages");

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *words = saffron_look_to_words (&run->looks[i]);

      if (words != NULL)
        json_object_set_string_member (object, channels[i], words);
    }
  for (guint i = 0; i < run->stages->len; i++)
    {
      const SaffronStageRecord *stage =
          &g_array_index (run->stages, SaffronStageRecord, i);
      g_autofree char *words = saffron_reasons_to_words (stage->reasons, "; ");

      json_object_set_string_member (json_array_get_object_element (stages, i),
                                     "note", words);
    }
  return json;
}

SaffronRunEntry *
saffron_session_add_run (SaffronSession *session,
                         SaffronMoving *moving,
                         SaffronRun *run)
{
  g_return_val_if_fail (saffron_session_has_moving (session, moving), NULL);

  return append_run (session, moving, run, run_to_json (run),
                     run->region.width == 0);
}

SaffronRunEntry *
saffron_session_add_region_run (SaffronSession *session,
                                SaffronMoving *moving,
                                SaffronRun *run,
                                SaffronRunEntry *start,
                                gboolean becomes_current)
{
  JsonNode *json = NULL;

  g_return_val_if_fail (saffron_session_has_moving (session, moving), NULL);

  json = run_to_json (run);
  json_object_set_int_member (
      json_node_get_object (json), "started_from",
      saffron_moving_has_entry (moving, start) ? start->number : 0);
  return append_run (session, moving, run, json, becomes_current);
}

SaffronRunEntry *
saffron_session_add_run_to_group (SaffronSession *session,
                                  SaffronMoving *moving,
                                  SaffronRun *run,
                                  const char *group)
{
  JsonNode *json = NULL;

  g_return_val_if_fail (saffron_session_has_moving (session, moving), NULL);

  json = run_to_json (run);
  json_object_set_string_member (json_node_get_object (json), "group", group);
  return append_run (session, moving, run, json, FALSE);
}

void
saffron_session_remove_run (SaffronSession *session, SaffronRunEntry *entry)
{
  SaffronMoving *moving = find_slide (session, entry);
  GPtrArray *runs = NULL;
  SaffronRunEntry *current = NULL;

  g_return_if_fail (moving != NULL);

  runs = saffron_moving_copy_runs (moving);
  current = moving->current;
  g_ptr_array_remove (runs, entry);
  if (current == entry)
    current = runs->len > 0 ? runs->pdata[runs->len - 1] : NULL;
  saffron_session_do (
      session, saffron_command_new_runs (SAFFRON_EDIT_REMOVE_RUN, moving, runs,
                                         current, moving->last_number));
}

void
saffron_session_set_run_note (SaffronSession *session,
                              SaffronRunEntry *entry,
                              const char *note)
{
  g_return_if_fail (find_slide (session, entry) != NULL);

  if (!g_str_equal (entry->note, note))
    saffron_session_do (
        session,
        saffron_command_new_entry (SAFFRON_EDIT_RUN_NOTE, entry,
                                   saffron_run_entry_with_note (entry, note)));
}

void
saffron_session_set_run_starred (SaffronSession *session,
                                 SaffronRunEntry *entry,
                                 gboolean starred)
{
  g_return_if_fail (find_slide (session, entry) != NULL);

  if (!entry->starred != !starred)
    saffron_session_do (session,
                        saffron_command_new_entry (
                            SAFFRON_EDIT_RUN_STAR, entry,
                            saffron_run_entry_with_star (entry, starred)));
}

void
saffron_session_set_sign (SaffronSession *session,
                          SaffronRunEntry *entry,
                          const SaffronSign *sign)
{
  g_return_if_fail (find_slide (session, entry) != NULL);

  if (!saffron_sign_equal (entry->sign, sign))
    saffron_session_do (
        session,
        saffron_command_new_entry (SAFFRON_EDIT_RUN_SIGN, entry,
                                   saffron_run_entry_with_sign (entry, sign)));
}

void
saffron_session_set_start (SaffronSession *session,
                           SaffronMoving *moving,
                           const SaffronAffine *start)
{
  g_return_if_fail (saffron_session_has_moving (session, moving));

  if (!saffron_start_equal (moving->start, start))
    saffron_session_do (session, saffron_command_new_start (moving, start));
}

void
saffron_session_set_landmarks (SaffronSession *session,
                               SaffronMoving *moving,
                               GArray *landmarks)
{
  g_return_if_fail (saffron_session_has_moving (session, moving));

  saffron_session_do (session, saffron_command_new_landmarks (
                                   moving, saffron_landmarks_copy (landmarks)));
}

gboolean
saffron_session_amend_landmarks (SaffronSession *session,
                                 SaffronMoving *moving,
                                 GArray *landmarks,
                                 guint64 edit)
{
  return session->edit == edit
         && saffron_session_amend (
             session, saffron_command_new_landmarks (
                          moving, saffron_landmarks_copy (landmarks)));
}
