/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_foreign_check_head:
 *
 * Whether the file only leads to the slide: the readers would take the overview
 * in it for the slide.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_UNSUPPORTED, which says where the slide
 * is and what to do
 */
gboolean saffron_foreign_check_head (const char *path, GError **error);

/**
 * saffron_foreign_explain:
 * @path: a file that no reader takes
 *
 * Sets @error if the file is of a kind that is known by its first bytes: a
 * scanner's format that is not read, or what stands in place of a slide, such
 * as a web page. Else leaves it alone.
 *
 * Returns: whether @error was set: to %SAFFRON_ERROR_UNSUPPORTED,
 *   %SAFFRON_ERROR_FORMAT, or %SAFFRON_ERROR_IO
 */
gboolean saffron_foreign_explain (const char *path, GError **error);

G_END_DECLS
