/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz/fuzz.h"
#include "slide/fuzz-slide.h"

/* A file under a TIFF's name: opened, described, and read at its corners. */
void
fuzz_one (const guint8 *data, gsize size)
{
  saffron_fuzz_slide (fuzz_file ("a.tif", data, size));
}
