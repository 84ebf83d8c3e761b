/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/landmark-editor-private.h"

void
saffron_landmark_editor_show (SaffronLandmarkEditor *self,
                              SaffronTransform *transform)
{
  gboolean folded = self->folds != NULL;

  g_clear_pointer (&self->folds, saffron_landmark_folds_free);
  if (transform != NULL)
    self->folds = saffron_landmark_folds_new (
        transform, self->base != NULL ? self->base : self->place,
        self->landmarks);
  if (self->folds != NULL && self->folds->boxes->len == 0)
    g_clear_pointer (&self->folds, saffron_landmark_folds_free);
  saffron_document_set_corrected (self->document, transform);
  if (folded || self->folds != NULL)
    saffron_landmark_editor_tell (self);
}

const SaffronLandmarkFolds *
saffron_landmark_editor_get_folds (SaffronLandmarkEditor *self)
{
  return self->folds;
}
