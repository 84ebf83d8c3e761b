/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/landmark-editor.h"

G_BEGIN_DECLS

/**
 * SaffronLandmarkItem:
 *
 * A row of the table: the landmark at one position of an editor.
 *
 * SaffronLandmarkItem::changed: anything that a cell shows.
 */
#define SAFFRON_TYPE_LANDMARK_ITEM (saffron_landmark_item_get_type ())
G_DECLARE_FINAL_TYPE (SaffronLandmarkItem,
                      saffron_landmark_item,
                      SAFFRON,
                      LANDMARK_ITEM,
                      GObject)

SaffronLandmarkItem *saffron_landmark_item_new (SaffronLandmarkEditor *editor,
                                                guint index);
guint saffron_landmark_item_get_index (SaffronLandmarkItem *self);
/* NULL once the landmark is gone. */
const SaffronLandmark *saffron_landmark_item_get (SaffronLandmarkItem *self);
const SaffronLandmarkError *
saffron_landmark_item_get_error (SaffronLandmarkItem *self);
void saffron_landmark_item_tell (SaffronLandmarkItem *self);

typedef enum {
  SAFFRON_LANDMARK_COLUMN_ACTIVE,
  SAFFRON_LANDMARK_COLUMN_NUMBER,
  SAFFRON_LANDMARK_COLUMN_NAME,
  SAFFRON_LANDMARK_COLUMN_RESIDUAL,
  SAFFRON_LANDMARK_COLUMN_UM,
  SAFFRON_LANDMARK_COLUMN_LEFT_OUT,
  SAFFRON_LANDMARK_COLUMN_FLAG,
  SAFFRON_LANDMARK_COLUMN_SOURCE,
  SAFFRON_LANDMARK_COLUMN_MATCH,
} SaffronLandmarkColumn;
#define SAFFRON_LANDMARK_N_COLUMNS 9

/* Short, for the column's head; and in full, for its tooltip. */
const char *saffron_landmark_column_title (SaffronLandmarkColumn column);
const char *saffron_landmark_column_help (SaffronLandmarkColumn column);

/* (transfer full): what stands in the cell. */
char *saffron_landmark_column_text (SaffronLandmarkColumn column,
                                    SaffronLandmarkItem *item);

/* Compares as g_strcmp0() does; unknown figures come last. */
int saffron_landmark_column_compare (SaffronLandmarkColumn column,
                                     SaffronLandmarkItem *a,
                                     SaffronLandmarkItem *b);

G_END_DECLS
