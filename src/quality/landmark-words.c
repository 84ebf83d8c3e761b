/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/landmark-words.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/join.h"
#include "quality/words.h"
#include "register/landmark-reading.h"

static guint
count (double number)
{
  return (guint) lround (CLAMP (number, 0.0, G_MAXINT));
}

/* In which way the landmarks are to be read, as facts. */
static char *
words_of_reading (const SaffronLandmarkReading *reading)
{
  /* Translators: these and those below say how landmarks are to be read */
  static const char *const units[SAFFRON_N_LANDMARK_UNITS] = {
    [SAFFRON_LANDMARKS_UM] = N_ ("coordinates in µm"),
    [SAFFRON_LANDMARKS_HALF] = N_ ("placed at half the size"),
    [SAFFRON_LANDMARKS_QUARTER] = N_ ("placed at a quarter of the size"),
  };
  g_autoptr (GPtrArray) facts = g_ptr_array_new ();

  if (reading->swapped)
    g_ptr_array_add (facts, _ ("reference and moving slide swapped"));
  if (units[reading->units] != NULL)
    g_ptr_array_add (facts, _ (units[reading->units]));
  if (reading->shift > 0)
    g_ptr_array_add (facts, _ ("each with the next row of the moving slide"));
  else if (reading->shift < 0)
    g_ptr_array_add (facts, _ ("each with the row before of the moving slide"));
  if (facts->len == 0)
    g_ptr_array_add (facts, _ ("as they are"));
  return saffron_join_facts (facts);
}

char *
saffron_landmark_finding_to_words (const SaffronLandmarkFinding *finding)
{
  g_autofree char *how = words_of_reading (&finding->reading);

  /* Translators: %s is one or several of "reference and moving slide swapped"
   * and those beside it */
  return g_strdup_printf (_ ("the landmarks would agree within %.1f px "
                             "(median), read in this way: %s"),
                          finding->missed, how);
}

static char *
words_of_finding (const SaffronReason *reason)
{
  SaffronLandmarkFinding finding = { .missed = reason->numbers[2] };

  /* Units of a newer version. */
  if (!saffron_landmark_reading_from_reason (reason, &finding.reading))
    return g_strdup (_ ("the landmarks would agree if they were read in "
                        "another way"));
  return saffron_landmark_finding_to_words (&finding);
}

/* Reasons from comparing the landmarks with the result. */
static char *
words_of_witnesses (const SaffronReason *reason)
{
  guint n = count (reason->numbers[0]);
  double missed = reason->numbers[1];

  switch ((int) reason->code)
    {
    case SAFFRON_REASON_LANDMARKS_AGREE:
      return g_strdup_printf (
          ngettext ("%u landmark agrees: held out, it is met within %.1f px",
                    "%u landmarks agree: held out, they are met within %.1f "
                    "px (median)",
                    n),
          n, missed);
    case SAFFRON_REASON_LANDMARKS_CONTRADICT:
      return g_strdup_printf (
          ngettext ("%u landmark contradicts the result: held out, it is "
                    "missed by %.1f px",
                    "%u landmarks contradict the result: held out, they are "
                    "missed by %.1f px (median)",
                    n),
          n, missed);
    case SAFFRON_REASON_LANDMARKS_DROPPED:
      return g_strdup (_ ("the landmarks were dropped, see the stages"));
    case SAFFRON_REASON_LANDMARKS_UNLIKE:
      return g_strdup_printf (
          ngettext ("by %u landmark the slides are not alike; without it they "
                    "are, %.1f px away",
                    "by %u landmarks the slides are not alike; without them "
                    "they are, %.1f px away (median)",
                    n),
          n, missed);
    case SAFFRON_REASON_LANDMARKS_READ_AS:
      return words_of_finding (reason);
    case SAFFRON_REASON_AUTOMATIC_NEAR:
      return g_strdup_printf (
          ngettext ("the automatic result misses %u landmark by %.1f px, "
                    "which is near enough",
                    "the automatic result misses %u landmarks by %.1f px "
                    "(median), which is near enough",
                    n),
          n, missed);
    case SAFFRON_REASON_AUTOMATIC_FAR:
      return g_strdup_printf (
          ngettext ("the automatic result misses %u landmark by %.1f px",
                    "the automatic result misses %u landmarks by %.1f px "
                    "(median)",
                    n),
          n, missed);
    default:
      return NULL;
    }
}

/* @n landmarks miss by @missed px; @n_out of them stand out. */
static char *
words_of_picks (guint n, double missed, guint n_out)
{
  if (n_out == 0)
    return g_strdup_printf (
        ngettext ("%u landmark misses by %.1f px, as picks on serial sections "
                  "do: it does not pull (landmark_use=meet makes it)",
                  "%u landmarks miss by %.1f px (median), as picks on serial "
                  "sections do: none pulls (landmark_use=meet makes them)",
                  n),
        n, missed);
  return g_strdup_printf (
      ngettext ("%u landmark misses by %.1f px, as picks on serial sections "
                "do: only those that stand out pull, %u (landmark_use=meet "
                "makes it)",
                "%u landmarks miss by %.1f px (median), as picks on serial "
                "sections do: only those that stand out pull, %u "
                "(landmark_use=meet makes all)",
                n),
      n, missed, n_out);
}

/* Why landmarks correct the result, or do not. */
static char *
words_of_landmarks (const SaffronReason *reason)
{
  const double *n = reason->numbers;
  guint number = count (n[0]);

  switch ((int) reason->code)
    {
    case SAFFRON_REASON_LANDMARKS_IMPROVED:
    case SAFFRON_REASON_LANDMARKS_NOT_IMPROVED:
      return g_strdup_printf (
          ngettext ("the error of %u held-out landmark changed by %+.1f ± %.1f "
                    "px",
                    "the error of %u held-out landmarks changed by %+.1f ± "
                    "%.1f px",
                    number),
          number, n[1], n[2]);
    case SAFFRON_REASON_LANDMARKS_TRUSTED:
      return g_strdup_printf (
          ngettext ("%u landmark is taken on a person's word",
                    "%u landmarks are taken on a person's word", number),
          number);
    case SAFFRON_REASON_LANDMARKS_WEIGHED:
      return words_of_picks (number, n[1], count (n[2]));
    case SAFFRON_REASON_LANDMARKS_FOLD:
      return g_strdup_printf (ngettext ("%u landmark folds the slide",
                                        "%u landmarks fold the slide", number),
                              number);
    case SAFFRON_REASON_START_LANDMARKS:
      return g_strdup_printf (ngettext ("not run: laid by %u landmark",
                                        "not run: laid by %u landmarks",
                                        number),
                              number);
    case SAFFRON_REASON_AUTOMATIC_LEFT_OUT:
      return g_strdup (
          _ ("the automatic result was left out, since it is far from them"));
    case SAFFRON_REASON_WORST_LANDMARK:
      if (reason->text != NULL)
        return g_strdup_printf (
            _ ("look at landmark “%s”, which is missed by %.1f px"),
            reason->text, n[1]);
      return g_strdup_printf (
          _ ("look at landmark %u, which is missed by %.1f px"), number, n[1]);
    default:
      return NULL;
    }
}

char *
saffron_landmark_words (const SaffronReason *reason)
{
  char *words = words_of_witnesses (reason);

  return words != NULL ? words : words_of_landmarks (reason);
}

char *
saffron_snap_to_words (const SaffronSnap *snap)
{
  switch (snap->outcome)
    {
    case SAFFRON_SNAP_FOUND:
      return g_strdup_printf (_ ("snapped, %.2f"), snap->score);
    case SAFFRON_SNAP_OUTSIDE:
      return g_strdup (_ ("not snapped: too near the border of a slide"));
    case SAFFRON_SNAP_FLAT:
      return g_strdup (_ ("not snapped: nothing here stands out"));
    case SAFFRON_SNAP_UNLIKE:
      return g_strdup_printf (
          _ ("not snapped: nothing near is alike (best %.2f)"), snap->score);
    case SAFFRON_SNAP_FAR:
      return g_strdup_printf (
          _ ("not snapped: the best match (%.2f) is too far away"),
          snap->score);
    case SAFFRON_SNAP_AMBIGUOUS:
      return g_strdup_printf (
          _ ("not snapped: two places match about as well (%.2f, %.2f)"),
          snap->score, snap->rival);
    }
  return g_strdup ("");
}

char *
saffron_landmarks_foretell (SaffronRun *judged)
{
  const SaffronStageRecord *last = NULL;
  const SaffronReason *weighed = NULL;
  g_autofree char *why = NULL;

  if (judged->stages->len == 0)
    return NULL;
  last = &g_array_index (judged->stages, SaffronStageRecord,
                         judged->stages->len - 1);
  if (!g_str_equal (last->name, "landmarks"))
    return NULL;
  if (!last->kept)
    {
      why = saffron_reasons_to_words (last->reasons, "; ");
      return g_strdup_printf (_ ("Register would leave the landmarks out: %s"),
                              why);
    }
  weighed =
      saffron_reasons_find (last->reasons, SAFFRON_REASON_LANDMARKS_WEIGHED);
  if (weighed == NULL)
    return NULL;
  why = saffron_landmark_words (weighed);
  return g_strdup_printf (_ ("Register would not follow each landmark: %s"),
                          why);
}
