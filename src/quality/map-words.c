/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/join.h"
#include "quality/map.h"
#include "quality/place-words.h"
#include "transform/pieces.h"

/* Of how many pieces a legend speaks one by one. */
#define PIECES_NAMED 6

static const char *const titles[SAFFRON_N_MAP_KINDS] = {
  [SAFFRON_MAP_ERROR] = N_ ("Error"),
  [SAFFRON_MAP_LIKENESS] = N_ ("Likeness"),
  [SAFFRON_MAP_COVERAGE] = N_ ("Coverage"),
  [SAFFRON_MAP_DISPLACEMENT] = N_ ("Displacement"),
  [SAFFRON_MAP_JACOBIAN] = N_ ("Change of area"),
  [SAFFRON_MAP_PIECES] = N_ ("Pieces"),
};

static const char *const mark_words[SAFFRON_N_MAP_MARKS] = {
  [SAFFRON_MAP_AGREES] = NC_ ("place on a map", "agrees"),
  [SAFFRON_MAP_OFF] = NC_ ("place on a map", "off"),
  [SAFFRON_MAP_MISSING] = NC_ ("place on a map", "no counterpart"),
  [SAFFRON_MAP_UNKNOWN] = NC_ ("place on a map", "cannot tell"),
  [SAFFRON_MAP_FOLDED] = NC_ ("place on a map", "folded"),
};

const char *
saffron_map_kind_title (SaffronMapKind kind)
{
  return _ (titles[kind]);
}

/* "0.75 µm", "-0.20", "12 px" */
static char *
number_to_words (const SaffronMap *map, double value)
{
  const char *unit = saffron_map_get_unit (map);

  return g_strdup_printf ("%.3g%s%s", value, *unit != '\0' ? " " : "", unit);
}

static char *
window_to_words (const SaffronMap *map, const SaffronWindow *window)
{
  double um = map->um_x > 0.0 ? sqrt (map->um_x * map->um_y) : 0.0;
  g_autofree char *place = saffron_place_to_words (window, um);

  switch ((int) map->kind)
    {
    case SAFFRON_MAP_ERROR:
      return isfinite (window->error) ? g_strdup_printf (_ ("error %s"), place)
                                      : g_steal_pointer (&place);
    case SAFFRON_MAP_LIKENESS:
      if (window->class == SAFFRON_WINDOW_MISSING
          || !isfinite (window->likeness))
        return g_steal_pointer (&place);
      return g_strdup_printf (_ ("likeness %.2f, by chance %.2f"),
                              window->likeness, window->chance);
    default:
      if (window->class == SAFFRON_WINDOW_AGREES)
        return g_strdup_printf (_ ("agrees, %s"), place);
      if (window->class == SAFFRON_WINDOW_OFF)
        return g_strdup_printf (_ ("off, %s"), place);
      return g_steal_pointer (&place);
    }
}

static char *
transform_to_words (const SaffronMap *map, double value)
{
  g_autofree char *number = number_to_words (map, value);

  switch ((int) map->kind)
    {
    case SAFFRON_MAP_DISPLACEMENT:
      return g_strdup_printf (_ ("moved by %s"), number);
    case SAFFRON_MAP_JACOBIAN:
      return value > 0.0 ? g_strdup_printf (_ ("area × %.2f"), value)
                         : g_strdup_printf (_ ("folded, area × %.2f"), value);
    default:
      return g_strdup_printf (
          _ ("piece %d of %d"), (int) value + 1,
          saffron_transform_get_n_pieces (map->run->transform));
    }
}

char *
saffron_map_words_at (const SaffronMap *map, SaffronRefPoint p)
{
  double value;

  if (saffron_map_mark_at (map, p) == SAFFRON_MAP_NOTHING)
    return NULL;
  if (map->windows == NULL)
    {
      saffron_map_value_at (map, p, &value);
      return transform_to_words (map, value);
    }
  return window_to_words (map, saffron_map_window_at (map, p));
}

static void
entry_clear (gpointer data)
{
  g_free (((SaffronMapEntry *) data)->text);
}

/* @text: (transfer full) */
static void
add_number (const SaffronMap *map, GArray *legend, double value, char *text)
{
  SaffronMapEntry entry = { .share = saffron_map_scale_share (map, value),
                            .text = text };

  g_array_append_val (legend, entry);
}

static void
add_mark (GArray *legend, SaffronMapMark mark, int piece, char *text)
{
  SaffronMapEntry entry = {
    .share = NAN, .mark = mark, .piece = piece, .text = text
  };

  g_array_append_val (legend, entry);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  double x = ((const SaffronMapEntry *) a)->share;
  double y = ((const SaffronMapEntry *) b)->share;

  return (x > y) - (x < y);
}

static void
add_scale (const SaffronMap *map, GArray *legend)
{
  g_autofree char *low = number_to_words (map, map->low);
  g_autofree char *high = number_to_words (map, map->high);
  g_autofree char *line = number_to_words (map, map->line);

  switch ((int) map->kind)
    {
    case SAFFRON_MAP_JACOBIAN:
      add_number (map, legend, map->low,
                  g_strdup_printf (_ ("× %.2f or less"), map->low));
      add_number (map, legend, 1.0, g_strdup (C_ ("area", "unchanged")));
      add_number (map, legend, map->high,
                  g_strdup_printf (_ ("× %.2f or more"), map->high));
      break;
    case SAFFRON_MAP_LIKENESS:
      add_number (map, legend, map->high, g_steal_pointer (&high));
      if (isfinite (map->line))
        add_number (map, legend, map->line,
                    g_strdup_printf (_ ("%.2f: by chance"), map->line));
      add_number (map, legend, map->low,
                  g_strdup_printf (_ ("%s or less"), low));
      break;
    default:
      add_number (map, legend, map->low, g_steal_pointer (&low));
      if (isfinite (map->line))
        add_number (map, legend, map->line,
                    g_strdup_printf (_ ("%s: tolerance"), line));
      add_number (map, legend, map->high,
                  g_strdup_printf (_ ("%s or more"), high));
      break;
    }
  g_array_sort (legend, compare_entries);
}

/* "agrees: 93 %" of a map of classes; else "no match near". */
static char *
mark_to_words (const SaffronMap *map, SaffronMapMark mark)
{
  static const SaffronWindowClass classes[SAFFRON_N_MAP_MARKS] = {
    [SAFFRON_MAP_AGREES] = SAFFRON_WINDOW_AGREES,
    [SAFFRON_MAP_OFF] = SAFFRON_WINDOW_OFF,
    [SAFFRON_MAP_MISSING] = SAFFRON_WINDOW_MISSING,
    [SAFFRON_MAP_UNKNOWN] = SAFFRON_WINDOW_UNKNOWN,
  };

  if (map->kind == SAFFRON_MAP_COVERAGE)
    return g_strdup_printf (
        _ ("%s: %.1f %%"),
        g_dpgettext2 (NULL, "place on a map", mark_words[mark]),
        100.0 * map->shares[classes[mark]]);
  if (mark == SAFFRON_MAP_OFF)
    return g_strdup (_ ("no match near"));
  return g_strdup (g_dpgettext2 (NULL, "place on a map", mark_words[mark]));
}

static void
add_marks (const SaffronMap *map, GArray *legend)
{
  gboolean occurs[SAFFRON_N_MAP_MARKS] = { FALSE };

  for (int i = 0; i < map->n_x * map->n_y; i++)
    occurs[map->marks[i]] = TRUE;
  for (int mark = SAFFRON_MAP_AGREES; mark < SAFFRON_N_MAP_MARKS; mark++)
    if (occurs[mark])
      add_mark (legend, mark, 0, mark_to_words (map, mark));
}

static void
add_pieces (const SaffronMap *map, GArray *legend)
{
  int n = saffron_transform_get_n_pieces (map->run->transform);

  for (int i = 0; i < MIN (n, PIECES_NAMED); i++)
    add_mark (legend, SAFFRON_MAP_VALUE, i,
              n == 1 ? g_strdup (_ ("one piece"))
                     : g_strdup_printf (_ ("piece %d"), i + 1));
  if (n > PIECES_NAMED)
    add_mark (legend, SAFFRON_MAP_NOTHING, 0,
              g_strdup_printf (
                  ngettext ("%d piece in all, with the same colours again",
                            "%d pieces in all, with the same colours again", n),
                  n));
}

GArray *
saffron_map_get_legend (const SaffronMap *map)
{
  GArray *legend = g_array_new (FALSE, FALSE, sizeof (SaffronMapEntry));

  g_array_set_clear_func (legend, entry_clear);
  if (isfinite (map->high))
    add_scale (map, legend);
  if (map->kind == SAFFRON_MAP_PIECES)
    add_pieces (map, legend);
  else
    add_marks (map, legend);
  return legend;
}

char *
saffron_map_legend_to_words (const SaffronMap *map)
{
  g_autoptr (GArray) legend = saffron_map_get_legend (map);
  g_autoptr (GPtrArray) facts = g_ptr_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < legend->len; i++)
    g_ptr_array_add (facts, g_array_index (legend, SaffronMapEntry, i).text);
  if (facts->len == 0)
    return g_strdup (saffron_map_kind_title (map->kind));
  text = saffron_join_facts (facts);
  return g_strdup_printf ("%s: %s", saffron_map_kind_title (map->kind), text);
}
