/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <vips/vips.h>

#include <gio/gio.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VipsImage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VipsRegion, g_object_unref)

/* The name of the picture's format if libvips reads it and it is a picture:
 * "PNG" …; else %NULL. @read_error: (out): errno if the file cannot be read,
 * else 0 */
const char *saffron_vips_find_format (const char *path, int *read_error);

/**
 * saffron_vips_open:
 * @read_error: gets errno when a read fails, now or later; must live as long as
 *   the image
 *
 * Opens the picture without giving libvips its name, which may have brackets
 * that libvips would take for options. It never maps the file, because a mapped
 * file that shrinks kills the process.
 *
 * Returns: (transfer full): the picture as it is stored; %NULL with an error in
 *   libvips' buffer
 */
VipsImage *
saffron_vips_open (const char *path, VipsAccess access, int *read_error);

G_END_DECLS
