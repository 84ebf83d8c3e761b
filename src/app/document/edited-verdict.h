/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/landmark-editor.h"

G_BEGIN_DECLS

/**
 * SaffronEditedVerdict:
 *
 * What the evidence says of the shown moving slide's run since its landmarks
 * were edited. It is collected in the background once nobody has edited them
 * for a moment, and given up at the next edit. The run and the session stay as
 * they are.
 *
 * SaffronEditedVerdict::changed: another state.
 */
#define SAFFRON_TYPE_EDITED_VERDICT (saffron_edited_verdict_get_type ())
G_DECLARE_FINAL_TYPE (SaffronEditedVerdict,
                      saffron_edited_verdict,
                      SAFFRON,
                      EDITED_VERDICT,
                      GObject)

SaffronEditedVerdict *
saffron_edited_verdict_new (SaffronDocument *document,
                            SaffronLandmarkEditor *editor);

/**
 * SaffronEditedState:
 * @SAFFRON_EDITED_NOT: the run has the landmarks as they are, or there is none
 * @SAFFRON_EDITED_PENDING: the evidence is being collected, or will be
 * @SAFFRON_EDITED_FAILED: it could not be collected
 * @SAFFRON_EDITED_JUDGED: it is there
 */
typedef enum {
  SAFFRON_EDITED_NOT,
  SAFFRON_EDITED_PENDING,
  SAFFRON_EDITED_FAILED,
  SAFFRON_EDITED_JUDGED,
} SaffronEditedState;

SaffronEditedState
saffron_edited_verdict_get_state (SaffronEditedVerdict *self);

/* (transfer none) (nullable): the run with the transform that is shown and its
 * evidence; %NULL unless it is judged. It is none of the session's. */
SaffronRun *saffron_edited_verdict_get_run (SaffronEditedVerdict *self);

/* (transfer full): the state in a few words, as on the verdict's button; ""
 * when nothing was edited. */
char *saffron_edited_verdict_to_words (SaffronEditedVerdict *self);

G_END_DECLS
