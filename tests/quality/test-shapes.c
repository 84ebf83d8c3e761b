/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "common.h"
#include "quality/shapes-geojson.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "base/error.h"

static const char whole[] =
    "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", "
    "\"id\": \"a{\\\"]\", \"geometry\": {\"type\": \"Polygon\", "
    "\"coordinates\": [[[0, 0], [90, 0], [90, 90], [0, 0]], "
    "[[40, 20], [60, 20], [60, 40], [40, 20]]]}, \"properties\": {}}, "
    "{\"type\": \"Feature\", \"geometry\": {\"type\": \"GeometryCollection\", "
    "\"geometries\": [{\"type\": \"Point\", \"coordinates\": [1, 2, 3]}]}, "
    "\"properties\": null}], \"by\": [1, {\"b\": 2}]}";

static SaffronMapped
map_shifted (gpointer data, double *x, double *y)
{
  *x += 100.0;
  *y -= 7.0;
  return SAFFRON_MAPPED_INSIDE;
}

/* Loses what is between 40 and 60. */
static SaffronMapped
map_with_a_gap (gpointer data, double *x, double *y)
{
  return *x > 40.0 && *x < 60.0 ? SAFFRON_MAPPED_LOST : SAFFRON_MAPPED_INSIDE;
}

/* A wave so short that a line needs about every place that is looked at. */
static SaffronMapped
map_waved (gpointer data, double *x, double *y)
{
  *y += ((int) (*x / 16.0) % 2) * 10.0;
  return SAFFRON_MAPPED_INSIDE;
}

static gboolean
rewrite (const char *folder, const char *text, gsize length, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "out.geojson", NULL);
  SaffronShapesFound found;

  return saffron_shapes_rewrite (path, text, length, "in.geojson", map_shifted,
                                 NULL, &found, error);
}

/* Whatever happens to a file, there is a result that is JSON or an error in one
 * line that names it. */
static void
check_broken (const char *folder, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "out.geojson", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (!rewrite (folder, text, length, &error))
    {
      g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
      g_assert_true (g_str_has_prefix (error->message, "in.geojson"));
      g_assert_null (strchr (error->message, '\n'));
      return;
    }
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
}

static void
test_cut_files (void)
{
  char *folder = test_folder_new ();

  for (gsize n = 0; n < strlen (whole); n++)
    {
      /* A copy, so that reading beyond its end is found. */
      g_autofree char *text = g_memdup2 (whole, MAX (n, 1));

      check_broken (folder, text, n);
    }
  test_folder_remove (folder);
}

static void
test_changed_files (void)
{
  char *folder = test_folder_new ();
  static const char others[] = "{}[],:\"\\ 0-e.x\xff\n";

  for (gsize at = 0; at < strlen (whole); at += 3)
    for (guint k = 0; k < strlen (others); k++)
      {
        g_autofree char *text = g_memdup2 (whole, strlen (whole));

        text[at] = others[k];
        check_broken (folder, text, strlen (whole));
      }
  test_folder_remove (folder);
}

static void
test_structure (void)
{
  static const char *const bad[] = {
    "",
    " ",
    "{\"features\": [}",
    "{\"features\": [{}}",
    "{\"features\": [{},]}",
    "{\"features\": [,{}]}",
    "{\"features\": [5]}",
    "{\"features\": {}}{}",
    "[{}",
    "[",
    "[{}]]",
    "5",
    "{\"features\"",
    "{\"features\":",
  };
  char *folder = test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (rewrite (folder, bad[i], strlen (bad[i]), &error));
      g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
      g_assert_true (g_str_has_prefix (error->message, "in.geojson"));
    }
  test_folder_remove (folder);
}

static GArray *
line_of (const double (*at)[2], guint n)
{
  GArray *line = g_array_new (FALSE, FALSE, sizeof (SaffronVertex));

  for (guint i = 0; i < n; i++)
    {
      SaffronVertex v = { at[i][0], at[i][1], i };

      g_array_append_val (line, v);
    }
  return line;
}

static void
assert_line (GArray *line, const double (*at)[3], guint n)
{
  g_assert_cmpuint (line->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const SaffronVertex *v = &g_array_index (line, SaffronVertex, i);

      g_assert_cmpfloat_with_epsilon (v->x, at[i][0], 1e-9);
      g_assert_cmpfloat_with_epsilon (v->y, at[i][1], 1e-9);
      g_assert_cmpuint (v->source, ==, (guint) at[i][2]);
    }
}

static void
test_gap_in_a_line (void)
{
  const double at[][2] = { { 0, 5 }, { 100, 5 } };
  const double want[][3] = {
    { 0, 5, 0 }, { 2 * 100.0 / 7, 5, 0 }, { 5 * 100.0 / 7, 5, 0 }, { 100, 5, 1 }
  };
  g_autoptr (GArray) line = line_of (at, 2);
  SaffronMapped worst;
  g_autoptr (GArray) mapped =
      saffron_shape_map_line (line, map_with_a_gap, NULL, &worst);

  g_assert_cmpint (worst, ==, SAFFRON_MAPPED_LOST);
  assert_line (mapped, want, G_N_ELEMENTS (want));
}

static void
test_ring_closed_over_a_gap (void)
{
  const double at[][2] = { { 50, 0 }, { 90, 0 }, { 90, 9 }, { 50, 0 } };
  g_autoptr (GArray) line = line_of (at, G_N_ELEMENTS (at));
  SaffronMapped worst;
  g_autoptr (GArray) mapped =
      saffron_shape_map_line (line, map_with_a_gap, NULL, &worst);
  const SaffronVertex *first = &g_array_index (mapped, SaffronVertex, 0);
  const SaffronVertex *last =
      &g_array_index (mapped, SaffronVertex, mapped->len - 1);

  g_assert_cmpint (worst, ==, SAFFRON_MAPPED_LOST);
  g_assert_cmpfloat (first->x, >=, 60.0);
  g_assert_cmpfloat (first->x, ==, last->x);
  g_assert_cmpfloat (first->y, ==, last->y);
}

/* No edge is looked at without end, and none overflows the stack. */
static void
test_endless_edge (void)
{
  const double at[][2] = { { -1e300, 0 }, { 1e300, 0 } };
  const double wild[][2] = { { 0, 0 }, { 65536, 0 } };
  g_autoptr (GArray) line = line_of (at, 2);
  g_autoptr (GArray) waves = line_of (wild, 2);
  SaffronMapped worst;
  g_autoptr (GArray) straight =
      saffron_shape_map_line (line, map_shifted, NULL, &worst);
  g_autoptr (GArray) waved =
      saffron_shape_map_line (waves, map_waved, NULL, &worst);

  g_assert_cmpuint (straight->len, ==, 2);
  g_assert_cmpuint (waved->len, >, 4000);
  g_assert_cmpuint (waved->len, <=, 4097);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shapes/cut-files", test_cut_files);
  g_test_add_func ("/shapes/changed-files", test_changed_files);
  g_test_add_func ("/shapes/structure", test_structure);
  g_test_add_func ("/shapes/gap-in-a-line", test_gap_in_a_line);
  g_test_add_func ("/shapes/ring-closed-over-a-gap",
                   test_ring_closed_over_a_gap);
  g_test_add_func ("/shapes/endless-edge", test_endless_edge);
  return g_test_run ();
}
