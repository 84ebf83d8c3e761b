/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/columns.h"

static void
test_columns (void)
{
  g_assert_cmpint (saffron_text_columns (""), ==, 0);
  g_assert_cmpint (saffron_text_columns ("stage"), ==, 5);
  g_assert_cmpint (saffron_text_columns ("größer"), ==, 6);
  g_assert_cmpint (saffron_text_columns ("段階"), ==, 4);
  g_assert_cmpint (saffron_text_columns ("ステージ"), ==, 8);
  g_assert_cmpint (saffron_text_columns ("12 µm – ±"), ==, 9);
  /* The accent as a character of its own, and one that is not shown. */
  g_assert_cmpint (saffron_text_columns ("e\xcc\x81t"), ==, 2);
  g_assert_cmpint (saffron_text_columns ("a\xe2\x80\x8b"), ==, 1);
}

static void
test_cells (void)
{
  g_autoptr (GString) line = g_string_new ("|");

  saffron_append_cell (line, "abc", 5);
  saffron_append_cell (line, "段階", 5);
  saffron_append_cell (line, "段階", -5);
  saffron_append_cell (line, "too wide", 3);
  saffron_append_cell (line, "too wide", -3);
  g_assert_cmpstr (line->str, ==, "|abc  段階  段階too widetoo wide");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/columns/columns", test_columns);
  g_test_add_func ("/columns/cells", test_cells);
  return g_test_run ();
}
