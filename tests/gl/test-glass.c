/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/glass.h"

#include "gl/target.h"

static guint32 *
draw (SaffronFrame *frame, gpointer user_data)
{
  return target_draw (user_data, frame);
}

static void
test_glass (gconstpointer data)
{
  Target target = { 0 };

  if (!target_open (&target, data))
    return;
  glass_check (draw, &target);
  target_close (&target);
}

int
main (int argc, char **argv)
{
  static const TargetTest tests[] = { { "glass", test_glass } };

  return target_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
