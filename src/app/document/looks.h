/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/run.h"

G_BEGIN_DECLS

/**
 * SaffronLooks:
 * @automatic: what is found where nothing is asked for; without a name where
 *   the slide cannot be read
 * @is_asked: whether the parameters ask for a channel by name
 * @asked: that channel; without a name where the slide has none of that name
 * @error: (nullable): why there is nothing that a registration can look at
 *
 * What registration looks at on one slide.
 */
typedef struct {
  SaffronLook automatic;
  gboolean is_asked;
  SaffronLook asked;
  char *error;
} SaffronLooks;

/**
 * saffron_looks_find:
 * @partner: the slide that it is registered with, or @slide itself
 * @is_reference: whether @slide is the reference of the two
 * @run: (nullable): the pair's current run. What it looked at is not chosen
 *   again as long as @params ask for the same.
 *
 * Reads pixels: for a thread.
 */
SaffronLooks *saffron_looks_find (SaffronSlide *slide,
                                  SaffronSlide *partner,
                                  gboolean is_reference,
                                  const SaffronParams *params,
                                  SaffronRun *run);
SaffronLooks *saffron_looks_copy (const SaffronLooks *looks);
void saffron_looks_free (SaffronLooks *looks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronLooks, saffron_looks_free)

/* The one that a registration takes; without a name where there is an error. */
const SaffronLook *saffron_looks_get (const SaffronLooks *looks);

G_END_DECLS
