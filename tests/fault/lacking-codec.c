/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For LD_PRELOAD: a libtiff that was built without the compression whose number
 * SAFFRON_LACKING_CODEC is. */

#include <glib.h>
#include <tiffio.h>

int
TIFFIsCODECConfigured (uint16_t scheme)
{
  const char *lacking = g_getenv ("SAFFRON_LACKING_CODEC");

  return lacking == NULL || g_ascii_strtoll (lacking, NULL, 10) != scheme;
}
