/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/run-entry.h"

G_BEGIN_DECLS

/* The columns that a list of runs has. */
typedef enum {
  SAFFRON_RUN_COLUMN_STAR,
  SAFFRON_RUN_COLUMN_NUMBER,
  SAFFRON_RUN_COLUMN_QUALITY,
  SAFFRON_RUN_COLUMN_WINDOWS,
  SAFFRON_RUN_COLUMN_LANDMARKS,
  SAFFRON_RUN_COLUMN_SECONDS,
  SAFFRON_RUN_COLUMN_MEMORY,
  SAFFRON_RUN_COLUMN_PARAMS,
  SAFFRON_RUN_COLUMN_STARTED,
  SAFFRON_RUN_COLUMN_NOTE,
} SaffronRunColumn;
#define SAFFRON_RUN_N_COLUMNS 10

/* Short, for the column's head; and in full, for its tooltip. */
const char *saffron_run_column_title (SaffronRunColumn column);
const char *saffron_run_column_help (SaffronRunColumn column);

/* (transfer full): what stands in the cell. */
char *saffron_run_column_text (SaffronRunColumn column, SaffronRunEntry *entry);

/* Compares as g_strcmp0() does; unknown figures come last. */
int saffron_run_column_compare (SaffronRunColumn column,
                                SaffronRunEntry *a,
                                SaffronRunEntry *b);

G_END_DECLS
