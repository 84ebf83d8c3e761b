/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/quality-target.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/save-file.h"
#include "cli/cli-run.h"
#include "export/report.h"
#include "quality/windows-csv.h"

void
saffron_quality_target_free (SaffronQualityTarget *target)
{
  g_free (target->folder);
  g_free (target->windows);
  g_free (target->json);
  g_free (target);
}

SaffronQualityTarget *
saffron_quality_target_new (SaffronMoving *moving,
                            SaffronRun *run,
                            const char *folder)
{
  SaffronQualityTarget *target = g_new0 (SaffronQualityTarget, 1);

  target->moving = moving;
  target->run = run;
  target->folder = g_strdup (folder);
  target->windows = g_build_filename (folder, "windows.csv", NULL);
  target->json = g_build_filename (folder, "quality.json", NULL);
  return target;
}

gboolean
saffron_quality_make_folder (const char *path, GError **error)
{
  if (g_mkdir (path, 0777) == 0 || errno == EEXIST)
    return TRUE;
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
               _ ("%s: cannot make the folder: %s"), path, g_strerror (errno));
  return FALSE;
}

/* (transfer full): where a slide's picture goes. */
static char *
picture_path (const SaffronQualityTarget *target, guint index)
{
  return g_build_filename (target->folder, saffron_report_png_name (index),
                           NULL);
}

static gboolean
check_pictures (SaffronSession *session,
                const SaffronQualityTarget *target,
                gboolean overwrite,
                GError **error)
{
  for (guint i = 0; i < SAFFRON_REPORT_N_PNGS; i++)
    {
      g_autofree char *path = picture_path (target, i);

      if (!saffron_cli_check_target (path, overwrite, session, error))
        return FALSE;
    }
  return TRUE;
}

/* Adds a file that has no name yet to @files. */
static gboolean
write_file (GPtrArray *files,
            const char *path,
            const void *data,
            gsize n,
            gboolean overwrite,
            GError **error)
{
  g_autoptr (SaffronSaveFile) file =
      saffron_save_file_new (path, overwrite, error);

  if (file == NULL || !saffron_save_file_append (file, data, n, error)
      || !saffron_save_file_flush (file, error))
    return FALSE;
  g_ptr_array_add (files, g_steal_pointer (&file));
  return TRUE;
}

static gboolean
write_pictures (GPtrArray *files,
                const SaffronQualityTarget *target,
                const GPtrArray *pictures,
                gboolean overwrite,
                GError **error)
{
  for (guint i = 0; i < pictures->len; i++)
    {
      const SaffronReportPng *picture = pictures->pdata[i];
      g_autofree char *path = picture_path (target, i);

      if (!write_file (files, path, picture->png->data, picture->png->len,
                       overwrite, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
saffron_quality_target_write (const SaffronQualityTarget *target,
                              SaffronSession *session,
                              const SaffronQuality *quality,
                              const GPtrArray *pictures,
                              gboolean overwrite,
                              GError **error)
{
  g_autoptr (GPtrArray) files =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_save_file_free);
  g_autofree char *csv = saffron_windows_to_csv (quality->windows);
  g_autoptr (JsonNode) node = saffron_quality_to_json (quality, target->run);
  g_autofree char *json = NULL;

  json_object_set_string_member (json_node_get_object (node), "reference",
                                 saffron_session_get_reference_path (session));
  json_object_set_string_member (json_node_get_object (node), "moving",
                                 saffron_moving_get_path (target->moving));
  json = saffron_json_print (node);
  return write_pictures (files, target, pictures, overwrite, error)
                 && write_file (files, target->windows, csv, strlen (csv),
                                overwrite, error)
                 && write_file (files, target->json, json, strlen (json),
                                overwrite, error)
             ? g_steal_pointer (&files)
             : NULL;
}

gboolean
saffron_quality_target_correct (const SaffronQualityTarget *target,
                                JsonNode *json,
                                GError **error)
{
  g_autofree char *text = saffron_json_print (json);

  return saffron_save_file_replace (target->json, text, strlen (text), error);
}

gboolean
saffron_quality_target_check (const SaffronQualityTarget *target,
                              SaffronSession *session,
                              gboolean overwrite,
                              GError **error)
{
  return saffron_quality_make_folder (target->folder, error)
         && saffron_cli_check_target (target->windows, overwrite, session,
                                      error)
         && saffron_cli_check_target (target->json, overwrite, session, error)
         && check_pictures (session, target, overwrite, error);
}
