/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/advice.h"

#include <glib/gi18n.h>

#include "register/reason.h"

/* What a step requires of the run. A step whose conditions are not met is left
 * out. */
typedef enum {
  /* The run searched for the slides' position anew, so that parameters of the
   * search have an effect. */
  SEARCHED = 1 << 0,
  /* The search used the pixel sizes of the files. */
  BY_PIXEL_SIZES = 1 << 1,
  /* The slide has more channels than the one that was registered by. */
  OTHER_REFERENCE = 1 << 2,
  OTHER_MOVING = 1 << 3,
  /* At least one of the two slides was not registered by its nuclei. */
  NOT_BY_NUCLEI = 1 << 4,
  /* The program itself decided whether the slide is brightfield or
   * fluorescence. */
  REFERENCE_KIND_FOUND = 1 << 5,
  MOVING_KIND_FOUND = 1 << 12,
  BENT = 1 << 6,
  /* The reference has more pixels than the planes that were registered. */
  SHRUNK = 1 << 7,
  /* The slides look somewhat alike, so that landmarks have something to
   * correct. */
  NEARLY = 1 << 8,
  /* The run had no landmarks and is one that landmarks can correct. */
  NO_LANDMARKS = 1 << 9,
  /* The list holds no other step. */
  NOTHING_ELSE = 1 << 10,
  /* The run is of the whole slide, and nobody laid it by hand. */
  NOT_BY_HAND = 1 << 11,
} Conditions;

static const SaffronAdvice reference_tissue = {
  N_ ("register by another channel of the reference: one that shows tissue"),
  "reference_channel", NULL
};
static const SaffronAdvice moving_tissue = {
  N_ ("register by another channel of the moving slide: one that shows tissue"),
  "moving_channel", NULL
};
static const SaffronAdvice say_reference_kind = {
  N_ ("set the kind of the reference, if brightfield was taken for "
      "fluorescence or the other way round"),
  "reference_kind", NULL
};
static const SaffronAdvice say_moving_kind = {
  N_ ("set the kind of the moving slide, if brightfield was taken for "
      "fluorescence or the other way round"),
  "moving_kind", NULL
};
static const SaffronAdvice turned_over = {
  N_ ("allow the moving slide to be mirrored, if the section was turned over"),
  "allow_flips", "true"
};
static const SaffronAdvice perhaps_turned_over = {
  N_ ("allow the moving slide to be mirrored, in case the section was turned "
      "over"),
  "allow_flips", "true"
};
static const SaffronAdvice every_rotation = { N_ ("search every rotation"),
                                              "rotation_range", "180" };
static const SaffronAdvice wrong_pixel_size = {
  N_ ("leave the pixel sizes out, if one of the files has a wrong one"),
  "use_pixel_size", "false"
};
static const SaffronAdvice perhaps_wrong_pixel_size = {
  N_ ("leave the pixel sizes out, in case one of the files has a wrong one"),
  "use_pixel_size", "false"
};
static const SaffronAdvice same_structure = {
  N_ ("register by a channel that shows the same structure on both slides, "
      "nuclei best"),
  "moving_channel", NULL
};
static const SaffronAdvice whole_tissue = {
  N_ ("register by a channel that shows the whole tissue on both slides"),
  "moving_channel", NULL
};
static const SaffronAdvice more_structure = {
  N_ ("register by a channel with more structure"), "moving_channel", NULL
};
static const SaffronAdvice more_keypoints = {
  N_ ("look at more keypoints, in case only a small part is on both slides"),
  "num_features", NULL
};
static const SaffronAdvice finer_planes = {
  N_ ("look at finer planes, so that more of the structure counts"),
  "max_processed_dim", NULL
};
static const SaffronAdvice not_bent = {
  N_ ("leave the slide affine and see whether that is enough"), "deformable",
  "false"
};
static const SaffronAdvice smoother = { N_ ("ask for more smoothness"),
                                        "regularisation", NULL };
static const SaffronAdvice larger_window = {
  N_ ("measure similarity in a larger window"), "window_radius", NULL
};
static const SaffronAdvice lay_by_hand = {
  N_ ("lay the moving slide by hand, if you see how it belongs, and register "
      "from there"),
  NULL, NULL,
  N_ ("lay the moving slide by hand, if you see how it belongs: saffron-cli "
      "register --start DX,DY,TURN, or in the window"),
  TRUE
};
static const SaffronAdvice whole_section = {
  N_ ("check that both files show the whole section, each pixel as wide as "
      "high"),
  NULL, NULL
};
static const SaffronAdvice same_block = {
  N_ ("check that both slides are of the same block"), NULL, NULL
};
static const SaffronAdvice only_a_part = {
  N_ ("look at the overlay: where one slide shows only a part of the other, "
      "this may be as good as it gets"),
  NULL, NULL
};
static const SaffronAdvice where_else = {
  N_ ("look at the overlay: if the tissue belongs elsewhere, crop both "
      "slides so that there is only one way to lay them on each other"),
  NULL, NULL
};
static const SaffronAdvice look_at_part = {
  N_ ("look at the overlay where the tissue does not agree: it may be torn, "
      "folded or damaged there"),
  NULL, NULL
};
static const SaffronAdvice check_landmarks = {
  N_ ("check the landmarks: each should mark the same place on both slides"),
  NULL, NULL
};
static const SaffronAdvice give_landmarks = {
  N_ ("look at the overlay; where the slides disagree, place landmarks (L), or "
      "import those of BigWarp, QuPath or ImageJ, and register again"),
  NULL, NULL,
  N_ ("look at the overlay; where the slides disagree, mark the same places "
      "on both in BigWarp, QuPath or ImageJ, and register with these points: "
      "saffron-cli register --landmarks FILE")
};
static const SaffronAdvice judge_by_eye = {
  N_ ("look at the overlay and judge by eye whether this is good enough"), NULL,
  NULL
};

typedef struct {
  /* The reasons against the run; any one of them is enough. */
  SaffronReasonCode codes[2];
  Conditions needs;
  const SaffronAdvice *advice;
} Row;

#define R(code) SAFFRON_REASON_##code
/* Stands for no reason: text from older versions selects no step. */
#define NONE SAFFRON_REASON_TEXT

static const Row rows[] = {
  { { R (NO_TISSUE_REFERENCE) }, OTHER_REFERENCE, &reference_tissue },
  { { R (NO_TISSUE_MOVING) }, OTHER_MOVING, &moving_tissue },
  { { R (NO_TISSUE_REFERENCE) }, REFERENCE_KIND_FOUND, &say_reference_kind },
  { { R (NO_TISSUE_MOVING) }, MOVING_KIND_FOUND, &say_moving_kind },

  { { R (MIRRORED) }, 0, &turned_over },
  { { R (SCALE) }, 0, &wrong_pixel_size },
  { { R (STRETCHED) }, 0, &whole_section },

  { { R (UNLIKE), R (DOUBTFUL) }, SEARCHED, &perhaps_turned_over },
  { { R (UNLIKE), R (DOUBTFUL) }, SEARCHED, &every_rotation },
  { { R (UNLIKE), R (DOUBTFUL) },
    OTHER_MOVING | NOT_BY_NUCLEI,
    &same_structure },
  { { R (UNLIKE), R (DOUBTFUL) },
    SEARCHED | BY_PIXEL_SIZES,
    &perhaps_wrong_pixel_size },
  { { R (UNLIKE), R (DOUBTFUL) }, NOT_BY_HAND, &lay_by_hand },
  { { R (UNLIKE), R (DOUBTFUL) }, 0, &same_block },

  { { R (FEW_PLACES) }, NOT_BY_HAND, &lay_by_hand },
  { { R (FEW_PLACES) }, 0, &same_block },

  { { R (RIVAL_FACE_DOWN) }, 0, &turned_over },
  { { R (RIVAL_ELSEWHERE) }, NOT_BY_HAND, &lay_by_hand },
  { { R (RIVAL_ELSEWHERE) }, 0, &where_else },

  { { R (PART_OFF) }, 0, &look_at_part },

  { { R (AMBIGUOUS) }, SEARCHED, &perhaps_turned_over },
  { { R (AMBIGUOUS) }, SEARCHED, &more_keypoints },
  { { R (AMBIGUOUS) }, OTHER_MOVING | NOT_BY_NUCLEI, &same_structure },

  { { R (AMBIGUOUS), R (LITTLE_OVERLAP) }, NOT_BY_HAND, &lay_by_hand },

  { { R (LITTLE_OVERLAP) }, SEARCHED, &perhaps_turned_over },
  { { R (LITTLE_OVERLAP) }, SEARCHED, &every_rotation },
  { { R (LITTLE_OVERLAP) }, OTHER_MOVING, &whole_tissue },
  { { R (LITTLE_OVERLAP) }, 0, &only_a_part },

  { { R (FOLDS) }, BENT, &not_bent },
  { { R (FOLDS) }, BENT, &smoother },
  { { R (FOLDS) }, BENT, &larger_window },

  { { R (MOVES_AWAY) }, SHRUNK, &finer_planes },
  { { R (MOVES_AWAY) }, OTHER_MOVING, &more_structure },

  { { R (LANDMARKS_CONTRADICT), R (AUTOMATIC_FAR) }, 0, &check_landmarks },
  { { R (LANDMARKS_DROPPED), R (LANDMARKS_UNLIKE) }, 0, &check_landmarks },

  { { NONE }, NEARLY | NO_LANDMARKS, &give_landmarks },
  { { NONE }, NOTHING_ELSE, &judge_by_eye },
};

/* Whether the channel was chosen for that reason. */
static gboolean
is_for (const SaffronLook *look, SaffronReasonCode code)
{
  return look->reason != NULL && look->reason->code == code;
}

/* Applies to fluorescence only: no channel of a brightfield slide stands for
 * the nuclei. */
static gboolean
has_other_channels (const SaffronLook *look)
{
  return look->name != NULL && !saffron_look_is_brightfield (look)
         && !is_for (look, SAFFRON_REASON_LOOK_ONLY);
}

static gboolean
is_by_nuclei (const SaffronLook *look)
{
  return look->name != NULL
         && (is_for (look, SAFFRON_REASON_LOOK_NUCLEAR)
             || is_for (look, SAFFRON_REASON_LOOK_HEMATOXYLIN)
             || is_for (look, SAFFRON_REASON_LOOK_BLUE));
}

/* Whether any stage has @code among its reasons. */
static gboolean
stages_say (const SaffronRun *run, SaffronReasonCode code)
{
  for (guint i = 0; i < run->stages->len; i++)
    if (saffron_reasons_find (
            g_array_index (run->stages, SaffronStageRecord, i).reasons, code)
        != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
had_landmarks (const SaffronRun *run)
{
  return stages_say (run, SAFFRON_REASON_LANDMARKS_IMPROVED)
         || stages_say (run, SAFFRON_REASON_LANDMARKS_NOT_IMPROVED)
         || stages_say (run, SAFFRON_REASON_LANDMARKS_TRUSTED)
         || stages_say (run, SAFFRON_REASON_LANDMARKS_WEIGHED)
         || stages_say (run, SAFFRON_REASON_LANDMARKS_FOLD);
}

static gboolean
is_shrunk (const SaffronRun *run)
{
  double width = saffron_transform_get_width (run->transform);
  double height = saffron_transform_get_height (run->transform);

  if (run->region.width > 0)
    {
      width = (double) run->region.width;
      height = (double) run->region.height;
    }
  return MAX (width, height) > run->params->max_processed_dim;
}

static Conditions
find_conditions (const SaffronRun *run)
{
  const SaffronLook *looks = run->looks;
  Conditions all = 0;

  if (!stages_say (run, SAFFRON_REASON_START_GIVEN)
      && !stages_say (run, SAFFRON_REASON_START_BY_HAND))
    all |= SEARCHED;
  if (run->region.width == 0 && run->by_hand == NULL)
    all |= NOT_BY_HAND;
  if (run->prior_scale > 0.0)
    all |= BY_PIXEL_SIZES;
  if (has_other_channels (&looks[0]))
    all |= OTHER_REFERENCE;
  if (has_other_channels (&looks[1]))
    all |= OTHER_MOVING;
  if (!is_by_nuclei (&looks[0]) || !is_by_nuclei (&looks[1]))
    all |= NOT_BY_NUCLEI;
  if (g_str_equal (saffron_look_asked_kind (run->params, TRUE), "auto"))
    all |= REFERENCE_KIND_FOUND;
  if (g_str_equal (saffron_look_asked_kind (run->params, FALSE), "auto"))
    all |= MOVING_KIND_FOUND;
  if (run->params->deformable)
    all |= BENT;
  if (is_shrunk (run))
    all |= SHRUNK;
  if (saffron_reasons_find (run->reasons, SAFFRON_REASON_UNLIKE) == NULL)
    all |= NEARLY;
  if (run->region.width == 0 && !had_landmarks (run))
    all |= NO_LANDMARKS;
  return all;
}

static gboolean
answers (const Row *row, GPtrArray *reasons)
{
  if (row->codes[0] == NONE)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (row->codes); i++)
    if (row->codes[i] != NONE
        && saffron_reasons_find (reasons, row->codes[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Whether the run already had the advised value. */
static gboolean
is_set (const SaffronAdvice *advice, const SaffronParams *params)
{
  g_autofree char *text = NULL;

  if (advice->value == NULL)
    return FALSE;
  text = saffron_params_get (params, advice->parameter);
  return g_str_equal (text, advice->value);
}

/* Whether the list has the step already: a second reason does not add it
 * twice. */
static gboolean
is_there (GPtrArray *list, const SaffronAdvice *advice)
{
  for (guint i = 0; i < list->len; i++)
    {
      const SaffronAdvice *other = list->pdata[i];

      if (advice == other
          || (advice->parameter != NULL
              && g_strcmp0 (other->parameter, advice->parameter) == 0))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
saffron_advice (const SaffronRun *run)
{
  GPtrArray *list = g_ptr_array_new ();
  Conditions have = 0;

  if (run->verified)
    return list;
  have = find_conditions (run);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      Conditions now = have | (list->len == 0 ? NOTHING_ELSE : 0);

      if (answers (row, run->reasons) && (row->needs & ~now) == 0
          && !is_set (row->advice, run->params)
          && !is_there (list, row->advice))
        g_ptr_array_add (list, (gpointer) row->advice);
    }
  return list;
}

const char *
saffron_advice_get_text (const SaffronAdvice *advice)
{
  return _ (advice->text);
}

const char *
saffron_advice_get_cli_text (const SaffronAdvice *advice)
{
  return _ (advice->cli_text != NULL ? advice->cli_text : advice->text);
}
