/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "synth/write.h"

/* Two slides that are being made. */
typedef struct {
  SaffronJob *job;
  char *folder;
  GPtrArray *paths;
} Demo;

static void
demo_free (gpointer data)
{
  Demo *demo = data;

  g_object_unref (demo->job);
  g_free (demo->folder);
  g_ptr_array_unref (demo->paths);
  g_free (demo);
}

/* A first-time user has none of the folders above either. */
static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0777) == 0)
    return TRUE;
  g_set_error (error, SAFFRON_ERROR,
               errno == ENOSPC ? SAFFRON_ERROR_NO_SPACE : SAFFRON_ERROR_IO,
               _ ("%s: the folder for the demo cannot be made: %s"), folder,
               g_strerror (errno));
  return FALSE;
}

static gboolean
make_slides (Demo *demo, GError **error)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  SaffronSynthFiles files = { .layout = SAFFRON_OME_SUBIFD,
                              .compression = SAFFRON_COMPRESSION_DEFLATE,
                              .overwrite = TRUE };
  g_autoptr (SaffronSynth) synth = NULL;
  gboolean there = TRUE;

  options.width = 4000;
  options.height = 4000;
  options.seed = 7;
  synth = saffron_synth_new (&options, error);
  if (synth == NULL)
    return FALSE;
  for (int i = 0; i < options.n_slides; i++)
    {
      g_autofree char *name = saffron_synth_file_name (synth, i);
      char *path = g_build_filename (demo->folder, name, NULL);

      there = there && g_file_test (path, G_FILE_TEST_EXISTS);
      g_ptr_array_add (demo->paths, path);
    }
  return there
         || (make_folder (demo->folder, error)
             && saffron_synth_write (synth, demo->folder, &files, demo->job,
                                     error));
}

static void
make_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;

  if (make_slides (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
set_enabled (SaffronWindow *self, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "demo");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronWindow *self = SAFFRON_WINDOW (source);
  Demo *demo = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean made = g_task_propagate_boolean (G_TASK (result), &error);

  g_application_release (g_application_get_default ());
  /* Closed meanwhile. */
  if (self->demo_job != demo->job)
    return;
  g_clear_object (&self->demo_job);
  saffron_busy_bar_remove (self->busy_bar, self->demo_row);
  set_enabled (self, TRUE);
  if (saffron_job_is_cancelled (demo->job))
    return;
  if (!made)
    {
      saffron_window_toast (self, error->message);
      return;
    }
  for (guint i = 0; i < demo->paths->len; i++)
    g_ptr_array_add (files, g_file_new_for_path (demo->paths->pdata[i]));
  saffron_window_open_files (saffron_window_find_free (self),
                             (GFile **) files->pdata, files->len);
}

/* In the main thread. */
static gboolean
show_progress (gpointer data)
{
  SaffronWindow *self = data;

  if (self->demo_job != NULL)
    saffron_busy_bar_update (self->busy_bar, self->demo_row,
                             _ ("Making two slides"),
                             saffron_job_get_progress (self->demo_job, NULL));
  return G_SOURCE_REMOVE;
}

/* The task holds the window for as long as the job runs. */
static void
on_progress (SaffronJob *job,
             const char *stage,
             double fraction,
             gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_progress,
                   g_object_ref (user_data), g_object_unref);
}

static void
cancel_demo (gpointer user_data)
{
  SaffronWindow *self = user_data;

  if (self->demo_job != NULL)
    saffron_job_cancel (self->demo_job);
}

void
saffron_window_open_demo (SaffronWindow *self)
{
  Demo *demo = NULL;
  g_autoptr (GTask) task = NULL;

  if (self->demo_job != NULL)
    return;
  demo = g_new0 (Demo, 1);
  demo->job = saffron_job_new ();
  saffron_job_set_callback (demo->job, on_progress, self);
  demo->folder =
      g_build_filename (g_get_user_cache_dir (), "saffron", "demo", NULL);
  demo->paths = g_ptr_array_new_with_free_func (g_free);
  self->demo_job = g_object_ref (demo->job);
  self->demo_row = saffron_busy_bar_add (
      self->busy_bar, _ ("Making two slides"), cancel_demo, self);
  set_enabled (self, FALSE);
  /* Half-written files are taken away before the program ends. */
  g_application_hold (g_application_get_default ());
  task = g_task_new (self, NULL, on_made, NULL);
  g_task_set_task_data (task, demo, demo_free);
  g_task_run_in_thread (task, make_in_thread);
}

void
saffron_window_stop_demo (SaffronWindow *self)
{
  cancel_demo (self);
  g_clear_object (&self->demo_job);
}
