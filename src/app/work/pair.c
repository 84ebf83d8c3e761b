/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/pair.h"

gboolean
saffron_pair_is_complete (const SaffronPair *self)
{
  return self->reference_slide != NULL && self->moving_slide != NULL;
}

void
saffron_pair_set (SaffronPair *self, const SaffronPair *other)
{
  g_set_object (&self->session, other->session);
  g_set_object (&self->moving, other->moving);
  g_set_object (&self->reference_slide, other->reference_slide);
  g_set_object (&self->moving_slide, other->moving_slide);
}

void
saffron_pair_clear (SaffronPair *self)
{
  saffron_pair_set (self, &(SaffronPair){ 0 });
}
