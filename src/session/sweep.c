/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/sweep.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

#define SAME_RESIDUAL 1.02
#define SAME_QUALITY 0.002

typedef struct
{
  SaffronParams *params;
  char *label;
  char *values;
  SaffronRun *run;
  char *error;
} Item;

typedef struct
{
  const SaffronParamSpec *spec;
  char **values;
  guint n;
} Axis;

struct _SaffronSweep
{
  char *name;
  char *head;
  GArray *items; /* Item */
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
axis_clear (gpointer data)
{
  g_clear_pointer (&((Axis *)data)->values, g_strfreev);
}

/* Checked against the table, one value after the other. */
static gboolean
read_axis (const char *text,
           const SaffronParams *base,
           GArray *axes,
           GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  g_autoptr (SaffronParams) scratch = saffron_params_copy (base);
  Axis axis = { 0 };

  if (g_strv_length (parts) < 2 || *g_strstrip (parts[1]) == '\0')
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   "“%s”: give a parameter and its values, as in "
                   "max_non_rigid_dim=1500,2500",
                   text);
      return FALSE;
    }
  axis.values = g_strsplit (parts[1], ",", -1);
  axis.n = g_strv_length (axis.values);
  for (guint i = 0; i < axis.n; i++)
    if (!saffron_params_set (scratch, g_strstrip (parts[0]),
                             g_strstrip (axis.values[i]), error))
      {
        g_strfreev (axis.values);
        return FALSE;
      }
  axis.spec = saffron_param_spec_find (parts[0]);
  for (guint i = 0; i < axes->len; i++)
    if (g_array_index (axes, Axis, i).spec == axis.spec)
      {
        g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                     "%s is there twice; put its values into one list",
                     axis.spec->name);
        g_strfreev (axis.values);
        return FALSE;
      }
  g_array_append_val (axes, axis);
  return TRUE;
}

static gboolean
read_axes (const SaffronParams *base,
           const char *const *texts,
           GArray *axes,
           GError **error)
{
  guint n = g_strv_length ((char **)texts);
  guint n_runs = 1;

  if (n < 1 || n > SAFFRON_SWEEP_MAX_AXES)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   "a sweep is over one to %d parameters, not %u",
                   SAFFRON_SWEEP_MAX_AXES, n);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      if (!read_axis (texts[i], base, axes, error))
        return FALSE;
      n_runs *=
          MIN (g_array_index (axes, Axis, i).n, SAFFRON_SWEEP_MAX_RUNS + 1);
      if (n_runs > SAFFRON_SWEEP_MAX_RUNS)
        {
          g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                       "more than %d combinations; give fewer values",
                       SAFFRON_SWEEP_MAX_RUNS);
          return FALSE;
        }
    }
  return TRUE;
}

static void
add_items (SaffronSweep *sweep, const SaffronParams *base, GArray *axes)
{
  guint n = 1;

  for (guint a = 0; a < axes->len; a++)
    n *= g_array_index (axes, Axis, a).n;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) label = g_string_new (NULL);
      g_autoptr (GString) values = g_string_new (NULL);
      Item item = { .params = saffron_params_copy (base) };
      guint rest = i, below = n;

      for (guint a = 0; a < axes->len; a++)
        {
          const Axis *axis = &g_array_index (axes, Axis, a);
          const char *value = NULL;

          below /= axis->n;
          value = axis->values[rest / below];
          rest %= below;
          /* Was checked when the axis was read. */
          saffron_params_set (item.params, axis->spec->name, value, NULL);
          g_string_append_printf (label, "%s%s = %s", a > 0 ? ", " : "",
                                  axis->spec->name, value);
          g_string_append_printf (values, "%s%s", a > 0 ? ", " : "", value);
        }
      item.values = g_string_free (g_steal_pointer (&values), FALSE);
      item.label = g_string_free (g_steal_pointer (&label), FALSE);
      g_array_append_val (sweep->items, item);
    }
}

static char *
make_head (GArray *axes)
{
  g_autoptr (GString) head = g_string_new (NULL);

  for (guint a = 0; a < axes->len; a++)
    g_string_append_printf (head, "%s%s", a > 0 ? ", " : "",
                            g_array_index (axes, Axis, a).spec->name);
  return g_string_free (g_steal_pointer (&head), FALSE);
}

static char *
make_name (GArray *axes)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint a = 0; a < axes->len; a++)
    {
      const Axis *axis = &g_array_index (axes, Axis, a);
      g_autofree char *values = g_strjoinv (",", axis->values);

      g_string_append_printf (name, "%s%s=%s", a > 0 ? " " : "",
                              axis->spec->name, values);
    }
  return g_string_free (g_steal_pointer (&name), FALSE);
}

SaffronSweep *
saffron_sweep_new (const SaffronParams *base,
                   const char *const *axes,
                   GError **error)
{
  g_autoptr (GArray) read = g_array_new (FALSE, TRUE, sizeof (Axis));
  SaffronSweep *sweep = NULL;

  g_array_set_clear_func (read, axis_clear);
  if (!read_axes (base, axes, read, error))
    return NULL;
  sweep = g_new0 (SaffronSweep, 1);
  sweep->name = make_name (read);
  sweep->head = make_head (read);
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
}

void
saffron_sweep_find_runs (SaffronSweep *sweep,
                         SaffronSession *session,
                         guint moving)
{
  guint n = saffron_session_get_n_runs (session, moving);

  for (guint r = 0; r < n; r++)
    {
      SaffronRun *run = saffron_session_get_run (session, moving, r);

      if (strcmp (saffron_session_get_run_group (session, moving, r),
                  sweep->name)
          != 0)
        continue;
      for (guint i = 0; i < sweep->items->len; i++)
        if (saffron_params_equal (get_item (sweep, i)->params, run->params))
          saffron_sweep_set_result (sweep, i, run, NULL);
    }
}

int
saffron_sweep_next (const SaffronSweep *sweep)
{
  for (guint i = 0; i < sweep->items->len; i++)
    if (get_item (sweep, i)->run == NULL && get_item (sweep, i)->error == NULL)
      return (int)i;
  return -1;
}

static gboolean
any_verified (const SaffronSweep *sweep)
{
  for (guint i = 0; i < sweep->items->len; i++)
    if (get_item (sweep, i)->run != NULL && get_item (sweep, i)->run->verified)
      return TRUE;
  return FALSE;
}

int
saffron_sweep_best (const SaffronSweep *sweep)
{
  gboolean verified = any_verified (sweep);
  double residual = INFINITY, quality = -INFINITY, seconds = INFINITY;
  int best = -1;

  /* Each step looks at what the one before it has left. */
  for (int step = 0; step < 3; step++)
    for (guint i = 0; i < sweep->items->len; i++)
      {
        const SaffronRun *run = get_item (sweep, i)->run;
        double own = run != NULL ? saffron_run_residual (run) : NAN;

        if (run == NULL || (verified && !run->verified))
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
            best = (int)i;
            seconds = run->seconds;
          }
      }
  return best;
}
