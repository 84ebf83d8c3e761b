/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/target.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "base/file.h"

gboolean
saffron_target_check (SaffronSlide *reference,
                      SaffronSlide *moving,
                      const char *path,
                      GError **error)
{
  const char *slides[] = { saffron_slide_get_path (reference),
                           saffron_slide_get_path (moving) };

  for (guint i = 0; i < G_N_ELEMENTS (slides); i++)
    if (saffron_file_same (slides[i], path))
      {
        g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                     _ ("%s: is one of the slides; choose another name"), path);
        return FALSE;
      }
  return TRUE;
}
