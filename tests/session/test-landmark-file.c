/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/landmark-file.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/error.h"
#include "quality/points-file.h"
#include "quality/points-geojson.h"

static const char bigwarp[] =
    "\"Pt-0\",\"true\",\"10.0\",\"20.0\",\"110.0\",\"120.0\"\n"
    "\"Pt-1\",\"false\",\"-1.5\",\"2e1\",\"0\",\"0.25\"\n"
    "\"Pt-2\",\"true\",\"Infinity\",\"Infinity\",\"1.0\",\"2.0\"\n";

static const char bigwarp_3d[] =
    "Pt-0,TRUE,10,20,0,110,120,0\r\nPt-1,false,-1.5,20,7,0,.25,7\r\n";

static const char geojson[] =
    "{\"type\": \"FeatureCollection\", \"features\": ["
    "{\"type\": \"Feature\", \"id\": \"7a\", \"geometry\": {\"type\": "
    "\"Point\","
    " \"coordinates\": [10.5, 20]}, \"properties\": {\"objectType\":"
    " \"annotation\", \"name\": \"vessel\"}},"
    "{\"type\": \"Feature\", \"geometry\": {\"type\": \"Polygon\","
    " \"coordinates\": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}},"
    "{\"type\": \"Feature\", \"geometry\": {\"type\": \"MultiPoint\","
    " \"coordinates\": [[1, 2], [3, 4, 0]]}, \"properties\": {"
    "\"classification\": {\"name\": \"gland\", \"color\": [1, 2, 3]}}},"
    "{\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\","
    " \"coordinates\": [-7, 8e1]}, \"properties\": {\"classification\":"
    " \"α\"}}]}";

static const char xenium[] = "fixedX,fixedY,alignmentX,alignmentY\n"
                             "110.5,120.5,10.5,20.5\n"
                             ",120.5,10.5,20.5\n"
                             "0.5,0.75,NaN,20.5\n"
                             "0.5,0.75,-1.0,20.5\n";

/* The columns in another order, and more of them. */
static const char xenium_more[] =
    "\xef\xbb\xbfid;alignmentX;alignmentY;fixedX;fixedY;Name\r\n"
    "1;10.5;20.5;110.5;120.5;vessel\r\n2;-1;20.5;0.5;0.75;gland\r\n";

static GArray *
parse_bigwarp (const char *text, guint *n, GError **error)
{
  return saffron_landmarks_parse_pairs (text, strlen (text), "some.csv", n,
                                        error);
}

static GArray *
parse_points (const char *a, const char *b, guint *n, GError **error)
{
  const char *const text[2] = { a, b };
  const gsize length[2] = { strlen (a), strlen (b) };
  static const char *const names[2] = { "dir/a", "dir/b" };

  return saffron_landmarks_parse_points (text, length, names, n, error);
}

static void
assert_pair (GArray *landmarks,
             guint i,
             const char *name,
             double x,
             double y,
             double u,
             double v)
{
  const SaffronLandmark *l = NULL;

  g_assert_cmpuint (i, <, landmarks->len);
  l = &g_array_index (landmarks, SaffronLandmark, i);
  g_assert_cmpstr (l->name, ==, name);
  g_assert_cmpfloat (l->reference.x, ==, x);
  g_assert_cmpfloat (l->reference.y, ==, y);
  g_assert_cmpfloat (l->moving.x, ==, u);
  g_assert_cmpfloat (l->moving.y, ==, v);
  g_assert_cmpfloat (l->weight, ==, 1.0);
}

static void
test_bigwarp (void)
{
  static const char *const texts[] = { bigwarp, bigwarp_3d };

  for (guint k = 0; k < G_N_ELEMENTS (texts); k++)
    {
      g_autoptr (GError) error = NULL;
      guint unpaired = 99;
      g_autoptr (GArray) got = parse_bigwarp (texts[k], &unpaired, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (got->len, ==, 2);
      g_assert_cmpuint (unpaired, ==, k == 0 ? 1 : 0);
      assert_pair (got, 0, "Pt-0", 110.5, 120.5, 10.5, 20.5);
      assert_pair (got, 1, "Pt-1", 0.5, 0.75, -1.0, 20.5);
      g_assert_true (g_array_index (got, SaffronLandmark, 0).active);
      g_assert_false (g_array_index (got, SaffronLandmark, 1).active);
      g_assert_cmpstr (g_array_index (got, SaffronLandmark, 0).source, ==,
                       "some.csv");
    }
}

static void
test_xenium (void)
{
  static const char *const texts[] = { xenium, xenium_more };
  static const char *const names[][2] = { { "1", "2" }, { "vessel", "gland" } };

  for (guint k = 0; k < G_N_ELEMENTS (texts); k++)
    {
      g_autoptr (GError) error = NULL;
      guint unpaired = 99;
      g_autoptr (GArray) got = parse_bigwarp (texts[k], &unpaired, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (got->len, ==, 2);
      g_assert_cmpuint (unpaired, ==, k == 0 ? 2 : 0);
      assert_pair (got, 0, names[k][0], 110.5, 120.5, 10.5, 20.5);
      assert_pair (got, 1, names[k][1], 0.5, 0.75, -1.0, 20.5);
    }
}

/* Checks that the rows of two tables are paired in order. Rows that have no
 * partner, or no coordinates, are counted as unpaired. */
static void
test_tables (void)
{
  g_autoptr (GError) error = NULL;
  guint unpaired = 99;
  g_autoptr (GArray) got =
      parse_points (",X,Y\na,1,2\nb,,\nc,5,6\nd,7,8\n",
                    ",X,Y\n1,10,20\n2,30,40\n3,50,60\n", &unpaired, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (got->len, ==, 2);
  g_assert_cmpuint (unpaired, ==, 2);
  assert_pair (got, 0, "a", 1, 2, 10, 20);
  assert_pair (got, 1, "c", 5, 6, 50, 60);
  g_assert_cmpstr (g_array_index (got, SaffronLandmark, 0).source, ==, "a,b");
}

/* Checks that GeoJSON points are paired by name, in any order of the names, and
 * that points of the same name are paired in order; also with a table. */
static void
test_geojson (void)
{
  static const char *const others[] = {
    "[{\"geometry\": {\"type\": \"MultiPoint\", \"coordinates\": [[5, 6],"
    " [7, 8]]}, \"properties\": {\"name\": \"gland\"}},"
    "{\"geometry\": {\"type\": \"Point\", \"coordinates\": [1, 2]},"
    " \"properties\": {\"name\": \"vessel\"}}]",
    "name,X,Y\ngland,5,6\nnerve,3,3\ngland,7,8\nvessel,1,2\n",
  };

  for (guint k = 0; k < G_N_ELEMENTS (others); k++)
    {
      g_autoptr (GError) error = NULL;
      guint unpaired = 99;
      g_autoptr (GArray) got =
          parse_points (geojson, others[k], &unpaired, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (got->len, ==, 3);
      g_assert_cmpuint (unpaired, ==, 1);
      assert_pair (got, 0, "vessel", 10.5, 20, 1, 2);
      assert_pair (got, 1, "gland", 1, 2, 5, 6);
      assert_pair (got, 2, "gland", 3, 4, 7, 8);
    }
}

static void
test_geojson_labels (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) points = saffron_points_geojson_parse (
      geojson, strlen (geojson), "some.geojson", &error);
  g_autoptr (GArray) back = NULL;
  g_autofree char *text = NULL;
  static const char *const labels[] = { "vessel", "gland", "gland", "α" };

  g_assert_no_error (error);
  g_assert_cmpuint (points->len, ==, G_N_ELEMENTS (labels));
  text = saffron_points_geojson_print (points);
  back = saffron_points_geojson_parse (text, strlen (text), "back", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      const SaffronFilePoint *p = &g_array_index (points, SaffronFilePoint, i);
      const SaffronFilePoint *q = &g_array_index (back, SaffronFilePoint, i);

      g_assert_cmpstr (p->label, ==, labels[i]);
      g_assert_cmpstr (q->label, ==, labels[i]);
      g_assert_cmpfloat (p->x, ==, q->x);
      g_assert_cmpfloat (p->y, ==, q->y);
    }
}

static void
assert_says (GArray *got, GError **set, const char *file, const char *said)
{
  const GError *error = *set;

  g_assert_null (got);
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
  if (strstr (error->message, said) == NULL)
    g_error ("“%s” does not say “%s”", error->message, said);
  g_assert_true (g_str_has_prefix (error->message, file));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
test_bigwarp_refused (void)
{
  static const struct {
    const char *text, *said;
  } bad[] = {
    { "", "no landmark" },
    { "\n\n", "no landmark" },
    { "Pt-0,true,Infinity,0,1,2\n", "no landmark" },
    { ",X,Y\n1,2,3\n", "line 1: this is a table of one slide's points" },
    { "{\"type\": 1}", "GeoJSON has the points of one slide" },
    { "a,true,1,2,3,4\nb,true,1,2,3\n", "line 2: 5 columns" },
    { "a,true,1,2,3,4,5\n", "line 1: 7 columns" },
    { "a,maybe,1,2,3,4\n", "line 1: column 2 is “maybe”" },
    { "a,true,1,2,3,4\n\nb,true,1,q,3,4\n", "line 3: column 4 is “q”" },
    { "a,true,1,2,,4\n", "line 1: column 5 is “”" },
    { "a,true,1,2,0x3,4\n", "line 1: column 5 is “0x3”" },
    { "\xff\xfe\x01", "line 1" },
    { SAFFRON_XENIUM_HEADER "\n1,2,3,4\n1,2,3\n", "line 3: 3 columns" },
    { SAFFRON_XENIUM_HEADER "\n1,2,q,4\n", "line 2: column 3 is “q”" },
    { SAFFRON_XENIUM_HEADER "\n", "no landmark" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      assert_says (parse_bigwarp (bad[i].text, NULL, &error), &error,
                   "some.csv", bad[i].said);
    }
}

static void
test_points_refused (void)
{
  static const char point[] = "[{\"geometry\": {\"type\": \"Point\", "
                              "\"coordinates\": [1, 2]}}]";
  static const struct {
    const char *a, *b, *file, *said;
  } bad[] = {
    { ",X,Y\n1,2,3\n", ",X,Y\n1,2,q\n", "dir/b", "line 2" },
    { ",X,Y\n1,2,3\n", ",X,Y\n1,,\n", "dir/a", "row by row" },
    { point, "{\"type\": ", "dir/b", "line 1" },
    { point, "[]", "dir/b", "no points in it" },
    { point, "[3]", "dir/b", "feature 1" },
    { point, "{\"features\": 3}", "dir/b", "list of features" },
    { point, "[{}, {\"geometry\": {\"type\": \"Point\"}}]", "dir/b",
      "feature 2: its point has no coordinates" },
    { point, "[{\"geometry\": {\"type\": \"Point\", \"coordinates\": [1]}}]",
      "dir/b", "feature 1: a point should be [x, y]" },
    { point,
      "[{\"geometry\": {\"type\": \"Point\", \"coordinates\": [1, \"2\"]"
      "}}]",
      "dir/b", "two numbers" },
    { point,
      "[{\"geometry\": {\"type\": \"Point\", \"coordinates\": [1, 1e999]"
      "}}]",
      "dir/b", "“coordinates” is too large" },
    { point,
      "[{\"geometry\": {\"type\": \"MultiPoint\", \"coordinates\": "
      "[[1, 2], [3, 4]]}}]",
      "dir/a", "points without a name: 1 here and 2 in" },
    { geojson, "n,X,Y\ngland,1,2\n", "dir/a",
      "points with the name “gland”: 2 here and 1" },
    { geojson, "n,X,Y\nx,1,2\n", "dir/a", "same name on both" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      assert_says (parse_points (bad[i].a, bad[i].b, NULL, &error), &error,
                   bad[i].file, bad[i].said);
    }
}

/* Returns a copy with a few bytes changed, inserted, erased or doubled. */
static GString *
mutate (const char *text, GRand *rand)
{
  static const char letters[] = ",,\"\"[]{}:\n\r 01.e-+;\ttruefalsNaInfiy\xff";
  GString *out = g_string_new (text);

  for (int k = g_rand_int_range (rand, 1, 6); k > 0 && out->len > 0; k--)
    {
      gssize at = g_rand_int_range (rand, 0, (gint32) out->len);
      gssize n = g_rand_int_range (rand, 1, 12);
      char letter =
          letters[g_rand_int_range (rand, 0, (gint32) sizeof letters - 1)];

      n = MIN (n, (gssize) out->len - at);
      switch (g_rand_int_range (rand, 0, 5))
        {
        case 0:
          out->str[at] = letter;
          break;
        case 1:
          g_string_insert_c (out, at, letter);
          break;
        case 2:
          g_string_erase (out, at, n);
          break;
        case 3:
          {
            g_autofree char *part = g_strndup (out->str + at, (gsize) n);

            g_string_insert (out, at, part);
            break;
          }
        default:
          g_string_truncate (out, (gsize) at);
        }
    }
  return out;
}

/* Checks that there is either an error or landmarks that can be used. */
static void
assert_sound (GArray *got, GError *error)
{
  g_assert_true ((got == NULL) == (error != NULL));
  if (error != NULL)
    {
      g_assert_null (strchr (error->message, '\n'));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_assert_cmpuint (got->len, >, 0);
  for (guint i = 0; i < got->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (got, SaffronLandmark, i);

      g_assert_true (isfinite (l->reference.x) && isfinite (l->reference.y)
                     && isfinite (l->moving.x) && isfinite (l->moving.y));
      g_assert_true (g_utf8_validate (l->name, -1, NULL));
    }
}

static void
test_mutations (void)
{
  static const char *const seeds[] = {
    bigwarp,
    bigwarp_3d,
    geojson,
    ",X,Y\nvessel,1,2\n\"a \"\"b\"\"\",3,4\ngland,5,6.5\ngland,7,-8e2\n",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (int k = 0; k < 20000; k++)
    {
      const char *seed = seeds[k % G_N_ELEMENTS (seeds)];
      const char *other = seeds[2 + k % 2];
      g_autoptr (GString) text = mutate (seed, rand);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) error2 = NULL;
      g_autoptr (GArray) pairs = parse_bigwarp (text->str, NULL, &error);
      g_autoptr (GArray) points =
          k / 4 % 2 ? parse_points (text->str, other, NULL, &error2)
                    : parse_points (other, text->str, NULL, &error2);

      assert_sound (pairs, error);
      assert_sound (points, error2);
    }
}

static void
test_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("saffron-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pairs.csv", NULL);
  g_autofree char *none = g_build_filename (folder, "none.csv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) got = NULL;

  g_assert_true (g_file_set_contents (path, bigwarp, -1, NULL));
  got = saffron_landmarks_file_read (path, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (got->len, ==, 2);
  g_assert_null (saffron_landmarks_file_read (none, NULL, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, none));
  g_clear_error (&error);
  g_assert_null (saffron_landmarks_file_read (path, folder, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
  g_remove (path);
  g_rmdir (folder);
}

/* Checks that joining replaces landmarks from the same file and keeps those
 * from other files and those that a person placed. */
static void
test_join (void)
{
  g_autoptr (GArray) all = saffron_landmarks_new ();
  g_autoptr (GArray) more = saffron_landmarks_new ();
  SaffronRefPoint p = { 1, 2 };
  SaffronMovPoint q = { 3, 4 };

  saffron_landmarks_add (all, p, q, "mine", NULL);
  saffron_landmarks_add (all, p, q, "old", "a.csv");
  saffron_landmarks_add (all, p, q, "other", "b.csv");
  saffron_landmarks_add (more, p, q, "new", "a.csv");
  saffron_landmarks_add (more, p, q, "newer", "a.csv");
  saffron_landmarks_join (all, more);
  g_assert_cmpuint (all->len, ==, 4);
  assert_pair (all, 0, "mine", 1, 2, 3, 4);
  assert_pair (all, 1, "other", 1, 2, 3, 4);
  assert_pair (all, 2, "new", 1, 2, 3, 4);
  assert_pair (all, 3, "newer", 1, 2, 3, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/landmark-file/bigwarp", test_bigwarp);
  g_test_add_func ("/landmark-file/xenium", test_xenium);
  g_test_add_func ("/landmark-file/tables", test_tables);
  g_test_add_func ("/landmark-file/geojson", test_geojson);
  g_test_add_func ("/landmark-file/geojson-labels", test_geojson_labels);
  g_test_add_func ("/landmark-file/bigwarp-refused", test_bigwarp_refused);
  g_test_add_func ("/landmark-file/points-refused", test_points_refused);
  g_test_add_func ("/landmark-file/mutations", test_mutations);
  g_test_add_func ("/landmark-file/files", test_files);
  g_test_add_func ("/landmark-file/join", test_join);
  return g_test_run ();
}
