/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/run-draft.h"

/* Runs of no slides, for tests of what a session does with them: a pure shift
 * in x, and one reason. */

/* (transfer full) */
static inline SaffronRunDraft *
test_run_draft_new (double shift)
{
  SaffronRunDraft *run = saffron_run_draft_new ();

  run->transform = saffron_transform_new (
      1000, 800, &(SaffronAffine){ 1.0, 0.0, shift, 0.0, 1.0, 0.0 }, NULL);
  run->params = saffron_params_new ();
  saffron_reasons_add (run->reasons, SAFFRON_REASON_TEXT, NULL, "because");
  return run;
}

/* (transfer full) */
static inline SaffronRun *
test_run_new (double shift)
{
  return saffron_run_draft_finish (test_run_draft_new (shift));
}
