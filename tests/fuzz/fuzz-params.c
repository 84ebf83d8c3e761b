/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz/fuzz.h"
#include "session/fuzz-text.h"

void
fuzz_one (const guint8 *data, gsize size)
{
  fuzz_params (fuzz_file ("a.json", data, size), (const char *) data, size);
}
