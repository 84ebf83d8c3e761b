/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/cluster.h"

#include <math.h>
#include <string.h>

#include "base/json.h"

/* The margins that a job asks for beyond the estimate. The estimate of memory
 * is good to a quarter, that of time to a factor of two. */
#define MEMORY_MARGIN 1.5
#define TIME_MARGIN 4.0
#define MINUTES_STEP 10

/* Quotes a text for Groovy, the language of Nextflow's configuration. */
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

/* The scale of the pipeline's own pictures. */
#define DEFAULT_SCALE 0.25

static char *
pipeline_scale (double halvings)
{
  return saffron_param_format_double (halvings < 0.0 ? DEFAULT_SCALE
                                                     : exp2 (-halvings));
}

static char *
pipeline_value (const SaffronParamSpec *spec, const char *text)
{
  switch (spec->pipeline_form)
    {
    case SAFFRON_PARAM_FORM_LIST:
      return quote_list (text);
    case SAFFRON_PARAM_FORM_SCALE:
      return pipeline_scale (g_ascii_strtod (text, NULL));
    case SAFFRON_PARAM_FORM_SAME:
    default:
      if (spec->type == SAFFRON_PARAM_STRING
          || spec->type == SAFFRON_PARAM_CHOICE)
        return quote (text);
      return g_strdup (text);
    }
}

/* Quotes a word for the shell, but only where it needs quotes. */
static char *
quote_word (const char *text)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                              "_-+=:,./@%";

  if (*text != '\0' && strspn (text, plain) == strlen (text))
    return g_strdup (text);
  return g_shell_quote (text);
}

/* @only_ours: whether only the parameters that the pipeline has no name for are
 * written. */
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
      quoted = quote_word (setting);
      g_string_append_printf (out, " --set %s", quoted);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
saffron_cluster_options (const SaffronParams *params)
{
  return make_options (params, FALSE);
}

void
saffron_cluster_need_add (SaffronClusterNeed *need,
                          const SaffronForecast *forecast)
{
  need->memory = MAX (need->memory, forecast->cluster.peak_memory);
  need->seconds += forecast->cluster.seconds;
  need->cpus = forecast->cluster_cpus;
  need->n_slides++;
}

gint64
saffron_cluster_ask_gb (const SaffronClusterNeed *need)
{
  double bytes = (double) need->memory * MEMORY_MARGIN;

  return MAX ((gint64) ceil (bytes / (1024.0 * 1024.0 * 1024.0)), 1);
}

gint64
saffron_cluster_ask_minutes (const SaffronClusterNeed *need)
{
  double minutes = need->seconds * TIME_MARGIN / 60.0;

  return MAX ((gint64) ceil (minutes / MINUTES_STEP), 1) * MINUTES_STEP;
}

static void
append_params (GString *out, const SaffronParams *params)
{
  g_autofree char *ours = make_options (params, TRUE);
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  g_string_append (out, "params {\n");
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
}

static void
append_process (GString *out, const SaffronClusterNeed *need)
{
  g_autofree char *estimate =
      saffron_estimate_describe (need->memory, need->seconds);

  g_string_append_printf (
      out,
      "\nprocess {\n"
      "    // estimated for %u moving slide%s on %u processor%s: %s;\n"
      "    // asked for: %g times the memory, %g times the time, rounded up\n"
      "    withName: 'REGISTER' {\n"
      "        cpus   = %u\n"
      "        memory = '%" G_GINT64_FORMAT " GB'\n"
      "        time   = '%" G_GINT64_FORMAT " min'\n"
      "    }\n"
      "}\n",
      need->n_slides, need->n_slides == 1 ? "" : "s", need->cpus,
      need->cpus == 1 ? "" : "s", estimate, MEMORY_MARGIN, TIME_MARGIN,
      need->cpus, saffron_cluster_ask_gb (need),
      saffron_cluster_ask_minutes (need));
}

char *
saffron_cluster_nextflow (const SaffronParams *params,
                          const SaffronClusterNeed *need)
{
  g_autoptr (GString) out = g_string_new (NULL);

  append_params (out, params);
  if (need != NULL && need->n_slides > 0)
    append_process (out, need);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* The bytes at the beginning of each path that name the folder which all have
 * in common, with its slash. */
static gsize
common_folder (const char *const *paths)
{
  gsize n = 0;

  for (gsize k = 0; paths[0][k] != '\0'; k++)
    {
      for (guint i = 1; paths[i] != NULL; i++)
        if (paths[i][k] != paths[0][k])
          return n;
      if (G_IS_DIR_SEPARATOR (paths[0][k]))
        n = k + 1;
    }
  return n;
}

/* The exact map, so that the run is the same there. */
static void
append_start (GString *out, const char *slide, const SaffronAffine *start)
{
  const double numbers[6] = { start->xx, start->xy, start->x0,
                              start->yx, start->yy, start->y0 };
  g_autoptr (GString) setting = g_string_new (slide);
  g_autofree char *quoted = NULL;

  for (int i = 0; i < 6; i++)
    {
      g_autofree char *text = saffron_param_format_double (numbers[i]);

      g_string_append_printf (setting, "%c%s", i == 0 ? '=' : ',', text);
    }
  quoted = quote_word (setting->str);
  g_string_append_printf (out, " --start %s", quoted);
}

static void
append_number (GString *out, const char *option, const char *slide, int number)
{
  g_autofree char *text = number == SAFFRON_Z_MAX
                              ? g_strdup_printf ("%s=max", slide)
                              : g_strdup_printf ("%s=%d", slide, number);
  g_autofree char *quoted = quote_word (text);

  g_string_append_printf (out, " %s %s", option, quoted);
}

/* Where it is not the usual. */
static void
append_choice (GString *out,
               const char *slide,
               const SaffronSlideChoice *choice)
{
  if (choice->scene > 0)
    append_number (out, "--scene", slide, choice->scene);
  if (choice->z != SAFFRON_Z_SHARPEST)
    append_number (out, "--z", slide, choice->z);
}

char *
saffron_cluster_command (const char *const *slides,
                         const SaffronSlideChoice *choices,
                         const SaffronAffine *const *starts,
                         const char *output,
                         const char *folder,
                         const SaffronParams *params)
{
  g_autoptr (GString) out = g_string_new ("saffron-cli register");
  g_autoptr (GPtrArray) there = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = g_build_filename (folder, output, NULL);
  g_autofree char *target = quote_word (path);
  g_autofree char *options = make_options (params, FALSE);

  for (guint i = 0; slides[i] != NULL; i++)
    {
      const char *name = slides[i] + common_folder (slides);
      char *slide = g_build_filename (folder, name, NULL);
      g_autofree char *word = quote_word (slide);

      g_ptr_array_add (there, slide);
      g_string_append_printf (out, " %s", word);
    }
  g_string_append_printf (out, " -o %s%s", target, options);
  for (guint i = 0; choices != NULL && slides[i] != NULL; i++)
    append_choice (out, there->pdata[i], &choices[i]);
  for (guint i = 1; starts != NULL && slides[i] != NULL; i++)
    if (starts[i - 1] != NULL)
      append_start (out, there->pdata[i], starts[i - 1]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
saffron_cluster_slurm (const char *const *slides,
                       const SaffronSlideChoice *choices,
                       const char *session,
                       const SaffronParams *params,
                       const SaffronClusterNeed *need)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *target = quote_word (session);
  g_autofree char *reference = quote_word (slides[0]);
  g_autofree char *options = make_options (params, FALSE);
  g_autofree char *estimate =
      saffron_estimate_describe (need->memory, need->seconds);

  g_string_append_printf (
      out,
      "#!/bin/bash\n"
      "# One task for each moving slide. Estimated for the largest on %u "
      "processors: %s;\n"
      "# asked for: %g times the memory, %g times the time, rounded up.\n"
      "#SBATCH --job-name=saffron\n"
      "#SBATCH --array=0-%u\n"
      "#SBATCH --cpus-per-task=%u\n"
      "#SBATCH --mem=%" G_GINT64_FORMAT "G\n"
      "#SBATCH --time=%" G_GINT64_FORMAT "\n"
      "#SBATCH --output=saffron-%%A_%%a.log\n\n"
      "case $SLURM_ARRAY_TASK_ID in\n",
      need->cpus, estimate, MEMORY_MARGIN, TIME_MARGIN, need->n_slides - 1,
      need->cpus, saffron_cluster_ask_gb (need),
      saffron_cluster_ask_minutes (need));
  for (guint i = 1; slides[i] != NULL; i++)
    {
      g_autofree char *moving = quote_word (slides[i]);

      g_string_append_printf (out, "%u) set -- %s", i - 1, moving);
      append_choice (out, slides[0], &choices[0]);
      append_choice (out, slides[i], &choices[i]);
      g_string_append (out, " ;;\n");
    }
  g_string_append_printf (
      out,
      "esac\n"
      "saffron-cli register %s \"$@\" --output %s \\\n"
      "  --threads \"$SLURM_CPUS_PER_TASK\"%s\n"
      "status=$?\n"
      "# 3: registered, but unverified, as the session says; that is no "
      "failure.\n"
      "[ \"$status\" -ne 3 ] || status=0\n"
      "exit \"$status\"\n",
      reference, target, options);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
saffron_cluster_json (const SaffronParams *params)
{
  g_autoptr (JsonNode) node = saffron_params_to_json (params);

  return saffron_json_print (node);
}
