/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz/fuzz.h"
#include "session/fuzz-text.h"

/* A table of points or of BigWarp's pairs. */
void
fuzz_one (const guint8 *data, gsize size)
{
  fuzz_points ((const char *) data, size);
  fuzz_landmarks ((const char *) data, size);
}
