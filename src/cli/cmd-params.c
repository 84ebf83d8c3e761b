/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-slides.h"

#include <glib/gi18n.h>
#include <string.h>

#include "session/cluster.h"

static const char *
or_dash (const char *text)
{
  return text != NULL ? _ (text) : "–";
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
               _ (spec->help), or_dash (spec->memory), or_dash (spec->time),
               spec->pipeline_name != NULL ? "`" : "",
               spec->pipeline_name != NULL ? spec->pipeline_name : "–",
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
      g_print ("    %s.\n", _ (spec->help));
      g_print ("    Stage %s; %s; default %s.\n", spec->stage, allowed,
               spec->default_text);
    }
}

/* Estimates for the slides on the command line, if there are any. */
static gboolean
estimate_need (int argc,
               char **argv,
               const SaffronCliParams *options,
               const SaffronCliChoice *choice,
               int cluster_cpus,
               SaffronParams **params,
               SaffronClusterNeed *need,
               GError **error)
{
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (GArray) choices = NULL;
  g_autoptr (SaffronSlide) reference = NULL;

  if (argc < 2)
    return TRUE;
  paths = saffron_cli_find_slides (argc, argv, options, TRUE, params, choice,
                                   &choices, error);
  if (paths == NULL)
    return FALSE;
  reference = saffron_slide_open_lazily (
      paths->pdata[0], &g_array_index (choices, SaffronSlideChoice, 0), NULL,
      error);
  for (guint i = 1; reference != NULL && i < paths->len; i++)
    {
      g_autoptr (SaffronSlide) moving = saffron_slide_open_lazily (
          paths->pdata[i], &g_array_index (choices, SaffronSlideChoice, i),
          NULL, error);
      g_autoptr (SaffronForecast) forecast = NULL;

      if (moving == NULL)
        return FALSE;
      forecast = saffron_forecast_new (reference, moving, *params, 0,
                                       (guint) cluster_cpus, 0);
      saffron_cluster_need_add (need, forecast);
    }
  return reference != NULL;
}

static gboolean
check_usage (int n_forms, int cluster_cpus, gboolean slides_ok, GError **error)
{
  if (n_forms > 1)
    saffron_cli_usage_error (error, "give one of --json, --nextflow and "
                                    "--markdown");
  else if (cluster_cpus < 0)
    saffron_cli_usage_error (error, "--cluster-cpus: give 0 or more");
  else if (!slides_ok)
    saffron_cli_usage_error (error, "slides are for --nextflow alone; usage: "
                                    "saffron-cli params --nextflow "
                                    "FILE.saffron | REFERENCE MOVING…");
  else
    return TRUE;
  return FALSE;
}

static SaffronExit
run (int argc, char **argv, GError **error)
{
  g_auto (SaffronCliParams) options = { 0 };
  g_auto (SaffronCliChoice) choice = { 0 };
  gboolean json = FALSE, nextflow = FALSE, markdown = FALSE, helped = FALSE;
  int cluster_cpus = 0;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json,
      "Print JSON, which register --params takes", NULL },
    { "nextflow", 0, 0, G_OPTION_ARG_NONE, &nextflow,
      "Print what goes into nextflow.config; with slides or a session also "
      "the memory and time that REGISTER asks for",
      NULL },
    { "cluster-cpus", 0, 0, G_OPTION_ARG_INT, &cluster_cpus,
      "Processors that the cluster's job has; 0: 8", "N" },
    { "markdown", 0, 0, G_OPTION_ARG_NONE, &markdown,
      "Print a table for a document", NULL },
    SAFFRON_CLI_PARAMS_ENTRIES (&options),
    SAFFRON_CLI_CHOICE_ENTRIES (&choice),
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SaffronParams) params = NULL;
  g_autofree char *text = NULL;
  SaffronClusterNeed need = { 0 };

  if (!saffron_cli_parse (&saffron_command_params, entries, 0, G_MAXINT - 1,
                          &argc, &argv, &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (!check_usage (json + nextflow + markdown, cluster_cpus,
                    argc == 1 || nextflow, error))
    return SAFFRON_EXIT_USAGE;
  params = saffron_cli_params_make (&options, error);
  if (params == NULL
      || !estimate_need (argc, argv, &options, &choice, cluster_cpus, &params,
                         &need, error))
    return SAFFRON_EXIT_FAILED;

  if (json)
    text = saffron_cluster_json (params);
  else if (nextflow)
    text = saffron_cluster_nextflow (params, &need);
  if (text != NULL)
    g_print ("%s", text);
  else if (markdown)
    print_markdown (params);
  else
    print_text (params);
  return SAFFRON_EXIT_OK;
}

const SaffronCommand saffron_command_params = {
  .name = "params",
  .arguments = "[FILE.saffron | REFERENCE MOVING…]",
  .summary = "List the parameters of registration, or export them",
  .run = run,
};
