/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-print.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include "cli/cli-slides.h"

#include "base/json.h"
#include "register/params-words.h"
#include "session/cluster.h"

typedef struct {
  gboolean json;
  int threads, cluster_cpus, limit;
  SaffronCliParams params;
  SaffronCliChoice choice;
} Options;

static void
options_clear (Options *options)
{
  saffron_cli_params_clear (&options->params);
  saffron_cli_choice_clear (&options->choice);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
print_text (const char *path,
            const SaffronForecast *forecast,
            const SaffronParams *params)
{
  const SaffronEstimate *here = &forecast->here;
  const SaffronEstimate *cluster = &forecast->cluster;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text =
      saffron_estimate_describe (here->peak_memory, here->seconds);
  g_autofree char *there =
      saffron_estimate_describe (cluster->peak_memory, cluster->seconds);
  SaffronClusterNeed need = { 0 };

  saffron_cluster_need_add (&need, forecast);
  saffron_cli_print_line (ngettext ("%s: about %s on %u processor",
                                    "%s: about %s on %u processors",
                                    forecast->here_cpus),
                          name, text, forecast->here_cpus);
  for (guint i = 0; i < SAFFRON_N_STAGES; i++)
    g_print ("  %-12s %6.0f MB %7.1f s\n", here->stages[i].name,
             (double) here->stages[i].memory / 1e6, here->stages[i].seconds);
  g_print (ngettext ("  cluster: about %s on %u processor; ask for %" PRId64
                     " GB, %" PRId64 " min\n",
                     "  cluster: about %s on %u processors; ask for %" PRId64
                     " GB, %" PRId64 " min\n",
                     forecast->cluster_cpus),
           there, forecast->cluster_cpus, saffron_cluster_ask_gb (&need),
           saffron_cluster_ask_minutes (&need));
  if (forecast->fits)
    return;
  if (forecast->fitting != NULL)
    {
      g_autofree char *changes =
          saffron_params_describe_changes (forecast->fitting, params);

      g_print (_ ("  more than the %.0f MB there are; what fits: %s\n"),
               (double) forecast->limit / 1e6, changes);
    }
  else
    g_print (_ ("  more than the %.0f MB there are, and no setting fits\n"),
             (double) forecast->limit / 1e6);
}

static JsonObject *
estimate_to_json (const SaffronEstimate *estimate)
{
  JsonObject *object = json_object_new ();
  JsonArray *stages = json_array_new ();

  json_object_set_int_member (object, "peak_memory", estimate->peak_memory);
  json_object_set_member (object, "seconds",
                          saffron_json_number (estimate->seconds));
  for (guint i = 0; i < SAFFRON_N_STAGES; i++)
    {
      JsonObject *stage = json_object_new ();

      json_object_set_string_member (stage, "name", estimate->stages[i].name);
      json_object_set_int_member (stage, "memory", estimate->stages[i].memory);
      json_object_set_member (
          stage, "seconds", saffron_json_number (estimate->stages[i].seconds));
      json_array_add_object_element (stages, stage);
    }
  json_object_set_array_member (object, "stages", stages);
  return object;
}

static JsonNode *
to_json (const char *path, const SaffronForecast *forecast)
{
  g_autoptr (JsonObject) object = estimate_to_json (&forecast->here);
  JsonObject *cluster = estimate_to_json (&forecast->cluster);
  SaffronClusterNeed need = { 0 };
  g_autofree char *shown = g_filename_display_name (path);

  json_object_set_string_member (object, "moving", shown);
  json_object_set_int_member (object, "cpus", forecast->here_cpus);
  saffron_cluster_need_add (&need, forecast);
  json_object_set_int_member (cluster, "cpus", forecast->cluster_cpus);
  json_object_set_int_member (cluster, "ask_gb",
                              saffron_cluster_ask_gb (&need));
  json_object_set_int_member (cluster, "ask_minutes",
                              saffron_cluster_ask_minutes (&need));
  json_object_set_object_member (object, "cluster", cluster);
  json_object_set_int_member (object, "limit", forecast->limit);
  json_object_set_boolean_member (object, "fits", forecast->fits);
  if (forecast->fitting != NULL)
    json_object_set_member (object, "fitting",
                            saffron_params_to_json (forecast->fitting));
  return json_node_init_object (json_node_alloc (), object);
}

/* Estimates each moving slide against the first of @paths, the reference. What
 * registering would build first is not built. */
static gboolean
estimate_all (GPtrArray *paths,
              GArray *choices,
              const SaffronParams *params,
              const Options *options,
              JsonArray *results,
              GError **error)
{
  g_autoptr (SaffronJob) job = saffron_cli_job_new (options->threads);
  g_autoptr (SaffronSlide) reference = saffron_slide_open_lazily (
      g_ptr_array_index (paths, 0),
      &g_array_index (choices, SaffronSlideChoice, 0), NULL, error);

  if (reference == NULL)
    return FALSE;
  for (guint i = 1; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autoptr (SaffronSlide) moving = saffron_slide_open_lazily (
          path, &g_array_index (choices, SaffronSlideChoice, i), NULL, error);
      g_autoptr (SaffronForecast) forecast = NULL;

      if (moving == NULL)
        return FALSE;
      forecast = saffron_forecast_new (
          reference, moving, params, saffron_job_get_threads (job),
          (guint) options->cluster_cpus, (gint64) options->limit * 1000000);
      if (options->json)
        json_array_add_element (results, to_json (path, forecast));
      else
        {
          saffron_cli_job_finish (job);
          print_text (path, forecast, params);
        }
    }
  return TRUE;
}

static SaffronExit
run (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  gboolean helped = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, "Print JSON", NULL },
    SAFFRON_CLI_PARAMS_ENTRIES (&options.params),
    SAFFRON_CLI_CHOICE_ENTRIES (&options.choice),
    { "threads", 't', 0, G_OPTION_ARG_INT, &options.threads,
      N_ ("Estimate for this many processors; 0: all of this machine"), "N" },
    { "cluster-cpus", 0, 0, G_OPTION_ARG_INT, &options.cluster_cpus,
      N_ ("Processors that the cluster's job has; 0: 8"), "N" },
    { "memory", 0, 0, G_OPTION_ARG_INT, &options.limit,
      N_ ("Memory that registering may take here; 0: all that is free"), "MB" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SaffronParams) params = NULL;
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (GArray) choices = NULL;
  g_autoptr (JsonArray) results = json_array_new ();

  if (!saffron_cli_parse (&saffron_command_estimate, entries, 1, G_MAXINT - 1,
                          &argc, &argv, &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (options.threads < 0 || options.cluster_cpus < 0 || options.limit < 0)
    {
      saffron_cli_usage_error (error,
                               _ ("--threads, --cluster-cpus and --memory: "
                                  "give 0 or more"));
      return SAFFRON_EXIT_USAGE;
    }
  params = saffron_cli_params_make (&options.params, error);
  if (params == NULL)
    return SAFFRON_EXIT_FAILED;
  paths = saffron_cli_find_slides (argc, argv, &options.params, FALSE, &params,
                                   &options.choice, &choices, error);
  if (paths == NULL
      || !estimate_all (paths, choices, params, &options, results, error))
    return SAFFRON_EXIT_FAILED;
  if (options.json)
    {
      g_autoptr (JsonNode) node = json_node_alloc ();
      g_autofree char *text = NULL;

      json_node_init_array (node, results);
      text = saffron_json_print (node);
      g_print ("%s", text);
    }
  return SAFFRON_EXIT_OK;
}

const SaffronCommand saffron_command_estimate = {
  .name = "estimate",
  .arguments = "FILE.saffron | REFERENCE MOVING…",
  .summary = N_ ("Estimate memory and time of a registration before it runs"),
  .run = run,
};
