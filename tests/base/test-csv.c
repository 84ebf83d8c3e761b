/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/csv.h"

#include <string.h>

/* The table as text: each row as its first line's number and its fields in
 * brackets. */
static char *
show (const char *text)
{
  g_auto (SaffronCsvReader) reader = { 0 };
  GString *out = g_string_new (NULL);

  saffron_csv_init (&reader, text, strlen (text));
  while (saffron_csv_next (&reader))
    {
      g_string_append_printf (out, "%u", reader.line);
      for (guint i = 0; i < reader.fields->len; i++)
        g_string_append_printf (
            out, "[%s]", (const char *) g_ptr_array_index (reader.fields, i));
      g_string_append_c (out, ' ');
    }
  g_assert_false (saffron_csv_next (&reader));
  return g_strchomp (g_string_free (out, FALSE));
}

static void
test_read (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "\n\r\n\r\r\n", "" },
    { "a,b\nc,d\n", "1[a][b] 2[c][d]" },
    { "a,b\r\nc,d", "1[a][b] 2[c][d]" },
    { "a,b\rc,d\r", "1[a][b] 2[c][d]" },
    { "\xef\xbb\xbf"
      "a,b",
      "1[a][b]" },
    { "a,b\n\n\nc,d", "1[a][b] 4[c][d]" },
    { ",\n,,", "1[][] 2[][][]" },
    { "  a , b\t\n", "1[a][b]" },
    { "\"a,b\",\"c\"\"d\"", "1[a,b][c\"d]" },
    { "\"one\ntwo\",x\ny,z", "1[one\ntwo][x] 3[y][z]" },
    { "\"a\" ,b", "1[a][b]" },
    { "\"a\"b,c", "1[ab][c]" },
    { "\"never closed,x", "1[never closed,x]" },
    { "a\"b,c", "1[a\"b][c]" },
    /* The first line decides the separator. */
    { "a;b\nc;d,e", "1[a][b] 2[c][d,e]" },
    { "a\tb\n\tc", "1[a][b] 2[][c]" },
    { "a;b,c", "1[a;b][c]" },
    { "x\n1,2", "1[x] 2[1][2]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = show (cases[i][0]);

      g_assert_cmpstr (got, ==, cases[i][1]);
    }
}

/* What is written reads back unchanged. */
static void
test_round_trip (void)
{
  static const char *const fields[] = {
    "plain",      "",    "a,b", "a;b", "tab\there", "say \"a\"",
    "two\nlines", "é µ", "\"",  ",",   "\"\"",
  };
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (SaffronCsvReader) reader = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      saffron_csv_append (text, fields[i]);
    }
  saffron_csv_init (&reader, text->str, text->len);
  g_assert_true (saffron_csv_next (&reader));
  g_assert_cmpuint (reader.fields->len, ==, G_N_ELEMENTS (fields));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_assert_cmpstr (g_ptr_array_index (reader.fields, i), ==, fields[i]);
  g_assert_false (saffron_csv_next (&reader));
}

static void
test_quote (void)
{
  g_autofree char *lines = saffron_csv_quote ("a\nb\tc\x7f");
  g_autofree char *bytes = saffron_csv_quote ("\xff\xfe");
  g_autofree char *many = g_strnfill (99, 'x');
  g_autofree char *brief = saffron_csv_quote (many);

  g_assert_cmpstr (lines, ==, "a b c ");
  g_assert_true (g_utf8_validate (bytes, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (brief, -1), ==, 41);
  g_assert_true (g_str_has_suffix (brief, "x…"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/csv/read", test_read);
  g_test_add_func ("/base/csv/round-trip", test_round_trip);
  g_test_add_func ("/base/csv/quote", test_quote);
  return g_test_run ();
}
