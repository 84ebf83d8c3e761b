/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "common.h"
#include "quality/points-file.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/error.h"

static GArray *
parse (const char *text, GError **error)
{
  return saffron_points_parse (text, strlen (text), "some.csv", error);
}

static void
assert_point (GArray *points, guint i, const char *label, double x, double y)
{
  const SaffronFilePoint *p = &g_array_index (points, SaffronFilePoint, i);

  g_assert_cmpuint (i, <, points->len);
  g_assert_cmpstr (p->label, ==, label);
  g_assert_cmpfloat (p->x, ==, x);
  g_assert_cmpfloat (p->y, ==, y);
}

/* Checks that the same two points are read from tables in all the forms that
 * programs and people write. */
static void
test_kinds (void)
{
  static const char *const texts[] = {
    ",X,Y\n1,10.5,20\n2,-3,4e2\n",
    ",X,Y\r\n1,10.5,20\r\n2,-3,4e2\r\n",
    ",X,Y\r1,10.5,20\r2,-3,4e2",
    "\xef\xbb\xbf,X,Y\n1,10.5,20\n2,-3,4e2",
    " , X , Y \n 1 , 10.5 , 20 \n\n\n 2 , -3 , 4e2 \n\n",
    "\"\",\"X\",\"Y\"\n\"1\",\"10.5\",\"20\"\n\"2\",\"-3\",\"4e2\"\n",
    "X,Y\n10.5,20\n-3,4e2\n",
    "id,y,x\n1,20,10.5\n2,4e2,-3\n",
    "id;x;y\n1;10.5;20\n2;-3;4e2\n",
    "\tX\tY\n1\t10.5\t20\n2\t-3\t4e2\n",
    "Name,Area,X,Y,Mean\n1,7,10.5,20,8\n2,,-3,4e2,\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) points = parse (texts[i], &error);

      g_assert_no_error (error);
      g_assert_cmpuint (points->len, ==, 2);
      assert_point (points, 0, "1", 10.5, 20);
      assert_point (points, 1, "2", -3, 400);
    }
}

static void
test_refused (void)
{
  static const struct {
    const char *text, *said;
  } bad[] = {
    { "", "some.csv is empty" },
    { "\n\n", "some.csv is empty" },
    { ",X,Y\n", "no points" },
    { "1,2,3\n4,5,6\n", "line 1: no columns X and Y" },
    { ",X\n1,2\n", "line 1: no columns X and Y" },
    { ",X,Y\n1,2,3\n2,3\n", "line 3: 2 columns where the header has 3" },
    { ",X,Y\n1,2,3,4\n", "line 2: 4 columns" },
    { ",X,Y\n\n1,2,abc\n", "line 3: Y is “abc”" },
    { ",X,Y\n1,nano,3\n", "line 2: X is “nano”" },
    { ",X,Y\n1,2,-inf\n", "line 2: Y is “-inf”" },
    { ",X,Y\n1,1e999,3\n", "line 2: X is “1e999”" },
    { ",X,Y\n1,2,-1e308\n", "line 2: Y is “-1e308”" },
    { ",X,Y\n1,0x10,3\n", "line 2: X is “0x10”" },
    { ",X,Y\n1,2 3,3\n", "line 2: X is “2 3”" },
    { ",X,Y\n\"1\n1\",2,3\n2,q,4\n", "line 4: X is “q”" },
    { "\xff\xfe,\0X", "no columns" },
    { "\x89PNG\r\n\x1a\n", "no columns" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (bad[i].text, &error));
      g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, bad[i].said));
      g_assert_nonnull (strstr (error->message, "some.csv"));
      g_assert_null (strchr (error->message, '\n'));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (saffron_points_parse ("a\0b", 3, "some.csv", &error));
    g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
  }
}

/* Checks that parsing any bytes gives an error or points and does not crash. */
static void
test_garbage (void)
{
  static const char letters[] = ",,,XY\"\"\n\n\r 01.e-;\tnaif\xc3\xff";
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (int k = 0; k < 20000; k++)
    {
      int n = g_rand_int_range (rand, 0, 60);
      g_autoptr (GString) text = g_string_new (k % 2 ? ",X,Y\n" : "");
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) points = NULL;

      for (int i = 0; i < n; i++)
        g_string_append_c (
            text,
            letters[g_rand_int_range (rand, 0, (gint32) sizeof letters - 1)]);
      points = parse (text->str, &error);
      g_assert_true ((points == NULL) == (error != NULL));
    }
}

/* Checks that a row that lacks a coordinate is a point without a place. */
static void
test_no_place (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) points =
      parse (",X,Y\na,,\nb,1,\nc,,2\nd,NaN,2\ne,NA,na\nf,1,2\n", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (points->len, ==, 6);
  for (guint i = 0; i < 5; i++)
    {
      const SaffronFilePoint *p = &g_array_index (points, SaffronFilePoint, i);

      g_assert_false (saffron_file_point_is_set (p));
      g_assert_true (isnan (p->x) && isnan (p->y));
    }
  assert_point (points, 5, "f", 1, 2);
}

static void
test_round_trip (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "points.csv", NULL);
  g_autoptr (GArray) points = saffron_file_points_new ();
  g_autoptr (GArray) back = NULL;
  g_autoptr (GError) error = NULL;

  saffron_file_points_add (points, NULL, 1.25, 123456.7891);
  saffron_file_points_add (points, "a \"b\", c", -0.5, 0.0);
  saffron_file_points_add (points, "gone", NAN, NAN);
  g_assert_true (saffron_points_file_write (path, points, &error));
  g_assert_no_error (error);
  back = saffron_points_file_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->len, ==, 3);
  assert_point (back, 0, "1", 1.25, 123456.7891);
  assert_point (back, 1, "a \"b\", c", -0.5, 0.0);
  g_assert_false (
      saffron_file_point_is_set (&g_array_index (back, SaffronFilePoint, 2)));

  g_assert_null (saffron_points_file_read (folder, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
  g_clear_error (&error);
  g_unlink (path);
  g_assert_null (saffron_points_file_read (path, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/points-file/no-place", test_no_place);
  g_test_add_func ("/points-file/kinds", test_kinds);
  g_test_add_func ("/points-file/refused", test_refused);
  g_test_add_func ("/points-file/garbage", test_garbage);
  g_test_add_func ("/points-file/round-trip", test_round_trip);
  return g_test_run ();
}
