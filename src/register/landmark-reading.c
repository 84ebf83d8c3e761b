/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/landmark-reading.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"

static const char *const names[SAFFRON_N_LANDMARK_UNITS] = {
  [SAFFRON_LANDMARKS_PX] = "px",
  [SAFFRON_LANDMARKS_UM] = "um",
  [SAFFRON_LANDMARKS_HALF] = "half",
  [SAFFRON_LANDMARKS_QUARTER] = "quarter",
};

const char *
saffron_landmark_units_get_name (SaffronLandmarkUnits units)
{
  return names[units];
}

gboolean
saffron_landmark_units_from_name (const char *name,
                                  SaffronLandmarkUnits *units,
                                  GError **error)
{
  for (guint i = 0; i < SAFFRON_N_LANDMARK_UNITS; i++)
    if (g_str_equal (names[i], name))
      {
        *units = (SaffronLandmarkUnits) i;
        return TRUE;
      }
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
      _ ("the units of landmarks are px, um, half or quarter, not “%s”"), name);
  return FALSE;
}

gboolean
saffron_landmark_reading_is_plain (const SaffronLandmarkReading *r)
{
  return r->units == SAFFRON_LANDMARKS_PX && !r->swapped && r->shift == 0;
}

SaffronLandmarkSide
saffron_landmark_side (SaffronSlide *slide)
{
  SaffronLandmarkSide side = { (double) saffron_slide_get_width (slide),
                               (double) saffron_slide_get_height (slide), 0.0,
                               0.0 };

  saffron_slide_get_pixel_size (slide, &side.um_x, &side.um_y);
  return side;
}

/* Level-0 pixels per unit along x and y. */
static gboolean
find_factors (SaffronLandmarkUnits units,
              const SaffronLandmarkSide *side,
              double *x,
              double *y)
{
  *x = *y = 1.0;
  if (units == SAFFRON_LANDMARKS_HALF)
    *x = *y = 2.0;
  else if (units == SAFFRON_LANDMARKS_QUARTER)
    *x = *y = 4.0;
  else if (units == SAFFRON_LANDMARKS_UM)
    {
      if (!(side->um_x > 0.0) || !(side->um_y > 0.0))
        return FALSE;
      *x = 1.0 / side->um_x;
      *y = 1.0 / side->um_y;
    }
  return TRUE;
}

/* What the files have more goes with the places. */
static void
add_extra (const SaffronLandmark *a,
           const SaffronLandmark *b,
           gboolean swapped,
           SaffronLandmark *to)
{
  const SaffronLandmarkExtra ends[2] = { SAFFRON_LANDMARK_REFERENCE,
                                         SAFFRON_LANDMARK_MOVING };

  to->extra[SAFFRON_LANDMARK_PAIR] = g_strdup (a->extra[SAFFRON_LANDMARK_PAIR]);
  to->extra[ends[0]] = g_strdup (a->extra[ends[swapped ? 1 : 0]]);
  to->extra[ends[1]] = g_strdup (b->extra[ends[swapped ? 0 : 1]]);
}

GArray *
saffron_landmarks_read_as (GArray *landmarks,
                           const SaffronLandmarkReading *reading,
                           const SaffronLandmarkSide sides[2],
                           GError **error)
{
  GArray *out = NULL;
  double x[2], y[2];

  for (int k = 0; k < 2; k++)
    if (!find_factors (reading->units, &sides[k], &x[k], &y[k]))
      {
        g_set_error (
            error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT, "%s",
            k == 0 ? _ ("landmarks in µm need the pixel size of both slides, "
                        "and the reference has none; give level-0 pixels")
                   : _ ("landmarks in µm need the pixel size of both slides, "
                        "and the moving slide has none; give level-0 pixels"));
        return NULL;
      }
  out = saffron_landmarks_new ();
  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *a = &g_array_index (landmarks, SaffronLandmark, i);
      const SaffronLandmark *b = NULL;
      gint64 partner = (gint64) i + reading->shift;
      SaffronRefPoint p;
      SaffronMovPoint q;
      SaffronLandmark *added = NULL;

      if (partner < 0 || partner >= landmarks->len)
        continue;
      b = &g_array_index (landmarks, SaffronLandmark, partner);
      p = reading->swapped ? (SaffronRefPoint){ a->moving.x, a->moving.y }
                           : a->reference;
      q = reading->swapped ? (SaffronMovPoint){ b->reference.x, b->reference.y }
                           : b->moving;
      saffron_landmarks_add (out, (SaffronRefPoint){ p.x * x[0], p.y * y[0] },
                             (SaffronMovPoint){ q.x * x[1], q.y * y[1] },
                             a->name, a->source);
      added = &g_array_index (out, SaffronLandmark, out->len - 1);
      added->active = a->active && b->active;
      added->weight = a->weight;
      add_extra (a, b, reading->swapped, added);
    }
  return out;
}

gboolean
saffron_landmark_reading_from_reason (const SaffronReason *reason,
                                      SaffronLandmarkReading *reading)
{
  if (reason->code != SAFFRON_REASON_LANDMARKS_READ_AS || reason->text == NULL
      || !saffron_landmark_units_from_name (reason->text, &reading->units,
                                            NULL))
    return FALSE;
  reading->swapped = reason->numbers[0] > 0.5;
  reading->shift = (int) lround (CLAMP (reason->numbers[1], -1.0, 1.0));
  return TRUE;
}

void
saffron_landmark_finding_tell (const SaffronLandmarkFinding *finding,
                               GPtrArray *reasons)
{
  saffron_reasons_add (
      reasons, SAFFRON_REASON_LANDMARKS_READ_AS,
      (const double[]){ finding->reading.swapped ? 1.0 : 0.0,
                        finding->reading.shift, finding->missed },
      saffron_landmark_units_get_name (finding->reading.units));
}
