/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/run-look.h"

/* Whether @slide still has the channel that was looked at. */
static gboolean
fits (const SaffronLook *look, SaffronSlide *slide)
{
  int n = saffron_slide_get_n_channels (slide);

  if (look->name == NULL)
    return FALSE;
  if (look->channel < 0)
    return n == 3;
  return look->channel < n
         && (look->kind != SAFFRON_LOOK_INTENSITY
             || g_strcmp0 (
                    saffron_slide_get_channel (slide, look->channel)->name,
                    look->name)
                    == 0);
}

gboolean
saffron_run_find_looks (const SaffronRun *run,
                        SaffronSlide *reference,
                        SaffronSlide *moving,
                        SaffronLook looks[2],
                        GError **error)
{
  if (!fits (&run->looks[0], reference) || !fits (&run->looks[1], moving))
    return saffron_look_choose (reference, moving, run->params, &looks[0],
                                &looks[1], error);
  for (int i = 0; i < 2; i++)
    looks[i] = saffron_look_copy (&run->looks[i]);
  /* The plane is that of the slides, whatever the run's was. */
  looks[0].z = saffron_look_find_z (reference);
  looks[1].z = saffron_look_find_z (moving);
  return TRUE;
}
