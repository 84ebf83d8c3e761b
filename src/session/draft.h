/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/**
 * SaffronDraft:
 *
 * Where a session's edits are kept until they are saved: a session file of its
 * own in the user's state folder, written within seconds of each edit. The
 * session's file itself (*.saffron) is written by Save alone, for it is what a
 * person hands on and what a pipeline reads: an experiment does not change it
 * behind their back. Whatever ends the program, a closed window or a kill, the
 * draft stays and is offered at the next start; saving the session, or the
 * person, discards it.
 *
 * A draft is held by a lock on a file beside it, which the kernel lets go of
 * when the process ends: what is open is not offered a second time. One that
 * cannot be read is left as it is; drafts have names of their own, so that no
 * other session is ever written over it.
 */
typedef struct _SaffronDraft SaffronDraft;

/* $XDG_STATE_HOME/saffron/drafts */
char *saffron_draft_folder (void);

/* A new one in @folder. Nothing is written yet, nor made, nor held. */
SaffronDraft *saffron_draft_new (const char *folder);

/**
 * saffron_draft_list:
 * @problems: (nullable) (element-type utf8): receives what is wrong with those
 *   that cannot be read, one line each
 *
 * Returns: (transfer full) (element-type SaffronDraft): those of @folder that
 *   nobody holds and that can be read, newest first, now held
 */
GPtrArray *saffron_draft_list (const char *folder, GPtrArray *problems);

/* Lets go of it; what was written stays. */
void saffron_draft_free (SaffronDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronDraft, saffron_draft_free)

const char *saffron_draft_get_path (SaffronDraft *draft);

/* When it was written, in seconds since 1970, UTC; as it was listed. */
gint64 saffron_draft_get_time (SaffronDraft *draft);

/* In words, as it was listed: the session's file or its reference, moving
 * slides and runs. */
const char *saffron_draft_get_summary (SaffronDraft *draft);

/**
 * saffron_draft_to_json:
 *
 * As saffron_session_to_json(), with where the session's own file is and what
 * that was when it was last read or written.
 */
JsonNode *saffron_draft_to_json (SaffronDraft *draft, SaffronSession *session);

/* For a worker: @node from saffron_draft_to_json(). The draft is held from
 * then on. */
gboolean
saffron_draft_write (SaffronDraft *draft, JsonNode *node, GError **error);
/* For a worker: removes what was written; it is still held. */
void saffron_draft_discard (SaffronDraft *draft);

/* The session as it was when the draft was written: modified, and belonging to
 * its own file if it has one, which is not replaced if it was changed since. */
SaffronSession *saffron_draft_load (SaffronDraft *draft, GError **error);

G_END_DECLS
