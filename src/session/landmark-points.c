/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/landmark-file.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "base/csv.h"
#include "base/error.h"
#include "quality/points-file.h"
#include "quality/points-geojson.h"

/* Landmarks from the points of two files, one for each slide. */

static gboolean fail (const char *name, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
fail (const char *name, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT, "%s: %s", name,
               text);
  return FALSE;
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
    return fail (
        names[0], error,
        _ ("points without a name: %u here and %u in %s; give each place the "
           "same name on both slides"),
        n_reference, n_moving, names[1]);
  return fail (names[0], error,
               _ ("points with the name “%s”: %u here and %u in %s; give each "
                  "place a name of "
                  "its own"),
               brief, n_reference, n_moving, names[1]);
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

static void
take_extra (GArray *landmarks,
            const SaffronFilePoint *reference,
            const SaffronFilePoint *moving)
{
  SaffronLandmark *landmark =
      &g_array_index (landmarks, SaffronLandmark, landmarks->len - 1);

  landmark->extra[SAFFRON_LANDMARK_REFERENCE] = g_strdup (reference->extra);
  landmark->extra[SAFFRON_LANDMARK_MOVING] = g_strdup (moving->extra);
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
        {
          saffron_landmarks_add (landmarks, (SaffronRefPoint){ p->x, p->y },
                                 (SaffronMovPoint){ q->x, q->y }, label,
                                 source);
          take_extra (landmarks, p, q);
        }
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
               : saffron_points_parse_all (text[i], length[i], names[i], error);
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
      fail (names[0], error,
            by_name ? _ ("no point in common with %s; each place needs the "
                         "same name on both slides")
                    : _ ("no point in common with %s; row by row they must be "
                         "the same places"),
            names[1]);
      return NULL;
    }
  if (n_unpaired != NULL)
    *n_unpaired = unpaired;
  return g_steal_pointer (&landmarks);
}
