/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <tiffio.h>

#include <glib.h>

G_BEGIN_DECLS

/* Whether a TIFF's description is ImageJ's. @text: (nullable) */
gboolean saffron_imagej_is_description (const char *text);

/* The number behind "@name=" in ImageJ's description; 0 where there is none. */
gint64 saffron_imagej_number (const char *text, const char *name);

/* The length in µm that ImageJ's description names as its unit; 0 when it names
 * none. */
double saffron_imagej_unit (const char *text);

/**
 * saffron_imagej_labels:
 * @tif: stands at the first page
 *
 * Reads the labels of a stack's planes from ImageJ's own tags 50838 and 50839.
 *
 * Returns: (transfer full) (nullable): the labels in the order of the planes,
 *   %NULL-terminated
 */
char **saffron_imagej_labels (TIFF *tif);

G_END_DECLS
