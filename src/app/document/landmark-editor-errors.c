/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/landmark-editor-private.h"

#include <math.h>

const SaffronLandmarkError *
saffron_landmark_editor_get_error (SaffronLandmarkEditor *self, guint index)
{
  g_return_val_if_fail (index < self->errors->len, NULL);

  return &g_array_index (self->errors, SaffronLandmarkError, index);
}

SaffronRefPoint
saffron_landmark_editor_get_landing (SaffronLandmarkEditor *self, guint index)
{
  return g_array_index (self->landings, SaffronRefPoint, index);
}

SaffronTreStats
saffron_landmark_editor_get_totals (SaffronLandmarkEditor *self)
{
  if (self->landmarks == NULL)
    return (SaffronTreStats){ NAN, NAN, NAN, NAN };
  return saffron_landmark_errors_sum_up (
      self->landmarks, (SaffronLandmarkError *) (gpointer) self->errors->data);
}

SaffronTreStats
saffron_landmark_editor_get_totals_um (SaffronLandmarkEditor *self)
{
  if (self->landmarks == NULL)
    return (SaffronTreStats){ NAN, NAN, NAN, NAN };
  return saffron_landmark_errors_sum_up_um (
      self->landmarks, (SaffronLandmarkError *) (gpointer) self->errors->data);
}
