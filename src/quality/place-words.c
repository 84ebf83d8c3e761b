/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/place-words.h"

#include <glib/gi18n.h>
#include <math.h>

char *
saffron_place_to_words (const SaffronWindow *window, double um_per_px)
{
  gboolean in_um = um_per_px > 0.0;
  double error = in_um ? window->error_um : window->error;
  double uncertainty = window->uncertainty * (in_um ? um_per_px : 1.0);
  /* As many digits as the eye can use. */
  int digits = error < 1.0 ? 2 : 1;

  if (isfinite (window->error))
    return in_um ? g_strdup_printf (_ ("%.*f µm ± %.*f"), digits, error, digits,
                                    uncertainty)
                 : g_strdup_printf (_ ("%.*f px ± %.*f"), digits, error, digits,
                                    uncertainty);
  switch (window->class)
    {
    case SAFFRON_WINDOW_OFF:
      return g_strdup (_ ("no match near"));
    case SAFFRON_WINDOW_MISSING:
      return g_strdup (_ ("no counterpart"));
    default:
      return g_strdup (_ ("cannot tell"));
    }
}
