/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "base/json.h"
#include "cli/cli-run.h"
#include "cli/cli-table.h"
#include "quality/points-file.h"
#include "transform/tre.h"
#include "slide/slide.h"

typedef struct {
  char *reference, *moving_points, *moving;
  gboolean json;
  double accept; /* see saffron_cli_exit_of() */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->reference);
  g_free (options->moving_points);
  g_free (options->moving);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

typedef struct {
  GArray *reference; /* SaffronRefPoint */
  GArray *moving;    /* SaffronMovPoint */
  GPtrArray *labels;
} Pairs;

static void
pairs_clear (Pairs *pairs)
{
  g_clear_pointer (&pairs->reference, g_array_unref);
  g_clear_pointer (&pairs->moving, g_array_unref);
  g_clear_pointer (&pairs->labels, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pairs, pairs_clear)

/* Pairs the points row by row. Rows that one file lacks or that have no
 * coordinates are left out and reported. */
static gboolean
read_pairs (const Options *options, Pairs *pairs, GError **error)
{
  g_autoptr (GArray) a = NULL;
  g_autoptr (GArray) b = NULL;
  guint n, longest;

  a = saffron_points_file_read (options->reference, error);
  if (a == NULL)
    return FALSE;
  b = saffron_points_file_read (options->moving_points, error);
  if (b == NULL)
    return FALSE;

  pairs->reference = g_array_new (FALSE, FALSE, sizeof (SaffronRefPoint));
  pairs->moving = g_array_new (FALSE, FALSE, sizeof (SaffronMovPoint));
  pairs->labels = g_ptr_array_new_with_free_func (g_free);
  n = MIN (a->len, b->len);
  longest = MAX (a->len, b->len);
  for (guint i = 0; i < n; i++)
    {
      const SaffronFilePoint *p = &g_array_index (a, SaffronFilePoint, i);
      const SaffronFilePoint *q = &g_array_index (b, SaffronFilePoint, i);
      SaffronRefPoint r = { p->x, p->y };
      SaffronMovPoint m = { q->x, q->y };

      if (!saffron_file_point_is_set (p) || !saffron_file_point_is_set (q))
        continue;
      g_array_append_val (pairs->reference, r);
      g_array_append_val (pairs->moving, m);
      g_ptr_array_add (pairs->labels, g_strdup (p->label));
    }
  if (pairs->reference->len == 0)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
          _ ("%s and %s have no common points; each row must be the same "
             "place in both files"),
          options->reference, options->moving_points);
      return FALSE;
    }
  if (pairs->reference->len < longest)
    {
      guint missing = longest - pairs->reference->len;

      g_printerr (
          ngettext (
              "%s and %s: %u of %u rows has no partner and is left out\n",
              "%s and %s: %u of %u rows have no partner and are left out\n",
              missing),
          options->reference, options->moving_points, missing, longest);
    }
  return TRUE;
}

/* Gives 0 × 0 when the slide cannot be opened; robustness is then not known. */
static void
moving_size (SaffronMoving *moving, double *width, double *height)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronJob) job = saffron_cli_job_new (0);
  g_autoptr (SaffronSlide) slide = saffron_slide_open_choice (
      saffron_moving_get_path (moving),
      &saffron_moving_get_file (moving)->choice, job, &error);

  *width = *height = 0.0;
  if (slide == NULL)
    {
      g_printerr (
          _ ("robustness cannot be computed without the moving slide: %s\n"),
          error->message);
      return;
    }
  *width = (double) saffron_slide_get_width (slide);
  *height = (double) saffron_slide_get_height (slide);
}

static void
set_stats (JsonObject *object,
           const char *name,
           const SaffronTreStats *stats,
           double unit)
{
  JsonObject *member = json_object_new ();

  json_object_set_member (member, "median",
                          saffron_json_number (stats->median / unit));
  json_object_set_member (member, "mean",
                          saffron_json_number (stats->mean / unit));
  json_object_set_member (member, "p90",
                          saffron_json_number (stats->p90 / unit));
  json_object_set_member (member, "max",
                          saffron_json_number (stats->max / unit));
  json_object_set_object_member (object, name, member);
}

static void
print_json (const SaffronTre *tre,
            const double *errors,
            const Pairs *pairs,
            SaffronRun *run)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *landmarks = json_array_new ();
  g_autofree char *text = NULL;

  json_object_set_boolean_member (object, "verified", run->verified);
  if (run->partial > 0.0)
    json_object_set_double_member (object, "partial", run->partial);
  json_object_set_int_member (object, "pairs", (gint64) tre->n);
  json_object_set_int_member (object, "unmapped", (gint64) tre->n_unmapped);
  json_object_set_member (object, "diagonal_px",
                          saffron_json_number (tre->diagonal));
  json_object_set_member (object, "robustness",
                          saffron_json_number (tre->robustness));
  set_stats (object, "tre_px", &tre->tre, 1.0);
  set_stats (object, "rtre", &tre->tre, tre->diagonal);
  set_stats (object, "before_px", &tre->before, 1.0);
  set_stats (object, "before_rtre", &tre->before, tre->diagonal);
  for (gsize i = 0; i < tre->n; i++)
    {
      JsonObject *landmark = json_object_new ();
      g_autofree char *label =
          g_utf8_make_valid (g_ptr_array_index (pairs->labels, (guint) i), -1);

      json_object_set_string_member (landmark, "label", label);
      json_object_set_member (landmark, "tre_px",
                              saffron_json_number (errors[i]));
      json_array_add_object_element (landmarks, landmark);
    }
  json_object_set_array_member (object, "landmarks", landmarks);
  json_node_take_object (node, object);
  text = saffron_json_print (node);
  g_print ("%s", text);
}

/* Keeps the numbers in their columns, however large they are. */
static void
add_row (SaffronCliTable *table,
         const char *name,
         const SaffronTreStats *s,
         double diagonal)
{
  const double px[] = { s->median, s->mean, s->p90, s->max };
  char text[8][24] = { "" };

  if (isnan (s->median))
    {
      saffron_cli_table_add (table, name, C_ ("landmark errors", "unknown"), "",
                             "", "", "", "", "", "", NULL);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (px); i++)
    {
      g_snprintf (text[i], sizeof text[i], px[i] < 1e6 ? "%.2f" : "%.2e",
                  px[i]);
      g_snprintf (text[4 + i], sizeof text[i],
                  px[i] < 10.0 * diagonal ? "%.5f" : "%.1e", px[i] / diagonal);
    }
  saffron_cli_table_add (table, name, text[0], text[1], text[2], text[3],
                         text[4], text[5], text[6], text[7], NULL);
}

static void
print_errors (const SaffronTre *tre)
{
  static const int columns[] = { 10, -8, -8, -8, -8, -7, -7, -7, -7, 0 };
  g_autoptr (SaffronCliTable) table = saffron_cli_table_new (0, columns);

  saffron_cli_table_add (
      table, "", C_ ("landmark errors", "median px"),
      C_ ("landmark errors", "mean px"), C_ ("landmark errors", "p90 px"),
      C_ ("landmark errors", "max px"), "rTRE", C_ ("landmark errors", "mean"),
      "p90", C_ ("landmark errors", "max"), NULL);
  add_row (table, C_ ("landmark errors", "before"), &tre->before,
           tre->diagonal);
  add_row (table, C_ ("landmark errors", "registered"), &tre->tre,
           tre->diagonal);
  saffron_cli_table_print (table);
}

static void
print_text (const SaffronTre *tre, SaffronRun *run)
{
  static const char *const verdicts[] = {
    [SAFFRON_RUN_UNVERIFIED] = NC_ ("run", "unverified"),
    [SAFFRON_RUN_PARTLY] = NC_ ("run", "verified in part"),
    [SAFFRON_RUN_VERIFIED] = NC_ ("run", "verified"),
  };

  g_print (
      ngettext ("%u landmark pair, %s\n", "%u landmark pairs, %s\n", tre->n),
      (guint) tre->n,
      g_dpgettext2 (NULL, "run", verdicts[saffron_run_get_state (run)]));
  print_errors (tre);
  if (isnan (tre->robustness))
    g_print (_ ("robustness unknown\n"));
  else
    g_print (_ ("robustness %.3f\n"), tre->robustness);
  if (tre->n_unmapped > 0)
    g_print (ngettext ("%u pair could not be mapped to the reference\n",
                       "%u pairs could not be mapped to the reference\n",
                       tre->n_unmapped),
             (guint) tre->n_unmapped);
}

static SaffronExit
run_evaluate (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { NULL };
  g_auto (Pairs) pairs = { NULL, NULL, NULL };
  const GOptionEntry entries[] = {
    { "reference-landmarks", 'r', 0, G_OPTION_ARG_FILENAME, &options.reference,
      N_ ("Points on the reference (,X,Y in level-0 pixels)"), "A.csv" },
    { "moving-landmarks", 'l', 0, G_OPTION_ARG_FILENAME, &options.moving_points,
      N_ ("The same places on the moving slide, row by row"), "B.csv" },
    { "moving", 'm', 0, G_OPTION_ARG_STRING, &options.moving,
      N_ ("Which moving slide, when the session has several"), "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
      N_ ("Print JSON, with the error of each pair"), NULL },
    SAFFRON_CLI_ACCEPT_ENTRY (&options.accept),
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SaffronSession) session = NULL;
  g_autofree double *errors = NULL;
  SaffronRun *run = NULL;
  SaffronTre tre;
  double width, height;
  gboolean helped;
  SaffronMoving *moving = NULL;

  if (!saffron_cli_parse (&saffron_command_evaluate, entries, 1, 1, &argc,
                          &argv, &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (options.reference == NULL || options.moving_points == NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("both --reference-landmarks and --moving-landmarks are "
                      "needed"));
      return SAFFRON_EXIT_USAGE;
    }
  if (!saffron_cli_check_accept (options.accept, error))
    return SAFFRON_EXIT_USAGE;
  run =
      saffron_cli_load_run (argv[1], options.moving, &session, &moving, error);
  if (run == NULL || !read_pairs (&options, &pairs, error))
    return SAFFRON_EXIT_FAILED;

  moving_size (moving, &width, &height);
  errors = g_new (double, pairs.reference->len);
  saffron_tre_measure (run->transform,
                       (const SaffronRefPoint *) pairs.reference->data,
                       (const SaffronMovPoint *) pairs.moving->data,
                       pairs.reference->len, width, height, &tre, errors);
  if (options.json)
    print_json (&tre, errors, &pairs, run);
  else
    print_text (&tre, run);
  return saffron_cli_exit_of (run, options.accept);
}

const SaffronCommand saffron_command_evaluate = {
  .name = "evaluate",
  .arguments = "FILE.saffron --reference-landmarks A.csv "
               "--moving-landmarks B.csv",
  .summary = N_ ("Measure a registration's error with landmarks"),
  .run = run_evaluate,
};
