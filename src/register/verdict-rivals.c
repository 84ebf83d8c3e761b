/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/verdict-rivals.h"

#include <math.h>

/* From this likeness on a rival is told. */
#define CLEARLY_ALIKE 0.15

/* The least gain place by place that counts. */
#define LEAST_GAIN 0.004

/* From so many cells on there are enough to tell few places from many. */
#define ENOUGH_CELLS 10

/* @needed: of the certainty */
static gboolean
is_certain (const SaffronRival *rival, double needed)
{
  return rival->place.gain >= LEAST_GAIN && rival->place.certainty >= needed;
}

/* Whether the rival is alike in the same places, though less so, where there
 * are enough to tell. */
static gboolean
is_confirmed (const SaffronRival *rival)
{
  return rival->place.certainty >= (rival->place.cells < ENOUGH_CELLS
                                        ? 0.0
                                        : SAFFRON_VERDICT_CONFIRMED);
}

/* Whether the registration is clearly better than the rival. */
static gboolean
beats (const SaffronRival *rival, double needed)
{
  if (!rival->found || is_certain (rival, needed))
    return TRUE;
  return rival->margin >= SAFFRON_QUALITY_NEEDED && is_confirmed (rival);
}

/* Whether the rival is to be told: the slides are alike under it, and about as
 * much as registered. */
static gboolean
is_near (const SaffronRival *rival, double needed)
{
  return rival->found && rival->likeness >= CLEARLY_ALIKE
         && rival->margin < SAFFRON_QUALITY_NEEDED
         && !is_certain (rival, needed);
}

/* One of two numbers. */
static void
say (GPtrArray *reasons, SaffronReasonCode code, double a, double b)
{
  saffron_reasons_add (reasons, code, (const double[]){ a, b }, NULL);
}

/* The slides are clearly alike, by what is nearest to not being it. */
static void
say_alike (const SaffronVerdict *v,
           const SaffronRival *nearest,
           const SaffronHeldOutGain *held_out,
           GPtrArray *in_favour)
{
  if (v->quality >= SAFFRON_QUALITY_NEEDED)
    {
      say (in_favour, SAFFRON_REASON_LIKENESS, v->quality,
           SAFFRON_QUALITY_NEEDED);
      return;
    }
  say (in_favour, SAFFRON_REASON_ALIKE_BY_PLACE, nearest->place.gain,
       nearest->place.certainty);
  if (v->certainty < SAFFRON_VERDICT_CERTAIN)
    say (in_favour, SAFFRON_REASON_HELD_OUT, held_out->gain,
         saffron_held_out_gain_certainty (held_out));
}

static void
say_unlike (const SaffronVerdict *v, GPtrArray *against)
{
  if (v->quality >= SAFFRON_QUALITY_NEEDED)
    say (against, SAFFRON_REASON_FEW_PLACES, MAX (v->certainty, 0.0),
         SAFFRON_VERDICT_CONFIRMED);
  else
    say (against,
         v->quality < SAFFRON_QUALITY_FAILED ? SAFFRON_REASON_UNLIKE
                                             : SAFFRON_REASON_DOUBTFUL,
         v->quality, SAFFRON_QUALITY_NEEDED);
}

void
saffron_verdict_hear_rivals (SaffronVerdict *v,
                             const SaffronRivals *rivals,
                             const SaffronHeldOutGain *held_out,
                             GPtrArray *against,
                             GPtrArray *in_favour)
{
  static const SaffronReasonCode codes[SAFFRON_N_RIVALS] = {
    SAFFRON_REASON_RIVAL_FACE_DOWN, SAFFRON_REASON_RIVAL_ELSEWHERE
  };
  gboolean helped =
      saffron_held_out_gain_certainty (held_out) >= SAFFRON_VERDICT_HELD_OUT;
  double needed = helped ? SAFFRON_VERDICT_CONFIRMED : SAFFRON_VERDICT_CERTAIN;
  gboolean alike = rivals->likeness >= SAFFRON_QUALITY_NEEDED;
  const SaffronRival *nearest = NULL;

  v->likeness = v->quality = rivals->likeness;
  for (int i = 0; i < SAFFRON_N_RIVALS; i++)
    {
      const SaffronRival *rival = &rivals->kinds[i];

      if (!rival->found)
        continue;
      if (nearest == NULL || rival->margin < nearest->margin)
        nearest = rival;
      v->quality = MIN (v->quality, rival->margin);
      v->chance = MAX (v->chance, rival->likeness);
      v->certainty = fmin (v->certainty, rival->place.certainty);
      alike = alike && beats (rival, needed);
    }
  if (alike)
    say_alike (v, nearest, held_out, in_favour);
  else
    say_unlike (v, against);
  for (int i = 0; i < SAFFRON_N_RIVALS; i++)
    if (is_near (&rivals->kinds[i], needed))
      say (against, codes[i], rivals->kinds[i].likeness, rivals->likeness);
}
