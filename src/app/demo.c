/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/demo.h"

#include <glib/gi18n.h>

#include "synth/write.h"

typedef struct {
  char *folder;
  GPtrArray *paths;
} Demo;

static void
demo_free (gpointer data)
{
  Demo *demo = data;

  g_free (demo->folder);
  g_ptr_array_unref (demo->paths);
  g_free (demo);
}

static void
make_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  Demo *demo = task_data;
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  SaffronSynthFiles files = { .layout = SAFFRON_OME_SUBIFD,
                              .compression = SAFFRON_COMPRESSION_DEFLATE,
                              .overwrite = TRUE };
  g_autoptr (SaffronSynth) synth = NULL;
  gboolean there = TRUE;
  GError *error = NULL;

  options.width = 4000;
  options.height = 4000;
  options.seed = 7;
  synth = saffron_synth_new (&options, &error);
  for (int i = 0; synth != NULL && i < options.n_slides; i++)
    {
      g_autofree char *name = saffron_synth_file_name (synth, i);
      char *path = g_build_filename (demo->folder, name, NULL);

      there = there && g_file_test (path, G_FILE_TEST_EXISTS);
      g_ptr_array_add (demo->paths, path);
    }
  if (synth == NULL
      || (!there
          && !saffron_synth_write (synth, demo->folder, &files, NULL, &error)))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronDocument *document = SAFFRON_DOCUMENT (source);
  Demo *demo = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files =
    g_ptr_array_new_with_free_func (g_object_unref);

  g_signal_emit_by_name (document, "busy", "", 1.0);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_signal_emit_by_name (document, "failed", error->message);
      return;
    }
  for (guint i = 0; i < demo->paths->len; i++)
    g_ptr_array_add (files, g_file_new_for_path (demo->paths->pdata[i]));
  saffron_document_open (document, (GFile **) files->pdata, files->len,
                         SAFFRON_OPEN_AS_ANY);
}

void
saffron_demo_open (SaffronDocument *document)
{
  Demo *demo = g_new0 (Demo, 1);
  g_autoptr (GTask) task = g_task_new (document, NULL, on_made, NULL);

  demo->folder = g_build_filename (g_get_user_cache_dir (), "saffron", "demo",
                                   NULL);
  demo->paths = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, demo, demo_free);
  g_signal_emit_by_name (document, "busy", _("Making two slides"), 0.0);
  g_task_run_in_thread (task, make_in_thread);
}
