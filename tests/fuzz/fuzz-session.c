/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz/fuzz.h"
#include <glib/gstdio.h>

#include "session/fuzz-text.h"

/* A session, which is written and read again. */
void
fuzz_one (const guint8 *data, gsize size)
{
  g_autofree char *again =
      g_strconcat (fuzz_file ("a.saffron", data, size), "-again", NULL);

  fuzz_session (fuzz_file ("a.saffron", data, size), again, (const char *) data,
                size);
  g_remove (again);
}
