/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SaffronTargetRow:
 *
 * Which file is written, and a button that chooses another one.
 *
 * SaffronTargetRow::chosen: a person has chosen another one.
 */
#define SAFFRON_TYPE_TARGET_ROW (saffron_target_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronTargetRow,
                      saffron_target_row,
                      SAFFRON,
                      TARGET_ROW,
                      AdwActionRow)

void saffron_target_row_set_path (SaffronTargetRow *self, const char *path);
const char *saffron_target_row_get_path (SaffronTargetRow *self);

/* Gives the file another name in its folder. */
void saffron_target_row_rename (SaffronTargetRow *self, const char *name);

/* Whether only the folder is chosen, and the file keeps its name. */
void saffron_target_row_set_keeps_name (SaffronTargetRow *self,
                                        gboolean keeps_name);

G_END_DECLS
