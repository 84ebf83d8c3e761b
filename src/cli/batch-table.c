/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/batch-table.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/csv.h"
#include "base/error.h"

/* The indices of the columns; −1 for one that is not there. */
typedef struct {
  int patient, image, reference, channels;
} Columns;

static const char *const image_names[] = { "preprocessed_image",
                                           "padded_image",
                                           "registered_image",
                                           "image",
                                           "path",
                                           NULL };

static void
find_columns (const SaffronCsvReader *reader, Columns *columns)
{
  *columns = (Columns){ -1, -1, -1, -1 };
  for (guint i = 0; i < reader->fields->len; i++)
    {
      const char *name = reader->fields->pdata[i];

      if (g_str_equal (name, "patient_id"))
        columns->patient = (int) i;
      else if (g_str_equal (name, "is_reference"))
        columns->reference = (int) i;
      else if (g_str_equal (name, "channels"))
        columns->channels = (int) i;
      else if (columns->image < 0 && g_strv_contains (image_names, name))
        columns->image = (int) i;
    }
}

static gboolean
read_columns (SaffronCsvReader *reader, Columns *columns)
{
  if (!saffron_csv_next (reader))
    return FALSE;
  find_columns (reader, columns);
  return columns->patient >= 0 && columns->image >= 0;
}

gboolean
saffron_batch_table_is (const char *text)
{
  g_auto (SaffronCsvReader) reader;
  Columns columns;

  saffron_csv_init (&reader, text, strlen (text));
  return read_columns (&reader, &columns);
}

/* The field of a row; "" where the row is too short or has no such column. */
static const char *
get_field (const SaffronCsvReader *reader, int column)
{
  return column >= 0 && (guint) column < reader->fields->len
             ? reader->fields->pdata[column]
             : "";
}

/* A name for a folder. */
static gboolean
is_name (const char *id)
{
  return *id != '\0' && strchr (id, '/') == NULL && *id != '.'
         && g_utf8_validate (id, -1, NULL);
}

static SaffronBatchPatient *
find_patient (GPtrArray *patients, const char *id)
{
  for (guint i = 0; i < patients->len; i++)
    {
      SaffronBatchPatient *patient = patients->pdata[i];

      if (g_str_equal (patient->id, id))
        return patient;
    }
  g_ptr_array_add (patients, saffron_batch_patient_new (id));
  return patients->pdata[patients->len - 1];
}

static gboolean
fail (const char *path, guint line, GError **error, const char *what)
{
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
               _ ("%s: line %u: %s"), path, line, what);
  return FALSE;
}

/* @n_references: how many references each patient has so far */
static gboolean
read_row (const char *path,
          const char *folder,
          const SaffronCsvReader *reader,
          const Columns *columns,
          GPtrArray *patients,
          GHashTable *n_references,
          GError **error)
{
  const char *id = get_field (reader, columns->patient);
  const char *image = get_field (reader, columns->image);
  const char *channels = get_field (reader, columns->channels);
  const char *mark = get_field (reader, columns->reference);
  SaffronBatchPatient *patient = NULL;
  gboolean is_reference = g_ascii_strcasecmp (mark, "true") == 0
                          || g_ascii_strcasecmp (mark, "yes") == 0
                          || g_str_equal (mark, "1");

  if (!is_name (id))
    return fail (path, reader->line, error,
                 _ ("patient_id must be a name that a folder can have"));
  if (*image == '\0')
    return fail (path, reader->line, error, _ ("the image is missing"));
  patient = find_patient (patients, id);
  saffron_batch_patient_add (patient, image, folder,
                             *channels != '\0' ? channels : NULL);
  if (!is_reference)
    return TRUE;
  if (!g_hash_table_add (n_references, patient))
    return fail (
        path, reader->line, error,
        _ ("a second reference of that patient; mark one slide alone"));
  patient->reference = patient->slides->len - 1;
  return TRUE;
}

gboolean
saffron_batch_table_read (const char *path,
                          const char *text,
                          gboolean first,
                          GPtrArray *patients,
                          GError **error)
{
  g_auto (SaffronCsvReader) reader;
  g_autoptr (GHashTable) n_references = g_hash_table_new (NULL, NULL);
  g_autofree char *from = g_path_get_dirname (path);
  g_autofree char *folder = g_canonicalize_filename (from, NULL);
  Columns columns;

  saffron_csv_init (&reader, text, strlen (text));
  if (!read_columns (&reader, &columns))
    return fail (path, reader.line, error, _ ("no patient_id and image there"));
  while (saffron_csv_next (&reader))
    if (!read_row (path, folder, &reader, &columns, patients, n_references,
                   error))
      return FALSE;
  if (patients->len == 0)
    return fail (path, reader.line, error, _ ("no slides in the table"));
  for (guint i = 0; i < patients->len && !first; i++)
    {
      const SaffronBatchPatient *patient = patients->pdata[i];

      if (g_hash_table_contains (n_references, patient))
        continue;
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
          _ ("%s: patient “%s” has no reference; set is_reference of one "
             "slide to true, or give --auto-reference"),
          path, patient->id);
      return FALSE;
    }
  return TRUE;
}
