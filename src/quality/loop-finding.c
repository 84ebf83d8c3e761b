/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/loop-finding.h"

#include <glib/gi18n.h>

/* The loop of the slide @i with the one before, which of the first is the
 * last. */
static SaffronLoopState
get_state (const SaffronLoopState *states, guint n, guint i)
{
  return i > 0 || n > 2 ? states[i] : SAFFRON_LOOP_UNKNOWN;
}

/* How many of the loops over the slide @i have that state. */
static guint
count_loops (const SaffronLoopState *states,
             guint n,
             guint i,
             SaffronLoopState state)
{
  return (get_state (states, n, i) == state)
         + (get_state (states, n, (i + 1) % n) == state);
}

/* How badly the slide @i fits to those beside it. */
static int
misfit (const SaffronLoopState *states, guint n, guint i)
{
  return (int) count_loops (states, n, i, SAFFRON_LOOP_OPEN)
         - (int) count_loops (states, n, i, SAFFRON_LOOP_CLOSED);
}

/* Unless it is there. */
static void
add (GArray *findings, const SaffronLoopFinding *finding)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const SaffronLoopFinding *other =
          &g_array_index (findings, SaffronLoopFinding, i);

      if (other->n_slides == finding->n_slides
          && other->slides[0] == finding->slides[0]
          && other->slides[1] == finding->slides[1])
        return;
    }
  g_array_append_val (findings, *finding);
}

GArray *
saffron_loop_findings (const SaffronLoopState *states, guint n)
{
  GArray *findings = g_array_new (FALSE, TRUE, sizeof (SaffronLoopFinding));

  for (guint i = 0; i < n; i++)
    {
      guint other = (i + n - 1) % n;
      int before = misfit (states, n, other), here = misfit (states, n, i);
      SaffronLoopFinding finding = {
        .slides = { MIN (i, other), MAX (i, other) }, 2, 1
      };

      if (get_state (states, n, i) != SAFFRON_LOOP_OPEN)
        continue;
      if (before != here)
        {
          guint worse = before > here ? other : i;

          finding = (SaffronLoopFinding){
            { worse }, 1, count_loops (states, n, worse, SAFFRON_LOOP_OPEN)
          };
        }
      add (findings, &finding);
    }
  return findings;
}

char *
saffron_loop_finding_to_words (const SaffronLoopFinding *finding,
                               const char *const *names)
{
  if (finding->n_slides == 2)
    return g_strdup_printf (
        _ ("%s and %s contradict each other: the loop over both does not "
           "close, and nothing tells which of them is wrong"),
        names[finding->slides[0]], names[finding->slides[1]]);
  return g_strdup_printf (
      ngettext ("%2$s does not lie as the slides beside it say: %1$u loop over "
                "it does not close",
                "%2$s does not lie as the slides beside it say: %1$u loops "
                "over it do not close",
                finding->n_loops),
      finding->n_loops, names[finding->slides[0]]);
}

SaffronReason *
saffron_loop_to_reason (const SaffronLoop *loop, const char *with)
{
  const double numbers[] = { loop->closure_median, loop->tolerance, loop->n };

  return saffron_loop_get_state (loop) == SAFFRON_LOOP_OPEN
             ? saffron_reason_new (SAFFRON_REASON_LOOP_OPEN, numbers, with)
             : NULL;
}
