/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-start.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "cli/cli-slides.h"
#include "cli/cli.h"
#include "register/start.h"

/* Larger shifts lead off any slide. */
#define MAX_NUMBER 1e9

/* Reads @n numbers; FALSE when one of them is none. */
static gboolean
read_numbers (char **words, guint n, double *numbers)
{
  for (guint i = 0; i < n; i++)
    {
      char *end = NULL;

      g_strstrip (words[i]);
      numbers[i] = g_ascii_strtod (words[i], &end);
      if (end == words[i] || *end != '\0' || !(fabs (numbers[i]) <= MAX_NUMBER))
        return FALSE;
    }
  return TRUE;
}

/* Reads what stands behind the name. */
static gboolean
read_values (const char *text, SaffronCliStart *start)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  guint n = g_strv_length (words);
  SaffronAffine inverse;
  double v[6];

  *start = (SaffronCliStart){ .given = TRUE };
  if (n == 1 && g_ascii_strcasecmp (g_strstrip (words[0]), "none") == 0)
    {
      start->none = TRUE;
      return TRUE;
    }
  if (n == 6)
    {
      start->map = TRUE;
      if (!read_numbers (words, 6, v))
        return FALSE;
      start->affine = (SaffronAffine){ v[0], v[1], v[2], v[3], v[4], v[5] };
      return saffron_affine_invert (&start->affine, &inverse);
    }
  start->flip =
      n == 4 && g_ascii_strcasecmp (g_strstrip (words[3]), "flip") == 0;
  if ((n != 3 && !start->flip) || !read_numbers (words, 3, v))
    return FALSE;
  start->dx = v[0];
  start->dy = v[1];
  start->turn = v[2];
  return TRUE;
}

static gboolean
read_one (const char *text,
          char **paths,
          guint n,
          GArray *starts,
          GError **error)
{
  /* Paths may contain equals signs, and numbers have none. */
  const char *equals = strrchr (text, '=');
  const char *values = equals != NULL ? equals + 1 : text;
  SaffronCliStart start;
  int index = 0;

  if (!read_values (values, &start))
    {
      saffron_cli_usage_error (
          error,
          _ ("--start %s: give DX,DY,TURN or "
             "DX,DY,TURN,flip, the six numbers of a map, or "
             "none"),
          text);
      return FALSE;
    }
  if (equals == NULL && n > 1)
    {
      saffron_cli_usage_error (
          error,
          _ ("--start %s: there are several moving slides; "
             "name the one that it lays: --start NAME=%s"),
          text, text);
      return FALSE;
    }
  if (equals != NULL)
    {
      g_autofree char *name = g_strndup (text, (gsize) (equals - text));

      index = saffron_cli_find_slide ("--start", name, paths, n, error);
      if (index < 0)
        return FALSE;
    }
  if (g_array_index (starts, SaffronCliStart, index).given)
    {
      saffron_cli_usage_error (error,
                               _ ("--start %s: this slide has another --start; "
                                  "give one"),
                               text);
      return FALSE;
    }
  g_array_index (starts, SaffronCliStart, index) = start;
  return TRUE;
}

GArray *
saffron_cli_starts_read (char **texts, char **paths, guint n, GError **error)
{
  g_autoptr (GArray) starts =
      g_array_new (FALSE, TRUE, sizeof (SaffronCliStart));

  g_array_set_size (starts, n);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    if (!read_one (texts[i], paths, n, starts, error))
      return NULL;
  return g_steal_pointer (&starts);
}

SaffronAffine *
saffron_cli_start_place (const SaffronCliStart *start,
                         const SaffronAffine *kept,
                         SaffronSlide *reference,
                         SaffronSlide *moving)
{
  SaffronAffine laid;

  if (start->none)
    return NULL;
  if (!start->given)
    return g_memdup2 (kept, kept != NULL ? sizeof *kept : 0);
  laid = start->map ? start->affine
                    : saffron_start_lay (reference, moving, start->dx,
                                         start->dy, start->turn, start->flip);
  return g_memdup2 (&laid, sizeof laid);
}
