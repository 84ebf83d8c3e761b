/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What one fuzz target reads. Each target is one file that defines fuzz_one().
 * It is linked with libFuzzer, or with standalone.c into a program that reads
 * the inputs once. */

/* Reads @data, whatever it is. Aborts if a promise of the reader is broken. */
void fuzz_one (const guint8 *data, gsize size);

/* Writes @data under this name into a folder of this process and returns its
 * path, which lasts until the next call. */
const char *fuzz_file (const char *name, const guint8 *data, gsize size);

/* Aborts unless @error is one line of valid text that says @named. */
void fuzz_check_error (const GError *error, const char *named);
