/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/frame.h"

#include <math.h>
#include <stdlib.h>

#include "slide/square.h"

/* A coarsest level of at most this many bytes is loaded whole and kept. More
 * slides than two share what two may keep. */
#define KEEP_BYTES (16 << 20)
/* The share of the cache that the pixels of one plan may take; the rest is for
 * what the cache needs per tile. */
#define PLAN_SHARE 0.95

typedef struct {
  SaffronTileRequest request;
  double distance;
} Candidate;

static int
by_distance (gconstpointer a, gconstpointer b)
{
  const Candidate *p = a, *q = b;

  if (p->distance != q->distance)
    return p->distance < q->distance ? -1 : 1;
  if (p->request.key.y != q->request.key.y)
    return p->request.key.y - q->request.key.y;
  if (p->request.key.x != q->request.key.x)
    return p->request.key.x - q->request.key.x;
  return p->request.key.channel - q->request.key.channel;
}

/* Whether the canvas touches a tile or one at most @margin away; any tile is
 * near for a negative margin. */
static gboolean
is_near (const SaffronFrameLevel *level, int x, int y, int margin)
{
  if (margin < 0)
    return TRUE;
  for (int dy = -margin; dy <= margin; dy++)
    for (int dx = -margin; dx <= margin; dx++)
      if (saffron_frame_level_wants (level, x + dx, y + dy))
        return TRUE;
  return FALSE;
}

/* Appends the tiles of a range that are near the canvas to @list, nearest to
 * the middle first. */
static void
add_range (GArray *list,
           const SaffronFrameSlide *s,
           int l,
           const SaffronTileRange *range,
           int margin,
           gboolean keep)
{
  const SaffronFrameLevel *level = &s->levels[l];
  double cx = level->range.x + 0.5 * level->range.n_x;
  double cy = level->range.y + 0.5 * level->range.n_y;
  g_autoptr (GArray) part = g_array_new (FALSE, FALSE, sizeof (Candidate));
  double stretch_x, stretch_y;

  saffron_slide_find_stretch (s->slide, &stretch_x, &stretch_y);
  for (int c = 0; c < s->n_channels; c++)
    for (int i = 0; i < range->n_x * range->n_y; i++)
      {
        int x = range->x + i % range->n_x, y = range->y + i / range->n_x;
        Candidate candidate = {
          { { s->slide, level->level, s->channels[c].channel, x, y }, keep },
          hypot ((x + 0.5 - cx) * level->grid.tile_width * stretch_x,
                 (y + 0.5 - cy) * level->grid.tile_height * stretch_y),
        };

        if (is_near (level, x, y, margin))
          g_array_append_val (part, candidate);
      }
  g_array_sort (part, by_distance);
  for (guint i = 0; i < part->len; i++)
    g_array_append_val (list, g_array_index (part, Candidate, i).request);
}

/* Appends from all lists in turn; the rest of the longer ones follows. */
static void
interleave (GArray *plan, GPtrArray *lists)
{
  gboolean any = TRUE;

  for (guint i = 0; any; i++)
    {
      any = FALSE;
      for (guint k = 0; k < lists->len; k++)
        {
          GArray *list = lists->pdata[k];

          if (i >= list->len)
            continue;
          g_array_append_val (plan,
                              g_array_index (list, SaffronTileRequest, i));
          any = TRUE;
        }
    }
  for (guint k = 0; k < lists->len; k++)
    g_array_set_size (lists->pdata[k], 0);
}

static gboolean
coarsest_is_small (const SaffronFrame *frame, const SaffronFrameSlide *s)
{
  const SaffronTileGrid *grid = &s->levels[s->n_levels - 1].grid;
  gint64 bytes = grid->width * grid->height
                 * (gint64) saffron_sample_type_size (s->type)
                 * (s->rgb ? 3 : MAX (s->n_channels, 1));

  return bytes <= 2 * KEEP_BYTES / frame->n_slides;
}

/* A level four times coarser than the wanted one, which costs little and shows
 * something early; -1 where the coarsest level serves that purpose. */
static int
level_between (const SaffronFrameSlide *s)
{
  for (int l = 1; l < s->n_levels - 1; l++)
    if (s->levels[l].grid.downsample >= 3.5 * s->levels[0].grid.downsample)
      return l;
  return -1;
}

typedef enum {
  PHASE_COARSEST,
  PHASE_BETWEEN,
  PHASE_WANTED,
  PHASE_REST_OF_COARSEST,
  PHASE_MARGIN,
  N_PHASES,
} Phase;

static void
add_phase (const SaffronFrame *frame,
           GArray *list,
           const SaffronFrameSlide *s,
           Phase phase)
{
  const int last = s->n_levels - 1;
  const SaffronTileGrid *grid = NULL;
  SaffronTileRange range;

  switch (phase)
    {
    case PHASE_COARSEST:
      add_range (list, s, last, &s->levels[last].range, 0,
                 coarsest_is_small (frame, s));
      break;
    case PHASE_BETWEEN:
      if (level_between (s) > 0)
        add_range (list, s, level_between (s),
                   &s->levels[level_between (s)].range, 0, FALSE);
      break;
    case PHASE_WANTED:
      if (last > 0)
        add_range (list, s, 0, &s->levels[0].range, 0, FALSE);
      break;
    case PHASE_REST_OF_COARSEST:
      grid = &s->levels[last].grid;
      range = (SaffronTileRange){ 0, 0, grid->n_x, grid->n_y };
      if (coarsest_is_small (frame, s))
        add_range (list, s, last, &range, -1, TRUE);
      break;
    case PHASE_MARGIN:
      grid = &s->levels[0].grid;
      range = s->levels[0].range;
      if (range.n_x == 0)
        break;
      range.n_x = MIN (range.x + range.n_x + 1, grid->n_x);
      range.n_y = MIN (range.y + range.n_y + 1, grid->n_y);
      range.x = MAX (range.x - 1, 0);
      range.y = MAX (range.y - 1, 0);
      range.n_x -= range.x;
      range.n_y -= range.y;
      add_range (list, s, 0, &range, 1, FALSE);
      break;
    case N_PHASES:
    default:
      g_assert_not_reached ();
    }
}

static const SaffronFrameSlide *
slide_of (const SaffronFrame *frame, const SaffronTileKey *key)
{
  int i = 0;

  while (i < frame->n_slides - 1 && frame->slides[i].slide != key->slide)
    i++;
  return &frame->slides[i];
}

/* Shortens the plan to what the cache holds. A longer one would evict its own
 * tiles, request them again, and never finish. */
static void
cut_to_budget (const SaffronFrame *frame, GArray *plan)
{
  g_autoptr (GHashTable) seen =
      g_hash_table_new (saffron_tile_key_hash, saffron_tile_key_equal);
  double left = PLAN_SHARE * (double) frame->budget;

  for (guint i = 0; i < plan->len; i++)
    {
      const SaffronTileKey *key =
          &g_array_index (plan, SaffronTileRequest, i).key;
      const SaffronFrameSlide *s = slide_of (frame, key);
      SaffronTileGrid grid = saffron_tile_grid_for_level (
          saffron_slide_get_level (key->slide, key->level));
      SaffronRect rect = saffron_tile_grid_rect (&grid, key->x, key->y);

      if (!g_hash_table_add (seen, (gpointer) key))
        continue;
      left -=
          (double) (rect.width * rect.height)
          * (double) (saffron_sample_type_size (s->type) * (s->rgb ? 3u : 1u));
      if (left < 0.0)
        {
          g_array_set_size (plan, i);
          return;
        }
    }
}

GArray *
saffron_frame_plan (const SaffronFrame *frame)
{
  GArray *plan = g_array_new (FALSE, FALSE, sizeof (SaffronTileRequest));
  g_autoptr (GPtrArray) lists =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (int i = 0; i < frame->n_slides; i++)
    g_ptr_array_add (lists,
                     g_array_new (FALSE, FALSE, sizeof (SaffronTileRequest)));
  for (int phase = 0; phase < N_PHASES; phase++)
    {
      for (int i = 0; i < frame->n_slides; i++)
        if (frame->slides[i].slide != NULL && frame->slides[i].n_channels > 0)
          add_phase (frame, lists->pdata[i], &frame->slides[i], (Phase) phase);
      interleave (plan, lists);
    }
  cut_to_budget (frame, plan);
  return plan;
}
