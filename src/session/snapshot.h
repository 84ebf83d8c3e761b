/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/**
 * SaffronSnapshot:
 *
 * One saving of a session: what it is at one moment, and the file that this
 * goes to. Made and freed in the session's thread; in between a worker writes
 * it.
 */
typedef struct _SaffronSnapshot SaffronSnapshot;

/* @path: where to; gives the slides' relative paths, too. */
SaffronSnapshot *saffron_snapshot_new (SaffronSession *session,
                                       const char *path);
void saffron_snapshot_free (SaffronSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronSnapshot, saffron_snapshot_free)

const char *saffron_snapshot_get_path (const SaffronSnapshot *snapshot);

/* For one that has waited while another was written: what the session knows of
 * its file by now. What is to be written stays. */
void saffron_snapshot_update (SaffronSnapshot *snapshot,
                              SaffronSession *session);

/**
 * saffron_snapshot_write:
 * @over: whether anything that is there may be replaced
 * @there: (out) (optional) (nullable) (transfer full): with
 *   %SAFFRON_ERROR_CHANGED, what the file holds now
 *
 * The part of saffron_session_save() that takes time, for a worker. The file
 * is locked from before it is looked at until it is replaced. The session's
 * own is not read again while it is as the session read or wrote it last.
 *
 * Returns: %FALSE with an error as saffron_session_save() has them, and the
 *   file as it was
 */
gboolean saffron_snapshot_write (SaffronSnapshot *snapshot,
                                 gboolean over,
                                 SaffronSession **there,
                                 GError **error);

/* It was written: the session belongs to that file and is no longer modified,
 * unless it was edited since. */
void saffron_session_set_saved (SaffronSession *session,
                                const SaffronSnapshot *snapshot);

G_END_DECLS
