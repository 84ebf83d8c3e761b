/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-merge.h"

#include "session/session-private.h"

char *
saffron_moving_get_key (SaffronMoving *moving)
{
  return g_filename_display_name (moving->file->path);
}

/* The number alone does not identify a run: another program may have given the
 * same number to another run. */
char *
saffron_run_entry_get_key (SaffronRunEntry *entry, SaffronMoving *moving)
{
  g_autofree char *slide = saffron_moving_get_key (moving);
  const char *started = entry->run->started;

  return g_strdup_printf ("%u %s %s", entry->number,
                          started != NULL ? started : "", slide);
}

char *
saffron_run_entry_get_sign_key (SaffronRunEntry *entry, SaffronMoving *moving)
{
  const SaffronSign *sign = entry->sign;
  g_autofree char *run = saffron_run_entry_get_key (entry, moving);

  return sign != NULL
             ? g_strdup_printf ("sign %s %s %s",
                                saffron_sign_verdict_nick (sign->verdict),
                                sign->when, run)
             : NULL;
}

GHashTable *
saffron_session_list_contents (SaffronSession *self)
{
  GHashTable *keys =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->moving->len; i++)
    {
      SaffronMoving *moving = self->moving->pdata[i];

      g_hash_table_add (keys, saffron_moving_get_key (moving));
      for (guint r = 0; r < moving->runs->len; r++)
        {
          SaffronRunEntry *entry = moving->runs->pdata[r];

          g_hash_table_add (keys, saffron_run_entry_get_key (entry, moving));
          if (entry->sign != NULL)
            g_hash_table_add (keys,
                              saffron_run_entry_get_sign_key (entry, moving));
        }
    }
  return keys;
}

void
saffron_session_set_contents (SaffronSession *self,
                              const char *stamp,
                              GHashTable *contents)
{
  char *kept = g_strdup (stamp);

  g_hash_table_ref (contents);
  g_hash_table_unref (self->contents);
  self->contents = contents;
  g_free (self->stamp);
  self->stamp = kept;
}

void
saffron_session_acknowledge (SaffronSession *session, SaffronSession *theirs)
{
  saffron_session_set_contents (session, theirs->stamp, theirs->contents);
}

/* Returns the SaffronRunEntry of @runs that holds the same run, or NULL. */
static SaffronRunEntry *
find_same (GPtrArray *runs, const SaffronRun *run)
{
  for (guint i = 0; i < runs->len; i++)
    if (saffron_run_same (((SaffronRunEntry *) runs->pdata[i])->run, run))
      return runs->pdata[i];
  return NULL;
}

/* The news of one slide: what the file has and the session lacks. */
typedef struct {
  SaffronMoving *ours; /* the same slide in this session, or NULL */
  gboolean comes;
  GPtrArray *runs; /* SaffronRunEntry of their session */
} News;

static void
news_clear (News *news)
{
  g_clear_pointer (&news->runs, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (News, news_clear)

static gboolean
was_in_file (SaffronSession *session, char *key)
{
  gboolean was = g_hash_table_contains (session->contents, key);

  g_free (key);
  return was;
}

static void
find_news (SaffronSession *session, SaffronMoving *theirs, News *news)
{
  SaffronMoving *ours = saffron_session_find_slide (session, theirs->file);

  news->ours = ours;
  news->runs = g_ptr_array_new ();
  /* In a file made by hand, a moving slide may be the session's reference.
   * Runs of another scene have other coordinates. */
  if (saffron_session_is_reference (session, theirs->file)
      || (ours != NULL
          && !saffron_slide_file_same_scene (ours->file, theirs->file)))
    return;
  for (guint i = 0; i < theirs->runs->len; i++)
    {
      SaffronRunEntry *entry = theirs->runs->pdata[i];

      if (!was_in_file (session, saffron_run_entry_get_key (entry, theirs))
          && (ours == NULL || find_same (ours->runs, entry->run) == NULL))
        g_ptr_array_add (news->runs, entry);
    }
  /* A slide that was removed here comes back only if it has a new run. */
  news->comes = ours == NULL
                && (news->runs->len > 0
                    || !was_in_file (session, saffron_moving_get_key (theirs)));
}

/* Adds @news to @runs. A run that a run of a region started from may have
 * another number here, so the number is translated. */
static void
add_runs (GPtrArray *runs,
          guint *last_number,
          SaffronMoving *theirs,
          GPtrArray *news)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < theirs->runs->len; i++)
    {
      SaffronRunEntry *entry = theirs->runs->pdata[i];
      SaffronRunEntry *same = find_same (runs, entry->run);

      if (same != NULL)
        g_hash_table_insert (numbers, GUINT_TO_POINTER (entry->number),
                             GUINT_TO_POINTER (same->number));
    }
  for (guint i = 0; i < news->len; i++)
    {
      SaffronRunEntry *entry = news->pdata[i];
      guint number = MAX (*last_number + 1, entry->number);
      guint from = GPOINTER_TO_UINT (
          g_hash_table_lookup (numbers, GINT_TO_POINTER (entry->from)));

      g_hash_table_insert (numbers, GUINT_TO_POINTER (entry->number),
                           GUINT_TO_POINTER (number));
      g_ptr_array_add (runs, saffron_run_entry_renumber (entry, number, from));
      *last_number = number;
    }
}

static void
take_slide (SaffronSession *session, SaffronMoving *theirs, const News *news)
{
  SaffronMoving *added =
      saffron_moving_new (saffron_slide_file_copy (theirs->file));
  GPtrArray *moving =
      g_ptr_array_copy (session->moving, saffron_copy_object, NULL);

  g_array_unref (added->landmarks);
  added->landmarks = saffron_landmarks_copy (theirs->landmarks);
  if (theirs->landmarks_json != NULL)
    added->landmarks_json = json_node_ref (theirs->landmarks_json);
  if (theirs->start != NULL)
    added->start = g_memdup2 (theirs->start, sizeof *theirs->start);
  if (theirs->extra != NULL)
    added->extra = json_object_ref (theirs->extra);
  add_runs (added->runs, &added->last_number, theirs, news->runs);
  added->last_number = MAX (added->last_number, theirs->last_number);
  if (added->runs->len > 0)
    g_set_object (&added->current, added->runs->pdata[added->runs->len - 1]);
  g_ptr_array_add (moving, added);
  saffron_session_do (session, saffron_command_new_slides (
                                   SAFFRON_EDIT_ADD_MOVING, NULL, moving));
}

static void
take_runs (SaffronSession *session, SaffronMoving *theirs, const News *news)
{
  SaffronMoving *ours = news->ours;
  GPtrArray *runs = saffron_moving_copy_runs (ours);
  guint last_number = ours->last_number;

  add_runs (runs, &last_number, theirs, news->runs);
  saffron_session_do (
      session, saffron_command_new_runs (SAFFRON_EDIT_ADD_RUN, ours, runs,
                                         ours->current != NULL
                                             ? ours->current
                                             : runs->pdata[runs->len - 1],
                                         last_number));
}

static gboolean
is_of_same_reference (SaffronSession *session, SaffronSession *theirs)
{
  return saffron_slide_file_same_scene (session->reference, theirs->reference);
}

guint
saffron_session_count_news (SaffronSession *session,
                            SaffronSession *theirs,
                            guint *n_slides)
{
  guint n_runs = 0;

  *n_slides = 0;
  if (!is_of_same_reference (session, theirs))
    return 0;
  for (guint i = 0; i < theirs->moving->len; i++)
    {
      g_auto (News) news = { 0 };

      find_news (session, theirs->moving->pdata[i], &news);
      *n_slides += news.comes;
      n_runs += news.runs->len;
    }
  return n_runs;
}

/* (nullable): the run of this session that their sign is news for: it was
 * signed in the file since that was last read, and here it was not. */
static SaffronRunEntry *
find_unsigned (SaffronSession *session,
               SaffronMoving *theirs,
               SaffronRunEntry *entry)
{
  SaffronMoving *ours = saffron_session_find_slide (session, theirs->file);
  SaffronRunEntry *same = NULL;

  if (entry->sign == NULL || ours == NULL
      || was_in_file (session, saffron_run_entry_get_sign_key (entry, theirs)))
    return NULL;
  same = find_same (ours->runs, entry->run);
  if (same == NULL || saffron_sign_equal (same->sign, entry->sign)
      || (same->sign != NULL
          && !was_in_file (session,
                           saffron_run_entry_get_sign_key (same, ours))))
    return NULL;
  return same;
}

/* Counts the new signs; takes them over when @take is set. */
static guint
merge_signs (SaffronSession *session, SaffronSession *theirs, gboolean take)
{
  guint n = 0;

  if (!is_of_same_reference (session, theirs))
    return 0;
  for (guint i = 0; i < theirs->moving->len; i++)
    {
      SaffronMoving *moving = theirs->moving->pdata[i];

      for (guint r = 0; r < moving->runs->len; r++)
        {
          SaffronRunEntry *entry = moving->runs->pdata[r];
          SaffronRunEntry *same = find_unsigned (session, moving, entry);

          n += same != NULL;
          if (same != NULL && take)
            saffron_session_set_sign (session, same, entry->sign);
        }
    }
  return n;
}

/* Takes over the rings of runs that both have, in place of its own. The caller
 * judges. */
static void
merge_rings (SaffronSession *session, SaffronSession *theirs)
{
  for (guint i = 0; i < theirs->moving->len; i++)
    {
      SaffronMoving *moving = theirs->moving->pdata[i];
      SaffronMoving *ours = saffron_session_find_slide (session, moving->file);

      for (guint r = 0; ours != NULL && r < moving->runs->len; r++)
        {
          SaffronRunEntry *entry = moving->runs->pdata[r];
          SaffronRunEntry *same = find_same (ours->runs, entry->run);

          if (same == NULL || entry->rings->len == 0)
            continue;
          g_array_unref (same->rings);
          same->rings = g_array_ref (entry->rings);
        }
    }
}

guint
saffron_session_count_new_signs (SaffronSession *session,
                                 SaffronSession *theirs)
{
  return merge_signs (session, theirs, FALSE);
}

void
saffron_session_merge (SaffronSession *session, SaffronSession *theirs)
{
  if (is_of_same_reference (session, theirs))
    merge_rings (session, theirs);
  for (guint i = 0;
       is_of_same_reference (session, theirs) && i < theirs->moving->len; i++)
    {
      SaffronMoving *moving = theirs->moving->pdata[i];
      g_auto (News) news = { 0 };

      find_news (session, moving, &news);
      if (news.comes)
        take_slide (session, moving, &news);
      else if (news.runs->len > 0)
        take_runs (session, moving, &news);
    }
  merge_signs (session, theirs, TRUE);
  saffron_session_judge (session);
  saffron_session_acknowledge (session, theirs);
}
