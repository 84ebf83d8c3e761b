/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/loop-chain.h"

void
saffron_loop_end_clear (SaffronLoopEnd *end)
{
  g_clear_object (&end->slide);
  saffron_look_clear (&end->look);
  g_clear_pointer (&end->run, saffron_run_unref);
  g_clear_pointer (&end->windows, saffron_windows_free);
  g_clear_pointer (&end->name, g_free);
}

void
saffron_loop_chain_clear (SaffronLoopChain *chain)
{
  saffron_loop_end_clear (&chain->first);
  saffron_loop_end_clear (&chain->last);
}

/* (transfer full): what is asked of the windows of the slide before; the map of
 * the grid is not. */
static SaffronWindows *
copy_windows (const SaffronWindows *windows)
{
  SaffronWindows *copy = g_memdup2 (windows, sizeof *windows);

  copy->windows = g_array_copy (windows->windows);
  copy->n_x = copy->n_y = 0;
  copy->at = NULL;
  return copy;
}

SaffronLoopEnd
saffron_loop_end_new (const SaffronLoopSide *side, const char *name)
{
  return (SaffronLoopEnd){ g_object_ref (side->slide),
                           saffron_look_copy (side->look),
                           saffron_run_ref (side->run),
                           copy_windows (side->windows), g_strdup (name) };
}

gboolean
saffron_loop_end_measure (const SaffronLoopEnd *end,
                          const SaffronLoopSide *side,
                          SaffronQualityLoop *loop,
                          SaffronJob *job,
                          GError **error)
{
  const SaffronLoopSide sides[2] = {
    { end->slide, &end->look, end->run, end->windows },
    *side,
  };
  g_autoptr (SaffronJob) quiet = saffron_job_new_part (job, 0.0, 0.0);

  if (!saffron_loop_measure (sides, quiet, &loop->loop, error))
    return FALSE;
  loop->with = g_strdup (end->name);
  return TRUE;
}

gboolean
saffron_loop_chain_next (SaffronLoopChain *chain,
                         SaffronSlide *slide,
                         const SaffronLook *look,
                         SaffronRun *run,
                         const char *name,
                         gboolean ends,
                         SaffronQuality *quality,
                         SaffronJob *job,
                         GError **error)
{
  const SaffronLoopSide side = { slide, look, run, quality->windows };

  if (chain->n > 0
      && !saffron_loop_end_measure (&chain->last, &side, &quality->loops[0],
                                    job, error))
    return FALSE;
  if (chain->n > 1 && ends
      && !saffron_loop_end_measure (&chain->first, &side, &quality->loops[1],
                                    job, error))
    return FALSE;
  if (chain->n == 0)
    chain->first = saffron_loop_end_new (&side, name);
  saffron_loop_end_clear (&chain->last);
  chain->last = saffron_loop_end_new (&side, name);
  chain->n++;
  return TRUE;
}
