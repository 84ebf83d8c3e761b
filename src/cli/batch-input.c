/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/batch-input.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/batch-table.h"
#include "cli/cli.h"
#include "session/session.h"
#include "session/slide-names.h"

/* A list or table of a hundred thousand slides is shorter. */
#define MAX_TEXT_BYTES (64 << 20)

static void
slide_free (gpointer data)
{
  SaffronBatchSlide *slide = data;

  g_free (slide->path);
  g_free (slide->channels);
  g_free (slide);
}

static void
patient_free (gpointer data)
{
  SaffronBatchPatient *patient = data;

  g_free (patient->id);
  g_ptr_array_unref (patient->slides);
  g_free (patient);
}

const SaffronBatchSlide *
saffron_batch_patient_get (const SaffronBatchPatient *patient, guint index)
{
  return g_ptr_array_index (patient->slides, index);
}

SaffronBatchPatient *
saffron_batch_patient_new (const char *id)
{
  SaffronBatchPatient *patient = g_new0 (SaffronBatchPatient, 1);

  patient->id = g_strdup (id);
  patient->slides = g_ptr_array_new_with_free_func (slide_free);
  return patient;
}

/* @folder: what a relative path starts from */
void
saffron_batch_patient_add (SaffronBatchPatient *patient,
                           const char *path,
                           const char *folder,
                           const char *channels)
{
  SaffronBatchSlide *slide = g_new0 (SaffronBatchSlide, 1);

  slide->path = g_canonicalize_filename (path, folder);
  slide->channels = g_strdup (channels);
  g_ptr_array_add (patient->slides, slide);
}

/* (transfer full): what the names of all slides begin with, up to the first
 * "_", or the name of the folder of the first. */
static char *
find_id (const SaffronBatchPatient *patient)
{
  g_autofree char *common = NULL;
  g_autofree char *folder =
      g_path_get_dirname (saffron_batch_patient_get (patient, 0)->path);

  for (guint i = 0; i < patient->slides->len; i++)
    {
      g_autofree char *name =
          g_path_get_basename (saffron_batch_patient_get (patient, i)->path);
      const char *end = strchr (name, '_');
      g_autofree char *start =
          end != NULL ? g_strndup (name, (gsize) (end - name)) : NULL;

      if (start == NULL || *start == '\0'
          || (common != NULL && !g_str_equal (common, start)))
        return g_path_get_basename (folder);
      g_free (common);
      common = g_steal_pointer (&start);
    }
  return g_steal_pointer (&common);
}

static gboolean
add_folder (SaffronBatchPatient *patient, const char *path, GError **error)
{
  guint n_left_out = 0;
  g_autoptr (GPtrArray) found =
      saffron_slide_names_in_folder (path, &n_left_out, error);

  for (guint i = 0; found != NULL && i < found->len; i++)
    saffron_batch_patient_add (patient, found->pdata[i], NULL, NULL);
  return found != NULL;
}

static void
add_list (SaffronBatchPatient *patient, const char *text, const char *folder)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (*line != '\0' && *line != '#')
        saffron_batch_patient_add (patient, line, folder, NULL);
    }
}

/* Whether @wanted names the slide. */
static gboolean
is_called (const SaffronBatchSlide *slide, const char *wanted)
{
  g_autofree char *file = g_path_get_basename (slide->path);
  g_autofree char *name = saffron_moving_name_of_path (slide->path);

  return g_str_equal (file, wanted) || g_str_equal (name, wanted)
         || saffron_file_same (slide->path, wanted);
}

/* Finds the reference that was asked for; of a @folder, by the markers. */
static gboolean
choose_reference (SaffronBatchPatient *patient,
                  const SaffronBatchWish *wish,
                  gboolean folder,
                  GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i < patient->slides->len; i++)
    {
      const SaffronBatchSlide *slide = saffron_batch_patient_get (patient, i);

      g_ptr_array_add (paths, slide->path);
      if (wish->reference != NULL && is_called (slide, wish->reference))
        {
          patient->reference = i;
          return TRUE;
        }
    }
  if (wish->reference == NULL)
    {
      if (folder)
        patient->reference =
            saffron_slide_names_choose_reference (paths, wish->markers);
      return TRUE;
    }
  saffron_cli_usage_error (
      error,
      ngettext ("--reference %s: the %u slide of “%s” does not have that name",
                "--reference %s: none of the %u slides of “%s” has that name",
                patient->slides->len),
      wish->reference, patient->slides->len, patient->id);
  return FALSE;
}

static gboolean
check_twice (const SaffronBatchPatient *patient, GError **error)
{
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < patient->slides->len; i++)
    {
      const char *path = saffron_batch_patient_get (patient, i)->path;

      if (g_hash_table_add (seen, saffron_file_identity (path)))
        continue;
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: given twice"), path);
      return FALSE;
    }
  return TRUE;
}

/* One patient from a folder, a list or slides. @text: (nullable): the list */
static SaffronBatchPatient *
read_one (char *const *paths, guint n, const char *text, GError **error)
{
  SaffronBatchPatient *patient = saffron_batch_patient_new (NULL);
  gboolean folder = n == 1 && text == NULL;
  g_autofree char *from = g_path_get_dirname (paths[0]);
  g_autofree char *base = g_canonicalize_filename (from, NULL);
  gboolean done = TRUE;

  if (folder)
    done = add_folder (patient, paths[0], error);
  else if (text != NULL)
    add_list (patient, text, base);
  for (guint i = 0; n > 1 && i < n; i++)
    saffron_batch_patient_add (patient, paths[i], NULL, NULL);
  if (done && patient->slides->len < 2)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
          patient->slides->len == 0
              ? _ ("%s: no slides there; a batch takes two or more")
              : _ ("%s: only one slide there; a batch takes two or more"),
          paths[0]);
      done = FALSE;
    }
  if (!done)
    {
      patient_free (patient);
      return NULL;
    }
  patient->id = find_id (patient);
  return patient;
}

/* (nullable): the text of a list or table; %NULL with an error when there is
 * one that cannot be read, without when @path is a folder. */
static char *
read_text (const char *path, GError **error)
{
  gsize length = 0;
  g_autofree char *text = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return NULL;
  text = saffron_file_read (path, MAX_TEXT_BYTES, &length, error);
  if (text == NULL)
    return NULL;
  if (memchr (text, '\0', length) == NULL)
    return g_steal_pointer (&text);
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
               _ ("%s: neither a folder nor a list nor a table of slides"),
               path);
  return NULL;
}

static gboolean
finish (GPtrArray *patients,
        const SaffronBatchWish *wish,
        gboolean folder,
        GError **error)
{
  for (guint i = 0; i < patients->len; i++)
    if (!check_twice (patients->pdata[i], error)
        || !choose_reference (patients->pdata[i], wish, folder, error))
      return FALSE;
  return TRUE;
}

GPtrArray *
saffron_batch_input_read (char *const *paths,
                          guint n,
                          const SaffronBatchWish *wish,
                          GError **error)
{
  g_autoptr (GPtrArray) patients =
      g_ptr_array_new_with_free_func (patient_free);
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  SaffronBatchPatient *patient = NULL;

  if (n == 1)
    text = read_text (paths[0], &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (text != NULL && saffron_batch_table_is (text))
    {
      if (!saffron_batch_table_read (paths[0], text,
                                     wish->first || wish->reference != NULL,
                                     patients, error))
        return NULL;
    }
  else
    {
      patient = read_one (paths, n, text, error);
      if (patient == NULL)
        return NULL;
      g_ptr_array_add (patients, patient);
    }
  return finish (patients, wish, n == 1 && text == NULL, error)
             ? g_steal_pointer (&patients)
             : NULL;
}
