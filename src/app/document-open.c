/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document-private.h"

#include <string.h>

/* What a folder is searched for; a file that is named is opened whatever it is
 * called. */
static const char *const endings[] = {
  ".tif", ".tiff", ".btf", ".tf2", ".tf8", ".svs", ".ndpi", ".mrxs", ".scn",
  ".bif", ".vms", ".vmu", ".svslide", ".png", ".jpg", ".jpeg",
};

void
saffron_opened_free (SaffronOpened *opened)
{
  g_clear_object (&opened->session);
  g_ptr_array_unref (opened->paths);
  g_ptr_array_unref (opened->slides);
  g_ptr_array_unref (opened->errors);
  g_free (opened);
}

static void
unref_slide (gpointer data)
{
  if (data != NULL)
    g_object_unref (data);
}

static gboolean
looks_like_slide (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (g_str_has_suffix (lower, "_qc_rgb.png"))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

static void
add_folder (SaffronOpened *opened, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (path, 0, &error);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  const char *name = NULL;

  if (folder == NULL)
    {
      g_ptr_array_add (opened->errors, g_strdup (error->message));
      return;
    }
  while ((name = g_dir_read_name (folder)) != NULL)
    if (looks_like_slide (name))
      g_ptr_array_add (found, g_build_filename (path, name, NULL));
  g_ptr_array_sort (found, compare_paths);
  if (found->len == 0)
    g_ptr_array_add (opened->errors,
                     g_strdup_printf ("%s: no slides in this folder", path));
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (opened->paths, found->pdata[i]);
}

static void
add_session (SaffronOpened *opened, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (opened->session != NULL)
    {
      g_ptr_array_add (opened->errors,
                       g_strdup_printf ("%s: one session at a time", path));
      return;
    }
  opened->session = saffron_session_load (path, &error);
  if (opened->session == NULL)
    {
      g_ptr_array_add (opened->errors, g_strdup (error->message));
      return;
    }
  g_ptr_array_add (
    opened->paths,
    g_strdup (saffron_session_get_reference_path (opened->session)));
  for (guint i = 0; i < saffron_session_get_n_moving (opened->session); i++)
    g_ptr_array_add (
      opened->paths,
      g_strdup (saffron_session_get_moving_path (opened->session, i)));
}

typedef struct {
  GPtrArray *files; /* GFile */
  SaffronOpenAs as;
  SaffronJob *job;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_ptr_array_unref (request->files);
  g_clear_object (&request->job);
  g_free (request);
}

static void
open_slides (SaffronOpened *opened, SaffronJob *job)
{
  guint n = opened->paths->len;

  for (guint i = 0; i < n; i++)
    {
      const char *path = opened->paths->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autofree char *name = g_path_get_basename (path);
      SaffronSlide *slide = NULL;

      saffron_job_begin_stage (job, name, (double) i / n, (i + 1.0) / n);
      slide = saffron_slide_open (path, job, &error);
      g_ptr_array_add (opened->slides, slide);
      /* A session's slide that is not there is asked for, not reported. */
      if (slide == NULL
          && (opened->session == NULL
              || g_file_test (path, G_FILE_TEST_EXISTS)))
        g_ptr_array_add (opened->errors, g_strdup (error->message));
    }
}

static void
open_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  Request *request = task_data;
  SaffronOpened *opened = g_new0 (SaffronOpened, 1);

  opened->as = request->as;
  opened->paths = g_ptr_array_new_with_free_func (g_free);
  opened->slides = g_ptr_array_new_with_free_func (unref_slide);
  opened->errors = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < request->files->len; i++)
    {
      g_autofree char *path = g_file_get_path (request->files->pdata[i]);

      if (path == NULL)
        {
          g_autofree char *uri = g_file_get_uri (request->files->pdata[i]);

          g_ptr_array_add (opened->errors,
                           g_strdup_printf ("%s: not on this computer; copy "
                                            "it here first", uri));
        }
      else if (g_file_test (path, G_FILE_TEST_IS_DIR))
        add_folder (opened, path);
      else if (g_str_has_suffix (path, ".saffron"))
        add_session (opened, path);
      else
        g_ptr_array_add (opened->paths, g_steal_pointer (&path));
    }
  open_slides (opened, request->job);
  g_task_return_pointer (task, opened, (GDestroyNotify) saffron_opened_free);
}

void
saffron_document_open_async (GFile **files,
                             guint n_files,
                             SaffronOpenAs as,
                             SaffronJob *job,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Request *request = g_new0 (Request, 1);

  request->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (request->files, g_object_ref (files[i]));
  request->as = as;
  request->job = g_object_ref (job);
  task = g_task_new (NULL, saffron_job_get_cancellable (job), callback,
                     user_data);
  g_task_set_source_tag (task, saffron_document_open_async);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, open_in_thread);
}

SaffronOpened *
saffron_document_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

guint
saffron_document_choose_reference (GPtrArray *paths, const char *markers)
{
  g_auto (GStrv) words = g_strsplit (markers, ",", -1);
  guint best = 0;
  int best_count = -1;

  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *name = g_path_get_basename (paths->pdata[i]);
      g_autofree char *folded = g_utf8_casefold (name, -1);
      int count = 0;

      for (guint w = 0; words[w] != NULL; w++)
        {
          g_autofree char *marker = g_utf8_casefold (g_strstrip (words[w]), -1);

          if (*marker != '\0' && strstr (folded, marker) != NULL)
            count++;
        }
      if (count > best_count)
        {
          best = i;
          best_count = count;
        }
    }
  return best;
}
