/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/json.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "common.h"

static JsonNode *
parse (const char *text, GError **error)
{
  return saffron_json_parse (text, strlen (text), "some.json", error);
}

static void
test_refused (void)
{
  static const struct {
    const char *text, *said;
  } bad[] = {
    { "", "is empty" },
    { " \n", "" },
    { "{", "line 1" },
    { "{\n\"a\": 1,\n\"b\": }", "line 3" },
    { "[1, 2", "cut off" },
    { "\xff\xfe", "not a text file" },
    { "nonsense", "not valid JSON" },
    { "{\"a\": 1} {\"a\": 2}", "more than one" },
    { "\"x\"{\"a\": 1}", "more than one" },
    { "[1] \"x\"", "more than one" },
    { "[1]\n[2]", "more than one" },
    { "[1, 1e999]", "too large" },
    { "{\"a\": [{\"b\": [-1e400]}]}", "“b” is too large" },
    { "{\"a\": {\"c\": \"1e999\", \"d\": 1e309}}", "“d” is too large" },
    { "[Infinity]", "not valid JSON" },
    { "[NaN]", "not valid JSON" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (bad[i].text, &error));
      g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
      g_assert_true (g_str_has_prefix (error->message, "some.json: "));
      if (strstr (error->message, bad[i].said) == NULL)
        g_error ("“%s”: %s", bad[i].text, error->message);
      g_assert_null (strchr (error->message, '\n'));
    }
}

/* Brackets in strings do not count towards the depth, and closing ones reduce
 * it. */
static void
test_depth (void)
{
  g_autofree char *brackets = g_strnfill (1000, '[');
  g_autofree char *text = g_strdup_printf ("[\"%s\\\"[\"]", brackets);
  g_autoptr (GString) flat = g_string_new ("[");
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) wide = NULL;
  g_autoptr (GError) error = NULL;

  node = parse (text, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 1000; i++)
    g_string_append (flat, i > 0 ? ",[{}]" : "[{}]");
  g_string_append (flat, "]");
  wide = parse (flat->str, &error);
  g_assert_no_error (error);
  g_assert_null (parse (brackets, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "nested too deeply"));
}

/* Numbers are printed as short as possible while reading back the same. */
static void
test_numbers (void)
{
  static const struct {
    double value;
    const char *text;
  } cases[] = {
    { 0.1, "0.1" },
    { 1.0, "1.0" },
    { -2.5, "-2.5" },
    { 1e300, "1e+300" },
    { 1.0 / 3.0, "0.3333333333333333" },
    { 123456789.0, "123456789.0" },
  };
  guint32 state = 7;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = saffron_json_number (cases[i].value);
      g_autofree char *text = saffron_json_print (node);

      g_assert_cmpstr (g_strchomp (text), ==, cases[i].text);
    }
  for (int i = 0; i < 10000; i++)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];
      double value;

      state = state * 1664525u + 1013904223u;
      value = ldexp ((double) state - 2e9, (int) (state >> 20) % 900 - 450);
      saffron_json_format_double (value, text, sizeof text);
      g_assert_true (g_ascii_strtod (text, NULL) == value);
    }
  {
    g_autoptr (JsonNode) nan_node = saffron_json_number (NAN);
    g_autoptr (JsonNode) inf_node = saffron_json_number (-INFINITY);

    g_assert_true (JSON_NODE_HOLDS_NULL (nan_node));
    g_assert_true (JSON_NODE_HOLDS_NULL (inf_node));
  }
}

static void
test_print (void)
{
  static const char *const text =
      "{\"a\": [1, 2.5, \"x\\n\\\"\\u0001é\"], \"b\": {}, \"c\": null,"
      " \"d\": [[true], {\"e\": false}], \"f\": []}";
  g_autoptr (JsonNode) node = parse (text, NULL);
  g_autofree char *once = saffron_json_print (node);
  g_autoptr (JsonNode) again = parse (once, NULL);
  g_autofree char *twice = saffron_json_print (again);

  g_assert_nonnull (again);
  g_assert_true (json_node_equal (node, again));
  g_assert_cmpstr (once, ==, twice);
  g_assert_true (g_str_has_suffix (once, "}\n"));
}

/* What is written can be read. */
static void
test_print_infinity (void)
{
  g_autoptr (JsonNode) node = parse ("[0.5, 0.5, 1e300]", NULL);
  g_autofree char *nines = g_strnfill (309, '9');
  g_autofree char *many = g_strdup_printf ("{\"mine\": %s}", nines);
  g_autofree char *text = saffron_json_print (node);
  g_autoptr (JsonNode) again = parse (text, NULL);
  g_autoptr (JsonNode) infinite =
      json_node_init_double (json_node_alloc (), INFINITY);
  g_autofree char *printed = saffron_json_print (infinite);

  g_assert_cmpstr (printed, ==, "null\n");
  g_assert_null (parse (many, NULL));
  g_assert_nonnull (again);
  g_assert_cmpfloat (
      json_array_get_double_element (json_node_get_array (again), 2), ==,
      1e300);
}

static void
test_members (void)
{
  g_autoptr (JsonNode) root =
      parse ("{\"number\": 2, \"text\": \"t\", \"yes\": true, \"list\": [1], "
             "\"null\": null}",
             NULL);
  JsonObject *object = json_node_get_object (root);
  static const char *const names[] = { "number", "text", "yes", "list" };

  /* Reads each member as each kind: its own kind works, the others give an
   * error that names it. */
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint kind = 0; kind < G_N_ELEMENTS (names); kind++)
      {
        g_autoptr (GError) error = NULL;
        double number = 0.0;
        const char *string = NULL;
        gboolean yes = FALSE, ok = FALSE;
        JsonArray *list = NULL;

        if (kind == 0)
          ok = saffron_json_get_number (object, names[i], 7, &number, &error);
        else if (kind == 1)
          ok = saffron_json_get_string (object, names[i], &string, &error);
        else if (kind == 2)
          ok = saffron_json_get_boolean (object, names[i], FALSE, &yes, &error);
        else
          ok = saffron_json_get_array (object, names[i], &list, &error);
        g_assert_cmpint (ok, ==, i == kind);
        if (ok)
          g_assert_true (number == 2.0 || g_strcmp0 (string, "t") == 0 || yes
                         || list != NULL);
        else
          {
            g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
            g_assert_nonnull (strstr (error->message, names[i]));
          }
      }
}

static void
test_missing (void)
{
  g_autoptr (JsonNode) root = parse ("{\"null\": null}", NULL);
  JsonObject *object = json_node_get_object (root);
  static const char *const names[] = { "null", "absent" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      double number = 0.0;
      const char *string = "";
      gboolean yes = FALSE;
      JsonArray *list = (JsonArray *) names;

      g_assert_true (
          saffron_json_get_number (object, names[i], 7, &number, NULL));
      g_assert_true (saffron_json_get_string (object, names[i], &string, NULL));
      g_assert_true (
          saffron_json_get_boolean (object, names[i], TRUE, &yes, NULL));
      g_assert_true (saffron_json_get_array (object, names[i], &list, NULL));
      g_assert_cmpfloat (number, ==, 7.0);
      g_assert_null (string);
      g_assert_true (yes);
      g_assert_null (list);
    }
}

static void
assert_load (const char *path, gsize max_bytes, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (saffron_json_load (path, max_bytes, &error));
  g_assert_error (error, SAFFRON_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_load (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.json", NULL);
  g_autofree char *fifo = g_build_filename (folder, "fifo", NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "{\"a\": 1}", -1, NULL));
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  node = saffron_json_load (path, 8, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
  assert_load (path, 7, SAFFRON_ERROR_TOO_LARGE);
  assert_load (folder, 99, SAFFRON_ERROR_FORMAT);
  assert_load (fifo, 99, SAFFRON_ERROR_FORMAT);
  assert_load ("/dev/zero", 99, SAFFRON_ERROR_FORMAT);
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_load (path, 99, SAFFRON_ERROR_NOT_FOUND);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json/refused", test_refused);
  g_test_add_func ("/base/json/depth", test_depth);
  g_test_add_func ("/base/json/numbers", test_numbers);
  g_test_add_func ("/base/json/print", test_print);
  g_test_add_func ("/base/json/print-infinity", test_print_infinity);
  g_test_add_func ("/base/json/members", test_members);
  g_test_add_func ("/base/json/missing", test_missing);
  g_test_add_func ("/base/json/load", test_load);
  return g_test_run ();
}
