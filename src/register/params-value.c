/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/params.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"

/* The longest text of a parameter. Texts come from command lines and files; the
 * limit keeps messages that contain one readable. */
#define MAX_STRING 500

#define INT_AT(params, spec)                                                   \
  (*(int *) G_STRUCT_MEMBER_P ((params), (spec)->offset))
#define BOOLEAN_AT(params, spec)                                               \
  (*(gboolean *) G_STRUCT_MEMBER_P ((params), (spec)->offset))
#define DOUBLE_AT(params, spec)                                                \
  (*(double *) G_STRUCT_MEMBER_P ((params), (spec)->offset))
#define STRING_AT(params, spec)                                                \
  (*(char **) G_STRUCT_MEMBER_P ((params), (spec)->offset))

static gboolean
holds_string (const SaffronParamSpec *spec)
{
  return spec->type == SAFFRON_PARAM_STRING
         || spec->type == SAFFRON_PARAM_CHOICE;
}

/* The number of edits from one name to the other: a letter inserted, removed or
 * replaced. */
static guint
edit_distance (const char *a, const char *b)
{
  gsize n = strlen (b);
  g_autofree guint *row = g_new (guint, n + 1);

  for (gsize j = 0; j <= n; j++)
    row[j] = (guint) j;
  for (gsize i = 0; a[i] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = (guint) i + 1;
      for (gsize j = 0; j < n; j++)
        {
          guint replace = diagonal + (a[i] != b[j]);

          diagonal = row[j + 1];
          row[j + 1] = MIN (replace, MIN (row[j], row[j + 1]) + 1);
        }
    }
  return row[n];
}

/* How far @name is from @alias. People who half know a name usually give its
 * beginning, or else a piece of it; among these, and for other names, the
 * number of edits decides. */
static guint
distance_to (const char *name, const char *alias)
{
  guint edits = MIN (edit_distance (name, alias), 999);

  if (g_str_has_prefix (alias, name))
    return edits;
  return strstr (alias, name) != NULL ? 1000 + edits : 2000 + edits;
}

/* The parameter with the nearest name. The pipeline's and VALIS' names count,
 * too, because people have these in their files. */
static const char *
nearest_name (const char *name)
{
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);
  const char *best = NULL;
  guint best_distance = G_MAXUINT;

  for (guint i = 0; i < n_specs; i++)
    {
      const char *const aliases[] = { specs[i].name, specs[i].pipeline_name,
                                      specs[i].valis_name };

      for (guint k = 0; k < G_N_ELEMENTS (aliases); k++)
        if (aliases[k] != NULL
            && distance_to (name, aliases[k]) < best_distance)
          {
            best_distance = distance_to (name, aliases[k]);
            best = specs[i].name;
          }
    }
  return best;
}

/* A text from the user made fit for a message: one line, at most 40
 * characters. */
static char *
show (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) shown = g_string_new (NULL);
  int n = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (n++ == 40)
        {
          g_string_append (shown, "…");
          break;
        }
      g_string_append_unichar (shown, g_unichar_isprint (c) ? c : '?');
    }
  return g_string_free (g_steal_pointer (&shown), FALSE);
}

static gboolean
fail_value (const SaffronParamSpec *spec, const char *text, GError **error)
{
  g_autofree char *shown = show (text);
  g_autofree char *allowed = saffron_param_spec_allowed (spec);

  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("%s cannot be “%s”; allowed: %s"), spec->name, shown,
               allowed);
  return FALSE;
}

static gboolean
parse_double (const char *text, double *value)
{
  char *end = NULL;

  if (g_ascii_isspace (text[0]) || text[0] == '\0'
      || strpbrk (text, "xX") != NULL)
    return FALSE;
  *value = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (*value);
}

static gboolean
parse_boolean (const char *text, gboolean *value)
{
  static const char *const yes[] = { "true", "yes", "on", "1", NULL };
  static const char *const no[] = { "false", "no", "off", "0", NULL };

  *value = g_strv_contains (yes, text);
  return *value || g_strv_contains (no, text);
}

static gboolean
check_string (const SaffronParamSpec *spec, const char *text)
{
  if (spec->type == SAFFRON_PARAM_CHOICE)
    {
      g_auto (GStrv) choices = g_strsplit (spec->choices, "|", -1);

      return g_strv_contains ((const char *const *) choices, text);
    }
  if (!g_utf8_validate (text, -1, NULL) || strlen (text) > MAX_STRING)
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static gboolean
set_spec (SaffronParams *params,
          const SaffronParamSpec *spec,
          const char *text,
          GError **error)
{
  gint64 whole = 0;
  double number = 0.0;
  gboolean flag = FALSE;

  switch (spec->type)
    {
    case SAFFRON_PARAM_INT:
      if (!g_ascii_string_to_signed (text, 10, (gint64) spec->min,
                                     (gint64) spec->max, &whole, NULL))
        return fail_value (spec, text, error);
      INT_AT (params, spec) = (int) whole;
      return TRUE;
    case SAFFRON_PARAM_DOUBLE:
      if (!parse_double (text, &number) || number < spec->min
          || number > spec->max)
        return fail_value (spec, text, error);
      /* Turns a negative zero into zero, so that equal parameters have equal
       * bits. */
      DOUBLE_AT (params, spec) = number + 0.0;
      return TRUE;
    case SAFFRON_PARAM_BOOLEAN:
      if (!parse_boolean (text, &flag))
        return fail_value (spec, text, error);
      BOOLEAN_AT (params, spec) = flag;
      return TRUE;
    case SAFFRON_PARAM_STRING:
    case SAFFRON_PARAM_CHOICE:
      if (!check_string (spec, text))
        return fail_value (spec, text, error);
      g_free (STRING_AT (params, spec));
      STRING_AT (params, spec) = g_strdup (text);
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

char *
saffron_param_spec_allowed (const SaffronParamSpec *spec)
{
  g_autofree char *low = saffron_param_format_double (spec->min);
  g_autofree char *high = saffron_param_format_double (spec->max);

  switch (spec->type)
    {
    case SAFFRON_PARAM_INT:
      return g_strdup_printf (_ ("a whole number from %s to %s"), low, high);
    case SAFFRON_PARAM_DOUBLE:
      return g_strdup_printf (_ ("a number from %s to %s"), low, high);
    case SAFFRON_PARAM_BOOLEAN:
      return g_strdup (_ ("true or false"));
    case SAFFRON_PARAM_CHOICE:
      {
        g_auto (GStrv) choices = g_strsplit (spec->choices, "|", -1);
        guint n = g_strv_length (choices);
        g_autofree char *last = g_steal_pointer (&choices[n - 1]);
        g_autofree char *others = g_strjoinv (", ", choices);

        return g_strdup_printf (_ ("%s or %s"), others, last);
      }
    case SAFFRON_PARAM_STRING:
    default:
      return g_strdup_printf (ngettext ("one line of text of at most %d byte",
                                        "one line of text of at most %d bytes",
                                        MAX_STRING),
                              MAX_STRING);
    }
}

SaffronParams *
saffron_params_new (void)
{
  g_autoptr (SaffronParams) params = g_new0 (SaffronParams, 1);
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!set_spec (params, &specs[i], specs[i].default_text, &error))
        g_error ("the table of parameters: %s", error->message);
    }
  return g_steal_pointer (&params);
}

SaffronParams *
saffron_params_copy (const SaffronParams *params)
{
  SaffronParams *copy = g_memdup2 (params, sizeof (*params));
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    if (holds_string (&specs[i]))
      STRING_AT (copy, &specs[i]) = g_strdup (STRING_AT (params, &specs[i]));
  return copy;
}

void
saffron_params_free (SaffronParams *params)
{
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  if (params == NULL)
    return;
  for (guint i = 0; i < n_specs; i++)
    if (holds_string (&specs[i]))
      g_free (STRING_AT (params, &specs[i]));
  g_free (params);
}

static gboolean
equal_spec (const SaffronParams *a,
            const SaffronParams *b,
            const SaffronParamSpec *spec)
{
  switch (spec->type)
    {
    case SAFFRON_PARAM_INT:
      return INT_AT (a, spec) == INT_AT (b, spec);
    case SAFFRON_PARAM_BOOLEAN:
      return BOOLEAN_AT (a, spec) == BOOLEAN_AT (b, spec);
    case SAFFRON_PARAM_DOUBLE:
      return DOUBLE_AT (a, spec) == DOUBLE_AT (b, spec);
    case SAFFRON_PARAM_STRING:
    case SAFFRON_PARAM_CHOICE:
    default:
      return g_str_equal (STRING_AT (a, spec), STRING_AT (b, spec));
    }
}

gboolean
saffron_params_equal (const SaffronParams *a, const SaffronParams *b)
{
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    if (!equal_spec (a, b, &specs[i]))
      return FALSE;
  return TRUE;
}

gboolean
saffron_params_set (SaffronParams *params,
                    const char *name,
                    const char *text,
                    GError **error)
{
  const SaffronParamSpec *spec = saffron_param_spec_find (name);

  if (spec == NULL)
    {
      g_autofree char *shown = show (name);

      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("no parameter “%s”; did you mean %s? (saffron-cli params "
                      "lists them)"),
                   shown, nearest_name (shown));
      return FALSE;
    }
  return set_spec (params, spec, text, error);
}

char *
saffron_param_format_double (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  saffron_json_format_double (value, text, sizeof (text));
  return g_strdup (text);
}

char *
saffron_params_get (const SaffronParams *params, const char *name)
{
  const SaffronParamSpec *spec = saffron_param_spec_find (name);

  g_return_val_if_fail (spec != NULL, NULL);

  switch (spec->type)
    {
    case SAFFRON_PARAM_INT:
      return g_strdup_printf ("%d", INT_AT (params, spec));
    case SAFFRON_PARAM_BOOLEAN:
      return g_strdup (BOOLEAN_AT (params, spec) ? "true" : "false");
    case SAFFRON_PARAM_DOUBLE:
      return saffron_param_format_double (DOUBLE_AT (params, spec));
    case SAFFRON_PARAM_STRING:
    case SAFFRON_PARAM_CHOICE:
    default:
      return g_strdup (STRING_AT (params, spec));
    }
}
