/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SaffronTakesRow:
 *
 * What an export would take, or why it cannot be made. One question at a time
 * is under way; a newer one cancels it.
 */
#define SAFFRON_TYPE_TAKES_ROW (saffron_takes_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronTakesRow,
                      saffron_takes_row,
                      SAFFRON,
                      TAKES_ROW,
                      AdwActionRow)

/* A new question begins; returns what cancels it, owned by the row. */
GCancellable *saffron_takes_row_begin (SaffronTakesRow *self);
/* Whether @result answers the question that is under way. */
gboolean saffron_takes_row_awaits (SaffronTakesRow *self, GAsyncResult *result);
void saffron_takes_row_cancel (SaffronTakesRow *self);

/* @text: what it takes; @fits: whether the disk has room for it */
void saffron_takes_row_answer (SaffronTakesRow *self,
                               const char *text,
                               gboolean fits);
void saffron_takes_row_fail (SaffronTakesRow *self, const GError *error);

G_END_DECLS
