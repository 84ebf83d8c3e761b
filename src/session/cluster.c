/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/cluster.h"

#include <math.h>
#include <string.h>

/* Groovy, as Nextflow reads it. */
static char *
quote (const char *text)
{
  g_autoptr (GString) out = g_string_new ("'");

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\'' || *p == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, '\'');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
quote_list (const char *text)
{
  g_auto (GStrv) items = g_strsplit (text, ",", -1);
  g_autoptr (GString) out = g_string_new ("[");

  for (guint i = 0; items[i] != NULL; i++)
    {
      g_autofree char *item = quote (g_strstrip (items[i]));

      if (items[i][0] != '\0')
        g_string_append_printf (out, "%s%s", out->len > 1 ? ", " : "", item);
    }
  g_string_append_c (out, ']');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
pipeline_value (const SaffronParamSpec *spec, const char *text)
{
  switch (spec->pipeline_form)
    {
    case SAFFRON_PARAM_FORM_LIST:
      return quote_list (text);
    case SAFFRON_PARAM_FORM_SCALE:
      return saffron_param_format_double (exp2 (-g_ascii_strtod (text, NULL)));
    case SAFFRON_PARAM_FORM_SAME:
    default:
      if (spec->type == SAFFRON_PARAM_STRING
          || spec->type == SAFFRON_PARAM_CHOICE)
        return quote (text);
      return g_strdup (text);
    }
}

/* @only_ours: those that the pipeline has no name for. */
static char *
make_options (const SaffronParams *params, gboolean only_ours)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      g_autofree char *text = saffron_params_get (params, specs[i].name);
      g_autofree char *setting = NULL;
      g_autofree char *quoted = NULL;

      if (g_str_equal (text, specs[i].default_text)
          || (only_ours && specs[i].pipeline_name != NULL))
        continue;
      setting = g_strdup_printf ("%s=%s", specs[i].name, text);
      quoted = g_shell_quote (setting);
      if (strpbrk (text, " '\"\\$`&|;<>()*?[]{}~#!") == NULL)
        g_string_append_printf (out, " --set %s", setting);
      else
        g_string_append_printf (out, " --set %s", quoted);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
saffron_cluster_options (const SaffronParams *params)
{
  return make_options (params, FALSE);
}

char *
saffron_cluster_nextflow (const SaffronParams *params)
{
  g_autoptr (GString) out = g_string_new ("params {\n");
  g_autofree char *ours = make_options (params, TRUE);
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      g_autofree char *text = saffron_params_get (params, specs[i].name);
      g_autofree char *value = NULL;

      if (specs[i].pipeline_name == NULL)
        continue;
      value = pipeline_value (&specs[i], text);
      g_string_append_printf (out, "    %-22s = %s\n", specs[i].pipeline_name,
                              value);
    }
  if (ours[0] != '\0')
    g_string_append_printf (out, "    // and for saffron-cli register:%s\n",
                            ours);
  g_string_append (out, "}\n");
  return g_string_free (g_steal_pointer (&out), FALSE);
}
