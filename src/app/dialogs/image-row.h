/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SaffronImageRow:
 *
 * A row of the export dialog: which image is warped, the moving slide itself or
 * another image of its area.
 *
 * The signal "chosen" says that it is another one now.
 */
#define SAFFRON_TYPE_IMAGE_ROW (saffron_image_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronImageRow,
                      saffron_image_row,
                      SAFFRON,
                      IMAGE_ROW,
                      AdwActionRow)

/* (nullable): the path; NULL for the moving slide. */
const char *saffron_image_row_get_path (SaffronImageRow *self);

G_END_DECLS
