/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/work/merge-work.h"

G_BEGIN_DECLS

/* @spec: (transfer full): what was chosen; nothing has been written. */
typedef void (*SaffronMergeChosen) (SaffronMergeSpec *spec, gpointer user_data);

#define SAFFRON_TYPE_MERGE_DIALOG (saffron_merge_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SaffronMergeDialog,
                      saffron_merge_dialog,
                      SAFFRON,
                      MERGE_DIALOG,
                      AdwWindow)

/**
 * saffron_merge_dialog_new:
 * @session: whose registered slides are merged
 * @path: the file that is proposed
 * @threads: 0 for one per processor
 *
 * Asks where to, says which channels there will be and about how large the file
 * gets, and asks before a file that is there is replaced.
 */
GtkWidget *saffron_merge_dialog_new (GtkWindow *parent,
                                     SaffronSession *session,
                                     const char *path,
                                     guint threads,
                                     SaffronMergeChosen chosen,
                                     gpointer user_data);

G_END_DECLS
