/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/loop-finding.h"

#include <glib/gi18n.h>

/* Of one slide. */
typedef struct {
  guint open, closed;
} Loops;

/* How many loops over each slide there are, by its number. */
static Loops *
count_loops (const SaffronLoopPair *pairs, guint n)
{
  Loops *loops = NULL;
  guint last = 0;

  for (guint i = 0; i < n; i++)
    last = MAX (last, MAX (pairs[i].slides[0], pairs[i].slides[1]));
  loops = g_new0 (Loops, (gsize) last + 1);
  for (guint i = 0; i < n; i++)
    for (int k = 0; k < 2; k++)
      {
        SaffronLoopState state = saffron_loop_get_state (&pairs[i].loop);
        Loops *own = &loops[pairs[i].slides[k]];

        own->open += state == SAFFRON_LOOP_OPEN;
        own->closed += state == SAFFRON_LOOP_CLOSED;
      }
  return loops;
}

/* How badly a slide fits to those beside it. */
static int
misfit (const Loops *own)
{
  return (int) own->open - (int) own->closed;
}

/* Unless it is there. @seen: a set of what is there */
static void
add (GArray *findings, GHashTable *seen, const SaffronLoopFinding *finding)
{
  /* The two of a pair differ. */
  guint other = finding->slides[finding->n_slides - 1];
  guint64 key = ((guint64) finding->slides[0] << 32) | other;

  if (g_hash_table_add (seen, g_memdup2 (&key, sizeof key)))
    g_array_append_val (findings, *finding);
}

GArray *
saffron_loop_findings (const SaffronLoopPair *pairs, guint n)
{
  GArray *findings = g_array_new (FALSE, TRUE, sizeof (SaffronLoopFinding));
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree Loops *loops = count_loops (pairs, n);

  for (guint i = 0; i < n; i++)
    {
      guint a = pairs[i].slides[0], b = pairs[i].slides[1];
      int first = misfit (&loops[a]), second = misfit (&loops[b]);
      SaffronLoopFinding finding = { .slides = { MIN (a, b), MAX (a, b) },
                                     2,
                                     1 };

      if (saffron_loop_get_state (&pairs[i].loop) != SAFFRON_LOOP_OPEN)
        continue;
      if (first != second)
        {
          guint worse = first > second ? a : b;

          finding = (SaffronLoopFinding){ { worse }, 1, loops[worse].open };
        }
      add (findings, seen, &finding);
    }
  return findings;
}

gboolean *
saffron_loop_named (const GArray *findings, guint n_slides)
{
  gboolean *named = g_new0 (gboolean, n_slides);

  for (guint i = 0; i < findings->len; i++)
    {
      const SaffronLoopFinding *finding =
          &g_array_index (findings, SaffronLoopFinding, i);

      for (guint k = 0; k < finding->n_slides; k++)
        named[finding->slides[k]] = TRUE;
    }
  return named;
}

SaffronRun *
saffron_loop_judge (SaffronRun *run,
                    guint slide,
                    const SaffronLoopPair *pairs,
                    guint n,
                    const char *const *names)
{
  g_autoptr (GPtrArray) reasons = saffron_reasons_new ();

  for (guint i = 0; i < n; i++)
    {
      gboolean first = pairs[i].slides[0] == slide;
      SaffronReason *reason =
          first || pairs[i].slides[1] == slide ? saffron_loop_to_reason (
              &pairs[i].loop, names[pairs[i].slides[first ? 1 : 0]])
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
