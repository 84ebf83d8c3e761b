/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/glass.h"

static guint32 *
draw (SaffronFrame *frame, gpointer user_data)
{
  return draw_cpu (frame);
}

static void
test_levels (void)
{
  glass_check (draw, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/glass/levels", test_levels);
  return g_test_run ();
}
