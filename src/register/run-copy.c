/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/run-draft.h"
#include "register/start.h"

/* (transfer full): with the reasons of both. What is immutable is shared. */
static SaffronRunDraft *
copy_run (SaffronRun *run, GPtrArray *first, GPtrArray *then)
{
  SaffronRunDraft *copy = g_memdup2 (run, sizeof *run);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->params = saffron_params_copy (run->params);
  saffron_transform_ref (copy->transform);
  g_array_ref (copy->parts);
  g_array_ref (copy->stages);
  copy->reasons = saffron_reasons_new ();
  saffron_reasons_add_all (copy->reasons, first);
  saffron_reasons_add_all (copy->reasons, then);
  for (int i = 0; i < 2; i++)
    copy->looks[i] = saffron_look_copy (&run->looks[i]);
  copy->started = g_strdup (run->started);
  copy->landmarks = g_strdup (run->landmarks);
  copy->by_hand = g_memdup2 (run->by_hand, sizeof *run->by_hand);
  return copy;
}

SaffronRun *
saffron_run_with_reasons (SaffronRun *run, GPtrArray *reasons)
{
  return saffron_run_draft_finish (copy_run (run, run->reasons, reasons));
}

SaffronRun *
saffron_run_contradicted (SaffronRun *run, GPtrArray *reasons)
{
  SaffronRunDraft *copy = copy_run (run, reasons, run->reasons);

  copy->verified = FALSE;
  copy->partial = 0.0;
  return saffron_run_draft_finish (copy);
}
