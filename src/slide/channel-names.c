/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/channel-names.h"

#include <string.h>

gboolean
saffron_is_nuclear_stain (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return strstr (lower, "dapi") != NULL || strstr (lower, "hoechst") != NULL
         || g_str_equal (lower, "dna") || g_str_has_prefix (lower, "dna_")
         || g_str_has_prefix (lower, "dna ");
}

/* Words that pipelines append to a file's name after each step. */
static gboolean
is_step (const char *word)
{
  static const char *const steps[] = {
    "registered", "corrected",    "warped",      "aligned",   "preprocessed",
    "processed",  "illumination", "stitched",    "converted", "padded",
    "cropped",    "unmixed",      "deconvolved",
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_ascii_strcasecmp (word, steps[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Whether a word is surely a marker. At least one must be, or "tissue_left_two"
 * would become a list of channels. */
static gboolean
is_marker (const char *word)
{
  static const char *const dyes[] = {
    "FITC", "TRITC", "Cy3", "Cy5", "Cy7", "TxRed", "TexasRed", "PanCK",
  };

  if (saffron_is_nuclear_stain (word))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (dyes); i++)
    if (g_ascii_strcasecmp (word, dyes[i]) == 0)
      return TRUE;
  return g_ascii_strncasecmp (word, "CD", 2) == 0 && g_ascii_isdigit (word[2]);
}

char **
saffron_channel_names_from_file (const char *path, int n_channels)
{
  g_autofree char *base = g_path_get_basename (path);
  g_auto (GStrv) words = NULL;
  char *dot = strchr (base, '.');
  int n = 0, first = 0;
  gboolean known = FALSE;

  if (dot != NULL)
    *dot = '\0';
  words = g_strsplit (base, "_", -1);
  n = g_strv_length (words);
  while (n > 1 && is_step (words[n - 1]))
    g_clear_pointer (&words[--n], g_free);

  first = n - n_channels;
  if (n_channels < 1 || first < 1)
    return NULL;
  /* The sample's name may hold underscores itself. The list then begins with
   * the nuclear stain. */
  if (first > 1 && !saffron_is_nuclear_stain (words[first]))
    return NULL;
  for (int i = 1; i < first; i++)
    if (is_marker (words[i]))
      return NULL;
  for (int i = first; i < n; i++)
    {
      if (*words[i] == '\0')
        return NULL;
      known |= is_marker (words[i]);
    }
  return known ? g_strdupv (words + first) : NULL;
}
