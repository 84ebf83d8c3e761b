/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/ome-xml-private.h"

/* Limits the time that resolving planes takes: blocks times Z planes. */
#define MAX_WORK ((gint64) 1 << 22)

/* By how many planes a step in each dimension moves on. */
static void
get_strides (const SaffronOmeParser *parser,
             gint64 n_c,
             gint64 *z,
             gint64 *c,
             gint64 *t)
{
  gint64 step = 1;

  for (int i = 0; i < 5; i++)
    switch (parser->order[i])
      {
      case 'Z':
        *z = step;
        step *= parser->ome->size_z;
        break;
      case 'C':
        *c = step;
        step *= n_c;
        break;
      case 'T':
        *t = step;
        /* Only the first time is read, so the step need not be exact; the full
         * product could overflow. */
        step *= MIN (parser->ome->size_t_, 65536);
        break;
      default:
        break;
      }
}

/* The first plane from @c on that has no page yet. */
static gint64
find_open (gint64 *next, gint64 c)
{
  gint64 at = c;

  while (next[at] != at)
    at = next[at];
  while (next[c] != at)
    {
      gint64 following = next[c];

      next[c] = at;
      c = following;
    }
  return at;
}

/* Enters the pages of the planes of one Z that a block holds. Its plane c is
 * number c * @step, the block's first is number @first, which may be negative.
 * Blocks are applied last first, and a plane that has a page keeps it. */
static void
apply_block (const SaffronOmeBlock *block,
             gint64 first,
             gint64 step,
             gint64 n_c,
             gint64 *pages,
             gint64 *next)
{
  gint64 last = first + MAX (block->n, 0);
  gint64 from = first > 0 ? (first + step - 1) / step : 0;
  gint64 end = last > 0 ? MIN ((last + step - 1) / step, n_c) : 0;

  for (gint64 c = from < end ? find_open (next, from) : end; c < end;
       c = find_open (next, c))
    {
      pages[c] = block->elsewhere ? SAFFRON_OME_ELSEWHERE
                                  : block->page + c * step - first;
      next[c] = c + 1;
    }
}

/* Resolves the planes of Z plane @z: first by what is in this file, then by
 * what is in others. */
static void
resolve_z (SaffronOmeParser *parser, gint64 z, gboolean any_here, gint64 *next)
{
  SaffronOme *ome = parser->ome;
  gint64 *pages = (gint64 *) ome->planes->data + z * ome->n_c;
  gint64 sz = 1, sc = 1, st = 1;

  get_strides (parser, ome->n_c, &sz, &sc, &st);
  ome->step_z = sz;
  ome->step_c = sc;
  for (gint64 c = 0; c <= ome->n_c; c++)
    next[c] = c;
  for (int elsewhere = 0; elsewhere < 2; elsewhere++)
    for (guint i = parser->blocks->len; i-- > 0;)
      {
        SaffronOmeBlock b = g_array_index (parser->blocks, SaffronOmeBlock, i);

        b.elsewhere = b.elsewhere && any_here;
        if (b.elsewhere == elsewhere && b.z < ome->size_z && b.c < ome->n_c
            && b.t < 65536)
          apply_block (&b, (b.z - z) * sz + b.c * sc + b.t * st, sc, ome->n_c,
                       pages, next);
      }
}

void
saffron_ome_resolve_planes (SaffronOmeParser *parser)
{
  g_autofree gint64 *next = NULL;
  SaffronOme *ome = parser->ome;
  gboolean any_here = FALSE;
  SaffronOmeBlock all = { 0, G_MAXINT32, 0, 0, 0, FALSE };

  ome->n_c = ome->size_c;
  for (guint i = 0; i < ome->channels->len; i++)
    if (g_array_index (ome->channels, SaffronOmeChannel, i).n_samples > 1)
      ome->n_c = ome->channels->len;
  ome->size_z = MIN (ome->size_z, 1 << 20);
  if (parser->blocks->len == 0)
    g_array_append_val (parser->blocks, all);
  ome->n_z = ome->size_z;
  if ((gint64) ome->n_z * MAX (parser->blocks->len, (guint) ome->n_c)
      > MAX_WORK)
    ome->n_z = 1;
  for (gint64 i = 0; i < (gint64) ome->n_z * ome->n_c; i++)
    g_array_append_val (ome->planes, (gint64){ SAFFRON_OME_NOWHERE });

  for (guint i = 0; i < parser->blocks->len; i++)
    if (g_array_index (parser->blocks, SaffronOmeBlock, i).elsewhere)
      ome->elsewhere = TRUE;
    else
      any_here = TRUE;
  ome->elsewhere = ome->elsewhere && any_here;
  next = g_new (gint64, ome->n_c + 1);
  for (gint64 z = 0; z < ome->n_z; z++)
    resolve_z (parser, z, any_here, next);
}

void
saffron_ome_assume_order (SaffronOme *ome)
{
  for (gint64 z = 0; z < ome->n_z; z++)
    for (gint64 c = 0; c < ome->n_c; c++)
      g_array_index (ome->planes, gint64, z * ome->n_c + c) =
          ome->n_before + z * ome->step_z + c * ome->step_c;
}
