/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/channel-names.h"

#include <string.h>

/* The letters and digits of @name in lower case; everything between them
 * becomes one blank, and so do its ends. */
static char *
to_words (const char *name)
{
  GString *out = g_string_new (" ");

  for (const char *p = name; *p != '\0'; p++)
    if (g_ascii_isalnum (*p) || (guchar) *p >= 0x80)
      g_string_append_c (out, g_ascii_tolower (*p));
    else if (out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  if (out->str[out->len - 1] != ' ')
    g_string_append_c (out, ' ');
  return g_string_free (out, FALSE);
}

/* Whether @word begins a word of @words; where @whole, only digits may follow
 * it. */
static gboolean
has_word (const char *words, const char *word, gboolean whole)
{
  g_autofree char *wanted = g_strconcat (" ", word, NULL);
  gsize length = strlen (wanted);

  for (const char *at = strstr (words, wanted); at != NULL;
       at = strstr (at + 1, wanted))
    {
      const char *end = at + length;

      while (g_ascii_isdigit (*end))
        end++;
      if (!whole || *end == ' ')
        return TRUE;
    }
  return FALSE;
}

int
saffron_nuclear_rank (const char *name)
{
  /* In the order of the ranks. Several lines may be the same stain. */
  static const struct {
    const char *word;
    gboolean anywhere; /* also inside a word */
    gboolean whole;
  } stains[] = {
    { "dapi", TRUE, FALSE },         { "hoechst", TRUE, FALSE },
    { "nuclei", FALSE, TRUE },       { "nuclear", FALSE, TRUE },
    { "nucleus", FALSE, TRUE },      { "dna", FALSE, TRUE },
    { "dsdna", FALSE, TRUE },        { "draq", FALSE, TRUE },
    { "syto", FALSE, TRUE },         { "sytox", FALSE, TRUE },
    { "nucblue", FALSE, FALSE },     { "nucspot", FALSE, FALSE },
    { "to pro", FALSE, TRUE },       { "topro", FALSE, TRUE },
    { "propidium", FALSE, FALSE },   { "pi", FALSE, TRUE },
    { "histone h3 ", FALSE, FALSE }, { "histoneh3 ", FALSE, FALSE },
    { "hh3 ", FALSE, FALSE },
  };
  g_autofree char *words = to_words (name);

  for (guint i = 0; i < G_N_ELEMENTS (stains); i++)
    if (has_word (words, stains[i].word, stains[i].whole)
        || (stains[i].anywhere && strstr (words, stains[i].word) != NULL))
      return (int) i + 1;
  return 0;
}

gboolean
saffron_is_nuclear_stain (const char *name)
{
  return saffron_nuclear_rank (name) > 0;
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
