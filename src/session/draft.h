/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/**
 * SaffronDraft:
 *
 * A draft keeps the edits of a session until they are saved. It is a separate
 * session file in the user's state folder and is written within seconds of each
 * edit. Only Save writes the session's own file (*.saffron): people hand that
 * file on and pipelines read it, so an experiment must not change it unasked.
 * The draft survives a closed window or a killed program and is offered at the
 * next start. It is discarded when the session is saved or when the person says
 * so.
 *
 * A lock on a file beside the draft marks it as held, so that an open session
 * is not offered a second time. The kernel releases the lock when the process
 * ends. A draft that cannot be read is left as it is. Each draft has a unique
 * name, so no other session overwrites it.
 */
typedef struct _SaffronDraft SaffronDraft;

/* $XDG_STATE_HOME/saffron/drafts */
char *saffron_draft_folder (void);

/* Makes a new draft for @folder. It writes no file, makes no folder and takes
 * no lock yet. */
SaffronDraft *saffron_draft_new (const char *folder);

/**
 * saffron_draft_list:
 * @problems: (nullable) (element-type utf8): receives one line for each draft
 *   that cannot be read, saying why
 *
 * Returns: (transfer full) (element-type SaffronDraft): the drafts of @folder
 *   that can be read and that no process held, newest first; they are held now
 */
GPtrArray *saffron_draft_list (const char *folder, GPtrArray *problems);

/* Releases the lock and frees the draft; the file stays. */
void saffron_draft_free (SaffronDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronDraft, saffron_draft_free)

const char *saffron_draft_get_path (SaffronDraft *draft);

/* The time at which the draft was written, in seconds since 1970, UTC, as found
 * when it was listed. */
gint64 saffron_draft_get_time (SaffronDraft *draft);

/* A summary in words, made when the draft was listed: the session's file or its
 * reference, and the numbers of moving slides and runs. */
const char *saffron_draft_get_summary (SaffronDraft *draft);

/**
 * saffron_draft_to_json:
 *
 * Does the same as saffron_session_to_json(), and adds the path of the
 * session's own file and its stamp and contents when it was last read or
 * written.
 */
JsonNode *saffron_draft_to_json (SaffronDraft *draft, SaffronSession *session);

/* For a worker: writes @node, which saffron_draft_to_json() made. The draft is
 * held from then on. */
gboolean
saffron_draft_write (SaffronDraft *draft, JsonNode *node, GError **error);
/* For a worker: deletes the file. The draft is still held. */
void saffron_draft_discard (SaffronDraft *draft);

/* Loads the session as it was when the draft was written. It is modified and
 * belongs to its own file, if it has one. Saving does not replace that file if
 * it was changed since. */
SaffronSession *saffron_draft_load (SaffronDraft *draft, GError **error);

G_END_DECLS
