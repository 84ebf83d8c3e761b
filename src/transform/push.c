/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/transform.h"

#include <math.h>

#include "transform/transform-private.h"

/* With r = A⁻¹ p the equation is x + u (x) = r. Since u is bounded and
 * continuous, a solution always exists, even with folds; only the search for it
 * can fail. */
typedef struct {
  const SaffronTransform *transform;
  int piece;
  const SaffronLattice *lattice; /* of the piece */
  double x, y;                   /* r */
  double bx, by, best;           /* the nearest so far and its residual, px */
} Search;

#define TOLERANCE 1e-7
#define ACCEPTED 1e-4 /* residual in px; well below the promised 1e-3 */
#define NEWTON_STEPS 40
#define SCAN 24 /* places per axis that scan() looks at */
#define STARTS 6

static double
residual (Search *search,
          double x,
          double y,
          double *fx,
          double *fy,
          double du[4])
{
  double u, v, norm;

  saffron_transform_eval_piece (search->transform, search->piece,
                                (SaffronRefPoint){ x, y }, &u, &v, du);
  *fx = x + u - search->x;
  *fy = y + v - search->y;
  norm = hypot (*fx, *fy);
  if (norm < search->best)
    {
      search->best = norm;
      search->bx = x;
      search->by = y;
    }
  return norm;
}

/* The step of Newton's method. Where the derivative is nearly singular, it
 * turns towards the steepest descent (Levenberg–Marquardt). */
static void
newton_step (const double du[4], double fx, double fy, double *dx, double *dy)
{
  double a = 1.0 + du[0], b = du[1], c = du[2], d = 1.0 + du[3];
  double det = a * d - b * c;
  double size = a * a + b * b + c * c + d * d;

  if (fabs (det) > 1e-3 * size)
    {
      *dx = -(d * fx - b * fy) / det;
      *dy = -(a * fy - c * fx) / det;
    }
  else
    {
      double mu = 1e-3 * size + 1e-12;
      double h00 = a * a + c * c + mu, h01 = a * b + c * d;
      double h11 = b * b + d * d + mu;
      double gx = a * fx + c * fy, gy = b * fx + d * fy;
      double h = h00 * h11 - h01 * h01;

      *dx = -(h11 * gx - h01 * gy) / h;
      *dy = -(h00 * gy - h01 * gx) / h;
    }
}

static gboolean
newton (Search *search, double x, double y)
{
  double limit = 2.0 * search->lattice->spacing;
  double fx, fy, du[4];
  double norm = residual (search, x, y, &fx, &fy, du);

  for (int k = 0; k < NEWTON_STEPS && norm > TOLERANCE; k++)
    {
      double dx, dy, length, damp = 1.0, next = norm;

      newton_step (du, fx, fy, &dx, &dy);
      /* A step is at most two cells long, because the derivative says nothing
       * beyond them, or as long as the residual if that is more. */
      length = hypot (dx, dy);
      if (length > MAX (limit, norm))
        damp = MAX (limit, norm) / length;
      for (int halvings = 0; halvings < 12; halvings++, damp *= 0.5)
        {
          double gx, gy, gu[4];

          next = residual (search, x + damp * dx, y + damp * dy, &gx, &gy, gu);
          if (next < norm * (1.0 - 1e-4 * damp))
            {
              x += damp * dx;
              y += damp * dy;
              fx = gx;
              fy = gy;
              for (int i = 0; i < 4; i++)
                du[i] = gu[i];
              break;
            }
        }
      if (!(next < norm))
        break;
      norm = next;
    }
  return search->best <= ACCEPTED;
}

static gboolean
fixed_point (Search *search)
{
  double x = search->bx, y = search->by;

  for (int k = 0; k < 20; k++)
    {
      double fx, fy;

      residual (search, x, y, &fx, &fy, NULL);
      x -= fx;
      y -= fy;
    }
  return newton (search, search->bx, search->by);
}

/* The places of a scan with the smallest residuals, smallest first. */
typedef struct {
  int n;
  double at[STARTS][3]; /* x, y, residual */
} Starts;

static void
starts_add (Starts *starts, double x, double y, double norm)
{
  int place = starts->n;

  while (place > 0 && starts->at[place - 1][2] > norm)
    place--;
  if (place == STARTS)
    return;
  starts->n = MIN (starts->n + 1, STARTS);
  for (int k = starts->n - 1; k > place; k--)
    for (int m = 0; m < 3; m++)
      starts->at[k][m] = starts->at[k - 1][m];
  starts->at[place][0] = x;
  starts->at[place][1] = y;
  starts->at[place][2] = norm;
}

/* The last resort. The coefficients bound the displacement, so the solution
 * lies within a known rectangle: evaluates a grid of places in it and starts
 * from the best ones. */
static gboolean
scan (Search *search)
{
  const SaffronLattice *lattice = search->lattice;
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  double u0 = lattice->u[0], u1 = u0, v0 = lattice->v[0], v1 = v0;
  Starts starts = { 0 };

  for (gsize i = 1; i < n; i++)
    {
      u0 = MIN (u0, lattice->u[i]);
      u1 = MAX (u1, lattice->u[i]);
      v0 = MIN (v0, lattice->v[i]);
      v1 = MAX (v1, lattice->v[i]);
    }
  for (int j = 0; j <= SCAN; j++)
    for (int i = 0; i <= SCAN; i++)
      {
        double x = search->x - u1 + (u1 - u0) * i / SCAN;
        double y = search->y - v1 + (v1 - v0) * j / SCAN;
        double fx, fy;
        double norm = residual (search, x, y, &fx, &fy, NULL);

        starts_add (&starts, x, y, norm);
      }
  for (int k = 0; k < starts.n; k++)
    if (newton (search, starts.at[k][0], starts.at[k][1]))
      return TRUE;
  return FALSE;
}

/* Whether pull () of the solution is @p: a strongly magnifying affine part
 * magnifies the residual, too. */
static gboolean
is_exact (const Search *search, SaffronMovPoint p)
{
  SaffronRefPoint at = { search->bx, search->by };
  SaffronMovPoint back;
  double u, v;

  saffron_transform_eval_piece (search->transform, search->piece, at, &u, &v,
                                NULL);
  back = saffron_affine_apply (&search->transform->affine, at.x + u, at.y + v);
  return hypot (back.x - p.x, back.y - p.y) <= 1e-3;
}

static Search
search_new (const SaffronTransform *transform, int piece, SaffronMovPoint p)
{
  const SaffronAffine *inverse = &transform->inverse;
  Search search = { .transform = transform, .piece = piece, .best = INFINITY };

  search.lattice = saffron_transform_lattice_of (transform, piece);
  search.x = inverse->xx * p.x + inverse->xy * p.y + inverse->x0;
  search.y = inverse->yx * p.x + inverse->yy * p.y + inverse->y0;
  search.bx = search.x;
  search.by = search.y;
  return search;
}

static gboolean
newton_from_guess (Search *search)
{
  SaffronRefPoint r = { search->x, search->y };
  double u, v;

  saffron_transform_eval_piece (search->transform, search->piece, r, &u, &v,
                                NULL);
  return newton (search, r.x - u, r.y - v) || newton (search, r.x, r.y);
}

static gboolean
push_whole (const SaffronTransform *transform,
            SaffronMovPoint p,
            SaffronRefPoint *out)
{
  Search search = search_new (transform, 0, p);
  gboolean found = search.lattice == NULL;

  if (!found)
    found =
        (newton_from_guess (&search) || fixed_point (&search) || scan (&search))
        && is_exact (&search, p);
  *out = (SaffronRefPoint){ search.bx, search.by };
  return found;
}

/* Whether the search ended in its piece's territory. It ends within rounding of
 * the solution; where that lies on the border and the end just across it, the
 * end is moved back, so that it is the right piece's again. */
static gboolean
is_at_home (Search *search)
{
  static const double steps[] = { 0.0, 1e-6, ACCEPTED };

  for (guint s = 0; s < G_N_ELEMENTS (steps); s++)
    for (int side = 0; side < 9; side++)
      {
        SaffronRefPoint at = { search->bx + (side % 3 - 1) * steps[s],
                               search->by + (side / 3 - 1) * steps[s] };

        if (saffron_piece_map_at (search->transform->map, at) == search->piece)
          {
            search->bx = at.x;
            search->by = at.y;
            return TRUE;
          }
      }
  return FALSE;
}

/* Looks over the territory: outside of it a piece's map may fold, and the first
 * search may have been led there. */
static gboolean
scan_territory (const SaffronTransform *transform, int k, Search *search)
{
  const SaffronPieceMap *map = transform->map;
  const SaffronRefBox *box = &map->boxes[k], *image = &transform->images[k];
  Starts starts = { 0 };

  if (search->x < image->x0 || search->x > image->x1 || search->y < image->y0
      || search->y > image->y1)
    return FALSE;
  for (int j = 0; j <= SCAN; j++)
    for (int i = 0; i <= SCAN; i++)
      {
        double x = box->x0 + (box->x1 - box->x0) * i / SCAN;
        double y = box->y0 + (box->y1 - box->y0) * j / SCAN;
        double fx, fy;

        if (saffron_piece_map_at (map, (SaffronRefPoint){ x, y }) == k)
          starts_add (&starts, x, y, residual (search, x, y, &fx, &fy, NULL));
      }
  for (int i = 0; i < starts.n; i++)
    {
      search->best = INFINITY;
      if (newton (search, starts.at[i][0], starts.at[i][1])
          && is_at_home (search))
        return TRUE;
    }
  return FALSE;
}

/* By piece @k's map. FALSE where it leads nowhere; @home tells whether to its
 * territory. */
static gboolean
push_piece (const SaffronTransform *transform,
            int k,
            SaffronMovPoint p,
            SaffronRefPoint *out,
            gboolean *home)
{
  Search search = search_new (transform, k, p);
  gboolean found = search.lattice == NULL || newton_from_guess (&search);
  Search again = search;

  *home = found && is_at_home (&search);
  if (!*home && search.lattice != NULL && scan_territory (transform, k, &again))
    {
      search = again;
      found = *home = TRUE;
    }
  *out = (SaffronRefPoint){ search.bx, search.by };
  return found && is_exact (&search, p);
}

static gboolean
is_on_map (const SaffronPieceMap *map, SaffronRefPoint p)
{
  const SaffronRefBox *area = &map->area;

  return p.x >= area->x0 && p.x <= area->x1 && p.y >= area->y0
         && p.y <= area->y1;
}

/* What a result is worth: the lower the better. */
typedef enum {
  ON_MAP,
  BEYOND_MAP, /* where the outermost territories go on */
  ELSEWHERE,  /* in a place that is another piece's */
  NOWHERE,
} Rank;

typedef struct {
  SaffronRefPoint at;
  Rank rank;
  double distance; /* of two results of one rank the nearer one counts */
} Result;

static double
distance_to_box (const SaffronRefBox *box, double x, double y)
{
  return hypot (MAX (MAX (box->x0 - x, x - box->x1), 0.0),
                MAX (MAX (box->y0 - y, y - box->y1), 0.0));
}

/* Takes piece @k's result into @best if it is better; @r is A⁻¹ p. */
static void
try_piece (const SaffronTransform *transform,
           int k,
           SaffronMovPoint p,
           SaffronRefPoint r,
           Result *best)
{
  const SaffronPieceMap *map = transform->map;
  Result result;
  gboolean home;

  /* All of the territory is further away than what was found. */
  if (best->rank == ON_MAP
      && distance_to_box (&map->boxes[k], r.x, r.y) >= best->distance)
    return;
  if (!push_piece (transform, k, p, &result.at, &home)
      || (!home && best->rank < ELSEWHERE))
    return;
  result.rank = ELSEWHERE;
  if (home)
    result.rank = is_on_map (map, result.at) ? ON_MAP : BEYOND_MAP;
  result.distance = home ? hypot (result.at.x - r.x, result.at.y - r.y)
                         : saffron_piece_map_distance (map, k, result.at);
  if (result.rank < best->rank
      || (result.rank == best->rank && result.distance < best->distance))
    *best = result;
}

static gboolean
push_pieces (const SaffronTransform *transform,
             SaffronMovPoint p,
             SaffronRefPoint *out)
{
  Search start = search_new (transform, 0, p);
  SaffronRefPoint r = { start.x, start.y };
  Result best = { r, NOWHERE, INFINITY };

  for (int k = 0; k < transform->map->n_pieces; k++)
    if (transform->map->n_cells[k] > 0)
      try_piece (transform, k, p, r, &best);
  *out = best.at;
  return best.rank <= BEYOND_MAP;
}

gboolean
saffron_transform_push (const SaffronTransform *transform,
                        SaffronMovPoint p,
                        SaffronRefPoint *out)
{
  if (!transform->invertible || !isfinite (p.x) || !isfinite (p.y))
    {
      *out = (SaffronRefPoint){ NAN, NAN };
      return FALSE;
    }
  if (transform->map != NULL)
    return push_pieces (transform, p, out);
  return push_whole (transform, p, out);
}
