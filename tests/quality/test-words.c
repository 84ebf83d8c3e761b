/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/words.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "quality/landmark-words.h"

static char *
say (SaffronReasonCode code, double a, double b, double c, const char *text)
{
  g_autoptr (SaffronReason) reason =
      saffron_reason_new (code, (const double[]){ a, b, c }, text);

  return saffron_reason_to_words (reason);
}

#define assert_says(words, ...)                                                \
  G_STMT_START                                                                 \
  {                                                                            \
    g_autofree char *said = say (__VA_ARGS__);                                 \
    g_assert_cmpstr (said, ==, words);                                         \
  }                                                                            \
  G_STMT_END

/* Checks that each code has a clause of its own, with and without a name. */
static void
test_every_code (void)
{
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint code = 0; code < SAFFRON_N_REASONS; code++)
    {
      g_autofree char *words = NULL;

      if (code == SAFFRON_REASON_UNKNOWN)
        continue;
      words = say (code, code, 1.5, 0.25,
                   saffron_reason_text_name (code) != NULL ? "a name" : NULL);
      g_test_message ("%s", words);
      g_assert_cmpuint (strlen (words), >, 5);
      /* A clause begins in lower case, but may begin with "RGB". */
      g_assert_false (g_ascii_isupper (words[0])
                      && !g_ascii_isupper (words[1]));
      g_assert_false (g_str_has_suffix (words, "."));
      g_assert_null (strstr (words, "nan"));
      g_assert_true (g_hash_table_add (seen, g_strdup (words)));
    }
}

static void
test_values (void)
{
  assert_says ("the slides do not look alike: similarity 0.021 above the best "
               "other way to lay them, 0.070 is needed",
               SAFFRON_REASON_UNLIKE, 0.021, 0.07, 0, NULL);
  assert_says ("94 % of the smaller tissue has a counterpart",
               SAFFRON_REASON_OVERLAP, 0.9378, 0, 0, NULL);
  assert_says ("29 % of the tissue does not agree: on the left",
               SAFFRON_REASON_PART_OFF, 0.29, 0.2, 0.5, NULL);
  assert_says ("8 % of the tissue has no counterpart on the moving slide: at "
               "the bottom right",
               SAFFRON_REASON_PART_MISSING, 0.08, 0.9, 1.0, NULL);
  assert_says ("2 pieces that moved by themselves", SAFFRON_REASON_PIECES, 2, 0,
               0, NULL);
  assert_says ("similarity in 57 held-out windows changed by +0.0927 ± 0.0423",
               SAFFRON_REASON_IMPROVED, 57, 0.09271, 0.04232, NULL);
  assert_says ("1 landmark is taken on a person's word",
               SAFFRON_REASON_LANDMARKS_TRUSTED, 1, 0, 0, NULL);
  assert_says ("3 landmarks are taken on a person's word",
               SAFFRON_REASON_LANDMARKS_TRUSTED, 3, 0, 0, NULL);
  assert_says ("look at landmark “p70”, which is missed by 141.4 px",
               SAFFRON_REASON_WORST_LANDMARK, 8, 141.42, 0, "p70");
  assert_says ("look at landmark 8, which is missed by 141.4 px",
               SAFFRON_REASON_WORST_LANDMARK, 8, 141.42, 0, NULL);
  assert_says ("the loop over b.tif does not close: by 21.4 px in the median "
               "of 300 places, 15.4 px are allowed",
               SAFFRON_REASON_LOOP_OPEN, 21.42, 15.38, 300, "b.tif");
  assert_says ("the words of old", SAFFRON_REASON_TEXT, 0, 0, 0,
               "the words of old");
}

/* Checks that any number gives words, because a file may have any number. */
static void
test_wild_numbers (void)
{
  static const double wild[] = { -1e300, 1e300, -1.0, 0.0, G_MAXUINT, 1e-300 };

  for (guint code = 0; code < SAFFRON_N_REASONS; code++)
    for (guint i = 0; i < G_N_ELEMENTS (wild); i++)
      if (code != SAFFRON_REASON_UNKNOWN && code != SAFFRON_REASON_TEXT)
        {
          g_autofree char *words = say (code, wild[i], wild[i], wild[i], NULL);

          g_assert_nonnull (words);
        }
}

static void
test_unknown (void)
{
  static const struct {
    const char *text, *words;
  } cases[] = {
    { "{\"code\": \"badly-blurred\", \"speaks\": \"against\", \"values\": "
      "{\"sharpness\": 0.3, \"of\": \"DAPI\", \"sure\": true, \"all\": [1]}}",
      "badly blurred: sharpness 0.3, of DAPI, sure true" },
    { "{\"code\": \"blurred\", \"values\": {}}", "blurred" },
    { "{\"code\": \"blurred\", \"values\": 3}", "blurred" },
    { "{\"code\": \"blurred\", \"values\": {\"n\": 7, \"none\": null}}",
      "blurred: n 7" },
    { "{\"code\": \"unlike\"}", "unlike" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = saffron_json_parse (
          cases[i].text, strlen (cases[i].text), "text", NULL);
      g_autoptr (SaffronReason) reason = saffron_reason_from_json (node);
      g_autofree char *words = saffron_reason_to_words (reason);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) list = saffron_reasons_new ();
  g_autofree char *none = saffron_reasons_to_words (list, "; ");
  g_autofree char *both = NULL;

  saffron_reasons_add (list, SAFFRON_REASON_FOLDS, NULL, NULL);
  saffron_reasons_add (list, SAFFRON_REASON_TEXT, NULL, "b");
  both = saffron_reasons_to_words (list, "; ");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (both, ==, "the transform folds inside tissue; b");
}

/* Each way in which a snap can end has words of its own. */
static void
test_snap (void)
{
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = SAFFRON_SNAP_FOUND; i <= SAFFRON_SNAP_AMBIGUOUS; i++)
    {
      SaffronSnap snap = { .outcome = i, .score = 0.83, .rival = 0.8 };
      char *words = saffron_snap_to_words (&snap);

      g_assert_cmpstr (words, !=, "");
      g_assert_cmpint (g_str_has_prefix (words, "snapped, 0.83"), ==,
                       i == SAFFRON_SNAP_FOUND);
      g_assert_true (g_hash_table_add (seen, words));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/every-code", test_every_code);
  g_test_add_func ("/words/values", test_values);
  g_test_add_func ("/words/wild-numbers", test_wild_numbers);
  g_test_add_func ("/words/unknown", test_unknown);
  g_test_add_func ("/words/list", test_list);
  g_test_add_func ("/words/snap", test_snap);
  return g_test_run ();
}
