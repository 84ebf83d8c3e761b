/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/landmark-file.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/extra.h"
#include "base/file.h"
#include "quality/points-geojson.h"

/* Bytes for about a million landmarks; a larger file is not a landmark file. */
#define MAX_BYTES (64 * 1024 * 1024)

const char *const saffron_bigwarp_depths[2] = { "moving z", "fixed z" };

static gboolean fail (const char *name,
                      const SaffronCsvReader *reader,
                      GError **error,
                      const char *format,
                      ...) G_GNUC_PRINTF (4, 5);

static gboolean
fail (const char *name,
      const SaffronCsvReader *reader,
      GError **error,
      const char *format,
      ...)
{
  g_autofree char *text = NULL;
  va_list list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  if (reader != NULL)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 _ ("%s, line %u: %s"), name, reader->line, text);
  else
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT, "%s: %s", name,
                 text);
  return FALSE;
}

static const char *
field_at (const SaffronCsvReader *reader, guint i)
{
  return g_ptr_array_index (reader->fields, i);
}

/* Gives NaN for a point that BigWarp's user has not placed yet. */
static gboolean
read_number (SaffronCsvReader *reader,
             const char *name,
             guint column,
             double *value,
             GError **error)
{
  const char *field = field_at (reader, column);
  g_autofree char *brief = NULL;
  char *end = NULL;

  *value = g_ascii_strtod (field, &end);
  if (end == field || *end != '\0' || strpbrk (field, "xX") != NULL)
    {
      brief = saffron_csv_quote (field);
      return fail (name, reader, error,
                   _ ("column %u is “%s”, which is no number"), column + 1,
                   brief);
    }
  if (!isfinite (*value))
    *value = NAN;
  return TRUE;
}

static gboolean
read_active (SaffronCsvReader *reader,
             const char *name,
             gboolean *active,
             GError **error)
{
  const char *field = field_at (reader, 1);
  g_autofree char *brief = NULL;

  *active = g_ascii_strcasecmp (field, "true") == 0;
  if (*active || g_ascii_strcasecmp (field, "false") == 0)
    return TRUE;
  brief = saffron_csv_quote (field);
  return fail (
      name, reader, error,
      _ ("column 2 is “%s” where BigWarp has true or false; its columns are "
         "name, true or false, moving x, moving y, fixed x, fixed y"),
      brief);
}

static SaffronLandmark *
last_of (GArray *landmarks)
{
  return &g_array_index (landmarks, SaffronLandmark, landmarks->len - 1);
}

/* (transfer full): what BigWarp's row of a volume has more. */
static char *
find_depths (const SaffronCsvReader *reader)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (int i = 0; i < 2; i++)
    json_object_set_string_member (object, saffron_bigwarp_depths[i],
                                   field_at (reader, i == 0 ? 4 : 7));
  return saffron_extra_print (object);
}

/* Recognises the header of a table of one slide's points: people pass such
 * tables by mistake. */
static gboolean
is_points_header (const SaffronCsvReader *reader)
{
  gboolean x = FALSE, y = FALSE;

  for (guint i = 0; i < reader->fields->len; i++)
    {
      x = x || g_ascii_strcasecmp (field_at (reader, i), "x") == 0;
      y = y || g_ascii_strcasecmp (field_at (reader, i), "y") == 0;
    }
  return x && y;
}

static gboolean
read_pair (SaffronCsvReader *reader,
           const char *name,
           GArray *landmarks,
           guint *n_unpaired,
           GError **error)
{
  guint n = reader->fields->len, fixed = n == 8 ? 5 : 4;
  g_autofree char *label = NULL;
  g_autofree char *source = NULL;
  SaffronRefPoint p;
  SaffronMovPoint q;
  gboolean active;

  if (n != 6 && n != 8)
    return fail (
        name, reader, error,
        ngettext ("%u column; BigWarp has 6 (name, true or false, moving x, "
                  "moving y, fixed x, fixed y) or, with z, 8",
                  "%u columns; BigWarp has 6 (name, true or false, moving x, "
                  "moving y, fixed x, fixed y) or, with z, 8",
                  n),
        n);
  if (!read_active (reader, name, &active, error)
      || !read_number (reader, name, 2, &q.x, error)
      || !read_number (reader, name, 3, &q.y, error)
      || !read_number (reader, name, fixed, &p.x, error)
      || !read_number (reader, name, fixed + 1, &p.y, error))
    return FALSE;
  if (isnan (p.x + p.y + q.x + q.y))
    {
      (*n_unpaired)++;
      return TRUE;
    }
  p.x += SAFFRON_BIGWARP_SHIFT;
  p.y += SAFFRON_BIGWARP_SHIFT;
  q.x += SAFFRON_BIGWARP_SHIFT;
  q.y += SAFFRON_BIGWARP_SHIFT;
  label = g_utf8_make_valid (field_at (reader, 0), -1);
  source = g_filename_display_basename (name);
  saffron_landmarks_add (landmarks, p, q, label, source);
  last_of (landmarks)->active = active;
  if (n == 8)
    last_of (landmarks)->extra[SAFFRON_LANDMARK_PAIR] = find_depths (reader);
  return TRUE;
}

/* The columns of a table of Xenium Explorer's keypoints. */
typedef struct {
  guint n;
  int places[4]; /* −1: not there */
  int label;
  GPtrArray *others; /* see saffron_extra_columns() */
} Keypoints;

static void
keypoints_clear (Keypoints *columns)
{
  g_clear_pointer (&columns->others, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keypoints, keypoints_clear)

/* FALSE when the row is no header of keypoints. */
static gboolean
find_keypoints (const SaffronCsvReader *reader, Keypoints *columns)
{
  g_auto (GStrv) names = g_strsplit (SAFFRON_XENIUM_HEADER, ",", -1);
  gboolean all = TRUE;

  *columns = (Keypoints){ reader->fields->len, { -1, -1, -1, -1 }, -1, NULL };
  for (guint i = 0; i < columns->n; i++)
    {
      const char *field = field_at (reader, i);

      for (guint k = 0; k < G_N_ELEMENTS (columns->places); k++)
        if (g_ascii_strcasecmp (field, names[k]) == 0)
          columns->places[k] = (int) i;
      if (g_ascii_strcasecmp (field, "name") == 0
          || g_ascii_strcasecmp (field, "label") == 0)
        columns->label = (int) i;
    }
  for (guint k = 0; k < G_N_ELEMENTS (columns->places); k++)
    all = all && columns->places[k] >= 0;
  if (all)
    columns->others = saffron_extra_columns (reader, columns->places,
                                             G_N_ELEMENTS (columns->places));
  return all;
}

static gboolean
read_keypoint (SaffronCsvReader *reader,
               const char *name,
               const Keypoints *columns,
               GArray *landmarks,
               guint *n_unpaired,
               GError **error)
{
  g_autofree char *label = NULL;
  g_autofree char *source = g_filename_display_basename (name);
  double at[4];

  if (reader->fields->len != columns->n)
    return fail (name, reader, error,
                 ngettext ("%u column where the header has %u",
                           "%u columns where the header has %u",
                           reader->fields->len),
                 reader->fields->len, columns->n);
  for (guint k = 0; k < G_N_ELEMENTS (at); k++)
    {
      guint column = (guint) columns->places[k];

      if (*field_at (reader, column) == '\0')
        at[k] = NAN;
      else if (!read_number (reader, name, column, &at[k], error))
        return FALSE;
    }
  if (isnan (at[0] + at[1] + at[2] + at[3]))
    {
      (*n_unpaired)++;
      return TRUE;
    }
  label =
      columns->label >= 0
          ? g_utf8_make_valid (field_at (reader, (guint) columns->label), -1)
          : g_strdup_printf ("%u", landmarks->len + 1);
  saffron_landmarks_add (landmarks, (SaffronRefPoint){ at[0], at[1] },
                         (SaffronMovPoint){ at[2], at[3] }, label, source);
  last_of (landmarks)->extra[SAFFRON_LANDMARK_PAIR] =
      saffron_extra_from_row (columns->others, reader);
  return TRUE;
}

static gboolean
read_rows (SaffronCsvReader *reader,
           const char *name,
           GArray *landmarks,
           guint *n_unpaired,
           GError **error)
{
  gboolean keypoints = FALSE;
  g_auto (Keypoints) columns = { 0 };

  for (gboolean first = TRUE; saffron_csv_next (reader); first = FALSE)
    {
      gboolean good;

      if (first && is_points_header (reader))
        return fail (name, reader, error,
                     _ ("this is a table of one slide's points; give both "
                        "slides' files"));
      if (first && find_keypoints (reader, &columns))
        {
          keypoints = TRUE;
          continue;
        }
      good = keypoints ? read_keypoint (reader, name, &columns, landmarks,
                                        n_unpaired, error)
                       : read_pair (reader, name, landmarks, n_unpaired, error);
      if (!good)
        return FALSE;
    }
  return TRUE;
}

GArray *
saffron_landmarks_parse_pairs (const char *text,
                               gsize length,
                               const char *name,
                               guint *n_unpaired,
                               GError **error)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  g_auto (SaffronCsvReader) reader = { NULL };
  guint unpaired = 0;

  if (memchr (text, '\0', length) != NULL)
    {
      fail (name, NULL, error,
            _ ("not a text file; expected BigWarp's landmarks"));
      return NULL;
    }
  if (saffron_points_is_geojson (text, length))
    {
      fail (name, NULL, error,
            _ ("GeoJSON has the points of one slide; give both slides' files"));
      return NULL;
    }
  saffron_csv_init (&reader, text, length);
  if (!read_rows (&reader, name, landmarks, &unpaired, error))
    return NULL;
  if (landmarks->len == 0)
    {
      fail (name, NULL, error, _ ("no landmark is placed on both slides"));
      return NULL;
    }
  if (n_unpaired != NULL)
    *n_unpaired = unpaired;
  return g_steal_pointer (&landmarks);
}

GArray *
saffron_landmarks_file_read (const char *path,
                             const char *other,
                             guint *n_unpaired,
                             GError **error)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gsize length[2] = { 0 };

  first = saffron_file_read (path, MAX_BYTES, &length[0], error);
  if (first == NULL)
    return NULL;
  if (other == NULL)
    return saffron_landmarks_parse_pairs (first, length[0], path, n_unpaired,
                                          error);
  second = saffron_file_read (other, MAX_BYTES, &length[1], error);
  if (second == NULL)
    return NULL;
  return saffron_landmarks_parse_points (
      (const char *const[]){ first, second }, length,
      (const char *const[]){ path, other }, n_unpaired, error);
}
