/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/landmark-file.h"

#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/file.h"
#include "quality/points-file.h"
#include "quality/points-geojson.h"

/* Bytes for about a million landmarks; a larger file is not a landmark file. */
#define MAX_BYTES (64 * 1024 * 1024)

#define BIGWARP_COLUMNS                                                        \
  "name, true or false, moving x, moving y, fixed x, fixed y"

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
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT, "%s, line %u: %s",
                 name, reader->line, text);
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
      return fail (name, reader, error, "column %u is “%s”, which is no number",
                   column + 1, brief);
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
  return fail (name, reader, error,
               "column 2 is “%s” where BigWarp has true or false; its columns "
               "are " BIGWARP_COLUMNS,
               brief);
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
    return fail (name, reader, error,
                 "%u columns; BigWarp has 6 (" BIGWARP_COLUMNS ") or, with z, "
                 "8",
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
  g_array_index (landmarks, SaffronLandmark, landmarks->len - 1).active =
      active;
  return TRUE;
}

/* The columns of a table of Xenium Explorer's keypoints. */
typedef struct {
  guint n;
  int places[4]; /* −1: not there */
  int label;
} Keypoints;

/* FALSE when the row is no header of keypoints. */
static gboolean
find_keypoints (const SaffronCsvReader *reader, Keypoints *columns)
{
  g_auto (GStrv) names = g_strsplit (SAFFRON_XENIUM_HEADER, ",", -1);
  gboolean all = TRUE;

  *columns = (Keypoints){ reader->fields->len, { -1, -1, -1, -1 }, -1 };
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
    return fail (name, reader, error, "%u columns where the header has %u",
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
  Keypoints columns;

  for (gboolean first = TRUE; saffron_csv_next (reader); first = FALSE)
    {
      gboolean good;

      if (first && is_points_header (reader))
        return fail (name, reader, error,
                     "this is a table of one slide's points; give both "
                     "slides' files");
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
      fail (name, NULL, error, "not a text file; expected BigWarp's landmarks");
      return NULL;
    }
  if (saffron_points_is_geojson (text, length))
    {
      fail (name, NULL, error,
            "GeoJSON has the points of one slide; give both slides' files");
      return NULL;
    }
  saffron_csv_init (&reader, text, length);
  if (!read_rows (&reader, name, landmarks, &unpaired, error))
    return NULL;
  if (landmarks->len == 0)
    {
      fail (name, NULL, error, "no landmark is placed on both slides");
      return NULL;
    }
  if (n_unpaired != NULL)
    *n_unpaired = unpaired;
  return g_steal_pointer (&landmarks);
}

/* Groups the points of one file: maps each name to the indices of the points
 * that have it. */
static GHashTable *
group_by_name (GArray *points)
{
  GHashTable *groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                              (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < points->len; i++)
    {
      const char *label = g_array_index (points, SaffronFilePoint, i).label;
      GArray *group = g_hash_table_lookup (groups, label);

      if (group == NULL)
        {
          group = g_array_new (FALSE, FALSE, sizeof (guint));
          g_hash_table_insert (groups, (char *) label, group);
        }
      g_array_append_val (group, i);
    }
  return groups;
}

static gboolean
fail_ambiguous (const char *label,
                const char *const names[2],
                guint n_reference,
                guint n_moving,
                GError **error)
{
  g_autofree char *brief = saffron_csv_quote (label);

  if (*brief == '\0')
    return fail (names[0], NULL, error,
                 "%u points without a name, and %u in %s; give each place the "
                 "same name on both slides",
                 n_reference, n_moving, names[1]);
  return fail (names[0], NULL, error,
               "%u points named “%s”, and %u in %s; give each place a name of "
               "its own",
               n_reference, brief, n_moving, names[1]);
}

/* Sets partner[i] to the index of the moving point that belongs to reference
 * point i, or to -1. */
static gboolean
pair_by_name (GArray *const points[2],
              const char *const names[2],
              int *partner,
              GError **error)
{
  g_autoptr (GHashTable) reference = group_by_name (points[0]);
  g_autoptr (GHashTable) moving = group_by_name (points[1]);

  for (guint i = 0; i < points[0]->len; i++)
    partner[i] = -1;
  /* Goes in the order of the file, so that the error always names the same
   * point. */
  for (guint i = 0; i < points[0]->len; i++)
    {
      const char *label = g_array_index (points[0], SaffronFilePoint, i).label;
      GArray *mine = g_hash_table_lookup (reference, label);
      GArray *theirs = g_hash_table_lookup (moving, label);

      if (theirs == NULL || g_array_index (mine, guint, 0) != i)
        continue;
      if (mine->len != theirs->len)
        return fail_ambiguous (label, names, mine->len, theirs->len, error);
      for (guint k = 0; k < mine->len; k++)
        partner[g_array_index (mine, guint, k)] =
            (int) g_array_index (theirs, guint, k);
    }
  return TRUE;
}

static GArray *
join (GArray *const points[2],
      const char *const names[2],
      const int *partner,
      guint *n_unpaired)
{
  GArray *landmarks = saffron_landmarks_new ();
  g_autofree char *a = g_filename_display_basename (names[0]);
  g_autofree char *b = g_filename_display_basename (names[1]);
  g_autofree char *source = g_strconcat (a, ",", b, NULL);

  for (guint i = 0; i < points[0]->len; i++)
    {
      const SaffronFilePoint *p =
          &g_array_index (points[0], SaffronFilePoint, i);
      const SaffronFilePoint *q = NULL;
      g_autofree char *label = g_utf8_make_valid (p->label, -1);

      if (partner[i] >= 0)
        q = &g_array_index (points[1], SaffronFilePoint, partner[i]);
      if (q != NULL && saffron_file_point_is_set (p)
          && saffron_file_point_is_set (q))
        saffron_landmarks_add (landmarks, (SaffronRefPoint){ p->x, p->y },
                               (SaffronMovPoint){ q->x, q->y }, label, source);
    }
  *n_unpaired = MAX (points[0]->len, points[1]->len) - landmarks->len;
  return landmarks;
}

GArray *
saffron_landmarks_parse_points (const char *const text[2],
                                const gsize length[2],
                                const char *const names[2],
                                guint *n_unpaired,
                                GError **error)
{
  g_autoptr (GArray) reference = NULL;
  g_autoptr (GArray) moving = NULL;
  g_autoptr (GArray) landmarks = NULL;
  g_autofree int *partner = NULL;
  GArray *points[2] = { NULL };
  gboolean by_name = FALSE;
  guint unpaired = 0;

  for (int i = 0; i < 2; i++)
    {
      gboolean json = saffron_points_is_geojson (text[i], length[i]);

      points[i] =
          json ? saffron_points_geojson_parse (text[i], length[i], names[i],
                                               error)
               : saffron_points_parse (text[i], length[i], names[i], error);
      *(i == 0 ? &reference : &moving) = points[i];
      if (points[i] == NULL)
        return NULL;
      by_name = by_name || json;
    }
  partner = g_new (int, reference->len);
  for (guint i = 0; i < reference->len; i++)
    partner[i] = i < moving->len ? (int) i : -1;
  if (by_name && !pair_by_name (points, names, partner, error))
    return NULL;
  landmarks = join (points, names, partner, &unpaired);
  if (landmarks->len == 0)
    {
      fail (names[0], NULL, error, "no point in common with %s; %s", names[1],
            by_name ? "each place needs the same name on both slides"
                    : "row by row they must be the same places");
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
