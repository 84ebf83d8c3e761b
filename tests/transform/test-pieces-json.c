/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/pieces.h"

#include <string.h>

#include "base/error.h"
#include "transform/random-pieces.h"

static char *
to_text (const SaffronTransform *transform)
{
  g_autoptr (JsonNode) node = saffron_transform_to_json (transform);

  return json_to_string (node, FALSE);
}

static SaffronTransform *
from_text (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, error);

  return node == NULL ? NULL : saffron_transform_from_json (node, error);
}

static void
test_round_trip (void)
{
  for (guint32 seed = 0; seed < 20; seed++)
    {
      g_autoptr (SaffronTransform) torn = torn_transform (seed, 123.456);
      g_autoptr (SaffronTransform) moved = saffron_transform_of_whole (
          torn, 7000.1, 6000.3, (SaffronRefPoint){ 1.0 / 3.0, 2.7 },
          (SaffronMovPoint){ 0.1, 0.2 });
      const SaffronTransform *both[] = { torn, moved };

      for (int i = 0; i < 2; i++)
        {
          g_autofree char *text = to_text (both[i]);
          g_autoptr (GError) error = NULL;
          g_autoptr (SaffronTransform) back = from_text (text, &error);
          g_autofree char *again = NULL;

          g_assert_no_error (error);
          g_assert_true (saffron_transform_equal (both[i], back));
          again = to_text (back);
          g_assert_cmpstr (text, ==, again);
          /* Whoever knows no pieces must not take it for a smooth one. */
          g_assert_null (strstr (text, "\"lattice\""));
        }
      g_assert_false (saffron_transform_equal (torn, moved));
    }
}

/* Equal only if map and lattices are. */
static void
test_equal (void)
{
  g_autoptr (SaffronTransform) a = torn_transform (3, 50.0);
  g_autoptr (SaffronTransform) b = torn_transform (3, 50.0);
  g_autoptr (SaffronTransform) c = torn_transform (4, 50.0);
  g_autoptr (SaffronTransform) one = saffron_transform_get_piece (a, 0);

  g_assert_true (saffron_transform_equal (a, b));
  g_assert_false (saffron_transform_equal (a, c));
  g_assert_false (saffron_transform_equal (a, one));
  saffron_transform_get_map (b)->labels[777]++;
  g_assert_false (saffron_transform_equal (a, b));
}

#define HEAD "{\"affine\":[1,0,0,0,1,0],\"width\":10,\"height\":10,"
#define PIECES(x1, cell, labels, lattices)                                     \
  HEAD "\"pieces\":{\"x0\":0,\"y0\":0,\"x1\":" x1 ",\"y1\":10,\"cell\":" cell  \
       ",\"labels\":" labels ",\"lattices\":" lattices "}}"

/* 2 × 2 cells: "AAMA" is four of label 0, "AQAAAQIA" one of label 1, three
 * more. */
static void
test_hostile (void)
{
  static const char *const good[] = {
    PIECES ("10", "5", "\"AAMA\"", "[null]"),
    PIECES ("10", "5", "\"AQAAAAIA\"", "[null,null]"),
    PIECES ("10", "5", "\"AAMA\"", "[null,null,null]"),
  };
  static const char *const bad[] = {
    HEAD "\"pieces\":null}",
    HEAD "\"pieces\":[]}",
    HEAD "\"pieces\":{}}",
    HEAD "\"pieces\":{\"lattices\":[null]}}",
    HEAD "\"lattice\":null,\"pieces\":{\"x0\":0,\"y0\":0,\"x1\":10,\"y1\":10,"
         "\"cell\":5,\"labels\":\"AAMA\",\"lattices\":[null]}}",
    PIECES ("10", "5", "\"AAMA\"", "[]"),
    PIECES ("10", "5", "\"AAMA\"", "{}"),
    PIECES ("10", "5", "\"AAMA\"", "[3]"),
    PIECES ("10", "5", "\"AAMA\"", "[{}]"),
    PIECES ("10", "5", "\"AAIA\"", "[null]"),
    PIECES ("10", "5", "\"AAQA\"", "[null]"),
    PIECES ("10", "5", "\"AP//\"", "[null]"),
    PIECES ("10", "5", "\"AAM\"", "[null]"),
    PIECES ("10", "5", "\"AAM=\"", "[null]"),
    PIECES ("10", "5", "\"A*MA\"", "[null]"),
    PIECES ("10", "5", "\"\"", "[null]"),
    PIECES ("10", "5", "\"AQAAAAIA\"", "[null]"),
    PIECES ("10", "5", "\"/wMA\"", "[null]"),
    PIECES ("10", "5", "null", "[null]"),
    PIECES ("10", "5", "[0,0,0,0]", "[null]"),
    PIECES ("10", "0", "\"AAMA\"", "[null]"),
    PIECES ("10", "-5", "\"AAMA\"", "[null]"),
    PIECES ("10", "1e-9", "\"AAMA\"", "[null]"),
    PIECES ("10", "0.001", "\"AAMA\"", "[null]"),
    PIECES ("0", "5", "\"AAMA\"", "[null]"),
    PIECES ("-10", "5", "\"AAMA\"", "[null]"),
    PIECES ("1e9", "5", "\"AAMA\"", "[null]"),
    PIECES ("1e999", "5", "\"AAMA\"", "[null]"),
    PIECES ("\"10\"", "5", "\"AAMA\"", "[null]"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SaffronTransform) read = from_text (good[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (read);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (from_text (bad[i], &error));
      g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
      g_assert_null (strchr (error->message, '\n'));
    }
}

/* A map that lies beside the reference or sticks out is refused: places far
 * away would count as the reference's. */
static void
test_map_elsewhere (void)
{
  static const struct {
    const char *x0, *y0, *x1, *y1;
    gboolean fine;
  } areas[] = {
    { "0", "0", "10", "10", TRUE },
    { "0", "2.5", "10", "10", TRUE },
    { "1e8", "0", "100000010", "10", FALSE },
    { "-1e9", "0", "-999999990", "10", FALSE },
    { "0", "-9", "10", "1", FALSE },
    { "0", "0", "10", "11", FALSE },
    { "0", "0", "11", "10", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      g_autofree char *text = g_strdup_printf (
          HEAD "\"pieces\":{\"x0\":%s,\"y0\":%s,\"x1\":%s,\"y1\":%s,"
               "\"cell\":7,\"labels\":\"AAMA\",\"lattices\":[null]}}",
          areas[i].x0, areas[i].y0, areas[i].x1, areas[i].y1);
      g_autoptr (GError) error = NULL;
      g_autoptr (SaffronTransform) read = from_text (text, &error);

      g_test_message ("%s", text);
      g_assert_true ((read != NULL) == areas[i].fine);
      if (read == NULL)
        g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
    }
}

/* 256 pieces are one too many, and a lattice has to cover its piece and not to
 * be finer than any memory. */
static void
test_limits (void)
{
  g_autoptr (GString) nulls = g_string_new ("null");
  g_autofree char *zeros = g_malloc0 (64);
  g_autofree char *z64 = g_base64_encode ((guchar *) zeros, 64);
  static const struct {
    const char *spacing, *x0;
    gboolean fine;
  } lattices[] = { { "10", "-10", TRUE },
                   { "5", "-5", FALSE },
                   { "10", "10", FALSE },
                   { "0.001", "-0.001", FALSE } };

  for (int n = 1; n <= 256; n++, g_string_append (nulls, ",null"))
    {
      g_autofree char *text =
          g_strdup_printf (PIECES ("10", "5", "\"AAMA\"", "[%s]"), nulls->str);
      g_autoptr (SaffronTransform) read = from_text (text, NULL);

      g_assert_true ((read != NULL) == (n <= SAFFRON_MAX_PIECES));
    }
  for (guint i = 0; i < G_N_ELEMENTS (lattices); i++)
    {
      g_autofree char *text = g_strdup_printf (
          PIECES ("10", "5", "\"AAMA\"",
                  "[{\"n_x\":4,\"n_y\":4,\"spacing\":%s,\"x0\":%s,\"y0\":%s,"
                  "\"u\":\"%s\",\"v\":\"%s\"}]"),
          lattices[i].spacing, lattices[i].x0, lattices[i].x0, z64, z64);
      g_autoptr (SaffronTransform) read = from_text (text, NULL);

      g_assert_true ((read != NULL) == lattices[i].fine);
    }
}

/* A displacement that is not a number is refused, in whichever piece. */
static void
test_nan (void)
{
  float values[16] = { 0.0f };

  for (int bad = 0; bad < 2; bad++)
    {
      g_autofree char *zeros =
          g_base64_encode ((guchar *) values, sizeof values);
      g_autofree char *last = NULL;
      g_autofree char *text = NULL;
      g_autoptr (SaffronTransform) read = NULL;

      values[13] = bad ? NAN : 1.0f;
      last = g_base64_encode ((guchar *) values, sizeof values);
      values[13] = 0.0f;
      text = g_strdup_printf (
          PIECES ("10", "5", "\"AQAAAAIA\"",
                  "[null,{\"n_x\":4,\"n_y\":4,\"spacing\":10,\"x0\":-10,"
                  "\"y0\":-10,\"u\":\"%s\",\"v\":\"%s\"}]"),
          zeros, last);
      read = from_text (text, NULL);
      g_assert_true ((read != NULL) == !bad);
    }
}

/* A document with bytes changed, left out or doubled is refused or read as
 * some transform that can be used; never a crash, never much memory. */
static void
test_corrupted (void)
{
  g_autoptr (SaffronTransform) torn = torn_transform (1, 80.0);
  g_autofree char *text = to_text (torn);
  gsize length = strlen (text);
  g_autoptr (GRand) rand = g_rand_new_with_seed (99);
  int n_read = 0;

  for (int i = 0; i < 3000; i++)
    {
      g_autoptr (GString) broken = g_string_new (text);
      g_autoptr (GError) error = NULL;
      g_autoptr (SaffronTransform) read = NULL;

      for (int k = g_rand_int_range (rand, 1, 4); k > 0; k--)
        {
          /* Half of them before the lattices, where the shape is told. */
          gsize at = (gsize) g_rand_int_range (
              rand, 0, (gint32) (i % 2 ? length : MIN (length, 1500)));
          gsize n = (gsize) g_rand_int_range (rand, 1, 9);

          at = MIN (at, broken->len - 10);
          switch (g_rand_int_range (rand, 0, 3))
            {
            case 0:
              broken->str[at] =
                  "0123456789.-eAz/+=\"[]{},:n"[g_rand_int_range (rand, 0, 26)];
              break;
            case 1:
              g_string_erase (broken, (gssize) at, (gssize) n);
              break;
            default:
              {
                g_autofree char *part = g_strndup (broken->str + at, n);

                g_string_insert (broken, (gssize) at, part);
              }
            }
        }
      read = from_text (broken->str, &error);
      if (read == NULL)
        {
          g_assert_nonnull (error);
          continue;
        }
      n_read++;
      for (int y = 0; y < 3; y++)
        {
          SaffronRefPoint out;

          saffron_transform_push (
              read,
              saffron_transform_pull (
                  read, (SaffronRefPoint){ 700.0 * y, 500.0 * y }),
              &out);
        }
    }
  g_assert_cmpint (n_read, >, 50);
  g_assert_cmpint (n_read, <, 2500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pieces-json/round-trip", test_round_trip);
  g_test_add_func ("/pieces-json/equal", test_equal);
  g_test_add_func ("/pieces-json/hostile", test_hostile);
  g_test_add_func ("/pieces-json/map-elsewhere", test_map_elsewhere);
  g_test_add_func ("/pieces-json/limits", test_limits);
  g_test_add_func ("/pieces-json/nan", test_nan);
  g_test_add_func ("/pieces-json/corrupted", test_corrupted);
  return g_test_run ();
}
