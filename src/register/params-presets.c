/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/params.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"

#define PRESET_VALUES 8

/* A preset: what differs from the table's defaults, in pairs of name and
 * text. */
typedef struct {
  const char *name;
  const char *title;
  const char *help;
  const char *values[2 * PRESET_VALUES + 1];
} Preset;

static const Preset presets[] = {
  { "pipeline",
    N_ ("Pipeline default"),
    N_ ("The values that the Nextflow pipeline starts from: finer, and slower"),
    { "max_processed_dim", "1800", "max_non_rigid_dim", "3500",
      "micro_reg_fraction", "0.5", "num_features", "5000", "max_image_dim",
      "6000" } },
  { "optimised",
    N_ ("Optimised"),
    N_ ("As exact as the finer settings on most slides, in less time"),
    { NULL } },
  { "low-memory",
    N_ ("Low memory"),
    N_ ("Smaller planes, for large slides on a small machine"),
    { "max_processed_dim", "1200", "max_non_rigid_dim", "2500",
      "micro_reg_fraction", "0.25", "num_features", "3000", "max_image_dim",
      "4000" } },
};

static const char *const preset_names[] = { "pipeline", "optimised",
                                            "low-memory", NULL };

G_STATIC_ASSERT (G_N_ELEMENTS (presets) + 1 == G_N_ELEMENTS (preset_names));

const char *const *
saffron_params_preset_names (void)
{
  return preset_names;
}

static const Preset *
find_preset (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_str_equal (presets[i].name, name))
      return &presets[i];
  return NULL;
}

const char *
saffron_params_preset_title (const char *name)
{
  const Preset *preset = find_preset (name);

  return preset != NULL ? _ (preset->title) : NULL;
}

const char *
saffron_params_preset_help (const char *name)
{
  const Preset *preset = find_preset (name);

  return preset != NULL ? _ (preset->help) : NULL;
}

SaffronParams *
saffron_params_new_preset (const char *name, GError **error)
{
  const Preset *preset = find_preset (name);
  g_autoptr (SaffronParams) params = NULL;

  if (preset == NULL)
    {
      g_autofree char *known = g_strjoinv (", ", (char **) preset_names);

      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("no preset “%s”; there are %s"), name, known);
      return NULL;
    }
  params = saffron_params_new ();
  for (guint i = 0; preset->values[i] != NULL; i += 2)
    if (!saffron_params_set (params, preset->values[i], preset->values[i + 1],
                             error))
      return NULL;
  return g_steal_pointer (&params);
}
