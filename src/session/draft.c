/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/join.h"
#include "base/json.h"
#include "base/save-file.h"
#include "session/session-private.h"

#define ENDING ".saffron"
/* The member that a draft has and a session file does not. */
#define MEMBER "draft"

struct _SaffronDraft {
  char *path;
  char *lock_path;
  int lock;
  gint64 time;
  char *summary;
};

char *
saffron_draft_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "saffron", "drafts", NULL);
}

void
saffron_draft_free (SaffronDraft *draft)
{
  if (draft == NULL)
    return;
  /* Deletes the lock file while the lock is held; after that another process
   * could have locked a file of the same name. */
  if (draft->lock >= 0)
    {
      g_unlink (draft->lock_path);
      close (draft->lock);
    }
  g_free (draft->path);
  g_free (draft->lock_path);
  g_free (draft->summary);
  g_free (draft);
}

static SaffronDraft *
draft_of (const char *folder, const char *name)
{
  SaffronDraft *draft = g_new0 (SaffronDraft, 1);

  draft->path = g_strconcat (folder, "/", name, ENDING, NULL);
  draft->lock_path = g_strconcat (folder, "/", name, ".lock", NULL);
  draft->lock = -1;
  return draft;
}

SaffronDraft *
saffron_draft_new (const char *folder)
{
  g_autofree char *name = g_uuid_string_random ();

  return draft_of (folder, name);
}

/* Returns FALSE also when another process or another window holds it. */
static gboolean
hold (SaffronDraft *draft, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (draft->path);
  struct stat opened = { 0 }, there = { 0 };

  if (draft->lock >= 0)
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) == 0)
    draft->lock = g_open (draft->lock_path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (draft->lock < 0)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
          _ ("%s: cannot be written (%s); edits are kept nowhere until "
             "you save the session"),
          draft->lock_path, g_strerror (errno));
      return FALSE;
    }
  /* If the file system has no locks, the draft counts as free: such a system is
   * assumed to have one user at a time. */
  if ((flock (draft->lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
      || fstat (draft->lock, &opened) != 0
      || stat (draft->lock_path, &there) != 0 || opened.st_ino != there.st_ino)
    {
      close (draft->lock);
      draft->lock = -1;
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FAILED,
                   _ ("%s: in use by another window"), draft->path);
      return FALSE;
    }
  return TRUE;
}

static char *
summarize (SaffronSession *session)
{
  const char *path = saffron_session_get_path (session);
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  guint n_moving = saffron_session_get_n_moving (session);
  guint n_runs = 0;

  if (path == NULL)
    path = saffron_session_get_reference_path (session);
  for (guint i = 0; i < n_moving; i++)
    n_runs +=
        saffron_moving_get_n_runs (saffron_session_get_moving (session, i));
  g_ptr_array_add (facts, g_filename_display_basename (path));
  g_ptr_array_add (facts,
                   g_strdup_printf (ngettext ("%u moving slide",
                                              "%u moving slides", n_moving),
                                    n_moving));
  g_ptr_array_add (
      facts, g_strdup_printf (ngettext ("%u run", "%u runs", n_runs), n_runs));
  return saffron_join_facts (facts);
}

/* Reads the draft and notes its summary and time. Returns whether it can be
 * read. */
static gboolean
look (SaffronDraft *draft, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (SaffronSession) session = saffron_draft_load (draft, &local);
  GStatBuf st = { 0 };

  if (session == NULL)
    {
      g_set_error (error, local->domain, local->code,
                   _ ("an unsaved session was left as it is: %s"),
                   local->message);
      return FALSE;
    }
  if (g_stat (draft->path, &st) == 0)
    draft->time = st.st_mtime;
  draft->summary = summarize (session);
  return TRUE;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const SaffronDraft *x = *(SaffronDraft *const *) a;
  const SaffronDraft *y = *(SaffronDraft *const *) b;

  return (y->time > x->time) - (y->time < x->time);
}

GPtrArray *
saffron_draft_list (const char *folder, GPtrArray *problems)
{
  GPtrArray *drafts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_draft_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file = NULL;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (SaffronDraft) draft = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *name = g_strdup (file);

      if (!g_str_has_suffix (name, ENDING))
        continue;
      name[strlen (name) - strlen (ENDING)] = '\0';
      draft = draft_of (folder, name);
      if (!hold (draft, NULL))
        continue;
      if (look (draft, &error))
        g_ptr_array_add (drafts, g_steal_pointer (&draft));
      else if (problems != NULL)
        g_ptr_array_add (problems, g_strdup (error->message));
    }
  g_ptr_array_sort (drafts, compare_times);
  return drafts;
}

const char *
saffron_draft_get_path (SaffronDraft *draft)
{
  return draft->path;
}

gint64
saffron_draft_get_time (SaffronDraft *draft)
{
  return draft->time;
}

const char *
saffron_draft_get_summary (SaffronDraft *draft)
{
  return draft->summary;
}

/* Records the stamp and the contents that the session's own file had when it
 * was last read or written. */
static void
add_file (JsonObject *own, SaffronSession *session)
{
  JsonArray *contents = json_array_new ();
  GHashTableIter iter;
  gpointer key = NULL;

  g_hash_table_iter_init (&iter, session->contents);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    json_array_add_string_element (contents, key);
  json_object_set_string_member (own, "stamp", session->stamp);
  json_object_set_array_member (own, "contents", contents);
}

/* Returns FALSE when the draft does not record them. */
static gboolean
read_file (JsonObject *own, SaffronSession *session)
{
  g_autoptr (GHashTable) keys =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *stamp = NULL;
  JsonArray *contents = NULL;

  if (!saffron_json_get_string (own, "stamp", &stamp, NULL) || stamp == NULL
      || !saffron_json_get_array (own, "contents", &contents, NULL)
      || contents == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (contents); i++)
    {
      JsonNode *node = json_array_get_element (contents, i);

      if (json_node_get_value_type (node) == G_TYPE_STRING)
        g_hash_table_add (keys, json_node_dup_string (node));
    }
  saffron_session_set_contents (session, stamp, keys);
  return TRUE;
}

/* Drafts of older versions have no stamp. If the session's file is newer than
 * the draft, another program has certainly changed it. If it is older, it is
 * most likely the file that the session was read from, and saving replaces it
 * without a question, as before: people stop reading a question that is nearly
 * always a false alarm. The former contents of the file are unknown, so nothing
 * counts as removed here, and all that the file holds is kept. */
static void
guess_file (SaffronDraft *draft, SaffronSession *session)
{
  g_autoptr (GHashTable) nothing = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *stamp = saffron_file_stamp (session->path);
  GStatBuf own = { 0 }, kept = { 0 };

  if (g_stat (session->path, &own) != 0 || g_stat (draft->path, &kept) != 0
      || own.st_mtim.tv_sec > kept.st_mtim.tv_sec
      || (own.st_mtim.tv_sec == kept.st_mtim.tv_sec
          && own.st_mtim.tv_nsec > kept.st_mtim.tv_nsec))
    g_clear_pointer (&stamp, g_free);
  /* No file has the stamp "". The next draft records it. */
  saffron_session_set_contents (session, stamp != NULL ? stamp : "", nothing);
}

JsonNode *
saffron_draft_to_json (SaffronDraft *draft, SaffronSession *session)
{
  JsonObject *object = saffron_session_to_object (session, draft->path);
  JsonObject *own = json_object_new ();
  const char *path = saffron_session_get_path (session);
  JsonNode *node = NULL;

  if (path != NULL)
    json_object_set_string_member (own, "of", path);
  if (path != NULL && session->stamp != NULL)
    add_file (own, session);
  json_object_set_object_member (object, MEMBER, own);
  node = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);
  json_node_seal (node);
  return node;
}

gboolean
saffron_draft_write (SaffronDraft *draft, JsonNode *node, GError **error)
{
  g_autofree char *text = NULL;

  if (!hold (draft, error))
    return FALSE;
  text = saffron_json_print (node);
  return saffron_save_file_replace (draft->path, text, strlen (text), error);
}

void
saffron_draft_discard (SaffronDraft *draft)
{
  if (draft->lock >= 0)
    g_unlink (draft->path);
}

SaffronSession *
saffron_draft_load (SaffronDraft *draft, GError **error)
{
  g_autoptr (SaffronSession) session =
      saffron_session_load (draft->path, error);
  JsonNode *own = NULL;
  const char *path = NULL;

  if (session == NULL)
    return NULL;
  g_clear_pointer (&session->path, g_free);
  own = json_object_get_member (session->extra, MEMBER);
  if (own != NULL && JSON_NODE_HOLDS_OBJECT (own)
      && saffron_json_get_string (json_node_get_object (own), "of", &path,
                                  NULL))
    session->path = g_strdup (path);
  if (session->path != NULL && !read_file (json_node_get_object (own), session))
    guess_file (draft, session);
  json_object_remove_member (session->extra, MEMBER);
  session->modified = TRUE;
  return g_steal_pointer (&session);
}
