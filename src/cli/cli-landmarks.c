/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-landmarks.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/cli-slides.h"
#include "cli/cli.h"
#include "quality/landmark-words.h"
#include "session/landmark-file.h"
#include "session/session.h"

static gboolean
is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Whether @text names files that exist: one path, or two paths separated by a
 * comma. Each comma is tried, because paths may contain commas. */
static gboolean
find_files (const char *text, char **path, const char **other)
{
  *other = NULL;
  *path = NULL;
  if (is_there (text))
    {
      *path = g_strdup (text);
      return TRUE;
    }
  for (const char *comma = strchr (text, ','); comma != NULL;
       comma = strchr (comma + 1, ','))
    {
      g_autofree char *first = g_strndup (text, (gsize) (comma - text));

      if (is_there (first) && is_there (comma + 1))
        {
          *path = g_steal_pointer (&first);
          *other = comma + 1;
          return TRUE;
        }
    }
  return FALSE;
}

/* The parts of one --landmarks argument. Paths and names may contain commas and
 * equals signs. */
typedef struct {
  char *name; /* NULL: no name was given */
  const char *files;
  char *path;
  const char *other; /* NULL: there is one file only */
} Words;

static void
words_clear (Words *words)
{
  g_free (words->name);
  g_free (words->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

/* Splits the argument so that its files exist. If no split gives files that
 * exist, it splits at the first separators, so that the error can name the
 * missing file. */
static void
understand (const char *text, Words *words)
{
  const char *equals = strchr (text, '='), *comma = NULL;

  words->files = text;
  if (find_files (text, &words->path, &words->other))
    return;
  for (const char *e = equals; e != NULL; e = strchr (e + 1, '='))
    if (find_files (e + 1, &words->path, &words->other))
      {
        words->files = e + 1;
        words->name = g_strndup (text, (gsize) (e - text));
        return;
      }
  if (equals != NULL)
    {
      words->files = equals + 1;
      words->name = g_strndup (text, (gsize) (equals - text));
    }
  comma = strchr (words->files, ',');
  words->path = comma != NULL
                    ? g_strndup (words->files, (gsize) (comma - words->files))
                    : g_strdup (words->files);
  words->other = comma != NULL ? comma + 1 : NULL;
}

static gboolean
check_output (const char *file, const char *output, GError **error)
{
  if (file == NULL || !saffron_file_same (file, output))
    return TRUE;
  saffron_cli_usage_error (error,
                           _ ("%s: is a file of landmarks and would be "
                              "overwritten; choose another name for -o"),
                           output);
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
  g_auto (Words) words = { NULL };
  GArray *read = NULL;
  guint unpaired = 0;
  int index = 0;

  understand (text, &words);
  if (words.name != NULL)
    index = saffron_cli_find_slide ("--landmarks", words.name, paths, n, error);
  else if (n > 1)
    {
      saffron_cli_usage_error (error,
                               _ ("--landmarks %s: there are several "
                                  "moving slides; name the one that they "
                                  "belong to: --landmarks NAME=%s"),
                               text, text);
      return FALSE;
    }
  if (index < 0 || !check_output (words.path, output, error)
      || !check_output (words.other, output, error))
    return FALSE;
  read =
      saffron_landmarks_file_read (words.path, words.other, &unpaired, error);
  if (read == NULL)
    return FALSE;
  if (unpaired > 0)
    g_printerr (ngettext ("%s: %u point has no partner and is left out\n",
                          "%s: %u points have no partner and are left out\n",
                          unpaired),
                words.files, unpaired);
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
  g_autoptr (GPtrArray) landmarks =
      g_ptr_array_new_with_free_func (landmarks_free);

  g_ptr_array_set_size (landmarks, (int) n);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    if (!read_one (texts[i], paths, n, output, landmarks, error))
      return NULL;
  return g_steal_pointer (&landmarks);
}

void
saffron_cli_reading_clear (SaffronCliReading *reading)
{
  g_clear_pointer (&reading->units, g_free);
}

static gboolean
parse_reading (const SaffronCliReading *given,
               SaffronLandmarkReading *reading,
               GError **error)
{
  *reading = (SaffronLandmarkReading){ SAFFRON_LANDMARKS_PX, given->swap,
                                       given->shift };
  return given->units == NULL
         || saffron_landmark_units_from_name (given->units, &reading->units,
                                              error);
}

gboolean
saffron_cli_reading_check (const SaffronCliReading *reading, GError **error)
{
  SaffronLandmarkReading parsed;
  g_autoptr (GError) local = NULL;

  if (!parse_reading (reading, &parsed, &local))
    {
      saffron_cli_usage_error (error, "--landmark-units: %s", local->message);
      return FALSE;
    }
  if (abs (reading->shift) > 1)
    {
      saffron_cli_usage_error (error, _ ("--shift-rows %d: give 1 or -1"),
                               reading->shift);
      return FALSE;
    }
  return TRUE;
}

char *
saffron_cli_reading_to_options (const SaffronLandmarkReading *reading)
{
  GString *text = g_string_new (reading->swapped ? "--swap " : "");

  if (reading->units != SAFFRON_LANDMARKS_PX)
    g_string_append_printf (text, "--landmark-units %s ",
                            saffron_landmark_units_get_name (reading->units));
  if (reading->shift != 0)
    g_string_append_printf (text, "--shift-rows %d ", reading->shift);
  g_string_truncate (text, text->len - (text->len > 0 ? 1 : 0));
  return g_string_free (text, FALSE);
}

/* FALSE with an error when the landmarks agree only in another reading. */
static gboolean
check_reading (GArray *given,
               const SaffronLandmarkSide sides[2],
               const char *path,
               GError **error)
{
  SaffronLandmarkFinding finding;
  g_autofree char *words = NULL;
  g_autofree char *options = NULL;

  if (!saffron_landmarks_find_reading (given, sides, NULL, &finding))
    return TRUE;
  words = saffron_landmark_finding_to_words (&finding);
  options = saffron_cli_reading_to_options (&finding.reading);
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
      _ ("%s: %s; give %s, or --landmark-units px if they are right as "
         "they are"),
      path, words, options);
  return FALSE;
}

gboolean
saffron_cli_landmarks_place (GArray *given,
                             const SaffronCliReading *reading,
                             SaffronSlide *reference,
                             SaffronSlide *moving,
                             GArray **placed,
                             GError **error)
{
  const SaffronLandmarkSide sides[2] = { saffron_landmark_side (reference),
                                         saffron_landmark_side (moving) };
  SaffronLandmarkReading asked;

  *placed = NULL;
  if (given == NULL)
    return TRUE;
  if (!parse_reading (reading, &asked, error))
    return FALSE;
  if (reading->units == NULL && saffron_landmark_reading_is_plain (&asked)
      && !check_reading (given, sides, saffron_slide_get_path (moving), error))
    return FALSE;
  *placed = saffron_landmarks_read_as (given, &asked, sides, error);
  return *placed != NULL;
}
