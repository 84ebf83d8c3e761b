/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/peak-memory.h"

#include <string.h>

#define BYTES ((gsize) 64 << 20)

static void
touch (void)
{
  char *block = g_malloc (BYTES);

  memset (block, 1, BYTES);
  g_assert_cmpint (block[BYTES / 2], ==, 1);
  g_free (block);
}

static void
test_reset (void)
{
  gint64 before = saffron_peak_memory ();
  gint64 with_block = 0, after = 0;

  g_assert_cmpint (before, >, 0);
  touch ();
  with_block = saffron_peak_memory ();
  g_assert_cmpint (with_block, >=, before + (gint64) BYTES / 2);
  saffron_peak_memory_reset ();
  after = saffron_peak_memory ();
  g_assert_cmpint (after, <=, with_block);
  if (after == with_block)
    g_test_skip ("this system does not forget the peak");
  else
    g_assert_cmpint (after, <, with_block - (gint64) BYTES / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/peak-memory/reset", test_reset);
  return g_test_run ();
}
