/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/sweep-axes.h"

#include <string.h>

#include "base/error.h"
#include "session/sweep.h"

static void
axis_clear (gpointer data)
{
  g_clear_pointer (&((SaffronSweepAxis *) data)->values, g_strfreev);
}

const char *
saffron_sweep_separator (const SaffronParamSpec *spec)
{
  return spec != NULL && spec->type == SAFFRON_PARAM_STRING ? ";" : ",";
}

static gboolean
is_there (GArray *axes, const SaffronParamSpec *spec)
{
  for (guint i = 0; i < axes->len; i++)
    if (g_array_index (axes, SaffronSweepAxis, i).spec == spec)
      return TRUE;
  return FALSE;
}

/* Checks each value in turn against the table of parameters. */
static gboolean
read_axis (const char *text,
           const SaffronParams *base,
           GArray *axes,
           GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  g_auto (GStrv) values = NULL;
  g_autoptr (SaffronParams) scratch = saffron_params_copy (base);
  const SaffronParamSpec *spec = NULL;
  SaffronSweepAxis axis = { 0 };

  if (g_strv_length (parts) < 2 || *g_strstrip (parts[1]) == '\0')
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   "“%s”: give a parameter and its values, as in "
                   "max_non_rigid_dim=1500,2500",
                   text);
      return FALSE;
    }
  spec = saffron_param_spec_find (g_strstrip (parts[0]));
  values = g_strsplit (parts[1], saffron_sweep_separator (spec), -1);
  for (guint i = 0; values[i] != NULL; i++)
    if (!saffron_params_set (scratch, parts[0], g_strstrip (values[i]), error))
      return FALSE;
  if (is_there (axes, spec))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   "%s is there twice; put its values into one list",
                   spec->name);
      return FALSE;
    }
  axis.spec = spec;
  axis.n = g_strv_length (values);
  axis.values = g_steal_pointer (&values);
  g_array_append_val (axes, axis);
  return TRUE;
}

GArray *
saffron_sweep_axes_read (const SaffronParams *base,
                         const char *const *texts,
                         GError **error)
{
  g_autoptr (GArray) axes =
      g_array_new (FALSE, TRUE, sizeof (SaffronSweepAxis));
  guint n = g_strv_length ((char **) texts);
  guint n_runs = 1;

  g_array_set_clear_func (axes, axis_clear);
  if (n < 1 || n > SAFFRON_SWEEP_MAX_AXES)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   "a sweep is over one to %d parameters, not %u",
                   SAFFRON_SWEEP_MAX_AXES, n);
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      if (!read_axis (texts[i], base, axes, error))
        return NULL;
      n_runs *= MIN (g_array_index (axes, SaffronSweepAxis, i).n,
                     SAFFRON_SWEEP_MAX_RUNS + 1);
      if (n_runs > SAFFRON_SWEEP_MAX_RUNS)
        {
          g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                       "more than %d combinations; give fewer values",
                       SAFFRON_SWEEP_MAX_RUNS);
          return NULL;
        }
    }
  return g_steal_pointer (&axes);
}

char *
saffron_sweep_axes_head (GArray *axes)
{
  g_autoptr (GString) head = g_string_new (NULL);

  for (guint a = 0; a < axes->len; a++)
    g_string_append_printf (
        head, "%s%s", a > 0 ? ", " : "",
        g_array_index (axes, SaffronSweepAxis, a).spec->name);
  return g_string_free (g_steal_pointer (&head), FALSE);
}

char *
saffron_sweep_axes_name (GArray *axes)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint a = 0; a < axes->len; a++)
    {
      const SaffronSweepAxis *axis = &g_array_index (axes, SaffronSweepAxis, a);
      g_autofree char *values =
          g_strjoinv (saffron_sweep_separator (axis->spec), axis->values);

      g_string_append_printf (name, "%s%s=%s", a > 0 ? " " : "",
                              axis->spec->name, values);
    }
  return g_string_free (g_steal_pointer (&name), FALSE);
}

char **
saffron_sweep_split_name (const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  g_autoptr (GPtrArray) axes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "=", 2);
      gboolean begins = g_strv_length (parts) == 2
                        && saffron_param_spec_find (parts[0]) != NULL;

      if (begins || axes->len == 0)
        g_ptr_array_add (axes, g_strdup (words[i]));
      else
        {
          /* The blank is part of a value. */
          g_autofree char *last = axes->pdata[axes->len - 1];

          axes->pdata[axes->len - 1] = g_strjoin (" ", last, words[i], NULL);
        }
    }
  g_ptr_array_add (axes, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&axes), FALSE);
}
