/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/pieces.h"

#include <math.h>
#include <string.h>

#include "transform/lattice-private.h"
#include "transform/transform-private.h"

/* Within a cell both displacements are bicubic, so det (I + ∇u) is a polynomial
 * of degree 5 in x and in y. Its 6 × 6 Bernstein coefficients enclose it: it is
 * nowhere below the least of them, and the four at the corners are its values
 * there. Halving a patch makes the enclosure four times as tight, so the search
 * halves patches until the bound is close enough to the least value found. */
#define DEGREE 5
#define N (DEGREE + 1)

/* How far below the found minimum the bound may remain, relative to 1 +
 * |minimum|. */
#define TOLERANCE 0.002
#define MAX_DEPTH 12
#define MAX_SPLITS 400000

typedef struct {
  double c[N][N]; /* y, x */
} Patch;

/* A part of one axis: a part of a cell, or a stretch outside, where the
 * lattice's coordinate is clamped to its border. */
typedef struct {
  int cell;
  double from, to;  /* within the cell, 0 … 1 */
  gboolean clamped; /* outside: the coordinate stays at @from */
} Span;

typedef struct {
  double least; /* the least value found so far */
  double bound;
  double size; /* size of the terms, from which their rounding follows */
  int splits;
} Search;

static const double binomial[N][N] = {
  { 1 },          { 1, 1 },          { 1, 2, 1 },
  { 1, 3, 3, 1 }, { 1, 4, 6, 4, 1 }, { 1, 5, 10, 10, 5, 1 },
};

static void
to_bezier (const double c[4], double b[4])
{
  b[0] = (c[0] + 4.0 * c[1] + c[2]) / 6.0;
  b[1] = (2.0 * c[1] + c[2]) / 3.0;
  b[2] = (c[1] + 2.0 * c[2]) / 3.0;
  b[3] = (c[1] + 4.0 * c[2] + c[3]) / 6.0;
}

/* Bernstein coefficients of one displacement over one cell. Along a clamped
 * axis they are constant. */
static void
bezier_of_cell (const SaffronLattice *lattice,
                const float *all,
                const Span *sx,
                const Span *sy,
                double b[4][4])
{
  const float *c = all + (gsize) (sy->cell - 1) * (gsize) lattice->n_x
                   + (gsize) (sx->cell - 1);
  double rows[4][4];

  for (int j = 0; j < 4; j++)
    {
      const float *row = c + (gsize) j * (gsize) lattice->n_x;

      to_bezier ((double[]){ row[0], row[1], row[2], row[3] }, rows[j]);
    }
  for (int i = 0; i < 4; i++)
    {
      double column[4];

      to_bezier ((double[]){ rows[0][i], rows[1][i], rows[2][i], rows[3][i] },
                 column);
      for (int j = 0; j < 4; j++)
        b[j][i] = column[j];
    }
  if (sx->clamped)
    for (int j = 0; j < 4; j++)
      for (int i = 0; i < 4; i++)
        b[j][i] = b[j][sx->from > 0.5 ? 3 : 0];
  if (sy->clamped)
    for (int j = 0; j < 4; j++)
      for (int i = 0; i < 4; i++)
        b[j][i] = b[sy->from > 0.5 ? 3 : 0][i];
}

/* Adds sign · @a · @b to @out, where @a is a derivative along x (of degree 2 in
 * x and 3 in y) and @b one along y (of degree 3 in x and 2 in y). */
static void
add_product (Patch *out,
             const double a[4][4],
             const double b[4][4],
             double sign)
{
  for (int j = 0; j < 4; j++)
    for (int i = 0; i < 3; i++)
      for (int m = 0; m < 3; m++)
        for (int k = 0; k < 4; k++)
          out->c[j + m][i + k] +=
              sign * a[j][i] * b[m][k] * binomial[3][j] * binomial[2][i]
              * binomial[2][m] * binomial[3][k]
              / (binomial[DEGREE][j + m] * binomial[DEGREE][i + k]);
}

static void
slopes (const double b[4][4], double spacing, double dx[4][4], double dy[4][4])
{
  for (int j = 0; j < 4; j++)
    for (int i = 0; i < 3; i++)
      {
        dx[j][i] = 3.0 * (b[j][i + 1] - b[j][i]) / spacing;
        dy[i][j] = 3.0 * (b[i + 1][j] - b[i][j]) / spacing;
      }
}

/* Cuts one line of 6 coefficients at @t and keeps the first or the second part
 * (de Casteljau). */
static void
cut (double *c, gsize step, double t, gboolean keep_first)
{
  double b[N];

  for (int i = 0; i < N; i++)
    b[i] = c[(gsize) i * step];
  for (int level = 1; level < N; level++)
    {
      if (keep_first)
        for (int i = DEGREE; i >= level; i--)
          b[i] = (1.0 - t) * b[i - 1] + t * b[i];
      else
        for (int i = 0; i < N - level; i++)
          b[i] = (1.0 - t) * b[i] + t * b[i + 1];
    }
  for (int i = 0; i < N; i++)
    c[(gsize) i * step] = b[i];
}

static void
crop (Patch *patch, gboolean along_x, double from, double to)
{
  for (int l = 0; l < N; l++)
    {
      double *c = along_x ? patch->c[l] : &patch->c[0][l];
      gsize step = along_x ? 1 : N;

      if (to < 1.0)
        cut (c, step, to, TRUE);
      if (from > 0.0)
        cut (c, step, from / to, FALSE);
    }
}

/* The derivatives of p + u (p) over one cell, as Bernstein coefficients: those
 * along x are of degree 2 in x and 3 in y, those along y the other way
 * round. */
typedef struct {
  double ux[4][4], uy[4][4], vx[4][4], vy[4][4];
} Slopes;

static void
slopes_init (Slopes *s,
             const SaffronLattice *lattice,
             const Span *sx,
             const Span *sy)
{
  double b[4][4];

  bezier_of_cell (lattice, lattice->u, sx, sy, b);
  slopes (b, lattice->spacing, s->ux, s->uy);
  bezier_of_cell (lattice, lattice->v, sx, sy, b);
  slopes (b, lattice->spacing, s->vx, s->vy);
  for (int j = 0; j < 4; j++)
    for (int i = 0; i < 3; i++)
      {
        s->ux[j][i] += 1.0;
        s->vy[i][j] += 1.0;
      }
}

static void
patch_init (Patch *patch, const Slopes *s, const Span *sx, const Span *sy)
{
  memset (patch, 0, sizeof *patch);
  add_product (patch, s->ux, s->vy, 1.0);
  add_product (patch, s->vx, s->uy, -1.0);
  if (!sx->clamped)
    crop (patch, TRUE, sx->from, sx->to);
  if (!sy->clamped)
    crop (patch, FALSE, sy->from, sy->to);
}

typedef struct {
  double min, max;
} Range;

static Range
range_of (const double b[4][4], int n_y, int n_x)
{
  Range range = { b[0][0], b[0][0] };

  for (int j = 0; j < n_y; j++)
    for (int i = 0; i < n_x; i++)
      {
        range.min = MIN (range.min, b[j][i]);
        range.max = MAX (range.max, b[j][i]);
      }
  return range;
}

static Range
range_product (Range a, Range b)
{
  double p = a.min * b.min, q = a.min * b.max;
  double r = a.max * b.min, s = a.max * b.max;

  return (Range){ MIN (MIN (p, q), MIN (r, s)), MAX (MAX (p, q), MAX (r, s)) };
}

/* A lower bound from the ranges of the four derivatives alone. It is cheap, and
 * close enough for most cells of a smooth transform. */
static double
crude_bound (const Slopes *s, Search *search)
{
  Range straight =
      range_product (range_of (s->ux, 4, 3), range_of (s->vy, 3, 4));
  Range across = range_product (range_of (s->vx, 4, 3), range_of (s->uy, 3, 4));
  double size = MAX (fabs (straight.min), fabs (straight.max))
                + MAX (fabs (across.min), fabs (across.max));

  search->size = MAX (search->size, size);
  return straight.min - across.max;
}

static double
patch_bound (const Patch *patch)
{
  double least = patch->c[0][0];

  for (int j = 0; j < N; j++)
    for (int i = 0; i < N; i++)
      least = MIN (least, patch->c[j][i]);
  return least;
}

static void
look_at_corners (const Patch *patch, Search *search)
{
  double a = MIN (patch->c[0][0], patch->c[0][DEGREE]);
  double b = MIN (patch->c[DEGREE][0], patch->c[DEGREE][DEGREE]);

  search->least = MIN (search->least, MIN (a, b));
}

/* The first pass over a cell: takes the values at its corners into @search and
 * returns a lower bound. */
static double
look_at_cell (const SaffronLattice *lattice,
              const Span *sx,
              const Span *sy,
              Search *search)
{
  Slopes s;

  slopes_init (&s, lattice, sx, sy);
  if (sx->from == 0.0 && sx->to == 1.0 && sy->from == 0.0 && sy->to == 1.0)
    for (int j = 0; j < 2; j++)
      for (int i = 0; i < 2; i++)
        {
          double det = s.ux[3 * j][2 * i] * s.vy[2 * j][3 * i]
                       - s.vx[3 * j][2 * i] * s.uy[2 * j][3 * i];

          search->least = MIN (search->least, det);
        }
  else
    {
      Patch patch;

      patch_init (&patch, &s, sx, sy);
      look_at_corners (&patch, search);
    }
  return crude_bound (&s, search);
}

static double
good_enough (const Search *search)
{
  return search->least - TOLERANCE * (1.0 + fabs (search->least));
}

static void
refine (const Patch *patch, int depth, Search *search)
{
  double bound = patch_bound (patch);

  look_at_corners (patch, search);
  if (bound >= good_enough (search) || depth == MAX_DEPTH
      || search->splits >= MAX_SPLITS)
    {
      search->bound = MIN (search->bound, bound);
      return;
    }
  search->splits++;
  for (int q = 0; q < 4; q++)
    {
      Patch part = *patch;

      crop (&part, TRUE, q % 2 ? 0.5 : 0.0, q % 2 ? 1.0 : 0.5);
      crop (&part, FALSE, q / 2 ? 0.5 : 0.0, q / 2 ? 1.0 : 0.5);
      refine (&part, depth + 1, search);
    }
}

/* Divides one axis from @from to @to into at most @n spans; returns how many.
 * With @clamped the lattice stays constant beyond its border, and that part is
 * a span as well. */
static int
make_spans (const SaffronLattice *lattice,
            double origin,
            int n,
            double from,
            double to,
            gboolean clamped,
            Span *spans)
{
  int n_spans = 0;

  from = (from - origin) / lattice->spacing;
  to = (to - origin) / lattice->spacing;
  if (clamped && !(from >= 1.0))
    spans[n_spans++] = (Span){ 1, 0.0, 0.0, TRUE };
  for (int cell = 1; cell <= n - 3; cell++)
    {
      double a = CLAMP (from - cell, 0.0, 1.0);
      double b = CLAMP (to - cell, 0.0, 1.0);

      if (a < b)
        spans[n_spans++] = (Span){ cell, a, b, FALSE };
    }
  if (clamped && !(to <= n - 2))
    spans[n_spans++] = (Span){ n - 3, 1.0, 1.0, TRUE };
  return n_spans;
}

/* A rectangle over a lattice, or what of it is one piece's territory. */
typedef struct {
  const SaffronLattice *lattice;
  const SaffronPieceMap *map; /* NULL: all of it */
  int piece;
  Span *across, *down;
  int n_across, n_down;
} Area;

static void
area_init (Area *area, const SaffronRefBox *box)
{
  const SaffronLattice *lattice = area->lattice;
  gboolean clamped = area->map == NULL;

  area->across = g_new (Span, lattice->n_x + 1);
  area->down = g_new (Span, lattice->n_y + 1);
  area->n_across = make_spans (lattice, lattice->x0, lattice->n_x, box->x0,
                               box->x1, clamped, area->across);
  area->n_down = make_spans (lattice, lattice->y0, lattice->n_y, box->y0,
                             box->y1, clamped, area->down);
}

static gboolean
is_in_territory (const Area *area, const Span *across, const Span *down)
{
  const SaffronLattice *l = area->lattice;
  SaffronRefBox box;

  if (area->map == NULL)
    return TRUE;
  box.x0 = l->x0 + (across->cell + across->from) * l->spacing;
  box.x1 = l->x0 + (across->cell + across->to) * l->spacing;
  box.y0 = l->y0 + (down->cell + down->from) * l->spacing;
  box.y1 = l->y0 + (down->cell + down->to) * l->spacing;
  return saffron_piece_map_touches (area->map, area->piece, &box);
}

static void
search_area (const Area *area, Search *search)
{
  const SaffronLattice *lattice = area->lattice;
  int n = area->n_across;
  g_autofree double *crude = g_new (double, (gsize) n *(gsize) area->n_down);

  for (int j = 0; j < area->n_down; j++)
    for (int i = 0; i < n; i++)
      {
        const Span *across = &area->across[i], *down = &area->down[j];
        double *surely = &crude[(gsize) j * (gsize) n + (gsize) i];

        *surely = is_in_territory (area, across, down)
                      ? look_at_cell (lattice, across, down, search)
                      : INFINITY;
      }
  for (int j = 0; j < area->n_down; j++)
    for (int i = 0; i < n; i++)
      {
        const Span *across = &area->across[i], *down = &area->down[j];
        double surely = crude[(gsize) j * (gsize) n + (gsize) i];
        Slopes slopes_here;
        Patch patch;

        if (surely >= good_enough (search))
          {
            search->bound = MIN (search->bound, surely);
            continue;
          }
        slopes_init (&slopes_here, lattice, across, down);
        patch_init (&patch, &slopes_here, across, down);
        refine (&patch, 0, search);
      }
}

double
saffron_transform_piece_min_jacobian (const SaffronTransform *transform,
                                      int k,
                                      double *bound)
{
  Area area = { saffron_transform_lattice_of (transform, k), transform->map,
                k };
  Search search = { INFINITY, INFINITY, 1.0, 0 };
  SaffronRefBox box = { 0.0, 0.0, transform->width, transform->height };

  if (bound != NULL)
    *bound = 1.0;
  if (area.lattice == NULL || (area.map != NULL && area.map->n_cells[k] == 0))
    return 1.0;
  if (area.map != NULL)
    box = area.map->boxes[k];
  area_init (&area, &box);
  search_area (&area, &search);
  g_free (area.across);
  g_free (area.down);
  search.bound = MIN (search.bound, search.least);
  if (bound != NULL)
    *bound = search.bound - 1e-12 * search.size;
  return search.least;
}

double
saffron_transform_min_jacobian (const SaffronTransform *transform,
                                double *bound)
{
  double least = INFINITY, surely = INFINITY;

  for (int k = 0; k < saffron_transform_get_n_pieces (transform); k++)
    {
      double found, below;

      if (transform->map != NULL && transform->map->n_cells[k] == 0)
        continue;
      found = saffron_transform_piece_min_jacobian (transform, k, &below);
      least = MIN (least, found);
      surely = MIN (surely, below);
    }
  if (bound != NULL)
    *bound = surely;
  return least;
}
