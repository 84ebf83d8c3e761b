/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/params-words.h"

#include <glib/gi18n-lib.h>

#include "base/join.h"

char *
saffron_params_describe_changes (const SaffronParams *params,
                                 const SaffronParams *base)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      g_autofree char *a = saffron_params_get (params, specs[i].name);
      g_autofree char *b = saffron_params_get (base, specs[i].name);

      if (!g_str_equal (a, b))
        g_ptr_array_add (facts, g_strdup_printf ("%s = %s", specs[i].name, a));
    }
  return saffron_join_facts (facts);
}

static char *
choice_title (const SaffronParamSpec *spec, const char *text)
{
  g_auto (GStrv) names = g_strsplit (spec->choices, "|", -1);
  g_auto (GStrv) titles = g_strsplit (_ (spec->choice_titles), "|", -1);

  for (guint i = 0; names[i] != NULL && titles[i] != NULL; i++)
    if (g_str_equal (names[i], text))
      return g_strdup (titles[i]);
  return g_strdup (text);
}

char *
saffron_param_spec_value_title (const SaffronParamSpec *spec, const char *text)
{
  switch (spec->type)
    {
    case SAFFRON_PARAM_CHOICE:
      return choice_title (spec, text);
    case SAFFRON_PARAM_BOOLEAN:
      return g_strdup (g_str_equal (text, "true")
                           ? C_ ("a parameter is", "on")
                           : C_ ("a parameter is", "off"));
    case SAFFRON_PARAM_INT:
    case SAFFRON_PARAM_DOUBLE:
      if (g_strcmp0 (spec->automatic, text) == 0)
        return g_strdup (C_ ("number", "automatic"));
      if (spec->unit != NULL)
        return g_strdup_printf ("%s\u00a0%s", text, spec->unit);
      return g_strdup (text);
    case SAFFRON_PARAM_STRING:
    default:
      return g_strdup (text);
    }
}

char *
saffron_params_title_changes (const SaffronParams *params,
                              const SaffronParams *base)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      g_autofree char *a = saffron_params_get (params, specs[i].name);
      g_autofree char *b = saffron_params_get (base, specs[i].name);
      g_autofree char *value = NULL;

      if (g_str_equal (a, b))
        continue;
      value = saffron_param_spec_value_title (&specs[i], a);
      g_ptr_array_add (facts,
                       g_strdup_printf ("%s: %s", _ (specs[i].title), value));
    }
  return saffron_join_facts (facts);
}

static guint
count_changes (const SaffronParams *a, const SaffronParams *b)
{
  guint n_specs = 0, n = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      g_autofree char *x = saffron_params_get (a, specs[i].name);
      g_autofree char *y = saffron_params_get (b, specs[i].name);

      n += !g_str_equal (x, y);
    }
  return n;
}

guint
saffron_params_nearest_preset (const SaffronParams *params)
{
  const char *const *names = saffron_params_preset_names ();
  guint best = 0, least = G_MAXUINT;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (SaffronParams) preset =
          saffron_params_new_preset (names[i], NULL);
      guint n = count_changes (params, preset);

      if (n < least)
        {
          best = i;
          least = n;
        }
    }
  return best;
}

char *
saffron_params_describe (const SaffronParams *params)
{
  const char *name =
      saffron_params_preset_names ()[saffron_params_nearest_preset (params)];
  g_autoptr (SaffronParams) preset = saffron_params_new_preset (name, NULL);
  g_autofree char *changes = saffron_params_title_changes (params, preset);

  return g_strdup_printf ("%s%s%s", saffron_params_preset_title (name),
                          changes[0] != '\0' ? "; " : "", changes);
}
