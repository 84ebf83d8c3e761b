/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/sweep.h"

#include <math.h>
#include <string.h>

#include "register/start.h"
#include "session/sweep-axes.h"

#define SAME_RESIDUAL 1.02
#define SAME_QUALITY 0.002

typedef struct {
  SaffronParams *params;
  char *label;
  char *values;
  SaffronRun *run;
  char *error;
  gboolean left_out;
  gint64 memory; /* bytes, as estimated; 0: not known */
  double seconds;
} Item;

struct _SaffronSweep {
  char *name;
  char *head;
  char *landmarks; /* those that correct its runs, in the form in which a run
                      records them */
  SaffronAffine *start; /* (nullable): how a person laid the slide for them */
  GArray *items;        /* Item */
};

static void
item_clear (gpointer data)
{
  Item *item = data;

  g_clear_pointer (&item->params, saffron_params_free);
  g_clear_pointer (&item->label, g_free);
  g_clear_pointer (&item->values, g_free);
  g_clear_pointer (&item->run, saffron_run_unref);
  g_clear_pointer (&item->error, g_free);
}

static void
add_items (SaffronSweep *sweep, const SaffronParams *base, GArray *axes)
{
  guint n = 1;

  for (guint a = 0; a < axes->len; a++)
    n *= g_array_index (axes, SaffronSweepAxis, a).n;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) label = g_string_new (NULL);
      g_autoptr (GString) values = g_string_new (NULL);
      Item item = { .params = saffron_params_copy (base) };
      guint rest = i, below = n;

      for (guint a = 0; a < axes->len; a++)
        {
          const SaffronSweepAxis *axis =
              &g_array_index (axes, SaffronSweepAxis, a);
          const char *value = NULL;
          g_autofree char *shown = NULL;

          below /= axis->n;
          value = axis->values[rest / below];
          rest %= below;
          /* This cannot fail: the value was checked when the axis was read. */
          saffron_params_set (item.params, axis->spec->name, value, NULL);
          g_string_append_printf (label, "%s%s = %s", a > 0 ? ", " : "",
                                  axis->spec->name, value);
          shown = saffron_sweep_axis_value (axis, value);
          g_string_append_printf (values, "%s%s", a > 0 ? ", " : "", shown);
        }
      item.values = g_string_free (g_steal_pointer (&values), FALSE);
      item.label = g_string_free (g_steal_pointer (&label), FALSE);
      g_array_append_val (sweep->items, item);
    }
}

SaffronSweep *
saffron_sweep_new (const SaffronParams *base,
                   const char *const *axes,
                   GError **error)
{
  g_autoptr (GArray) read = saffron_sweep_axes_read (base, axes, error);
  SaffronSweep *sweep = NULL;

  if (read == NULL)
    return NULL;
  sweep = g_new0 (SaffronSweep, 1);
  sweep->name = saffron_sweep_axes_name (read);
  sweep->head = saffron_sweep_axes_head (read);
  sweep->landmarks = saffron_landmarks_digest (NULL);
  sweep->items = g_array_new (FALSE, TRUE, sizeof (Item));
  g_array_set_clear_func (sweep->items, item_clear);
  add_items (sweep, base, read);
  return sweep;
}

void
saffron_sweep_free (SaffronSweep *sweep)
{
  if (sweep == NULL)
    return;
  g_array_unref (sweep->items);
  g_free (sweep->name);
  g_free (sweep->head);
  g_free (sweep->landmarks);
  g_free (sweep->start);
  g_free (sweep);
}

const char *
saffron_sweep_get_name (const SaffronSweep *sweep)
{
  return sweep->name;
}

guint
saffron_sweep_get_n (const SaffronSweep *sweep)
{
  return sweep->items->len;
}

static Item *
get_item (const SaffronSweep *sweep, guint i)
{
  return &g_array_index (sweep->items, Item, i);
}

const char *
saffron_sweep_get_label (const SaffronSweep *sweep, guint i)
{
  return get_item (sweep, i)->label;
}

const char *
saffron_sweep_get_values (const SaffronSweep *sweep, guint i)
{
  return get_item (sweep, i)->values;
}

const char *
saffron_sweep_get_head (const SaffronSweep *sweep)
{
  return sweep->head;
}

const SaffronParams *
saffron_sweep_get_params (const SaffronSweep *sweep, guint i)
{
  return get_item (sweep, i)->params;
}

SaffronRun *
saffron_sweep_get_run (const SaffronSweep *sweep, guint i)
{
  return get_item (sweep, i)->run;
}

const char *
saffron_sweep_get_error (const SaffronSweep *sweep, guint i)
{
  return get_item (sweep, i)->error;
}

void
saffron_sweep_set_result (SaffronSweep *sweep,
                          guint i,
                          SaffronRun *run,
                          const char *error)
{
  Item *item = get_item (sweep, i);
  SaffronRun *kept = run != NULL ? saffron_run_ref (run) : NULL;

  g_clear_pointer (&item->run, saffron_run_unref);
  item->run = kept;
  g_free (item->error);
  item->error = g_strdup (error);
  item->left_out = FALSE;
}

void
saffron_sweep_leave_out (SaffronSweep *sweep, guint i, const char *why)
{
  saffron_sweep_set_result (sweep, i, NULL, why);
  get_item (sweep, i)->left_out = TRUE;
}

gboolean
saffron_sweep_is_left_out (const SaffronSweep *sweep, guint i)
{
  return get_item (sweep, i)->left_out;
}

void
saffron_sweep_set_landmarks (SaffronSweep *sweep, GArray *landmarks)
{
  g_free (sweep->landmarks);
  sweep->landmarks = saffron_landmarks_digest (landmarks);
}

gboolean
saffron_sweep_has_landmarks (const SaffronSweep *sweep, GArray *landmarks)
{
  g_autofree char *digest = saffron_landmarks_digest (landmarks);

  return g_str_equal (digest, sweep->landmarks);
}

void
saffron_sweep_set_start (SaffronSweep *sweep, const SaffronAffine *start)
{
  SaffronAffine *copy = g_memdup2 (start, start != NULL ? sizeof *start : 0);

  g_free (sweep->start);
  sweep->start = copy;
}

gboolean
saffron_sweep_has_start (const SaffronSweep *sweep, const SaffronAffine *start)
{
  return saffron_start_equal (sweep->start, start);
}

/* Whether the sweep's landmarks corrected the run. A run of an older version
 * records in a stage only that there were landmarks; they are assumed to be the
 * sweep's. */
static gboolean
is_of_landmarks (const SaffronSweep *sweep, const SaffronRun *run)
{
  gboolean any = FALSE;

  if (run->landmarks != NULL)
    return g_str_equal (run->landmarks, sweep->landmarks);
  for (guint i = 0; i < run->stages->len; i++)
    any |= g_str_equal (g_array_index (run->stages, SaffronStageRecord, i).name,
                        "landmarks");
  return any == !g_str_equal (sweep->landmarks, "0");
}

/* Whether the run has what the sweep's runs have beside their parameters. */
static gboolean
suits (const SaffronSweep *sweep, const SaffronRun *run)
{
  return saffron_sweep_has_start (sweep, run->by_hand)
         && is_of_landmarks (sweep, run);
}

gboolean
saffron_sweep_find_runs (SaffronSweep *sweep, SaffronMoving *moving)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < sweep->items->len; i++)
    if (get_item (sweep, i)->run != NULL
        && !(saffron_moving_find_run (moving, get_item (sweep, i)->run) != NULL
             && suits (sweep, get_item (sweep, i)->run)))
      {
        saffron_sweep_set_result (sweep, i, NULL, NULL);
        changed = TRUE;
      }
  for (guint r = 0; r < saffron_moving_get_n_runs (moving); r++)
    {
      SaffronRunEntry *entry = saffron_moving_get_entry (moving, r);
      SaffronRun *run = saffron_run_entry_get_run (entry);

      if (run->params == NULL || !suits (sweep, run)
          || strcmp (saffron_run_entry_get_group (entry), sweep->name) != 0)
        continue;
      for (guint i = 0; i < sweep->items->len; i++)
        if (get_item (sweep, i)->run == NULL
            && saffron_params_equal (get_item (sweep, i)->params, run->params))
          {
            saffron_sweep_set_result (sweep, i, run, NULL);
            changed = TRUE;
          }
    }
  return changed;
}

SaffronSweep *
saffron_sweep_restore (SaffronMoving *moving)
{
  for (guint r = saffron_moving_get_n_runs (moving); r > 0; r--)
    {
      SaffronRunEntry *entry = saffron_moving_get_entry (moving, r - 1);
      const SaffronRun *run = saffron_run_entry_get_run (entry);
      const char *group = saffron_run_entry_get_group (entry);
      g_auto (GStrv) axes = saffron_sweep_split_name (group);
      g_autoptr (SaffronSweep) sweep = NULL;

      if (*group == '\0' || run->params == NULL)
        continue;
      sweep = saffron_sweep_new (run->params, (const char *const *) axes, NULL);
      if (sweep != NULL && run->landmarks != NULL)
        {
          g_free (sweep->landmarks);
          sweep->landmarks = g_strdup (run->landmarks);
        }
      else if (sweep != NULL)
        saffron_sweep_set_landmarks (sweep,
                                     saffron_moving_get_landmarks (moving));
      if (sweep != NULL)
        saffron_sweep_set_start (sweep, run->by_hand);
      /* A group whose name is not that of a sweep was made by another
       * program. */
      if (sweep != NULL && strcmp (sweep->name, group) == 0
          && saffron_sweep_find_runs (sweep, moving))
        return g_steal_pointer (&sweep);
    }
  return NULL;
}

gboolean
saffron_sweep_equal (const SaffronSweep *a, const SaffronSweep *b)
{
  if (a->items->len != b->items->len)
    return FALSE;
  for (guint i = 0; i < a->items->len; i++)
    if (!saffron_params_equal (get_item (a, i)->params,
                               get_item (b, i)->params))
      return FALSE;
  return TRUE;
}

int
saffron_sweep_next (const SaffronSweep *sweep, guint from)
{
  for (guint i = from; i < sweep->items->len; i++)
    if (get_item (sweep, i)->run == NULL && get_item (sweep, i)->error == NULL)
      return (int) i;
  return -1;
}

guint
saffron_sweep_get_n_done (const SaffronSweep *sweep)
{
  guint n = 0;

  for (guint i = 0; i < sweep->items->len; i++)
    n += get_item (sweep, i)->run != NULL;
  return n;
}

void
saffron_sweep_forget_errors (SaffronSweep *sweep)
{
  for (guint i = 0; i < sweep->items->len; i++)
    if (get_item (sweep, i)->error != NULL)
      saffron_sweep_set_result (sweep, i, NULL, NULL);
}

void
saffron_sweep_set_estimate (SaffronSweep *sweep,
                            guint i,
                            gint64 memory,
                            double seconds)
{
  get_item (sweep, i)->memory = memory;
  get_item (sweep, i)->seconds = seconds;
}

gint64
saffron_sweep_get_memory (const SaffronSweep *sweep, guint i)
{
  return get_item (sweep, i)->memory;
}

double
saffron_sweep_seconds_left (const SaffronSweep *sweep, guint i, double fraction)
{
  double taken = 0.0, expected = 0.0, left = 0.0;

  for (guint k = 0; k < sweep->items->len; k++)
    {
      const Item *item = get_item (sweep, k);

      if (item->run != NULL && item->run->seconds > 0.0)
        {
          taken += item->run->seconds;
          expected += item->seconds;
        }
      else if (k == i)
        left += item->seconds * (1.0 - fraction);
      else if (k > i && item->run == NULL && item->error == NULL)
        left += item->seconds;
    }
  if (get_item (sweep, i)->seconds <= 0.0)
    return -1.0;
  return expected > 0.0 ? left * taken / expected : left;
}

int
saffron_sweep_first_equal (const SaffronSweep *sweep, guint i)
{
  SaffronRun *run = saffron_sweep_get_run (sweep, i);

  for (guint k = 0; run != NULL && k < i; k++)
    {
      SaffronRun *other = saffron_sweep_get_run (sweep, k);

      if (other != NULL
          && saffron_transform_equal (other->transform, run->transform))
        return (int) k;
    }
  return run != NULL ? (int) i : -1;
}

/* The best verdict that any of the runs has. */
static SaffronRunState
best_state (const SaffronSweep *sweep)
{
  SaffronRunState best = SAFFRON_RUN_UNVERIFIED;

  for (guint i = 0; i < sweep->items->len; i++)
    if (get_item (sweep, i)->run != NULL)
      best = MAX (best, saffron_run_get_state (get_item (sweep, i)->run));
  return best;
}

/* Whether landmarks were held out for each run of that verdict. */
static gboolean
all_have_landmarks (const SaffronSweep *sweep, SaffronRunState state)
{
  for (guint i = 0; i < sweep->items->len; i++)
    {
      SaffronRun *run = get_item (sweep, i)->run;

      if (run != NULL && saffron_run_get_state (run) == state
          && !isfinite (saffron_run_landmark_residual (run)))
        return FALSE;
    }
  return TRUE;
}

static double
held_out (SaffronRun *run, gboolean landmarks)
{
  return landmarks ? saffron_run_landmark_residual (run)
                   : saffron_run_window_residual (run);
}

int
saffron_sweep_best (const SaffronSweep *sweep)
{
  SaffronRunState state = best_state (sweep);
  gboolean landmarks = all_have_landmarks (sweep, state);
  double residual = INFINITY, quality = -INFINITY, seconds = INFINITY;
  int best = -1;

  /* Each step considers only the runs that the step before has kept. */
  for (int step = 0; step < 3; step++)
    for (guint i = 0; i < sweep->items->len; i++)
      {
        const SaffronRun *run = get_item (sweep, i)->run;
        double own = run != NULL ? held_out (run, landmarks) : NAN;

        if (run == NULL || saffron_run_get_state (run) != state)
          continue;
        if (step == 0)
          residual = fmin (residual, own);
        else if (isfinite (residual) && !(own <= residual * SAME_RESIDUAL))
          continue;
        else if (step == 1)
          quality = fmax (quality, run->quality);
        else if ((isinf (quality) || run->quality >= quality - SAME_QUALITY)
                 && (best < 0 || run->seconds < seconds))
          {
            best = (int) i;
            seconds = run->seconds;
          }
      }
  return best;
}
