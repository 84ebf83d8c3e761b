/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/demo-slides.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "synth/write.h"

struct _SaffronDemoSlides {
  SaffronWork parent_instance;

  char *folder;
  GPtrArray *files; /* GFile; owned by the thread until it has ended */
};

G_DEFINE_FINAL_TYPE (SaffronDemoSlides, saffron_demo_slides, SAFFRON_TYPE_WORK)

static void
saffron_demo_slides_finalize (GObject *object)
{
  SaffronDemoSlides *self = SAFFRON_DEMO_SLIDES (object);

  g_free (self->folder);
  g_ptr_array_unref (self->files);
  G_OBJECT_CLASS (saffron_demo_slides_parent_class)->finalize (object);
}

/* (transfer full) */
static char *
get_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "saffron", "demo", NULL);
}

/* A first-time user has none of the parent folders either. */
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
saffron_demo_slides_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  SaffronDemoSlides *self = SAFFRON_DEMO_SLIDES (work);
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
      GFile *file = g_file_new_build_filename (self->folder, name, NULL);

      there = there && g_file_query_exists (file, NULL);
      g_ptr_array_add (self->files, file);
    }
  return there
         || (make_folder (self->folder, error)
             && saffron_synth_write (synth, self->folder, &files, job, error));
}

/* The application waits for this work, so that half-written files are removed
 * before the program ends. */
static void
saffron_demo_slides_class_init (SaffronDemoSlidesClass *klass)
{
  SaffronWorkClass *work_class = SAFFRON_WORK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_demo_slides_finalize;
  work_class->flags = SAFFRON_WORK_HOLDS;
  work_class->run = saffron_demo_slides_run;
}

static void
saffron_demo_slides_init (SaffronDemoSlides *self)
{
  self->folder = get_folder ();
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
}

SaffronDemoSlides *
saffron_demo_slides_new (void)
{
  SaffronDemoSlides *self = g_object_new (SAFFRON_TYPE_DEMO_SLIDES, NULL);

  saffron_work_set_title (SAFFRON_WORK (self), _ ("Making two slides"));
  saffron_work_start (SAFFRON_WORK (self), 0);
  return self;
}

GPtrArray *
saffron_demo_slides_get_files (SaffronDemoSlides *self)
{
  return self->files;
}

gboolean
saffron_demo_slides_is_one (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *demo = get_folder ();

  return g_str_equal (folder, demo);
}
