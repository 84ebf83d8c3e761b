/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-slides.h"

#include <glib/gi18n.h>
#include <string.h>

#include "session/cluster.h"

static const char *
or_dash (const char *text)
{
  return text != NULL ? g_dpgettext2 (NULL, "effect of a parameter", text)
                      : "–";
}

static void
print_markdown (const SaffronParams *params)
{
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  g_print (_ ("| name | value | allowed | stage | meaning | memory | time | "
              "pipeline name |\n|---|---|---|---|---|---|---|---|\n"));
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
      g_print (_ ("    Stage %s; %s; default %s.\n"), spec->stage, allowed,
               spec->default_text);
    }
}

/* The slides on the command line, and what they need. */
typedef struct {
  GPtrArray *paths; /* the reference first; NULL: none was given */
  GArray *choices;
  SaffronClusterNeed need;    /* one after the other */
  SaffronClusterNeed largest; /* the most that one needs */
} Slides;

static void
slides_clear (Slides *slides)
{
  g_clear_pointer (&slides->paths, g_ptr_array_unref);
  g_clear_pointer (&slides->choices, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Slides, slides_clear)

static void
add_need (Slides *slides, const SaffronForecast *forecast)
{
  double most = MAX (slides->largest.seconds, forecast->cluster.seconds);

  saffron_cluster_need_add (&slides->need, forecast);
  saffron_cluster_need_add (&slides->largest, forecast);
  slides->largest.seconds = most;
}

/* Estimates for the slides on the command line, if there are any. */
static gboolean
estimate_need (int argc,
               char **argv,
               const SaffronCliParams *options,
               const SaffronCliChoice *choice,
               int cluster_cpus,
               SaffronParams **params,
               Slides *slides,
               GError **error)
{
  GPtrArray *paths = NULL;
  GArray *choices = NULL;
  g_autoptr (SaffronSlide) reference = NULL;

  if (argc < 2)
    return TRUE;
  paths = saffron_cli_find_slides (argc, argv, options, TRUE, params, choice,
                                   &choices, error);
  slides->paths = paths;
  slides->choices = choices;
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
      add_need (slides, forecast);
    }
  return reference != NULL;
}

static gboolean
check_usage (int n_forms, int cluster_cpus, gboolean slides_ok, GError **error)
{
  if (n_forms > 1)
    saffron_cli_usage_error (error,
                             _ ("give one of --json, --nextflow, --slurm "
                                "and --markdown"));
  else if (cluster_cpus < 0)
    saffron_cli_usage_error (error, _ ("--cluster-cpus: give 0 or more"));
  else if (!slides_ok)
    saffron_cli_usage_error (error, _ ("slides are for --nextflow and --slurm, "
                                       "and --slurm needs them; usage: "
                                       "saffron-cli params --nextflow "
                                       "FILE.saffron | REFERENCE MOVING…"));
  else
    return TRUE;
  return FALSE;
}

/* (transfer full): the script. @given: what stands on the command line: the
 * session, or the reference, beside which one is made */
static char *
make_slurm (const Slides *slides,
            const char *given,
            const SaffronParams *params)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *session = g_canonicalize_filename (
      slides->paths->len > 1 && saffron_session_is_file (given)
          ? given
          : "registered.saffron",
      NULL);

  for (guint i = 0; i < slides->paths->len; i++)
    g_ptr_array_add (paths,
                     g_canonicalize_filename (slides->paths->pdata[i], NULL));
  g_ptr_array_add (paths, NULL);
  return saffron_cluster_slurm (
      (const char *const *) paths->pdata,
      (const SaffronSlideChoice *) (gpointer) slides->choices->data, session,
      params, &slides->largest);
}

static SaffronExit
run (int argc, char **argv, GError **error)
{
  g_auto (SaffronCliParams) options = { 0 };
  g_auto (SaffronCliChoice) choice = { 0 };
  gboolean json = FALSE, nextflow = FALSE, slurm = FALSE;
  gboolean markdown = FALSE, helped = FALSE;
  int cluster_cpus = 0;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json,
      N_ ("Print JSON, which register --params takes"), NULL },
    { "nextflow", 0, 0, G_OPTION_ARG_NONE, &nextflow,
      N_ ("Print what goes into nextflow.config; with slides or a session also "
          "the memory and time that REGISTER asks for"),
      NULL },
    { "slurm", 0, 0, G_OPTION_ARG_NONE, &slurm,
      N_ ("Print a script for sbatch with a task for each moving slide"),
      NULL },
    { "cluster-cpus", 0, 0, G_OPTION_ARG_INT, &cluster_cpus,
      N_ ("Processors that the cluster's job has; 0: 8"), "N" },
    { "markdown", 0, 0, G_OPTION_ARG_NONE, &markdown,
      N_ ("Print a table for a document"), NULL },
    SAFFRON_CLI_PARAMS_ENTRIES (&options),
    SAFFRON_CLI_CHOICE_ENTRIES (&choice),
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SaffronParams) params = NULL;
  g_autofree char *text = NULL;
  g_auto (Slides) slides = { 0 };

  if (!saffron_cli_parse (&saffron_command_params, entries, 0, G_MAXINT - 1,
                          &argc, &argv, &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (!check_usage (json + nextflow + slurm + markdown, cluster_cpus,
                    slurm ? argc > 1 : argc == 1 || nextflow, error))
    return SAFFRON_EXIT_USAGE;
  params = saffron_cli_params_make (&options, error);
  if (params == NULL
      || !estimate_need (argc, argv, &options, &choice, cluster_cpus, &params,
                         &slides, error))
    return SAFFRON_EXIT_FAILED;

  if (json)
    text = saffron_cluster_json (params);
  else if (nextflow)
    text = saffron_cluster_nextflow (params, &slides.need);
  else if (slurm)
    text = make_slurm (&slides, argv[1], params);
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
  .summary = N_ ("List the parameters of registration, or export them"),
  .run = run,
};
