/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/look.h"

G_BEGIN_DECLS

/**
 * SaffronLooks:
 * @automatic: what is found where nothing is asked for
 * @asked: what the parameters ask for by name; no reason where they do not
 *
 * What registration looks at on one slide. Where a name is missing, the reason
 * is a message that says why there is none.
 */
typedef struct {
  SaffronLook automatic;
  SaffronLook asked;
} SaffronLooks;

/**
 * saffron_looks_find:
 * @partner: the slide that it is registered with, or @slide itself
 * @is_reference: whether @slide is the reference of the two
 *
 * Reads pixels: for a thread.
 */
SaffronLooks *saffron_looks_find (SaffronSlide *slide,
                                  SaffronSlide *partner,
                                  gboolean is_reference,
                                  const SaffronParams *params);
SaffronLooks *saffron_looks_copy (const SaffronLooks *looks);
void saffron_looks_free (SaffronLooks *looks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronLooks, saffron_looks_free)

/* The one that a registration takes. */
const SaffronLook *saffron_looks_get (const SaffronLooks *looks);

G_END_DECLS
