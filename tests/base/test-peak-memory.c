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
  /* Asking takes a few pages itself. */
  g_assert_cmpint (after, <, with_block + (1 << 20));
  if (after >= with_block)
    g_test_skip ("this system does not forget the peak");
  else
    g_assert_cmpint (after, <, with_block - (gint64) BYTES / 2);
}

/* Memory held before the start does not count; memory freed before the stop
 * does. */
static void
test_meter (void)
{
  g_autofree char *before = g_malloc (BYTES);
  SaffronMemoryMeter meter, again;
  gint64 with_block = 0, without = 0;

  memset (before, 1, BYTES);
  g_assert_cmpint (before[BYTES / 2], ==, 1);
  saffron_memory_meter_start (&meter);
  touch ();
  with_block = saffron_memory_meter_stop (&meter);
  saffron_memory_meter_start (&again);
  without = saffron_memory_meter_stop (&again);
  if (with_block == 0)
    {
      g_test_skip ("this system does not forget the peak");
      return;
    }
  g_assert_cmpint (without, >, 0);
  g_assert_cmpint (without, <, (gint64) BYTES);
  g_assert_cmpint (with_block - without, >, (gint64) BYTES * 9 / 10);
  /* A sanitizer adds memory of its own to each block. */
  if (g_getenv ("SAFFRON_SANITIZED") == NULL)
    g_assert_cmpint (with_block - without, <, (gint64) BYTES * 11 / 10);
}

/* Overlapping meters make each other's results unknown, whichever stops first.
 * The next meter is alone again. */
static void
test_overlap (void)
{
  SaffronMemoryMeter a, b, c;

  saffron_memory_meter_start (&a);
  saffron_memory_meter_start (&b);
  g_assert_cmpint (saffron_memory_meter_stop (&b), ==, 0);
  g_assert_cmpint (saffron_memory_meter_stop (&a), ==, 0);
  saffron_memory_meter_start (&a);
  saffron_memory_meter_start (&b);
  g_assert_cmpint (saffron_memory_meter_stop (&a), ==, 0);
  saffron_memory_meter_start (&c);
  g_assert_cmpint (saffron_memory_meter_stop (&b), ==, 0);
  g_assert_cmpint (saffron_memory_meter_stop (&c), ==, 0);
  saffron_memory_meter_start (&a);
  if (saffron_memory_meter_stop (&a) == 0)
    g_test_skip ("this system does not forget the peak");
}

/* What the program that started this one has held does not count. */
static void
test_parent (gconstpointer data)
{
  const char *const args[] = { data, "--peak", NULL };
  g_autofree char *block = g_malloc (BYTES);
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  gint64 peak = 0;

  memset (block, 1, BYTES);
  g_assert_cmpint (block[BYTES / 2], ==, 1);
  g_spawn_sync (NULL, (char **) args, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out,
                NULL, NULL, &error);
  g_assert_no_error (error);
  peak = g_ascii_strtoll (out, NULL, 10);
  g_assert_cmpint (peak, >, 0);
  if (g_getenv ("SAFFRON_SANITIZED") == NULL)
    g_assert_cmpint (peak, <, (gint64) BYTES / 2);
}

int
main (int argc, char **argv)
{
  if (argc == 2 && g_str_equal (argv[1], "--peak"))
    {
      g_print ("%" G_GINT64_FORMAT "\n", saffron_peak_memory ());
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/peak-memory/reset", test_reset);
  g_test_add_func ("/peak-memory/meter", test_meter);
  g_test_add_func ("/peak-memory/overlap", test_overlap);
  g_test_add_data_func ("/peak-memory/parent", argv[0], test_parent);
  return g_test_run ();
}
