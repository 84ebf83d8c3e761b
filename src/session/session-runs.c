/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

#include <math.h>

#include "base/json.h"

static void
run_entry_clear (gpointer data)
{
  SaffronRunEntry *entry = data;

  saffron_run_unref (entry->run);
  g_free (entry->note);
  g_free (entry->group);
  json_node_unref (entry->json);
}

void
saffron_run_entry_unref (gpointer entry)
{
  g_rc_box_release_full (entry, run_entry_clear);
}

static gpointer
copy_entry (gconstpointer entry, gpointer user_data)
{
  return g_rc_box_acquire ((gpointer) entry);
}

GPtrArray *
saffron_moving_copy_runs (const SaffronMoving *moving)
{
  return g_ptr_array_copy (moving->runs, copy_entry, NULL);
}

guint
saffron_run_number_from_json (JsonObject *object, const char *member)
{
  double number = 0.0;

  if (!saffron_json_get_number (object, member, 0.0, &number, NULL)
      || !(number >= 1.0 && number <= G_MAXINT) || floor (number) != number)
    return 0;
  return (guint) number;
}

SaffronRunEntry *
saffron_run_entry_new (SaffronRun *run, JsonNode *json)
{
  SaffronRunEntry *entry = g_rc_box_new0 (SaffronRunEntry);
  JsonObject *object = json_node_get_object (json);
  const char *note = NULL;
  const char *group = NULL;

  entry->run = saffron_run_ref (run);
  entry->json = json;
  json_node_seal (json);
  entry->number = saffron_run_number_from_json (object, "number");
  entry->from =
      json_object_has_member (object, "started_from")
          ? (int) saffron_run_number_from_json (object, "started_from")
          : -1;
  /* Of another type they are another program's, and stay in the file. */
  saffron_json_get_string (object, "note", &note, NULL);
  entry->note = g_strdup (note != NULL ? note : "");
  saffron_json_get_string (object, "group", &group, NULL);
  entry->group = g_strdup (group != NULL ? group : "");
  saffron_json_get_boolean (object, "starred", FALSE, &entry->starred, NULL);
  return entry;
}

/* A copy of @json, whose values are shared, that lacks @member. */
static JsonObject *
copy_without (JsonNode *json, const char *member)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *node = NULL;

  json_object_iter_init (&iter, json_node_get_object (json));
  while (json_object_iter_next (&iter, &name, &node))
    if (!g_str_equal (name, member))
      json_object_set_member (copy, name, json_node_ref (node));
  return copy;
}

/* Takes @object. */
static SaffronRunEntry *
entry_with (const SaffronRunEntry *entry, JsonObject *object)
{
  JsonNode *json = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  return saffron_run_entry_new (entry->run, json);
}

SaffronRunEntry *
saffron_run_entry_renumber (const SaffronRunEntry *entry,
                            guint number,
                            guint from)
{
  JsonObject *object = copy_without (entry->json, "number");

  json_object_set_int_member (object, "number", number);
  if (from > 0)
    json_object_set_int_member (object, "started_from", from);
  return entry_with (entry, object);
}

void
saffron_moving_number_runs (SaffronMoving *moving, guint last)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < moving->runs->len; i++)
    last = MAX (last, ((SaffronRunEntry *) moving->runs->pdata[i])->number);
  for (guint i = 0; i < moving->runs->len; i++)
    {
      SaffronRunEntry *entry = moving->runs->pdata[i];
      JsonObject *object = NULL;

      if (entry->number > 0
          && g_hash_table_add (taken, GUINT_TO_POINTER (entry->number)))
        continue;
      object = copy_without (entry->json, "number");
      json_object_set_int_member (object, "number", ++last);
      moving->runs->pdata[i] = entry_with (entry, object);
      saffron_run_entry_unref (entry);
    }
  moving->last_number = last;
}

guint
saffron_session_get_n_runs (SaffronSession *session, guint moving)
{
  SaffronMoving *entry = saffron_session_moving (session, moving);

  return entry != NULL ? entry->runs->len : 0;
}

SaffronRun *
saffron_session_get_run (SaffronSession *session, guint moving, guint run)
{
  SaffronMoving *entry = saffron_session_moving (session, moving);
  SaffronRunEntry *found = NULL;

  g_return_val_if_fail (entry != NULL && run < entry->runs->len, NULL);

  found = g_ptr_array_index (entry->runs, run);
  return found->run;
}

int
saffron_session_get_current_run_index (SaffronSession *session, guint moving)
{
  SaffronMoving *entry = saffron_session_moving (session, moving);

  return entry != NULL ? entry->current : -1;
}

SaffronRun *
saffron_session_get_current_run (SaffronSession *session, guint moving)
{
  int current = saffron_session_get_current_run_index (session, moving);

  return current >= 0
             ? saffron_session_get_run (session, moving, (guint) current)
             : NULL;
}

static SaffronRunEntry *
get_entry (SaffronSession *session, guint moving, guint run)
{
  SaffronMoving *slide = saffron_session_moving (session, moving);

  g_return_val_if_fail (slide != NULL && run < slide->runs->len, NULL);

  return g_ptr_array_index (slide->runs, run);
}

void
saffron_session_set_current_run (SaffronSession *session,
                                 guint moving,
                                 guint run)
{
  SaffronMoving *slide = saffron_session_moving (session, moving);

  g_return_if_fail (slide != NULL && run < slide->runs->len);

  if (slide->current == (int) run)
    return;
  saffron_session_do (
      session, saffron_command_new_runs (SAFFRON_EDIT_CURRENT_RUN, moving,
                                         saffron_moving_copy_runs (slide),
                                         (int) run, slide->last_number, 0));
}

guint
saffron_session_get_run_number (SaffronSession *session,
                                guint moving,
                                guint run)
{
  SaffronRunEntry *entry = get_entry (session, moving, run);

  return entry != NULL ? entry->number : 0;
}

int
saffron_session_find_run (SaffronSession *session, guint moving, guint number)
{
  SaffronMoving *slide = saffron_session_moving (session, moving);

  for (guint i = 0; slide != NULL && i < slide->runs->len; i++)
    if (((SaffronRunEntry *) slide->runs->pdata[i])->number == number)
      return (int) i;
  return -1;
}

int
saffron_session_index_of_run (SaffronSession *session,
                              guint moving,
                              SaffronRun *run)
{
  SaffronMoving *slide = saffron_session_moving (session, moving);

  for (guint i = 0; slide != NULL && i < slide->runs->len; i++)
    if (((SaffronRunEntry *) slide->runs->pdata[i])->run == run)
      return (int) i;
  return -1;
}

/* Takes @json, which gets the run's number. */
static guint
append_run (SaffronSession *session,
            guint moving,
            SaffronRun *run,
            JsonNode *json,
            gboolean becomes_current)
{
  SaffronMoving *slide = saffron_session_moving (session, moving);
  GPtrArray *runs = saffron_moving_copy_runs (slide);
  guint index = runs->len;
  guint number = slide->last_number + 1;

  json_object_set_int_member (json_node_get_object (json), "number", number);
  g_ptr_array_add (runs, saffron_run_entry_new (run, json));
  saffron_session_do (
      session,
      saffron_command_new_runs (SAFFRON_EDIT_ADD_RUN, moving, runs,
                                becomes_current ? (int) index : slide->current,
                                number, index));
  return index;
}

guint
saffron_session_add_run (SaffronSession *session, guint moving, SaffronRun *run)
{
  g_return_val_if_fail (moving < session->moving->len, 0);

  return append_run (session, moving, run, saffron_run_to_json (run),
                     run->region.width == 0
                         || saffron_session_moving (session, moving)->current
                                < 0);
}

guint
saffron_session_add_region_run (SaffronSession *session,
                                guint moving,
                                SaffronRun *run,
                                SaffronRun *start,
                                gboolean becomes_current)
{
  JsonNode *json = NULL;
  int from = -1;

  g_return_val_if_fail (moving < session->moving->len, 0);

  json = saffron_run_to_json (run);
  if (start != NULL)
    from = saffron_session_index_of_run (session, moving, start);
  json_object_set_int_member (
      json_node_get_object (json), "started_from",
      from >= 0 ? saffron_session_get_run_number (session, moving, (guint) from)
                : 0);
  return append_run (
      session, moving, run, json,
      becomes_current || saffron_session_moving (session, moving)->current < 0);
}

guint
saffron_session_add_run_to_group (SaffronSession *session,
                                  guint moving,
                                  SaffronRun *run,
                                  const char *group)
{
  JsonNode *json = NULL;

  g_return_val_if_fail (moving < session->moving->len, 0);

  json = saffron_run_to_json (run);
  json_object_set_string_member (json_node_get_object (json), "group", group);
  return append_run (session, moving, run, json,
                     saffron_session_moving (session, moving)->current < 0);
}

const char *
saffron_session_get_run_group (SaffronSession *session, guint moving, guint run)
{
  SaffronRunEntry *entry = get_entry (session, moving, run);

  return entry != NULL ? entry->group : "";
}

void
saffron_session_remove_run (SaffronSession *session, guint moving, guint run)
{
  SaffronMoving *slide = saffron_session_moving (session, moving);
  GPtrArray *runs = NULL;
  int current = -1;

  g_return_if_fail (slide != NULL && run < slide->runs->len);

  runs = saffron_moving_copy_runs (slide);
  g_ptr_array_remove_index (runs, run);
  current = slide->current;
  if (current > (int) run)
    current--;
  else if (current == (int) run)
    current = (int) runs->len - 1;
  saffron_session_do (
      session, saffron_command_new_runs (SAFFRON_EDIT_REMOVE_RUN, moving, runs,
                                         current, slide->last_number, run));
}

const char *
saffron_session_get_run_note (SaffronSession *session, guint moving, guint run)
{
  SaffronRunEntry *entry = get_entry (session, moving, run);

  return entry != NULL ? entry->note : "";
}

gboolean
saffron_session_get_run_starred (SaffronSession *session,
                                 guint moving,
                                 guint run)
{
  SaffronRunEntry *entry = get_entry (session, moving, run);

  return entry != NULL && entry->starred;
}

/* Takes @object, the run's JSON after the edit. */
static void
replace_entry (SaffronSession *session,
               SaffronEdit edit,
               guint moving,
               guint run,
               JsonObject *object)
{
  SaffronMoving *slide = saffron_session_moving (session, moving);
  SaffronRunEntry *entry = get_entry (session, moving, run);
  GPtrArray *runs = saffron_moving_copy_runs (slide);

  runs->pdata[run] = entry_with (entry, object);
  saffron_run_entry_unref (entry);
  saffron_session_do (
      session, saffron_command_new_runs (edit, moving, runs, slide->current,
                                         slide->last_number, run));
}

void
saffron_session_set_run_note (SaffronSession *session,
                              guint moving,
                              guint run,
                              const char *note)
{
  SaffronRunEntry *entry = get_entry (session, moving, run);
  JsonObject *object = NULL;

  g_return_if_fail (entry != NULL);

  if (g_str_equal (entry->note, note))
    return;
  object = copy_without (entry->json, "note");
  if (*note != '\0')
    json_object_set_string_member (object, "note", note);
  replace_entry (session, SAFFRON_EDIT_RUN_NOTE, moving, run, object);
}

void
saffron_session_set_run_starred (SaffronSession *session,
                                 guint moving,
                                 guint run,
                                 gboolean starred)
{
  SaffronRunEntry *entry = get_entry (session, moving, run);
  JsonObject *object = NULL;

  g_return_if_fail (entry != NULL);

  if (!entry->starred == !starred)
    return;
  object = copy_without (entry->json, "starred");
  if (starred)
    json_object_set_boolean_member (object, "starred", TRUE);
  replace_entry (session, SAFFRON_EDIT_RUN_STAR, moving, run, object);
}

GArray *
saffron_session_get_landmarks (SaffronSession *session, guint moving)
{
  SaffronMoving *entry = saffron_session_moving (session, moving);

  return entry != NULL ? entry->landmarks : NULL;
}

void
saffron_session_set_landmarks (SaffronSession *session,
                               guint moving,
                               GArray *landmarks)
{
  g_return_if_fail (moving < session->moving->len);

  saffron_session_do (session, saffron_command_new_landmarks (
                                   moving, saffron_landmarks_copy (landmarks)));
}
