/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/rivals.h"
#include "register/verdict.h"

G_BEGIN_DECLS

/* Place by place, in standard errors summed over two measures. From CERTAIN on
 * the registration is better than a rival by however little, as long as the
 * gain is enough: tissue that is nearly symmetric or periodic is better in a
 * few places only, but reliably so; weak stains are little alike, but
 * everywhere. Of 164 wrong pairs one came to 5.8, with the same stripes all
 * over both slides; the next to 4.8 in one build and 4.3 in another.
 *
 * Under CONFIRMED, with enough cells to tell by, it is alike in few places: the
 * same dust, bubbles or bright spots on both slides. With fewer cells, it is so
 * under 0. Of right pairs that were alike enough the lowest was 2.5.
 *
 * From HELD_OUT standard errors on, the fit itself is evidence: it made squares
 * more alike that it did not see, as it does where the same structures lie
 * around them. CONFIRMED is certain enough then. Of 51 wrong pairs the highest
 * came to 5.3, but for symmetric and periodic tissue, which rivals give away,
 * and for the stripes above. Squares are narrower than the
 * windows that measure them, so that foreign tissue gains a little, too. */
#define SAFFRON_VERDICT_CERTAIN 5.0
#define SAFFRON_VERDICT_CONFIRMED 2.0
#define SAFFRON_VERDICT_HELD_OUT 6.0

/**
 * saffron_verdict_hear_rivals:
 * @verdict: gets its quality, certainty, likeness and chance
 * @held_out: see saffron_verdict()
 *
 * Whether the registration is clearly better than any other way of laying the
 * slides: adds to @against or @in_favour why.
 */
void saffron_verdict_hear_rivals (SaffronVerdict *verdict,
                                  const SaffronRivals *rivals,
                                  const SaffronHeldOutGain *held_out,
                                  GPtrArray *against,
                                  GPtrArray *in_favour);

G_END_DECLS
