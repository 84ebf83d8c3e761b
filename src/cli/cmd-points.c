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
#include "quality/shapes-geojson.h"

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
                     _ ("%s is “moving” or “reference”, not “%s”"),
                     i == 0 ? "--from" : "--to", said[i]);
        return FALSE;
      }
  if (said[0] == NULL && said[1] == NULL)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
          _ ("give the direction: --from moving --to reference, or --from "
             "reference --to moving"));
      return FALSE;
    }
  if (g_strcmp0 (said[0], said[1]) == 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("--from and --to are both “%s”"), said[0]);
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
      _ ("%s: is an input and would be overwritten; choose another name for "
         "the result"),
      out);
  return FALSE;
}

/* Takes places through a run. */
typedef struct {
  const SaffronTransform *transform;
  gboolean push;
} Way;

static gboolean
is_outside (const SaffronTransform *transform, SaffronRefPoint p)
{
  return p.x < 0.0 || p.y < 0.0 || p.x > saffron_transform_get_width (transform)
         || p.y > saffron_transform_get_height (transform);
}

static SaffronMapped
map_place (gpointer data, double *x, double *y)
{
  const Way *way = data;
  SaffronRefPoint reference = { *x, *y };

  if (way->push)
    {
      if (!saffron_transform_push (way->transform, (SaffronMovPoint){ *x, *y },
                                   &reference))
        return SAFFRON_MAPPED_LOST;
      *x = reference.x;
      *y = reference.y;
    }
  else
    {
      SaffronMovPoint moving =
          saffron_transform_pull (way->transform, reference);

      *x = moving.x;
      *y = moving.y;
    }
  return is_outside (way->transform, reference) ? SAFFRON_MAPPED_OUTSIDE
                                                : SAFFRON_MAPPED_INSIDE;
}

/* Maps the points in place. */
static void
map_points (Way *way, GArray *points, SaffronShapesFound *found)
{
  *found = (SaffronShapesFound){ .n_points = points->len };
  for (guint i = 0; i < points->len; i++)
    {
      SaffronFilePoint *p = &g_array_index (points, SaffronFilePoint, i);
      SaffronMapped mapped;

      if (!saffron_file_point_is_set (p))
        continue;
      mapped = map_place (way, &p->x, &p->y);
      found->n_points_outside += mapped == SAFFRON_MAPPED_OUTSIDE;
      if (mapped != SAFFRON_MAPPED_LOST)
        continue;
      p->x = p->y = NAN;
      found->n_points_lost++;
    }
}

static void
say_points (const char *out, const SaffronShapesFound *found)
{
  guint lost = found->n_points_lost, outside = found->n_points_outside;

  if (lost > 0)
    g_printerr (
        saffron_points_names_geojson (out)
            ? ngettext ("%s: %u of %u points has no certain counterpart and is "
                        "left out\n",
                        "%s: %u of %u points have no certain counterpart and "
                        "are left out\n",
                        lost)
            : ngettext ("%s: %u of %u points has no certain counterpart; its "
                        "coordinates are left empty\n",
                        "%s: %u of %u points have no certain counterpart; "
                        "their coordinates are left empty\n",
                        lost),
        out, lost, found->n_points);
  if (outside > 0)
    g_printerr (
        ngettext ("%s: %u of %u points lies outside the reference, "
                  "where the registration was not measured\n",
                  "%s: %u of %u points lie outside the reference, where "
                  "the registration was not measured\n",
                  outside),
        out, outside, found->n_points);
}

static void
say_shapes (const char *out, const SaffronShapesFound *found)
{
  guint lost = found->n_shapes_lost, cut = found->n_shapes_cut;
  guint outside = found->n_shapes_outside;

  if (lost > 0)
    g_printerr (ngettext ("%s: %u of %u lines and polygons has no certain "
                          "counterpart and is left out\n",
                          "%s: %u of %u lines and polygons have no certain "
                          "counterpart and are left out\n",
                          lost),
                out, lost, found->n_shapes);
  if (cut > 0)
    g_printerr (ngettext ("%s: %u of %u lines and polygons has a part without "
                          "a certain counterpart, which is left out\n",
                          "%s: %u of %u lines and polygons have parts without "
                          "a certain counterpart, which are left out\n",
                          cut),
                out, cut, found->n_shapes);
  if (outside > 0)
    g_printerr (ngettext ("%s: %u of %u lines and polygons reaches beyond the "
                          "reference, where the registration was not "
                          "measured\n",
                          "%s: %u of %u lines and polygons reach beyond the "
                          "reference, where the registration was not "
                          "measured\n",
                          outside),
                out, outside, found->n_shapes);
}

/* Maps the points of a file, of which other shapes are left out. */
static gboolean
map_as_points (const char *in,
               const char *out,
               const char *text,
               gsize length,
               Way *way,
               SaffronShapesFound *found,
               GError **error)
{
  guint n_others = 0;
  g_autoptr (GArray) points =
      saffron_points_parse_any (text, length, in, &n_others, error);

  if (points == NULL)
    return FALSE;
  map_points (way, points, found);
  if (!saffron_points_write_like (out, text, length, points, error))
    return FALSE;
  if (n_others > 0)
    g_printerr (
        ngettext ("%s: %u feature is not a point and is left out; name the "
                  "result .geojson to keep it\n",
                  "%s: %u features are not points and are left out; name the "
                  "result .geojson to keep them\n",
                  n_others),
        in, n_others);
  return TRUE;
}

/* Maps everything in a file. */
static gboolean
map_file (const char *in, const char *out, Way *way, GError **error)
{
  gsize length = 0;
  g_autofree char *text = saffron_points_read_text (in, &length, error);
  SaffronShapesFound found;
  gboolean mapped;

  if (text == NULL)
    return FALSE;
  if (saffron_points_is_geojson (text, length)
      && saffron_points_names_geojson (out))
    mapped = saffron_shapes_rewrite (out, text, length, in, map_place, way,
                                     &found, error);
  else
    mapped = map_as_points (in, out, text, length, way, &found, error);
  if (!mapped)
    return FALSE;
  say_points (out, &found);
  say_shapes (out, &found);
  return TRUE;
}

static SaffronExit
run_points (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from,
      N_ ("The slide that the points are on"), "moving|reference" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to,
      N_ ("The slide to map them to"), "reference|moving" },
    { "moving", 'm', 0, G_OPTION_ARG_STRING, &options.moving,
      N_ ("Which moving slide, when the session has several"), "NAME" },
    SAFFRON_CLI_ACCEPT_ENTRY (&options.accept),
    { "force", 'f', 0, G_OPTION_ARG_NONE, &options.force,
      N_ ("Replace the result if it is there"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SaffronSession) session = NULL;
  SaffronRun *run = NULL;
  SaffronMoving *moving = NULL;
  gboolean helped;
  Way way;

  if (!saffron_cli_parse (&saffron_command_points, entries, 3, 3, &argc, &argv,
                          &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (!find_direction (&options, &way.push, error)
      || !saffron_cli_check_accept (options.accept, error))
    return SAFFRON_EXIT_USAGE;
  run =
      saffron_cli_load_run (argv[1], options.moving, &session, &moving, error);
  if (run == NULL
      || !check_target (argv[2], argv[3], options.force, session, error))
    return SAFFRON_EXIT_FAILED;
  way.transform = run->transform;
  if (!map_file (argv[2], argv[3], &way, error))
    return SAFFRON_EXIT_FAILED;
  return saffron_cli_exit_of (run, options.accept);
}

const SaffronCommand saffron_command_points = {
  .name = "points",
  .arguments = N_ ("FILE.saffron --from moving --to reference IN OUT"),
  .summary = N_ ("Map points and annotations from one slide to the other"),
  .run = run_points,
  .description = N_ (
      "IN is a table with the header ,X,Y in level-0 pixels, or GeoJSON; OUT "
      "is GeoJSON where its name\nends in .geojson or .json. Where both are "
      "of one kind, other columns and properties are kept. From\nGeoJSON to "
      "GeoJSON, lines and polygons are mapped too, with as many vertices as "
      "keep them within\na pixel.\n"
      "Exit status: 0 done, 1 failed, 2 wrong usage, 3 done, but the "
      "registration is unverified, or\nverified only in part.\n"),
};
