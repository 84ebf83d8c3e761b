/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz-text.h"

#include <string.h>

#include "base/error.h"
#include "quality/points-file.h"
#include "quality/points-geojson.h"
#include "register/params.h"
#include "session/landmark-file.h"
#include "session/session.h"

static void
check_error (const GError *error, const char *path)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == SAFFRON_ERROR);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

gboolean
fuzz_session (const char *path,
              const char *again,
              const char *text,
              gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSession) session = NULL;
  g_autoptr (SaffronSession) copy = NULL;

  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
  session = saffron_session_load (path, &error);
  if (session == NULL)
    {
      check_error (error, path);
      return FALSE;
    }
  saffron_session_save_over (session, again, &error);
  g_assert_no_error (error);
  copy = saffron_session_load (again, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (saffron_session_get_n_moving (session), ==,
                    saffron_session_get_n_moving (copy));
  return TRUE;
}

gboolean
fuzz_params (const char *path, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronParams) params = NULL;
  g_autoptr (SaffronParams) again = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
  params = saffron_params_load (path, &error);
  if (params == NULL)
    {
      check_error (error, path);
      return FALSE;
    }
  node = saffron_params_to_json (params);
  again = saffron_params_from_json (node, &error);
  g_assert_no_error (error);
  g_assert_true (saffron_params_equal (params, again));
  return TRUE;
}

/* What a reader of points returns: some, or an error. Frees both. */
static gboolean
check_points (GArray *points, GError *error)
{
  if (points == NULL)
    check_error (error, "a.csv");
  else
    g_assert_cmpuint (points->len, >, 0);
  g_clear_error (&error);
  if (points == NULL)
    return FALSE;
  g_array_unref (points);
  return TRUE;
}

gboolean
fuzz_points (const char *text, gsize length)
{
  GError *error = NULL;
  GArray *points = saffron_points_parse (text, length, "a.csv", &error);

  return check_points (points, error);
}

gboolean
fuzz_geojson (const char *text, gsize length)
{
  GError *error = NULL;
  GArray *points = saffron_points_geojson_parse (text, length, "a.csv", &error);

  return check_points (points, error);
}

gboolean
fuzz_landmarks (const char *text, gsize length)
{
  guint n_unpaired = 0;
  GError *error = NULL;
  GArray *landmarks = saffron_landmarks_parse_pairs (text, length, "a.csv",
                                                     &n_unpaired, &error);

  return check_points (landmarks, error);
}
