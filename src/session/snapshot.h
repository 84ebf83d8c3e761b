/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/**
 * SaffronSnapshot:
 *
 * One save of a session: its state at one moment, and the file that the state
 * is written to. A snapshot is made and freed in the session's thread; in
 * between, a worker writes it.
 */
typedef struct _SaffronSnapshot SaffronSnapshot;

/* @path: the file to write; the relative paths of the slides start from its
 * folder. */
SaffronSnapshot *saffron_snapshot_new (SaffronSession *session,
                                       const char *path);
void saffron_snapshot_free (SaffronSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronSnapshot, saffron_snapshot_free)

const char *saffron_snapshot_get_path (const SaffronSnapshot *snapshot);

/* Whether it was written in the place of a file that had another owner or
 * another group, which it could not be given. */
gboolean saffron_snapshot_is_new_owners (const SaffronSnapshot *snapshot);

/* For a snapshot that waited while another was written: updates what the
 * session knows of its file. The state that will be written stays the same. */
void saffron_snapshot_update (SaffronSnapshot *snapshot,
                              SaffronSession *session);

/**
 * saffron_snapshot_write:
 * @over: whether any file that is there may be replaced
 * @there: (out) (optional) (nullable) (transfer full): with
 *   %SAFFRON_ERROR_CHANGED, what the file holds now
 *
 * Does the slow part of saffron_session_save(), in a worker. A lock is held
 * from before the file is checked until it is replaced. The session's own file
 * is not read again if it has not changed since the session last read or wrote
 * it.
 *
 * Returns: %FALSE with an error as in saffron_session_save(); the file is then
 *   unchanged
 */
gboolean saffron_snapshot_write (SaffronSnapshot *snapshot,
                                 gboolean over,
                                 SaffronSession **there,
                                 GError **error);

/* Records that the snapshot was written: the session now belongs to that file
 * and is no longer modified, unless it was edited since. */
void saffron_session_set_saved (SaffronSession *session,
                                const SaffronSnapshot *snapshot);

G_END_DECLS
