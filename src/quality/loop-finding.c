/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/loop-finding.h"

#include <glib/gi18n.h>

static gboolean
is_over (const SaffronLoopPair *pair, guint slide)
{
  return pair->slides[0] == slide || pair->slides[1] == slide;
}

/* How many of the loops over the slide have that state. */
static guint
count_loops (const SaffronLoopPair *pairs,
             guint n,
             guint slide,
             SaffronLoopState state)
{
  guint found = 0;

  for (guint i = 0; i < n; i++)
    found += is_over (&pairs[i], slide)
             && saffron_loop_get_state (&pairs[i].loop) == state;
  return found;
}

/* How badly the slide fits to those beside it. */
static int
misfit (const SaffronLoopPair *pairs, guint n, guint slide)
{
  return (int) count_loops (pairs, n, slide, SAFFRON_LOOP_OPEN)
         - (int) count_loops (pairs, n, slide, SAFFRON_LOOP_CLOSED);
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
saffron_loop_findings (const SaffronLoopPair *pairs, guint n)
{
  GArray *findings = g_array_new (FALSE, TRUE, sizeof (SaffronLoopFinding));

  for (guint i = 0; i < n; i++)
    {
      guint a = pairs[i].slides[0], b = pairs[i].slides[1];
      int first = misfit (pairs, n, a), second = misfit (pairs, n, b);
      SaffronLoopFinding finding = { .slides = { MIN (a, b), MAX (a, b) },
                                     2,
                                     1 };

      if (saffron_loop_get_state (&pairs[i].loop) != SAFFRON_LOOP_OPEN)
        continue;
      if (first != second)
        {
          guint worse = first > second ? a : b;

          finding = (SaffronLoopFinding){
            { worse }, 1, count_loops (pairs, n, worse, SAFFRON_LOOP_OPEN)
          };
        }
      add (findings, &finding);
    }
  return findings;
}

static gboolean
is_named (const GArray *findings, guint slide)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const SaffronLoopFinding *finding =
          &g_array_index (findings, SaffronLoopFinding, i);

      for (guint k = 0; k < finding->n_slides; k++)
        if (finding->slides[k] == slide)
          return TRUE;
    }
  return FALSE;
}

SaffronRun *
saffron_loop_judge (SaffronRun *run,
                    guint slide,
                    const SaffronLoopPair *pairs,
                    guint n,
                    const GArray *findings,
                    const char *const *names)
{
  g_autoptr (GPtrArray) reasons = saffron_reasons_new ();

  if (!is_named (findings, slide))
    return saffron_run_ref (run);
  for (guint i = 0; i < n; i++)
    {
      guint other = pairs[i].slides[pairs[i].slides[0] == slide ? 1 : 0];
      SaffronReason *reason =
          is_over (&pairs[i], slide)
              ? saffron_loop_to_reason (&pairs[i].loop, names[other])
              : NULL;

      if (reason != NULL)
        g_ptr_array_add (reasons, reason);
    }
  return saffron_run_contradicted (run, reasons);
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
