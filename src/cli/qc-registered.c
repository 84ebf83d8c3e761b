/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/qc-registered.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/cli-slides.h"
#include "register/run.h"
#include "session/moving.h"

/* (transfer full): a run that lays each pixel on its own place. It says nothing
 * of what to look at, so that this is chosen by the slides. */
static SaffronRun *
make_run (SaffronSlide *reference, GError **error)
{
  g_autofree char *text = g_strdup_printf (
      "{\"started\": \"\", \"verified\": false, \"reasons\": [\"\"], "
      "\"params\": {}, \"transform\": {\"affine\": [1, 0, 0, 0, 1, 0], "
      "\"width\": %" G_GINT64_FORMAT ", \"height\": %" G_GINT64_FORMAT
      ", \"lattice\": null}}",
      saffron_slide_get_width (reference),
      saffron_slide_get_height (reference));
  g_autoptr (JsonNode) node = json_from_string (text, error);

  return node != NULL ? saffron_run_from_json (node, error) : NULL;
}

/* (transfer full): the slide's name without "_registered". */
static char *
name_of (const char *path)
{
  char *name = saffron_moving_name_of_path (path);

  if (g_str_has_suffix (name, "_registered"))
    name[strlen (name) - strlen ("_registered")] = '\0';
  return name;
}

static gboolean
check (const char *path,
       char *const *slides,
       guint n,
       gboolean overwrite,
       GError **error)
{
  for (guint i = 0; i < n; i++)
    if (saffron_file_same (slides[i], path))
      {
        g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                     _ ("%s: is an input and would be overwritten"), path);
        return FALSE;
      }
  if (overwrite || !g_file_test (path, G_FILE_TEST_EXISTS))
    return saffron_file_check_target (path, error);
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("%s: already exists; replace it with --force"), path);
  return FALSE;
}

/* Whether the slide has the reference's pixels. */
static gboolean
check_size (SaffronSlide *reference, SaffronSlide *slide, GError **error)
{
  if (saffron_slide_get_width (slide) == saffron_slide_get_width (reference)
      && saffron_slide_get_height (slide)
             == saffron_slide_get_height (reference))
    return TRUE;
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("%s: not registered: its size is not the reference's"),
               saffron_slide_get_path (slide));
  return FALSE;
}

/* What is the same for all pictures. */
typedef struct {
  char *const *paths;
  guint n;
  const SaffronSlideChoice *choices;
  const char *folder;
  const SaffronQcOptions *options;
  gboolean tiff;
  SaffronSlide *reference;
  SaffronRun *run;
} Work;

static gboolean
write_one (const Work *work, guint which, SaffronJob *job, GError **error)
{
  const char *path = work->paths[which];
  g_autofree char *name = name_of (path);
  g_autofree char *file = saffron_qc_file_name (name);
  g_autofree char *tiff_file = saffron_qc_tiff_name (name);
  g_autofree char *target = g_build_filename (work->folder, file, NULL);
  g_autofree char *tiff = g_build_filename (work->folder, tiff_file, NULL);
  SaffronQcOptions options = *work->options;
  g_autoptr (SaffronSlide) slide = NULL;

  options.tiff = work->tiff ? tiff : NULL;
  if (!check (target, work->paths, work->n, options.overwrite, error)
      || (work->tiff
          && !check (tiff, work->paths, work->n, options.overwrite, error)))
    return FALSE;
  slide = saffron_cli_open_slide (path, &work->choices[which], job, error);
  if (slide == NULL || !check_size (work->reference, slide, error)
      || !saffron_qc_write (work->reference, slide, work->run, &options, target,
                            job, error))
    return FALSE;
  saffron_cli_job_finish (job);
  g_print ("%s\n", target);
  if (work->tiff)
    g_print ("%s\n", tiff);
  return TRUE;
}

SaffronExit
saffron_qc_registered_write (char *const *paths,
                             guint n,
                             const SaffronSlideChoice *choices,
                             const char *folder,
                             const SaffronQcOptions *options,
                             gboolean tiff,
                             int threads,
                             GError **error)
{
  g_autoptr (SaffronJob) job = saffron_cli_job_new (threads);
  g_autoptr (SaffronSlide) reference =
      saffron_cli_open_slide (paths[0], &choices[0], job, error);
  g_autoptr (SaffronRun) run =
      reference != NULL ? make_run (reference, error) : NULL;
  const Work work = {
    paths, n, choices, folder, options, tiff, reference, run
  };

  if (run == NULL)
    return SAFFRON_EXIT_FAILED;
  for (guint i = 1; i < n; i++)
    {
      /* The old job lives until the new one exists, so that a signal always has
       * a job to cancel. */
      g_autoptr (SaffronJob) last = g_steal_pointer (&job);

      job = saffron_cli_job_new_part (threads, NULL, i - 1, n - 1);
      if (!write_one (&work, i, job, error))
        return SAFFRON_EXIT_FAILED;
    }
  return SAFFRON_EXIT_OK;
}
