/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-landmarks.h"

#include <string.h>

#include "base/file.h"
#include "cli/cli.h"
#include "session/landmark-file.h"
#include "session/session.h"

static gboolean
is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Index of the moving slide that @name means, or -1 with a usage error. */
static int
find_slide (const char *name, char **paths, guint n, GError **error)
{
  g_autoptr (SaffronSession) session = saffron_session_new ("");
  g_autoptr (GError) local = NULL;
  int found;

  for (guint i = 0; i < n; i++)
    saffron_session_add_moving (session, paths[i]);
  found = saffron_session_find_moving (session, name, &local);
  if (found < 0)
    saffron_cli_usage_error (error, "--landmarks: %s", local->message);
  return found;
}

/* At the comma where both files are; else at the first, for the error that
 * says what is missing. */
static char *
split (const char *text, const char **other)
{
  const char *first = strchr (text, ',');

  *other = NULL;
  if (first == NULL || is_there (text))
    return g_strdup (text);
  for (const char *comma = first; comma != NULL; comma = strchr (comma + 1,
                                                                 ','))
    {
      g_autofree char *path = g_strndup (text, (gsize) (comma - text));

      if (is_there (path) && is_there (comma + 1))
        {
          *other = comma + 1;
          return g_steal_pointer (&path);
        }
    }
  *other = first + 1;
  return g_strndup (text, (gsize) (first - text));
}

static gboolean
check_output (const char *file, const char *output, GError **error)
{
  if (file == NULL || !saffron_file_same (file, output))
    return TRUE;
  saffron_cli_usage_error (error, "%s: these are landmarks to read, they would "
                           "be overwritten; give -o another name", output);
  return FALSE;
}

static gboolean
read_one (const char *text,
          char **paths,
          guint n,
          const char *output,
          GPtrArray *landmarks,
          GError **error)
{
  const char *equals = strchr (text, '=');
  const char *files = text, *other = NULL;
  g_autofree char *path = NULL;
  GArray *read = NULL;
  guint unpaired = 0;
  int index = 0;

  if (equals != NULL && !is_there (text))
    {
      g_autofree char *name = g_strndup (text, (gsize) (equals - text));

      files = equals + 1;
      index = find_slide (name, paths, n, error);
    }
  else if (n > 1)
    {
      saffron_cli_usage_error (error, "--landmarks %s: there are several "
                               "moving slides; say whose they are: "
                               "--landmarks NAME=%s", text, text);
      return FALSE;
    }
  if (index < 0)
    return FALSE;
  path = split (files, &other);
  if (!check_output (path, output, error)
      || !check_output (other, output, error))
    return FALSE;
  read = saffron_landmarks_file_read (path, other, &unpaired, error);
  if (read == NULL)
    return FALSE;
  if (unpaired > 0)
    g_printerr ("%s: %u points have no partner and are left out\n", files,
                unpaired);
  if (landmarks->pdata[index] == NULL)
    landmarks->pdata[index] = saffron_landmarks_new ();
  saffron_landmarks_join (landmarks->pdata[index], read);
  g_array_unref (read);
  return TRUE;
}

static void
landmarks_free (gpointer data)
{
  g_clear_pointer ((GArray **) &data, g_array_unref);
}

GPtrArray *
saffron_cli_landmarks_read (char **texts,
                            char **paths,
                            guint n,
                            const char *output,
                            GError **error)
{
  g_autoptr (GPtrArray) landmarks
      = g_ptr_array_new_with_free_func (landmarks_free);

  g_ptr_array_set_size (landmarks, (int) n);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    if (!read_one (texts[i], paths, n, output, landmarks, error))
      return NULL;
  return g_steal_pointer (&landmarks);
}
