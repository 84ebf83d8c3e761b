/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/loop-chain.h"

void
saffron_loop_chain_clear (SaffronLoopChain *chain)
{
  g_clear_object (&chain->slide);
  saffron_look_clear (&chain->look);
  g_clear_pointer (&chain->run, saffron_run_unref);
  g_clear_pointer (&chain->windows, saffron_windows_free);
  g_clear_pointer (&chain->name, g_free);
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

gboolean
saffron_loop_chain_next (SaffronLoopChain *chain,
                         SaffronSlide *slide,
                         const SaffronLook *look,
                         SaffronRun *run,
                         const char *name,
                         SaffronQuality *quality,
                         SaffronJob *job,
                         GError **error)
{
  if (chain->slide != NULL)
    {
      const SaffronLoopSide sides[2] = {
        { chain->slide, &chain->look, chain->run, chain->windows },
        { slide, look, run, quality->windows },
      };
      g_autoptr (SaffronJob) quiet = saffron_job_new_part (job, 0.0, 0.0);

      if (!saffron_loop_measure (sides, quiet, &quality->loop, error))
        return FALSE;
      quality->loop_with = g_strdup (chain->name);
    }
  saffron_loop_chain_clear (chain);
  *chain =
      (SaffronLoopChain){ g_object_ref (slide), saffron_look_copy (look),
                          saffron_run_ref (run),
                          copy_windows (quality->windows), g_strdup (name) };
  return TRUE;
}
