/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/html.h"

#include <math.h>

#include <json-glib/json-glib.h>

#include "export/report-table.h"

static void
assert_text (const char *text, const char *expected)
{
  g_autoptr (GString) html = g_string_new (NULL);

  saffron_html_append_text (html, text);
  g_assert_cmpstr (html->str, ==, expected);
}

static void
test_text (void)
{
  assert_text (NULL, "");
  assert_text ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;");
  assert_text ("two\nlines\t", "two\nlines\t");
  assert_text ("\x1b[2J\r", "\xef\xbf\xbd[2J\xef\xbf\xbd");
  assert_text ("\xff", "\xef\xbf\xbd");
  /* What turns the direction of writing around. */
  assert_text ("a\xe2\x80\xae"
               "b",
               "a\xef\xbf\xbd"
               "b");
  assert_text ("µm 日本", "µm 日本");
}

static void
assert_number (double value, int decimals, const char *expected)
{
  g_autoptr (GString) html = g_string_new (NULL);

  saffron_html_append_number (html, value, decimals);
  g_assert_cmpstr (html->str, ==, expected);
}

static void
test_number (void)
{
  assert_number (1.5, 3, "1.5");
  assert_number (100.0, 3, "100");
  assert_number (100.0, 0, "100");
  assert_number (-0.0001, 3, "0");
  assert_number (0.1 + 0.2, 3, "0.3");
  assert_number (NAN, 3, "");
  assert_number (1e300, 1, "1000000000000000");
}

static void
test_printf (void)
{
  g_autoptr (GString) html = g_string_new (NULL);

  saffron_html_printf (html, "<p title=\"%s\">%d %%</p>", "\"<", 7);
  g_assert_cmpstr (html->str, ==, "<p title=\"&quot;&lt;\">7 %</p>");
}

/* The row of a slide with such a name. */
static char *
row_of (const char *name)
{
  g_autoptr (JsonArray) slides = json_array_new ();
  JsonObject *slide = json_object_new ();
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;

  json_object_set_string_member (slide, "name", name);
  json_array_add_object_element (slides, slide);
  csv = saffron_report_to_csv (slides);
  lines = g_strsplit (csv, "\n", 3);
  g_assert_cmpstr (lines[2], ==, "");
  return g_strdup (lines[1]);
}

/* No spreadsheet runs a text of somebody else. */
static void
test_formulas (void)
{
  static const char *const cases[][2] = {
    { "plain", "plain," },
    { "=1+1", "'=1+1," },
    { " =1+1", "' =1+1," },
    { "-2", "'-2," },
    { "+x", "'+x," },
    { "@x", "'@x," },
    { "\t=x", "' =x," },
    { "\xef\xbc\x9dx", "'\xef\xbc\x9dx," },
    { "a=b", "a=b," },
    { "a\nb", "a b," },
    { "=\"a\",b", "\"'=\"\"a\"\",b\"," },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *row = row_of (cases[i][0]);

      g_assert_true (g_str_has_prefix (row, cases[i][1]));
    }
}

/* A negative number is a number, and none is known of a slide without a run. */
static void
test_values (void)
{
  g_autoptr (JsonNode) node = json_from_string (
      "{\"a\": {\"b\": [{\"c_px\": -1.5, \"d\": 7, \"e\": null}]}}", NULL);
  JsonObject *object = json_node_get_object (node);
  g_autofree char *number = saffron_report_value_to_text (
      saffron_report_find (object, "a.b.0.c", "_px"));
  g_autofree char *whole = saffron_report_value_to_text (
      saffron_report_find (object, "a.b.0.d", NULL));

  g_assert_cmpstr (number, ==, "-1.5");
  g_assert_cmpstr (whole, ==, "7");
  g_assert_null (saffron_report_find (object, "a.b.0.e", NULL));
  g_assert_null (saffron_report_find (object, "a.b.1.d", NULL));
  g_assert_null (saffron_report_find (object, "a.b.x.d", NULL));
  g_assert_null (saffron_report_find (NULL, "a", NULL));
  g_assert_true (isnan (saffron_report_find_number (object, "a.b", NULL)));
}

/* Markup stands in a translated sentence, in its order or another; the rest is
 * text. */
static void
test_sentence (void)
{
  const char *markups[] = { "<b>1</b>", "<b>2</b>", NULL };
  g_autoptr (GString) html = g_string_new (NULL);

  saffron_html_append_sentence (html, "%s < 10 %% of %s.", markups);
  g_assert_cmpstr (html->str, ==, "<b>1</b> &lt; 10 % of <b>2</b>.");
  g_string_truncate (html, 0);
  saffron_html_append_sentence (html, "%2$s von %1$s", markups);
  g_assert_cmpstr (html->str, ==, "<b>2</b> von <b>1</b>");
  g_string_truncate (html, 0);
  /* What a careless translation asks for is not there. */
  saffron_html_append_sentence (html, "%s %s %s %9$s %0$s%", markups);
  g_assert_cmpstr (html->str, ==, "<b>1</b> <b>2</b>   ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/text", test_text);
  g_test_add_func ("/html/number", test_number);
  g_test_add_func ("/html/printf", test_printf);
  g_test_add_func ("/html/formulas", test_formulas);
  g_test_add_func ("/html/values", test_values);
  g_test_add_func ("/html/sentence", test_sentence);
  return g_test_run ();
}
