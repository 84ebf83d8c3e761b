/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/landmark-write.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "session/landmark-file.h"

/* Checks that each format is read as it was written, and that landmarks that
 * are not active are marked so or left out and counted. */
static void
test_write (void)
{
  g_autofree char *folder = g_dir_make_tmp ("saffron-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a", NULL);
  g_autofree char *other = g_build_filename (folder, "b", NULL);
  g_autoptr (GArray) all = saffron_landmarks_new ();

  for (int i = 0; i < 5; i++)
    saffron_landmarks_add (all, (SaffronRefPoint){ 10.25 * i, 3.0 - i },
                           (SaffronMovPoint){ 1e5 + 0.0625 * i, 7.0 }, "1",
                           "a");
  g_free (g_array_index (all, SaffronLandmark, 1).name);
  g_array_index (all, SaffronLandmark, 1).name = g_strdup ("a \"b\", ü");
  g_array_index (all, SaffronLandmark, 4).active = FALSE;
  for (guint k = 0; k < SAFFRON_N_LANDMARK_FORMATS; k++)
    {
      gboolean pair = saffron_landmark_format_is_pair (k);
      guint n = k == SAFFRON_LANDMARK_FORMAT_BIGWARP ? 5 : 4, left_out = 99;
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) got = NULL;

      g_test_message ("%s", saffron_landmark_format_get_name (k));
      g_assert_true (saffron_landmarks_file_write (path, pair ? other : NULL, k,
                                                   all, &left_out, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (left_out, ==, 5 - n);
      got =
          saffron_landmarks_file_read (path, pair ? other : NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (got->len, ==, n);
      for (guint i = 0; i < n; i++)
        {
          const SaffronLandmark *a = &g_array_index (all, SaffronLandmark, i);
          const SaffronLandmark *b = &g_array_index (got, SaffronLandmark, i);

          if (k != SAFFRON_LANDMARK_FORMAT_XENIUM)
            g_assert_cmpstr (a->name, ==, b->name);
          g_assert_cmpint (a->active, ==, b->active);
          g_assert_cmpfloat (a->reference.x, ==, b->reference.x);
          g_assert_cmpfloat (a->reference.y, ==, b->reference.y);
          g_assert_cmpfloat (a->moving.x, ==, b->moving.x);
          g_assert_cmpfloat (a->moving.y, ==, b->moving.y);
        }
    }
  g_remove (path);
  g_remove (other);
  g_rmdir (folder);
}

static const char *const bigwarp[2] = {
  "\"Pt-0\",\"true\",\"1.0000\",\"2.0000\",\"7.5\",\"3.0000\",\"4.0000\","
  "\"8.25\"\n"
  "\"Pt-1\",\"false\",\"11.0000\",\"2.0000\",\"7\",\"3.0000\",\"14.0000\","
  "\"9\"\n",
  NULL,
};
static const char *const xenium[2] = {
  "fixedX,fixedY,alignmentX,alignmentY,Name,note,2\n"
  "1.0000,2.0000,3.0000,4.0000,vessel,\"a, b\",\n"
  "5.0000,6.0000,7.0000,8.0000,fold,,x\n",
  NULL,
};
static const char *const points[2] = {
  ",X,Y,stain,grade\na,1.0000,2.0000,HE,2\nb,3.0000,4.0000,\"H, E\",\n",
  ",X,Y,observer\na,11.0000,2.0000,mü\nb,13.0000,4.0000,\n",
};
#define FEATURE(at, more)                                                      \
  "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":" at \
  "},\"properties\":{" more "}}"
#define FEATURES(one, two)                                                     \
  "{\"type\":\"FeatureCollection\",\"features\":[" one "," two "]}"
static const char *const geojson[2] = {
  FEATURES (FEATURE ("[1.5,2.5]",
                     "\"objectType\":\"annotation\",\"name\":\"a\","
                     "\"classification\":{\"name\":\"Tumor\",\"color\":[200,0,"
                     "0]},\"isLocked\":true,\"measurements\":{\"Area\":1.5}"),
            FEATURE ("[3.25,4.5]",
                     "\"classification\":{\"name\":\"b\"},"
                     "\"objectType\":\"detection\"")),
  FEATURES (
      FEATURE ("[11.5,2.5]", "\"objectType\":\"annotation\",\"name\":\"a\""),
      FEATURE ("[13.5,4.5]", "\"objectType\":\"annotation\",\"name\":\"b\"")),
};

static char *
compact (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  return node != NULL && text[0] == '{' ? json_to_string (node, FALSE)
                                        : g_strdup (text);
}

/* Reads what @texts are, takes it through a session's JSON and writes it in the
 * same format. */
static void
assert_kept (SaffronLandmarkFormat format, const char *const texts[2])
{
  g_autofree char *folder = g_dir_make_tmp ("saffron-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a", NULL);
  g_autofree char *other = g_build_filename (folder, "b", NULL);
  const char *const paths[2] = { path, other };
  gboolean pair = saffron_landmark_format_is_pair (format);
  g_autoptr (GArray) read = NULL;
  g_autoptr (GArray) again = NULL;
  g_autoptr (JsonNode) json = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < (pair ? 2 : 1); i++)
    g_file_set_contents (paths[i], texts[i], -1, NULL);
  read = saffron_landmarks_file_read (path, pair ? other : NULL, NULL, &error);
  g_assert_no_error (error);
  json = saffron_landmarks_to_json (read);
  again = saffron_landmarks_from_json (json, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 2; i++)
    g_remove (paths[i]);
  g_assert_true (saffron_landmarks_file_write (path, pair ? other : NULL,
                                               format, again, NULL, &error));
  g_assert_no_error (error);
  for (int i = 0; i < (pair ? 2 : 1); i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *got = NULL;
      g_autofree char *expected = compact (texts[i]);

      g_assert_true (g_file_get_contents (paths[i], &text, NULL, NULL));
      got = compact (text);
      g_assert_cmpstr (got, ==, expected);
      g_remove (paths[i]);
    }
  g_rmdir (folder);
}

/* What files have beyond places and names comes out again as it went in. */
static void
test_extra (void)
{
  assert_kept (SAFFRON_LANDMARK_FORMAT_BIGWARP, bigwarp);
  assert_kept (SAFFRON_LANDMARK_FORMAT_XENIUM, xenium);
  assert_kept (SAFFRON_LANDMARK_FORMAT_POINTS, points);
  assert_kept (SAFFRON_LANDMARK_FORMAT_GEOJSON, geojson);
}

/* A landmark that has another name now has it in all of its columns, and one
 * that is new has empty ones. */
static void
test_extra_edited (void)
{
  g_autoptr (GArray) read = saffron_landmarks_parse_pairs (
      xenium[0], strlen (xenium[0]), "a.csv", NULL, NULL);
  g_autofree char *folder = g_dir_make_tmp ("saffron-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a", NULL);
  g_autofree char *text = NULL;
  SaffronLandmark *first = &g_array_index (read, SaffronLandmark, 0);

  g_free (first->name);
  first->name = g_strdup ("duct");
  saffron_landmarks_add (read, (SaffronRefPoint){ 9, 9 },
                         (SaffronMovPoint){ 9, 9 }, "new", NULL);
  g_assert_true (saffron_landmarks_file_write (
      path, NULL, SAFFRON_LANDMARK_FORMAT_XENIUM, read, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==,
                   "fixedX,fixedY,alignmentX,alignmentY,Name,note,2\n"
                   "1.0000,2.0000,3.0000,4.0000,duct,\"a, b\",\n"
                   "5.0000,6.0000,7.0000,8.0000,fold,,x\n"
                   "9.0000,9.0000,9.0000,9.0000,,,\n");
  g_remove (path);
  g_rmdir (folder);
}

/* Checks that nothing is written where there is nothing to write, and that of
 * two files none is replaced when the second cannot be written. */
static void
test_not_written (void)
{
  g_autofree char *folder = g_dir_make_tmp ("saffron-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a", NULL);
  g_autofree char *other = g_build_filename (folder, "none", "b", NULL);
  g_autoptr (GArray) all = saffron_landmarks_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (saffron_landmarks_file_write (
      path, NULL, SAFFRON_LANDMARK_FORMAT_BIGWARP, all, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_clear_error (&error);
  saffron_landmarks_add (all, (SaffronRefPoint){ 1, 2 },
                         (SaffronMovPoint){ 3, 4 }, "1", "a");
  g_assert_false (saffron_landmarks_file_write (
      path, other, SAFFRON_LANDMARK_FORMAT_POINTS, all, NULL, &error));
  g_assert_nonnull (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/landmark-write/round-trip", test_write);
  g_test_add_func ("/landmark-write/extra", test_extra);
  g_test_add_func ("/landmark-write/extra-edited", test_extra_edited);
  g_test_add_func ("/landmark-write/not-written", test_not_written);
  return g_test_run ();
}
