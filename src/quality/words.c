/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/words.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/json.h"
#include "quality/chain-words.h"
#include "quality/landmark-words.h"
#include "quality/part-words.h"

/* Each family of codes has a function, which returns NULL for a code that it
 * does not know. */
typedef char *(*WordsFunc) (const SaffronReason *reason);

static guint
count (double number)
{
  return (guint) lround (CLAMP (number, 0.0, G_MAXINT));
}

/* Reasons from the transform itself and from how much tissue there is to judge
 * it by. */
static char *
words_of_shape (const SaffronReason *reason)
{
  const double *n = reason->numbers;

  switch ((int) reason->code)
    {
    case SAFFRON_REASON_NO_TISSUE_REFERENCE:
      return g_strdup (_ ("no tissue was found on the reference"));
    case SAFFRON_REASON_NO_TISSUE_MOVING:
      return g_strdup (_ ("no tissue was found on the moving slide"));
    case SAFFRON_REASON_FOLDS:
      return g_strdup (_ ("the transform folds inside tissue"));
    case SAFFRON_REASON_STRETCHED:
      return g_strdup_printf (
          _ ("one axis is stretched %.2f times as much as the other"), n[0]);
    case SAFFRON_REASON_SCALE:
      return g_strdup_printf (_ ("the scale %.3f contradicts the pixel sizes, "
                                 "which give %.3f"),
                              n[0], n[1]);
    case SAFFRON_REASON_PIXEL_SIZES:
      return g_strdup_printf (
          _ ("the pixel sizes are probably wrong: they give "
             "a scale of %.3f, the tissue shows %.3f"),
          n[1], n[0]);
    case SAFFRON_REASON_MIRRORED:
      return g_strdup (
          _ ("the moving slide is mirrored, which is not allowed"));
    default:
      return NULL;
    }
}

static char *
words_of_likeness (const SaffronReason *reason)
{
  const double *n = reason->numbers;

  switch ((int) reason->code)
    {
    case SAFFRON_REASON_LIKENESS:
      return g_strdup_printf (_ ("the slides look alike: similarity %.3f above "
                                 "the best other way to lay them, %.3f is "
                                 "needed"),
                              n[0], n[1]);
    case SAFFRON_REASON_ALIKE_BY_PLACE:
      return g_strdup_printf (_ ("place by place, the slides look more alike "
                                 "than laid in the best other way: by %.3f, "
                                 "%.1f standard errors"),
                              n[0], n[1]);
    case SAFFRON_REASON_HELD_OUT:
      return g_strdup_printf (_ ("where the fit did not look, it made the "
                                 "slides more alike: by %.3f, %.1f standard "
                                 "errors"),
                              n[0], n[1]);
    case SAFFRON_REASON_FEW_PLACES:
      return g_strdup_printf (_ ("the slides look alike in few places only, as "
                                 "with the same dust or bubbles on both: %.1f "
                                 "standard errors above the best other way to "
                                 "lay them, %.1f are needed"),
                              n[0], n[1]);
    case SAFFRON_REASON_DOUBTFUL:
      return g_strdup_printf (_ ("it is doubtful whether the slides look "
                                 "alike: similarity %.3f above the best other "
                                 "way to lay them, %.3f is needed"),
                              n[0], n[1]);
    case SAFFRON_REASON_UNLIKE:
      return g_strdup_printf (_ ("the slides do not look alike: similarity "
                                 "%.3f above the best other way to lay them, "
                                 "%.3f is needed"),
                              n[0], n[1]);
    default:
      return NULL;
    }
}

static char *
words_of_rivals (const SaffronReason *reason)
{
  const double *n = reason->numbers;

  switch ((int) reason->code)
    {
    case SAFFRON_REASON_RIVAL_FACE_DOWN:
      return g_strdup_printf (_ ("perhaps the moving slide lies face down: "
                                 "turned over, its similarity is %.2f, as "
                                 "registered %.2f"),
                              n[0], n[1]);
    case SAFFRON_REASON_RIVAL_ELSEWHERE:
      return g_strdup_printf (
          _ ("perhaps the tissue belongs elsewhere: laid in "
             "another place or turned, its similarity is "
             "%.2f, as registered %.2f"),
          n[0], n[1]);
    case SAFFRON_REASON_MOVES_AWAY:
      return g_strdup_printf (_ ("a fresh fit that starts from here moves away "
                                 "by %.1f %% of the diagonal"),
                              100.0 * n[0]);
    case SAFFRON_REASON_OVERLAP:
      return g_strdup_printf (
          _ ("%.0f %% of the smaller tissue has a counterpart"), 100.0 * n[0]);
    case SAFFRON_REASON_LITTLE_OVERLAP:
      return g_strdup_printf (
          _ ("only %.0f %% of the smaller tissue has a counterpart"),
          100.0 * n[0]);
    case SAFFRON_REASON_AMBIGUOUS:
      return g_strdup (_ (
          "the slides look almost as much alike when they are laid elsewhere"));
    default:
      return NULL;
    }
}

static char *
words_of_place (const SaffronReason *reason)
{
  const double *n = reason->numbers;

  switch ((int) reason->code)
    {
    case SAFFRON_REASON_START_GIVEN:
      return g_strdup (_ ("not run: there is a transform to start from"));
    case SAFFRON_REASON_START_BY_HAND:
      return g_strdup_printf (
          _ ("laid by hand, then moved by %.0f px to where it is most alike"),
          n[0]);
    case SAFFRON_REASON_PLACED:
      return g_strdup_printf (
          _ ("turned by %.1f°, scaled by %.3f; overlap %.0f %%"), n[0], n[1],
          100.0 * n[2]);
    case SAFFRON_REASON_PLACED_MIRRORED:
      return g_strdup_printf (_ ("turned by %.1f°, scaled by %.3f, mirrored "
                                 "left to right; overlap %.0f %%"),
                              n[0], n[1], 100.0 * n[2]);
    case SAFFRON_REASON_BY_FEATURES:
      return g_strdup (_ ("found by matched features"));
    case SAFFRON_REASON_PIECES:
      return g_strdup_printf (ngettext ("%u piece that moved by itself",
                                        "%u pieces that moved by themselves",
                                        count (n[0])),
                              count (n[0]));
    case SAFFRON_REASON_GREW:
      return g_strdup (
          _ ("fitted to the part that agreed; more of the tissue agrees now"));
    default:
      return NULL;
    }
}

/* What lies on the slides and is no tissue. */
static char *
words_of_planes (const SaffronReason *reason)
{
  double percent = 100.0 * reason->numbers[0];

  switch ((int) reason->code)
    {
    case SAFFRON_REASON_LEFT_OUT_REFERENCE:
      return g_strdup_printf (_ ("%.1f %% of the reference is left out, since "
                                 "it looks like ink, dust or glare"),
                              percent);
    case SAFFRON_REASON_LEFT_OUT_MOVING:
      return g_strdup_printf (_ ("%.1f %% of the moving slide is left out, "
                                 "since it looks like ink, dust or glare"),
                              percent);
    default:
      return NULL;
    }
}

/* The decimals that show @error: four, and more of a small one. */
static int
decimals (double error)
{
  int n = 4;

  while (n < 7 && error > 0.0 && error < 0.5 * pow (10.0, -n))
    n++;
  return n;
}

/* The evidence by which a stage was kept or dropped. */
static char *
words_of_evidence (const SaffronReason *reason)
{
  const double *n = reason->numbers;
  guint windows = count (n[0]);

  switch ((int) reason->code)
    {
    case SAFFRON_REASON_IMPROVED:
    case SAFFRON_REASON_NOT_IMPROVED:
      return g_strdup_printf (
          ngettext ("similarity in %u held-out window changed by %+.*f ± %.*f",
                    "similarity in %u held-out windows changed by %+.*f ± %.*f",
                    windows),
          windows, decimals (n[2]), n[1], decimals (n[2]), n[2]);
    case SAFFRON_REASON_FEW_WINDOWS:
      return g_strdup_printf (
          ngettext ("only %u held-out window has tissue on both slides, too "
                    "few to tell",
                    "only %u held-out windows have tissue on both slides, too "
                    "few to tell",
                    windows),
          windows);
    case SAFFRON_REASON_WINDOWS_ROSE:
      return g_strdup_printf (
          _ ("kept although the matches in held-out windows "
             "are %.2f px away, not %.2f: similarity "
             "decides, of which these distances are a "
             "coarse measure"),
          n[1], n[0]);
    case SAFFRON_REASON_LANDMARKS_ROSE:
      return g_strdup_printf (_ ("kept although held-out landmarks are missed "
                                 "by %.2f px, not %.2f (median): a person’s "
                                 "landmarks are dropped only for an error that "
                                 "grows by more than its standard error"),
                              n[1], n[0]);
    case SAFFRON_REASON_STILL_FOLDS:
      return g_strdup (_ ("the transform folds, however stiff it is"));
    case SAFFRON_REASON_NOT_ASKED:
      return g_strdup (_ ("not run: the parameters leave it out"));
    case SAFFRON_REASON_SMOOTHNESS:
      return g_strdup_printf (_ ("the weight of smoothness is %g"), n[0]);
    default:
      return NULL;
    }
}

static char *
words_of_section (const SaffronReason *reason)
{
  const double *n = reason->numbers;

  switch ((int) reason->code)
    {
    case SAFFRON_REASON_SAME_SECTION:
      return g_strdup_printf (_ ("the same section: fine structure correlates "
                                 "by %.2f more than chance, %.2f is needed"),
                              n[0], n[1]);
    case SAFFRON_REASON_SAME_SECTION_ASKED:
      return g_strdup (_ ("the same section, as the parameter section says"));
    case SAFFRON_REASON_OTHER_SECTION:
      return g_strdup_printf (_ ("not run, since these are neighbouring "
                                 "sections: fine structure correlates by %.2f "
                                 "more than chance, %.2f is needed"),
                              n[0], n[1]);
    case SAFFRON_REASON_OTHER_SECTION_ASKED:
      return g_strdup (_ ("not run: these are neighbouring sections, as the "
                          "parameter section says"));
    default:
      return NULL;
    }
}

/* Why a channel was chosen. */
static char *
words_of_look (const SaffronReason *reason)
{
  switch ((int) reason->code)
    {
    case SAFFRON_REASON_LOOK_ASKED:
      return g_strdup (_ ("asked for by name"));
    case SAFFRON_REASON_LOOK_KIND_ASKED:
      return g_strdup (_ ("as the parameter kind asks"));
    case SAFFRON_REASON_LOOK_BRIGHT_GRAY:
      return g_strdup (_ ("grey values on a bright background"));
    case SAFFRON_REASON_LOOK_BRIGHTFIELD:
      return g_strdup (_ ("brightfield slide"));
    case SAFFRON_REASON_LOOK_GRAY_BRIGHTFIELD:
      return g_strdup (_ ("grey brightfield slide"));
    case SAFFRON_REASON_LOOK_HEMATOXYLIN:
      return g_strdup (_ ("nuclear stain of a brightfield slide, since the "
                          "other slide is fluorescence"));
    case SAFFRON_REASON_LOOK_BLUE:
      return g_strdup (
          _ ("RGB on a dark background, where nuclei are blue by custom"));
    case SAFFRON_REASON_LOOK_CONTRAST:
      return g_strdup (
          _ ("RGB on a dark background, where this has most contrast"));
    case SAFFRON_REASON_LOOK_NUCLEAR:
      return g_strdup (_ ("nuclear stain, by its name"));
    case SAFFRON_REASON_LOOK_ONLY:
      return g_strdup (_ ("the only channel"));
    case SAFFRON_REASON_LOOK_COMMON:
      return g_strdup (_ ("no channel is named DAPI or Hoechst; both slides "
                          "have this one"));
    case SAFFRON_REASON_LOOK_FIRST:
      return g_strdup (
          _ ("no channel is named DAPI or Hoechst; the first is used"));
    default:
      return NULL;
    }
}

/* Gives "blurred: sharpness 0.3, needed 0.5", for a reason of which only the
 * code's name and the numbers are known. */
static char *
words_of_unknown (const SaffronReason *reason)
{
  JsonNode *node =
      json_object_get_member (json_node_get_object (reason->json), "values");
  g_autoptr (GString) words = g_string_new (saffron_reason_get_nick (reason));
  g_autoptr (GList) names = NULL;
  JsonObject *values = NULL;
  gsize plain;

  g_string_replace (words, "-", " ", 0);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return g_string_free (g_steal_pointer (&words), FALSE);
  plain = words->len;
  values = json_node_get_object (node);
  names = json_object_get_members (values);
  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *value = json_object_get_member (values, l->data);
      double number = 0.0;

      if (!JSON_NODE_HOLDS_VALUE (value))
        continue;
      g_string_append_printf (words, "%s%s ", words->len == plain ? ": " : ", ",
                              (const char *) l->data);
      if (json_node_get_value_type (value) == G_TYPE_STRING)
        g_string_append (words, json_node_get_string (value));
      else if (saffron_json_get_number (values, l->data, 0.0, &number, NULL))
        g_string_append_printf (words, "%g", number);
      else
        g_string_append (words,
                         json_node_get_boolean (value) ? "true" : "false");
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* From the loop over another moving slide. */
static char *
words_of_loop (const SaffronReason *reason)
{
  const double *n = reason->numbers;

  if (reason->code != SAFFRON_REASON_LOOP_OPEN)
    return NULL;
  return g_strdup_printf (
      ngettext ("the loop over %s does not close: by %.1f px in the median of "
                "%u place, %.1f px are allowed",
                "the loop over %s does not close: by %.1f px in the median of "
                "%u places, %.1f px are allowed",
                count (n[2])),
      reason->text != NULL ? reason->text : _ ("another slide"), n[0],
      count (n[2]), n[1]);
}

static char *
words_of_record (const SaffronReason *reason)
{
  switch ((int) reason->code)
    {
    case SAFFRON_REASON_TEXT:
      return g_strdup (reason->text);
    case SAFFRON_REASON_UNKNOWN:
      return words_of_unknown (reason);
    case SAFFRON_REASON_UNRECORDED:
      return g_strdup (_ ("no reason was recorded"));
    default:
      return NULL;
    }
}

char *
saffron_reason_to_words (const SaffronReason *reason)
{
  static const WordsFunc families[] = {
    words_of_record,     words_of_shape,     words_of_likeness,
    words_of_rivals,     saffron_part_words, saffron_landmark_words,
    words_of_place,      words_of_planes,    words_of_evidence,
    words_of_section,    words_of_look,      words_of_loop,
    saffron_chain_words,
  };
  char *words = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (families) && words == NULL; i++)
    words = families[i](reason);
  g_assert (words != NULL);
  return words;
}

char *
saffron_reasons_to_words (GPtrArray *reasons, const char *separator)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < reasons->len; i++)
    {
      g_autofree char *one = saffron_reason_to_words (reasons->pdata[i]);

      g_string_append_printf (words, "%s%s", i > 0 ? separator : "", one);
    }
  return g_string_free (words, FALSE);
}

char *
saffron_z_to_words (int z)
{
  return z == SAFFRON_Z_MAX ? g_strdup (_ ("maximum of all Z planes"))
                            : g_strdup_printf (_ ("Z plane %d"), z);
}

/* The channel or stain, and the plane of a Z stack. */
static char *
name_look (const SaffronLook *look)
{
  g_autofree char *z = look->z != 0 ? saffron_z_to_words (look->z) : NULL;

  return z != NULL ? g_strdup_printf ("%s, %s", look->name, z)
                   : g_strdup (look->name);
}

char *
saffron_look_to_words (const SaffronLook *look)
{
  g_autofree char *why =
      look->reason != NULL ? saffron_reason_to_words (look->reason) : NULL;
  g_autofree char *name = NULL;

  if (look->name == NULL)
    return why != NULL ? g_steal_pointer (&why) : g_strdup (_ ("not recorded"));
  name = name_look (look);
  if (why == NULL)
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s: %s", name, why);
}
