/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work.h"
#include "register/edited.h"

G_BEGIN_DECLS

/**
 * SaffronEvidenceWork:
 *
 * Collects the evidence for a run whose landmarks were edited, in the
 * background; see saffron_edited_judge().
 */
#define SAFFRON_TYPE_EVIDENCE_WORK (saffron_evidence_work_get_type ())
G_DECLARE_FINAL_TYPE (SaffronEvidenceWork,
                      saffron_evidence_work,
                      SAFFRON,
                      EVIDENCE_WORK,
                      SaffronWork)

/* Starts it. @edited: copied, with references to what it names. */
SaffronEvidenceWork *saffron_evidence_work_new (const SaffronEdited *edited,
                                                SaffronSlide *reference,
                                                SaffronSlide *moving);

/* (transfer none): once it has finished without an error. */
SaffronRun *saffron_evidence_work_get_run (SaffronEvidenceWork *self);

G_END_DECLS
