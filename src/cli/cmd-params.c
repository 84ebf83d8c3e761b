/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-params.h"

#include <string.h>

#include "base/json.h"
#include "session/cluster.h"

static const char *
or_dash (const char *text)
{
  return text != NULL ? text : "–";
}

static void
print_markdown (const SaffronParams *params)
{
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  g_print ("| name | value | allowed | stage | meaning | memory | time | "
           "pipeline name |\n|---|---|---|---|---|---|---|---|\n");
  for (guint i = 0; i < n_specs; i++)
    {
      const SaffronParamSpec *spec = &specs[i];
      g_autofree char *value = saffron_params_get (params, spec->name);
      g_autofree char *allowed = saffron_param_spec_allowed (spec);

      g_print ("| `%s` | %s%s%s | %s | %s | %s | %s | %s | %s%s%s |\n",
               spec->name, value, spec->unit != NULL ? " " : "",
               spec->unit != NULL ? spec->unit : "", allowed, spec->stage,
               spec->help, or_dash (spec->memory), or_dash (spec->time),
               spec->pipeline_name != NULL ? "`" : "",
               or_dash (spec->pipeline_name),
               spec->pipeline_name != NULL ? "`" : "");
    }
}

static void
print_text (const SaffronParams *params)
{
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      const SaffronParamSpec *spec = &specs[i];
      g_autofree char *value = saffron_params_get (params, spec->name);
      g_autofree char *allowed = saffron_param_spec_allowed (spec);

      g_print ("%s = %s%s%s\n", spec->name, value,
               spec->unit != NULL ? " " : "",
               spec->unit != NULL ? spec->unit : "");
      g_print ("    %s.\n", spec->help);
      g_print ("    Stage %s; %s; default %s.\n", spec->stage, allowed,
               spec->default_text);
    }
}

static SaffronExit
run (int argc, char **argv, GError **error)
{
  g_auto (SaffronCliParams) options = { 0 };
  gboolean json = FALSE, nextflow = FALSE, markdown = FALSE, helped = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json,
      "Print JSON, which register --params takes", NULL },
    { "nextflow", 0, 0, G_OPTION_ARG_NONE, &nextflow,
      "Print a params block for nextflow.config", NULL },
    { "markdown", 0, 0, G_OPTION_ARG_NONE, &markdown,
      "Print a table for a document", NULL },
    SAFFRON_CLI_PARAMS_ENTRIES (&options),
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SaffronParams) params = NULL;

  if (!saffron_cli_parse (&saffron_command_params, entries, 0, 0, &argc, &argv,
                          &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (json + nextflow + markdown > 1)
    {
      saffron_cli_usage_error (error, "give one of --json, --nextflow and "
                               "--markdown");
      return SAFFRON_EXIT_USAGE;
    }
  params = saffron_cli_params_make (&options, error);
  if (params == NULL)
    return SAFFRON_EXIT_FAILED;

  if (json)
    {
      g_autoptr (JsonNode) node = saffron_params_to_json (params);
      g_autofree char *text = saffron_json_print (node);

      g_print ("%s", text);
    }
  else if (nextflow)
    {
      g_autofree char *text = saffron_cluster_nextflow (params);

      g_print ("%s", text);
    }
  else if (markdown)
    print_markdown (params);
  else
    print_text (params);
  return SAFFRON_EXIT_OK;
}

const SaffronCommand saffron_command_params = {
  .name = "params",
  .arguments = "",
  .summary = "List the parameters of registration, or export them",
  .run = run,
};
