/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/document-private.h"

#include "register/start.h"

/* How the moving slide lies on the canvas: by a run, by what landmarks make of
 * one, or by a person's hand. */

/* (nullable): the start by hand of the shown slide. The same transform comes
 * back until it is edited. */
static SaffronTransform *
get_start (SaffronDocument *self)
{
  const SaffronAffine *start =
      self->shown != NULL ? saffron_moving_get_start (self->shown) : NULL;
  SaffronLayer *reference = saffron_document_get_reference (self);
  SaffronSlide *slide = NULL;

  if (self->place != NULL
      && !saffron_start_equal (saffron_transform_get_affine (self->place),
                               start))
    g_clear_pointer (&self->place, saffron_transform_unref);
  if (start == NULL || reference == NULL || self->place != NULL)
    return self->place;
  slide = saffron_layer_get_slide (reference);
  self->place = saffron_transform_new (
      (double) saffron_slide_get_width (slide),
      (double) saffron_slide_get_height (slide), start, NULL);
  return self->place;
}

/* (nullable): what is shown of @whole, or without a run. */
static SaffronTransform *
get_transform (SaffronDocument *self, SaffronRunEntry *whole)
{
  if (self->corrected != NULL && whole == self->corrected_of)
    return self->corrected;
  return whole != NULL ? saffron_run_entry_get_run (whole)->transform
                       : get_start (self);
}

void
saffron_document_drop_corrected (SaffronDocument *self)
{
  g_clear_pointer (&self->corrected, saffron_transform_unref);
  g_clear_object (&self->corrected_of);
}

void
saffron_document_set_corrected (SaffronDocument *self,
                                SaffronTransform *corrected)
{
  SaffronRunEntry *whole =
      self->shown != NULL ? saffron_moving_get_whole (self->shown) : NULL;
  SaffronTransform *before = get_transform (self, whole);
  /* Otherwise another run is shown for the moment, or a stage of one that is
   * being made. */
  gboolean shows = before == NULL
                   || saffron_view_model_get_transform (self->model) == before;

  g_return_if_fail (self->shown != NULL || corrected == NULL);

  if (corrected == self->corrected && whole == self->corrected_of)
    return;
  if (corrected != NULL)
    saffron_transform_ref (corrected);
  saffron_document_drop_corrected (self);
  self->corrected = corrected;
  if (corrected != NULL)
    g_set_object (&self->corrected_of, whole);
  if (shows && self->shown != NULL)
    saffron_document_place_run (self, self->model,
                                saffron_moving_get_current (self->shown));
}

void
saffron_document_drop_laid (SaffronDocument *self)
{
  g_clear_pointer (&self->laid, saffron_transform_unref);
  g_clear_pointer (&self->place, saffron_transform_unref);
}

void
saffron_document_set_laid (SaffronDocument *self, SaffronTransform *laid)
{
  g_return_if_fail (self->shown != NULL || laid == NULL);

  if (laid == self->laid)
    return;
  if (laid != NULL)
    saffron_transform_ref (laid);
  g_clear_pointer (&self->laid, saffron_transform_unref);
  self->laid = laid;
  if (self->shown != NULL)
    saffron_document_place_run (self, self->model,
                                saffron_moving_get_current (self->shown));
}

SaffronTransform *
saffron_document_get_place (SaffronDocument *self)
{
  SaffronPair pair = saffron_document_get_pair (self);
  SaffronTransform *start = NULL;

  if (!saffron_pair_is_complete (&pair))
    return NULL;
  start = get_start (self);
  return start != NULL
             ? saffron_transform_ref (start)
             : saffron_view_place (pair.reference_slide, pair.moving_slide);
}

gboolean
saffron_document_is_edited (SaffronDocument *self)
{
  SaffronRunEntry *whole =
      self->shown != NULL ? saffron_moving_get_whole (self->shown) : NULL;

  return whole != NULL && saffron_moving_is_edited (self->shown, whole);
}

/* (transfer full) (nullable): the affine part of @transform, or all of it. */
static SaffronTransform *
part_of (SaffronTransform *transform, gboolean affine)
{
  if (transform == NULL || !affine)
    return transform != NULL ? saffron_transform_ref (transform) : NULL;
  return saffron_transform_new (saffron_transform_get_width (transform),
                                saffron_transform_get_height (transform),
                                saffron_transform_get_affine (transform), NULL);
}

static void
place_run (SaffronDocument *self,
           SaffronViewModel *model,
           SaffronRunEntry *entry,
           gboolean affine)
{
  gboolean any =
      self->shown != NULL && saffron_moving_has_entry (self->shown, entry);
  SaffronRunEntry *whole =
      any ? saffron_moving_get_whole_of (self->shown, entry) : NULL;
  gboolean regional = any && entry != whole;
  g_autoptr (SaffronTransform) transform = NULL;

  if (self->laid != NULL && model == self->model)
    {
      saffron_view_model_set_transform (model, self->laid);
      return;
    }
  transform = part_of (get_transform (self, whole), affine && !regional);
  saffron_view_model_set_transform (model, transform);
  if (regional)
    {
      SaffronRun *run = saffron_run_entry_get_run (entry);
      g_autoptr (SaffronTransform) inside = part_of (run->transform, affine);

      saffron_view_model_set_inside (model, inside, &run->region);
    }
}

void
saffron_document_place_run (SaffronDocument *self,
                            SaffronViewModel *model,
                            SaffronRunEntry *entry)
{
  place_run (self, model, entry, FALSE);
}

void
saffron_document_place_affine (SaffronDocument *self,
                               SaffronViewModel *model,
                               SaffronRunEntry *entry)
{
  place_run (self, model, entry, TRUE);
}
