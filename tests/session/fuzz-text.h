/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Each reads a text, whatever it is, and returns whether it could be read.
 * They abort if a promise of the reader is broken: an error is one line that
 * names the file, and what was read can be written and read again. */

/* @path is written, and @again, where the session can be read. */
gboolean fuzz_session (const char *path,
                       const char *again,
                       const char *text,
                       gsize length);
gboolean fuzz_params (const char *path, const char *text, gsize length);
gboolean fuzz_points (const char *text, gsize length);
gboolean fuzz_geojson (const char *text, gsize length);
gboolean fuzz_landmarks (const char *text, gsize length);
