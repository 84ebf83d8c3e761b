/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/itk-space.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "export/warp-frame.h"

static const char *const unit_names[] = {
  [SAFFRON_ITK_PX] = "px",
  [SAFFRON_ITK_UM] = "um",
  [SAFFRON_ITK_MM] = "mm",
};

const char *
saffron_itk_unit_name (SaffronItkUnit unit)
{
  return unit_names[unit];
}

gboolean
saffron_itk_unit_from_name (const char *name,
                            SaffronItkUnit *unit,
                            GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (unit_names); i++)
    if (g_ascii_strcasecmp (name, unit_names[i]) == 0)
      {
        *unit = i;
        return TRUE;
      }
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("no unit “%s”; there are px, um and mm"), name);
  return FALSE;
}

gboolean
saffron_itk_space_init (SaffronItkSpace *space,
                        SaffronSlide *slide,
                        int level,
                        SaffronItkUnit unit,
                        GError **error)
{
  double step = saffron_warp_downsample (slide, level);
  double um_x = 0.0, um_y = 0.0;
  double share = unit == SAFFRON_ITK_MM ? 1e-3 : 1.0;

  space->step_x = space->step_y = step;
  space->size_x = space->size_y = 1.0;
  if (level < saffron_slide_get_n_levels (slide))
    {
      const SaffronLevel *stored = saffron_slide_get_level (slide, level);

      space->width = stored->width;
      space->height = stored->height;
    }
  else
    {
      space->width =
          (gint64) ceil ((double) saffron_slide_get_width (slide) / step);
      space->height =
          (gint64) ceil ((double) saffron_slide_get_height (slide) / step);
    }
  if (unit == SAFFRON_ITK_PX)
    return TRUE;
  if (!saffron_slide_get_pixel_size (slide, &um_x, &um_y))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: has no pixel size; choose pixels as the unit"),
                   saffron_slide_get_path (slide));
      return FALSE;
    }
  space->size_x = um_x * step * share;
  space->size_y = um_y * step * share;
  return TRUE;
}

SaffronAffine
saffron_itk_space_from_slide (const SaffronItkSpace *space)
{
  return (SaffronAffine){
    .xx = space->size_x / space->step_x,
    .x0 = -0.5 * space->size_x,
    .yy = space->size_y / space->step_y,
    .y0 = -0.5 * space->size_y,
  };
}

SaffronAffine
saffron_itk_affine (const SaffronAffine *affine,
                    const SaffronItkSpace *reference,
                    const SaffronItkSpace *moving)
{
  SaffronAffine to = saffron_itk_space_from_slide (moving);
  SaffronAffine back = {
    .xx = reference->step_x / reference->size_x,
    .x0 = 0.5 * reference->step_x,
    .yy = reference->step_y / reference->size_y,
    .y0 = 0.5 * reference->step_y,
  };
  SaffronAffine whole = saffron_affine_compose (affine, &back);

  return saffron_affine_compose (&to, &whole);
}
