/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-params.h"

#include <glib/gi18n.h>
#include <string.h>

/* Turns an error in the words of the command line into a usage error. */
static void
make_usage (GError **error)
{
  if (error != NULL && *error != NULL)
    {
      g_autoptr (GError) local = g_steal_pointer (error);

      saffron_cli_usage_error (error, "%s", local->message);
    }
}

static gboolean
apply (SaffronParams *params, const char *setting, GError **error)
{
  const char *equals = strchr (setting, '=');
  g_autofree char *name = NULL;

  if (equals == NULL || equals == setting)
    {
      saffron_cli_usage_error (error, _ ("--set %s: give NAME=VALUE"), setting);
      return FALSE;
    }
  name = g_strndup (setting, (gsize) (equals - setting));
  if (saffron_params_set (params, name, equals + 1, error))
    return TRUE;
  make_usage (error);
  g_prefix_error (error, "--set: ");
  return FALSE;
}

SaffronParams *
saffron_cli_params_make (const SaffronCliParams *options, GError **error)
{
  g_autoptr (SaffronParams) params = NULL;

  if (options->file != NULL && options->preset != NULL)
    {
      saffron_cli_usage_error (error,
                               _ ("give --params or --preset, not both"));
      return NULL;
    }
  if (options->file != NULL)
    params = saffron_params_load (options->file, error);
  else if (options->preset != NULL)
    {
      params = saffron_params_new_preset (options->preset, error);
      if (params == NULL)
        {
          make_usage (error);
          g_prefix_error (error, "--preset: ");
        }
    }
  else
    params = saffron_params_new ();
  if (params == NULL)
    return NULL;
  for (guint i = 0; options->settings != NULL && options->settings[i] != NULL;
       i++)
    if (!apply (params, options->settings[i], error))
      return NULL;
  return g_steal_pointer (&params);
}

GStrv
saffron_cli_params_to_args (const SaffronCliParams *options)
{
  g_autoptr (GStrvBuilder) args = g_strv_builder_new ();

  if (options->file != NULL)
    g_strv_builder_add_many (args, "--params", options->file, NULL);
  if (options->preset != NULL)
    g_strv_builder_add_many (args, "--preset", options->preset, NULL);
  for (guint i = 0; options->settings != NULL && options->settings[i] != NULL;
       i++)
    g_strv_builder_add_many (args, "--set", options->settings[i], NULL);
  return g_strv_builder_end (args);
}

gboolean
saffron_cli_params_given (const SaffronCliParams *options)
{
  return options->file != NULL || options->preset != NULL
         || options->settings != NULL;
}

void
saffron_cli_params_clear (SaffronCliParams *options)
{
  g_clear_pointer (&options->file, g_free);
  g_clear_pointer (&options->preset, g_free);
  g_clear_pointer (&options->settings, g_strfreev);
}
