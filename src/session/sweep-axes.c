/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/sweep-axes.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "register/params-words.h"
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
                   _ ("“%s”: give a parameter and its values, as in "
                      "max_non_rigid_dim=1500,2500"),
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
                   _ ("%s is there twice; put its values into one list"),
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
                   ngettext ("a sweep is over 1 to %d parameter, not %u",
                             "a sweep is over 1 to %d parameters, not %u",
                             SAFFRON_SWEEP_MAX_AXES),
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
                       ngettext ("more than %d combination; give fewer values",
                                 "more than %d combinations; give fewer values",
                                 SAFFRON_SWEEP_MAX_RUNS),
                       SAFFRON_SWEEP_MAX_RUNS);
          return NULL;
        }
    }
  return g_steal_pointer (&axes);
}

/* The factor between suggested numbers, and the digits that these have. */
#define SUGGESTED_STEP 1.4
#define SUGGESTED_DIGITS "%.2g"

/* Adds a number that can be read, of the parameter's range, unless it is
 * there. */
static void
add_number (GPtrArray *values, const SaffronParamSpec *spec, double number)
{
  g_autofree char *rough = g_strdup_printf (SUGGESTED_DIGITS, number);
  double rounded = CLAMP (g_ascii_strtod (rough, NULL), spec->min, spec->max);
  g_autofree char *text = saffron_param_format_double (
      spec->type == SAFFRON_PARAM_INT ? round (rounded) : rounded);

  if (!g_ptr_array_find_with_equal_func (values, text, g_str_equal, NULL))
    g_ptr_array_add (values, g_steal_pointer (&text));
}

/* Values below and above the present one. Where Saffron chooses by itself, so
 * does the first combination; the others take what lies around its choices. */
static void
suggest_numbers (GPtrArray *values,
                 const SaffronParamSpec *spec,
                 const char *present)
{
  double number = g_ascii_strtod (present, NULL);

  if (g_strcmp0 (spec->automatic, present) == 0)
    {
      g_ptr_array_add (values, g_strdup (present));
      add_number (values, spec, spec->usual / SUGGESTED_STEP);
      add_number (values, spec, spec->usual * SUGGESTED_STEP);
      return;
    }
  add_number (values, spec, number / SUGGESTED_STEP);
  if (!g_ptr_array_find_with_equal_func (values, present, g_str_equal, NULL))
    g_ptr_array_add (values, g_strdup (present));
  add_number (values, spec, number * SUGGESTED_STEP);
}

/* The present one is the first, so that others are compared with it. */
static void
suggest_choices (GPtrArray *values, const char *choices, const char *present)
{
  g_auto (GStrv) all = g_strsplit (choices, "|", -1);

  g_ptr_array_add (values, g_strdup (present));
  for (guint i = 0; all[i] != NULL; i++)
    if (!g_str_equal (all[i], present))
      g_ptr_array_add (values, g_strdup (all[i]));
}

char *
saffron_sweep_suggest (const SaffronParamSpec *spec,
                       const SaffronParams *params)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *present = saffron_params_get (params, spec->name);

  switch (spec->type)
    {
    case SAFFRON_PARAM_INT:
    case SAFFRON_PARAM_DOUBLE:
      suggest_numbers (values, spec, present);
      break;
    case SAFFRON_PARAM_BOOLEAN:
      suggest_choices (values, "true|false", present);
      break;
    case SAFFRON_PARAM_CHOICE:
      suggest_choices (values, spec->choices, present);
      break;
    case SAFFRON_PARAM_STRING:
    default:
      g_ptr_array_add (values, g_strdup (present));
      break;
    }
  g_ptr_array_add (values, NULL);
  return g_strjoinv (saffron_sweep_separator (spec), (char **) values->pdata);
}

char *
saffron_sweep_axis_value (const SaffronSweepAxis *axis, const char *value)
{
  if (axis->spec->type == SAFFRON_PARAM_CHOICE
      || axis->spec->type == SAFFRON_PARAM_BOOLEAN)
    return saffron_param_spec_value_title (axis->spec, value);
  return g_strdup (value);
}

char *
saffron_sweep_axes_head (GArray *axes)
{
  g_autoptr (GString) head = g_string_new (NULL);

  for (guint a = 0; a < axes->len; a++)
    g_string_append_printf (
        head, "%s%s", a > 0 ? ", " : "",
        _ (g_array_index (axes, SaffronSweepAxis, a).spec->title));
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
