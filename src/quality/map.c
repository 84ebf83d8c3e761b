/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/map.h"

#include <math.h>

#include "transform/pieces.h"

/* Cells along the longer side of a map that follows from the transform. */
#define CELLS 192

/* The scale of errors reaches at least this many tolerances. */
#define TOLERANCES 4.0

static const char *const nicks[SAFFRON_N_MAP_KINDS] = {
  [SAFFRON_MAP_ERROR] = "error",
  [SAFFRON_MAP_LIKENESS] = "likeness",
  [SAFFRON_MAP_COVERAGE] = "coverage",
  [SAFFRON_MAP_DISPLACEMENT] = "displacement",
  [SAFFRON_MAP_JACOBIAN] = "jacobian",
  [SAFFRON_MAP_PIECES] = "pieces",
};

const char *
saffron_map_kind_nick (SaffronMapKind kind)
{
  return nicks[kind];
}

gboolean
saffron_map_kind_from_nick (const char *nick, SaffronMapKind *kind)
{
  for (int i = 0; i < SAFFRON_N_MAP_KINDS; i++)
    if (g_str_equal (nick, nicks[i]))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
saffron_map_kind_is_measured (SaffronMapKind kind)
{
  return kind <= SAFFRON_MAP_COVERAGE;
}

static SaffronRefBox
area_of (SaffronRun *run)
{
  const SaffronRect *region = &run->region;

  if (region->width == 0)
    return (SaffronRefBox){ 0.0, 0.0,
                            saffron_transform_get_width (run->transform),
                            saffron_transform_get_height (run->transform) };
  return (SaffronRefBox){ (double) region->x, (double) region->y,
                          (double) (region->x + region->width),
                          (double) (region->y + region->height) };
}

/* The cell at @p, or −1. */
static int
cell_at (const SaffronMap *map, SaffronRefPoint p)
{
  double x = floor ((p.x - map->x0) / map->cell);
  double y = floor ((p.y - map->y0) / map->cell);

  if (!(p.x >= map->area.x0 && p.x < map->area.x1 && p.y >= map->area.y0
        && p.y < map->area.y1 && x >= 0.0 && x < map->n_x && y >= 0.0
        && y < map->n_y))
    return -1;
  return (int) y * map->n_x + (int) x;
}

static SaffronRefPoint
centre_of (const SaffronMap *map, int cell)
{
  return (SaffronRefPoint){ map->x0 + (cell % map->n_x + 0.5) * map->cell,
                            map->y0 + (cell / map->n_x + 0.5) * map->cell };
}

static double
moved_at (const SaffronMap *map, SaffronRefPoint p)
{
  double u, v;

  saffron_transform_displace (map->run->transform, p, &u, &v);
  return map->um_x > 0.0 ? hypot (u * map->um_x, v * map->um_y) : hypot (u, v);
}

/* What the transform says at @p. */
static double
transform_value (const SaffronMap *map, SaffronRefPoint p)
{
  switch ((int) map->kind)
    {
    case SAFFRON_MAP_DISPLACEMENT:
      return moved_at (map, p);
    case SAFFRON_MAP_JACOBIAN:
      return saffron_transform_jacobian (map->run->transform, p);
    default:
      return saffron_transform_get_piece_at (map->run->transform, p);
    }
}

static double
window_value (const SaffronMap *map, const SaffronWindow *window)
{
  switch ((int) map->kind)
    {
    case SAFFRON_MAP_ERROR:
      return map->um_x > 0.0 ? window->error_um : window->error;
    case SAFFRON_MAP_LIKENESS:
      return window->class == SAFFRON_WINDOW_MISSING ? NAN : window->likeness;
    default:
      return window->class;
    }
}

static SaffronMapMark
class_mark (SaffronWindowClass class)
{
  switch ((int) class)
    {
    case SAFFRON_WINDOW_AGREES:
      return SAFFRON_MAP_AGREES;
    case SAFFRON_WINDOW_OFF:
      return SAFFRON_MAP_OFF;
    case SAFFRON_WINDOW_MISSING:
      return SAFFRON_MAP_MISSING;
    default:
      return SAFFRON_MAP_UNKNOWN;
    }
}

static void
set_cell (SaffronMap *map, int cell, double value, SaffronMapMark without)
{
  map->values[cell] = (float) value;
  if (map->kind == SAFFRON_MAP_COVERAGE || !isfinite (value))
    map->marks[cell] = without;
  else if (map->kind == SAFFRON_MAP_JACOBIAN && value <= 0.0)
    map->marks[cell] = SAFFRON_MAP_FOLDED;
  else
    map->marks[cell] = SAFFRON_MAP_VALUE;
}

static void
make_cells (SaffronMap *map)
{
  gsize n = (gsize) map->n_x * (gsize) map->n_y;

  map->values = g_new (float, n);
  map->marks = g_new0 (guint8, n);
  for (gsize i = 0; i < n; i++)
    map->values[i] = NAN;
}

static void
fill_measured (SaffronMap *map, const SaffronWindows *windows)
{
  map->x0 = windows->x0;
  map->y0 = windows->y0;
  map->cell = windows->pitch;
  map->n_x = windows->n_x;
  map->n_y = windows->n_y;
  map->windows = g_array_ref (windows->windows);
  map->at = g_memdup2 (windows->at,
                       sizeof (int) * (gsize) map->n_x * (gsize) map->n_y);
  make_cells (map);
  for (int i = 0; i < map->n_x * map->n_y; i++)
    if (map->at[i] >= 0)
      {
        const SaffronWindow *window =
            &g_array_index (map->windows, SaffronWindow, map->at[i]);

        set_cell (map, i, window_value (map, window),
                  class_mark (window->class));
      }
  for (int i = 0; i < SAFFRON_N_WINDOW_CLASSES; i++)
    map->shares[i] = saffron_windows_share (windows, i);
}

static gboolean
is_tissue (const SaffronWindows *windows, SaffronRefPoint p)
{
  double x = floor ((p.x - windows->x0) / windows->pitch);
  double y = floor ((p.y - windows->y0) / windows->pitch);

  return x >= 0.0 && x < windows->n_x && y >= 0.0 && y < windows->n_y
         && windows->at[(int) y * windows->n_x + (int) x] >= 0;
}

static void
fill_from_transform (SaffronMap *map, const SaffronWindows *windows)
{
  double width = map->area.x1 - map->area.x0;
  double height = map->area.y1 - map->area.y0;

  map->x0 = map->area.x0;
  map->y0 = map->area.y0;
  map->cell = MAX (width, height) / CELLS;
  map->n_x = MAX ((int) ceil (width / map->cell - 1e-9), 1);
  map->n_y = MAX ((int) ceil (height / map->cell - 1e-9), 1);
  make_cells (map);
  for (int i = 0; i < map->n_x * map->n_y; i++)
    {
      SaffronRefPoint p = centre_of (map, i);

      if (windows == NULL || is_tissue (windows, p))
        set_cell (map, i, transform_value (map, p), SAFFRON_MAP_NOTHING);
    }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* The @share quantile of the values, or of how many times larger or smaller
 * than 1 they are; @otherwise without any. */
static double
quantile (const SaffronMap *map, double share, gboolean times, double otherwise)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (int i = 0; i < map->n_x * map->n_y; i++)
    {
      double value = map->values[i];

      if (map->marks[i] != SAFFRON_MAP_VALUE)
        continue;
      if (times)
        value = MAX (value, 1.0 / value);
      g_array_append_val (values, value);
    }
  if (values->len == 0)
    return otherwise;
  g_array_sort (values, compare_doubles);
  return g_array_index (values, double, (guint) (share * (values->len - 1)));
}

/* The next of 1, 2, 5, 10, 20 … */
static double
round_up (double value)
{
  double power;

  if (!(value > 0.0))
    return 1.0;
  power = pow (10.0, floor (log10 (value)));
  for (double digit = 1.0; digit < 10.0;
       digit = digit == 2.0 ? 5.0 : 2.0 * digit)
    if (value <= digit * power * (1.0 + 1e-9))
      return digit * power;
  return 10.0 * power;
}

static double
round_up_times (double times)
{
  static const double steps[] = { 1.02, 1.05, 1.1, 1.2, 1.5, 2.0, 3.0, 5.0 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (times <= steps[i])
      return steps[i];
  return 10.0;
}

static double
median_chance (const GArray *windows)
{
  g_autoptr (GArray) chances = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < windows->len; i++)
    {
      double chance = g_array_index (windows, SaffronWindow, i).chance;

      if (isfinite (chance))
        g_array_append_val (chances, chance);
    }
  if (chances->len == 0)
    return NAN;
  g_array_sort (chances, compare_doubles);
  return g_array_index (chances, double, chances->len / 2);
}

/* Scales are round, and wide enough for all but a few values. That of errors
 * follows from the tolerance alone while they are not large, so that maps can
 * be compared. */
static void
set_scale (SaffronMap *map, const SaffronQuality *quality)
{
  map->low = map->high = map->line = NAN;
  switch ((int) map->kind)
    {
    case SAFFRON_MAP_ERROR:
      map->line = quality->windows->tolerance
                  * (map->um_x > 0.0 ? sqrt (map->um_x * map->um_y) : 1.0);
      map->low = 0.0;
      map->high = MAX (TOLERANCES * map->line,
                       round_up (quantile (map, 0.95, FALSE, 0.0)));
      break;
    case SAFFRON_MAP_LIKENESS:
      map->low = 0.0;
      map->high = 1.0;
      map->line = median_chance (map->windows);
      break;
    case SAFFRON_MAP_DISPLACEMENT:
      map->low = 0.0;
      map->high = round_up (quantile (map, 0.99, FALSE, 0.0));
      break;
    case SAFFRON_MAP_JACOBIAN:
      map->high = round_up_times (quantile (map, 0.99, TRUE, 1.0));
      map->low = 1.0 / map->high;
      break;
    default:
      break;
    }
}

SaffronMap *
saffron_map_new (SaffronMapKind kind,
                 SaffronRun *run,
                 double um_x,
                 double um_y,
                 const SaffronQuality *quality)
{
  const SaffronWindows *windows = quality != NULL ? quality->windows : NULL;
  SaffronMap *map = NULL;

  if (windows == NULL && saffron_map_kind_is_measured (kind))
    return NULL;
  map = g_new0 (SaffronMap, 1);
  map->kind = kind;
  map->run = saffron_run_ref (run);
  map->area = area_of (run);
  map->um_x = um_x > 0.0 && um_y > 0.0 ? um_x : 0.0;
  map->um_y = um_x > 0.0 && um_y > 0.0 ? um_y : 0.0;
  if (saffron_map_kind_is_measured (kind))
    fill_measured (map, windows);
  else
    fill_from_transform (map, windows);
  set_scale (map, quality);
  return map;
}

void
saffron_map_free (SaffronMap *map)
{
  if (map == NULL)
    return;
  g_clear_pointer (&map->windows, g_array_unref);
  saffron_run_unref (map->run);
  g_free (map->at);
  g_free (map->values);
  g_free (map->marks);
  g_free (map);
}

SaffronMapMark
saffron_map_mark_at (const SaffronMap *map, SaffronRefPoint p)
{
  int cell = cell_at (map, p);

  return cell >= 0 ? map->marks[cell] : SAFFRON_MAP_NOTHING;
}

const SaffronWindow *
saffron_map_window_at (const SaffronMap *map, SaffronRefPoint p)
{
  int cell = map->windows != NULL ? cell_at (map, p) : -1;

  if (cell < 0 || map->at[cell] < 0)
    return NULL;
  return &g_array_index (map->windows, SaffronWindow, map->at[cell]);
}

gboolean
saffron_map_value_at (const SaffronMap *map, SaffronRefPoint p, double *value)
{
  *value = NAN;
  if (saffron_map_mark_at (map, p) == SAFFRON_MAP_NOTHING)
    return FALSE;
  *value = map->windows != NULL
               ? window_value (map, saffron_map_window_at (map, p))
               : transform_value (map, p);
  return isfinite (*value);
}

const char *
saffron_map_get_unit (const SaffronMap *map)
{
  if (map->kind != SAFFRON_MAP_ERROR && map->kind != SAFFRON_MAP_DISPLACEMENT)
    return "";
  return map->um_x > 0.0 ? "µm" : "px";
}
