/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "register/run.h"

G_BEGIN_DECLS

/**
 * SaffronRunRow:
 *
 * One run as a list shows it; immutable. An edit makes another.
 */
#define SAFFRON_TYPE_RUN_ROW (saffron_run_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronRunRow, saffron_run_row, SAFFRON, RUN_ROW, GObject)

/* What a list has columns for. */
typedef enum {
  SAFFRON_RUN_COLUMN_STAR,
  SAFFRON_RUN_COLUMN_NUMBER,
  SAFFRON_RUN_COLUMN_QUALITY,
  SAFFRON_RUN_COLUMN_RESIDUAL,
  SAFFRON_RUN_COLUMN_SECONDS,
  SAFFRON_RUN_COLUMN_MEMORY,
  SAFFRON_RUN_COLUMN_PARAMS,
  SAFFRON_RUN_COLUMN_STARTED,
  SAFFRON_RUN_COLUMN_NOTE,
} SaffronRunColumn;
#define SAFFRON_RUN_N_COLUMNS 9

/* @number: as people see it, from 1. */
SaffronRunRow *saffron_run_row_new (SaffronRun *run,
                                    guint number,
                                    gboolean starred,
                                    const char *note);

SaffronRun *saffron_run_row_get_run (SaffronRunRow *self);
guint saffron_run_row_get_number (SaffronRunRow *self);
gboolean saffron_run_row_get_starred (SaffronRunRow *self);
const char *saffron_run_row_get_note (SaffronRunRow *self);

/* Short, for the column's head; and in full, for its tooltip. */
const char *saffron_run_column_title (SaffronRunColumn column);
const char *saffron_run_column_help (SaffronRunColumn column);

/* (transfer full): what stands in the cell. */
char *saffron_run_row_text (SaffronRunRow *self, SaffronRunColumn column);

/* As g_strcmp0(); what is not known comes last. */
int saffron_run_row_compare (SaffronRunRow *a,
                             SaffronRunRow *b,
                             SaffronRunColumn column);

G_END_DECLS
