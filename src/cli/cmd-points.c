/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/cli-run.h"
#include "quality/points-file.h"
#include "quality/points-geojson.h"
#include "quality/points-rewrite.h"

typedef struct {
  char *from, *to, *moving;
  gboolean force;
  double accept; /* see saffron_cli_exit_of() */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->from);
  g_free (options->to);
  g_free (options->moving);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Finds the direction, push or pull, from --from and --to; one of them is
 * enough. */
static gboolean
find_direction (const Options *options, gboolean *push, GError **error)
{
  const char *said[2] = { options->from, options->to };

  for (int i = 0; i < 2; i++)
    if (said[i] != NULL && !g_str_equal (said[i], "moving")
        && !g_str_equal (said[i], "reference"))
      {
        g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                     "%s is “moving” or “reference”, not “%s”",
                     i == 0 ? "--from" : "--to", said[i]);
        return FALSE;
      }
  if (said[0] == NULL && said[1] == NULL)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
          "give the direction: --from moving --to reference, or --from "
          "reference --to moving");
      return FALSE;
    }
  if (g_strcmp0 (said[0], said[1]) == 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   "--from and --to are both “%s”", said[0]);
      return FALSE;
    }
  *push = said[0] != NULL ? g_str_equal (said[0], "moving")
                          : g_str_equal (said[1], "reference");
  return TRUE;
}

static gboolean
check_target (const char *in,
              const char *out,
              gboolean force,
              SaffronSession *session,
              GError **error)
{
  if (!saffron_file_same (in, out))
    return saffron_cli_check_target (out, force, session, error);
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
      "%s: is an input and would be overwritten; choose another name for "
      "the result",
      out);
  return FALSE;
}

/* Counts of points that are reported. */
typedef struct {
  guint lost;    /* have no certain counterpart */
  guint outside; /* lie beyond the reference, where nothing was measured */
} Found;

static gboolean
is_outside (const SaffronTransform *transform, SaffronRefPoint p)
{
  return p.x < 0.0 || p.y < 0.0 || p.x > saffron_transform_get_width (transform)
         || p.y > saffron_transform_get_height (transform);
}

/* Maps the points in place. */
static Found
map_points (const SaffronTransform *transform, gboolean push, GArray *points)
{
  Found found = { 0, 0 };

  for (guint i = 0; i < points->len; i++)
    {
      SaffronFilePoint *p = &g_array_index (points, SaffronFilePoint, i);

      if (!saffron_file_point_is_set (p))
        continue;
      if (push)
        {
          SaffronRefPoint to;

          if (!saffron_transform_push (transform,
                                       (SaffronMovPoint){ p->x, p->y }, &to))
            {
              to = (SaffronRefPoint){ NAN, NAN };
              found.lost++;
            }
          else if (is_outside (transform, to))
            found.outside++;
          p->x = to.x;
          p->y = to.y;
        }
      else
        {
          SaffronRefPoint from = { p->x, p->y };
          SaffronMovPoint to = saffron_transform_pull (transform, from);

          found.outside += is_outside (transform, from);
          p->x = to.x;
          p->y = to.y;
        }
    }
  return found;
}

static void
say_found (const char *in,
           const char *out,
           const Found *found,
           guint n,
           guint n_others)
{
  gboolean json =
      g_str_has_suffix (out, ".geojson") || g_str_has_suffix (out, ".json");

  if (n_others > 0)
    g_printerr (ngettext ("%s: %u feature is not a point and is left out\n",
                          "%s: %u features are not points and are left out\n",
                          n_others),
                in, n_others);
  if (found->lost > 0)
    g_printerr (
        json
            ? ngettext ("%s: %u of %u points has no certain counterpart and is "
                        "left out\n",
                        "%s: %u of %u points have no certain counterpart and "
                        "are left out\n",
                        found->lost)
            : ngettext ("%s: %u of %u points has no certain counterpart; its "
                        "coordinates are left empty\n",
                        "%s: %u of %u points have no certain counterpart; "
                        "their coordinates are left empty\n",
                        found->lost),
        out, found->lost, n);
  if (found->outside > 0)
    g_printerr (
        ngettext ("%s: %u of %u points lies outside the reference, "
                  "where the registration was not measured\n",
                  "%s: %u of %u points lie outside the reference, where "
                  "the registration was not measured\n",
                  found->outside),
        out, found->outside, n);
}

static SaffronExit
run_points (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from,
      "The slide that the points are on", "moving|reference" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, "The slide to map them to",
      "reference|moving" },
    { "moving", 'm', 0, G_OPTION_ARG_STRING, &options.moving,
      "Which moving slide, when the session has several", "NAME" },
    SAFFRON_CLI_ACCEPT_ENTRY (&options.accept),
    { "force", 'f', 0, G_OPTION_ARG_NONE, &options.force,
      "Replace the result if it is there", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SaffronSession) session = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GArray) points = NULL;
  SaffronRun *run = NULL;
  gboolean push, helped;
  SaffronMoving *moving = NULL;
  guint n_others;
  gsize length = 0;
  Found found;

  if (!saffron_cli_parse (&saffron_command_points, entries, 3, 3, &argc, &argv,
                          &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (!find_direction (&options, &push, error)
      || !saffron_cli_check_accept (options.accept, error))
    return SAFFRON_EXIT_USAGE;
  run =
      saffron_cli_load_run (argv[1], options.moving, &session, &moving, error);
  if (run == NULL
      || !check_target (argv[2], argv[3], options.force, session, error))
    return SAFFRON_EXIT_FAILED;
  text = saffron_points_read_text (argv[2], &length, error);
  if (text != NULL)
    points = saffron_points_parse_any (text, length, argv[2], &n_others, error);
  if (points == NULL)
    return SAFFRON_EXIT_FAILED;

  found = map_points (run->transform, push, points);
  if (!saffron_points_write_like (argv[3], text, length, points, error))
    return SAFFRON_EXIT_FAILED;
  say_found (argv[2], argv[3], &found, points->len, n_others);
  return saffron_cli_exit_of (run, options.accept);
}

const SaffronCommand saffron_command_points = {
  .name = "points",
  .arguments = "FILE.saffron --from moving --to reference IN.csv OUT.csv",
  .summary = "Map points from one slide to the other",
  .run = run_points,
  .description =
      "Points are tables with the header ,X,Y in level-0 pixels, or "
      "GeoJSON; OUT is GeoJSON where its\nname ends in .geojson or "
      ".json. Other columns and properties are kept where both are "
      "of one kind.\nExit status: 0 done, 1 failed, 2 wrong usage, 3 done, "
      "but the\nregistration is unverified, or verified only in "
      "part.\n",
};
