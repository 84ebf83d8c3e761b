/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-params.h"

#include "base/json.h"
#include "session/estimate.h"
#include "session/session.h"

typedef struct {
  gboolean json;
  int threads;
  SaffronCliParams params;
} Options;

static void
options_clear (Options *options)
{
  saffron_cli_params_clear (&options->params);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* The slides, reference first, from the arguments or from a session, whose
 * parameters are then the ones to start from. */
static GPtrArray *
find_slides (int argc,
             char **argv,
             const Options *options,
             SaffronParams **params,
             GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SaffronSession) session = NULL;

  for (int i = 1; argc > 2 && i < argc; i++)
    g_ptr_array_add (paths, g_strdup (argv[i]));
  if (argc > 2)
    return g_steal_pointer (&paths);

  session = saffron_session_load (argv[1], error);
  if (session == NULL)
    return NULL;
  g_ptr_array_add (paths, g_strdup (
      saffron_session_get_reference_path (session)));
  for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
    g_ptr_array_add (paths,
                     g_strdup (saffron_session_get_moving_path (session, i)));
  if (!saffron_cli_params_given (&options->params))
    {
      saffron_params_free (*params);
      *params = saffron_params_copy (saffron_session_get_params (session));
    }
  return g_steal_pointer (&paths);
}

static void
print_text (const char *path, const SaffronEstimate *estimate)
{
  g_autofree char *name = g_filename_display_basename (path);
  gint64 machine = saffron_estimate_machine_memory ();

  g_print ("%s: about %.0f MB, %.1f s\n", name,
           (double) estimate->peak_memory / 1e6, estimate->seconds);
  for (guint i = 0; i < SAFFRON_ESTIMATE_STAGES; i++)
    g_print ("  %-12s %6.0f MB %7.1f s\n", estimate->stages[i].name,
             (double) estimate->stages[i].memory / 1e6,
             estimate->stages[i].seconds);
  if (machine > 0 && estimate->peak_memory > machine)
    g_print ("  more than this machine's %.0f MB: lower max_processed_dim and "
             "max_non_rigid_dim\n", (double) machine / 1e6);
}

static JsonNode *
to_json (const char *path, const SaffronEstimate *estimate)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *shown = g_filename_display_name (path);
  JsonArray *stages = json_array_new ();

  json_object_set_string_member (object, "moving", shown);
  json_object_set_int_member (object, "peak_memory", estimate->peak_memory);
  json_object_set_member (object, "seconds",
                          saffron_json_number (estimate->seconds));
  for (guint i = 0; i < SAFFRON_ESTIMATE_STAGES; i++)
    {
      JsonObject *stage = json_object_new ();

      json_object_set_string_member (stage, "name", estimate->stages[i].name);
      json_object_set_int_member (stage, "memory", estimate->stages[i].memory);
      json_object_set_member (
          stage, "seconds", saffron_json_number (estimate->stages[i].seconds));
      json_array_add_object_element (stages, stage);
    }
  json_object_set_array_member (object, "stages", stages);
  return json_node_init_object (json_node_alloc (), object);
}

/* Each moving slide against the first of @paths. */
static gboolean
estimate_all (GPtrArray *paths,
              const SaffronParams *params,
              const Options *options,
              JsonArray *results,
              GError **error)
{
  g_autoptr (SaffronJob) job = saffron_cli_job_new (options->threads);
  g_autoptr (SaffronSlide) reference =
      saffron_slide_open (g_ptr_array_index (paths, 0), job, error);

  if (reference == NULL)
    return FALSE;
  for (guint i = 1; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autoptr (SaffronSlide) moving = saffron_slide_open (path, job, error);
      SaffronEstimate estimate;

      if (moving == NULL)
        return FALSE;
      saffron_estimate_run (reference, moving, params,
                            saffron_job_get_threads (job), &estimate);
      if (options->json)
        json_array_add_element (results, to_json (path, &estimate));
      else
        {
          saffron_cli_job_finish (job);
          print_text (path, &estimate);
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
    { "threads", 't', 0, G_OPTION_ARG_INT, &options.threads,
      "For so many processors; 0: this machine's", "N" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SaffronParams) params = NULL;
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (JsonArray) results = json_array_new ();

  if (!saffron_cli_parse (&saffron_command_estimate, entries, 1, G_MAXINT - 1,
                          &argc, &argv, &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (options.threads < 0)
    {
      saffron_cli_usage_error (error, "--threads %d: give 0 or more",
                               options.threads);
      return SAFFRON_EXIT_USAGE;
    }
  params = saffron_cli_params_make (&options.params, error);
  if (params == NULL)
    return SAFFRON_EXIT_FAILED;
  paths = find_slides (argc, argv, &options, &params, error);
  if (paths == NULL
      || !estimate_all (paths, params, &options, results, error))
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
  .summary = "Say what registering will take, without doing it",
  .run = run,
};
