/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/run.h"

G_BEGIN_DECLS

/**
 * SaffronRunDraft:
 *
 * A run that is being made, by the pipeline or from a file: the same members,
 * but open. Once it is finished nobody can change it any more, since a
 * #SaffronRun is const. Of register/ (and tests) alone.
 */
typedef struct _SaffronRun SaffronRunDraft;

SaffronRunDraft *saffron_run_draft_new (void);
void saffron_run_draft_free (SaffronRunDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronRunDraft, saffron_run_draft_free)

/* Records a stage. @seconds: what it took; @reasons: (transfer full) */
void saffron_run_draft_add_stage (SaffronRunDraft *draft,
                                  const char *name,
                                  gboolean kept,
                                  double before,
                                  double after,
                                  double seconds,
                                  GPtrArray *reasons);

/* (transfer full): the run that @draft (transfer full) is from now on. */
SaffronRun *saffron_run_draft_finish (SaffronRunDraft *draft);

G_END_DECLS
