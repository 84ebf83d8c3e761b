/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/landmark-write.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "base/extra.h"
#include "base/save-file.h"
#include "quality/points-file.h"
#include "quality/points-geojson.h"
#include "session/landmark-file.h"

/* Room for the largest double, printed with "%.4f". */
#define NUMBER_SIZE 352

static const char *const names[SAFFRON_N_LANDMARK_FORMATS] = {
  [SAFFRON_LANDMARK_FORMAT_BIGWARP] = "bigwarp",
  [SAFFRON_LANDMARK_FORMAT_XENIUM] = "xenium",
  [SAFFRON_LANDMARK_FORMAT_POINTS] = "points",
  [SAFFRON_LANDMARK_FORMAT_GEOJSON] = "geojson",
};

const char *
saffron_landmark_format_get_name (SaffronLandmarkFormat format)
{
  return names[format];
}

gboolean
saffron_landmark_format_from_name (const char *name,
                                   SaffronLandmarkFormat *format,
                                   GError **error)
{
  for (guint i = 0; i < SAFFRON_N_LANDMARK_FORMATS; i++)
    if (g_str_equal (names[i], name))
      {
        *format = (SaffronLandmarkFormat) i;
        return TRUE;
      }
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("the formats of landmarks are bigwarp, xenium, points and "
                  "geojson, not “%s”"),
               name);
  return FALSE;
}

gboolean
saffron_landmark_format_is_pair (SaffronLandmarkFormat format)
{
  return format == SAFFRON_LANDMARK_FORMAT_POINTS
         || format == SAFFRON_LANDMARK_FORMAT_GEOJSON;
}

static void
append_number (GString *text, const char *before, double value)
{
  char number[NUMBER_SIZE];

  g_ascii_formatd (number, sizeof number, "%.4f", value);
  g_string_append (text, before);
  g_string_append (text, number);
}

static void
append_depth (GString *text, JsonObject *extra, int side)
{
  const char *name = saffron_bigwarp_depths[side];

  g_string_append_printf (
      text, ",\"%s\"",
      json_object_get_string_member_with_default (extra, name, "0"));
}

/* Whether a landmark comes from a file with z. */
static gboolean
has_depth (GArray *landmarks)
{
  for (guint i = 0; i < landmarks->len; i++)
    {
      g_autoptr (JsonObject) extra =
          saffron_extra_parse (g_array_index (landmarks, SaffronLandmark, i)
                                   .extra[SAFFRON_LANDMARK_PAIR]);

      if (json_object_has_member (extra, saffron_bigwarp_depths[0]))
        return TRUE;
    }
  return FALSE;
}

/* Quotes each field, as BigWarp does. */
static void
print_bigwarp (GString *text, const SaffronLandmark *l, gboolean depth)
{
  g_autoptr (JsonObject) extra =
      saffron_extra_parse (l->extra[SAFFRON_LANDMARK_PAIR]);
  const double at[] = { l->moving.x, l->moving.y, l->reference.x,
                        l->reference.y };
  g_auto (GStrv) parts = g_strsplit (l->name, "\"", -1);
  g_autofree char *name = g_strjoinv ("\"\"", parts);

  g_string_append_printf (text, "\"%s\",\"%s\"", name,
                          l->active ? "true" : "false");
  for (guint i = 0; i < G_N_ELEMENTS (at); i++)
    {
      append_number (text, ",\"", at[i] - SAFFRON_BIGWARP_SHIFT);
      g_string_append_c (text, '"');
      if (depth && i % 2 == 1)
        append_depth (text, extra, i == 1 ? 0 : 1);
    }
  g_string_append_c (text, '\n');
}

/* (transfer full) (nullable): what a row of keypoints has more; a column of
 * names has the name that the landmark has now. */
static char *
keypoint_extra (const SaffronLandmark *l)
{
  static const char *const columns[] = { "name", "label" };
  g_autoptr (JsonObject) extra =
      saffron_extra_parse (l->extra[SAFFRON_LANDMARK_PAIR]);
  g_autoptr (GList) members = json_object_get_members (extra);

  for (GList *m = members; m != NULL; m = m->next)
    for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
      if (g_ascii_strcasecmp (m->data, columns[i]) == 0)
        {
          json_object_set_string_member (extra, m->data, l->name);
          break;
        }
  return saffron_extra_print (extra);
}

static void
print_keypoint (GString *text, const SaffronLandmark *l, GPtrArray *others)
{
  g_autofree char *extra = keypoint_extra (l);

  append_number (text, "", l->reference.x);
  append_number (text, ",", l->reference.y);
  append_number (text, ",", l->moving.x);
  append_number (text, ",", l->moving.y);
  saffron_extra_append_row (text, others, extra);
  g_string_append_c (text, '\n');
}

static char *
print_keypoints (GArray *landmarks)
{
  GString *text = g_string_new (SAFFRON_XENIUM_HEADER);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < landmarks->len; i++)
    saffron_extra_add_names (others,
                             g_array_index (landmarks, SaffronLandmark, i)
                                 .extra[SAFFRON_LANDMARK_PAIR]);
  saffron_extra_append_header (text, others);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);

      if (l->active)
        print_keypoint (text, l, others);
    }
  return g_string_free (text, FALSE);
}

static char *
print_pairs (SaffronLandmarkFormat format, GArray *landmarks)
{
  GString *text = NULL;
  gboolean depth = has_depth (landmarks);

  if (format == SAFFRON_LANDMARK_FORMAT_XENIUM)
    return print_keypoints (landmarks);
  text = g_string_new (NULL);
  for (guint i = 0; i < landmarks->len; i++)
    print_bigwarp (text, &g_array_index (landmarks, SaffronLandmark, i), depth);
  return g_string_free (text, FALSE);
}

/* The points of one slide. */
static char *
print_points (SaffronLandmarkFormat format, GArray *landmarks, gboolean moving)
{
  g_autoptr (GArray) points = saffron_file_points_new ();

  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);

      if (!l->active)
        continue;
      saffron_file_points_add (points, l->name,
                               moving ? l->moving.x : l->reference.x,
                               moving ? l->moving.y : l->reference.y);
      saffron_file_points_take_extra (
          points, g_strdup (l->extra[moving ? SAFFRON_LANDMARK_MOVING
                                            : SAFFRON_LANDMARK_REFERENCE]));
    }
  return format == SAFFRON_LANDMARK_FORMAT_GEOJSON
             ? saffron_points_geojson_print (points)
             : saffron_points_print (points);
}

static SaffronSaveFile *
write_text (const char *path, const char *text, GError **error)
{
  g_autoptr (SaffronSaveFile) file = saffron_save_file_new (path, TRUE, error);

  if (file == NULL
      || !saffron_save_file_append (file, text, strlen (text), error)
      || !saffron_save_file_flush (file, error))
    return NULL;
  return g_steal_pointer (&file);
}

static gboolean
write_two (const char *path,
           const char *other,
           SaffronLandmarkFormat format,
           GArray *landmarks,
           GError **error)
{
  g_autofree char *reference = print_points (format, landmarks, FALSE);
  g_autofree char *moving = print_points (format, landmarks, TRUE);
  g_autoptr (SaffronSaveFile) first = NULL;
  g_autoptr (SaffronSaveFile) second = NULL;

  first = write_text (path, reference, error);
  if (first == NULL)
    return FALSE;
  second = write_text (other, moving, error);
  return second != NULL && saffron_save_file_commit (first, error)
         && saffron_save_file_commit (second, error);
}

gboolean
saffron_landmarks_file_write (const char *path,
                              const char *other,
                              SaffronLandmarkFormat format,
                              GArray *landmarks,
                              guint *n_left_out,
                              GError **error)
{
  gboolean all = format == SAFFRON_LANDMARK_FORMAT_BIGWARP;
  guint n = all ? landmarks->len : saffron_landmarks_count (landmarks);
  g_autofree char *text = NULL;

  g_return_val_if_fail (
      saffron_landmark_format_is_pair (format) == (other != NULL), FALSE);
  if (n_left_out != NULL)
    *n_left_out = landmarks->len - n;
  if (n == 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: there are no landmarks to write"), path);
      return FALSE;
    }
  if (other != NULL)
    return write_two (path, other, format, landmarks, error);
  text = print_pairs (format, landmarks);
  return saffron_save_file_replace (path, text, strlen (text), error);
}
