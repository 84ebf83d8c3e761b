/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/window-field.h"

#include <math.h>

#include "base/median.h"

/* How far away matches have a say, and the sigma of their weight; pitches. */
#define REACH 3.2
#define SIGMA 1.6
#define RINGS 4
#define MOST_AROUND ((2 * RINGS + 1) * (2 * RINGS + 1))
/* With fewer matches around, there is no prediction. */
#define LEAST_AROUND 8
/* Coefficients of a quadratic surface; what holds its curvature down, as a
 * share of the weight of ten matches, where matches lie on one side only. */
#define TERMS 6
#define RIDGE 0.03
/* Rounds of robust weights; a match counts half when it lies so many standard
 * deviations from the surface. */
#define ROUNDS 5
#define HALF_AT 2.0
/* √2 ln 2 under which half of a two-dimensional error of sigma 1 lies. */
#define MEDIAN_OF_SIGMA 1.18
/* An own match counts half when it differs so many standard errors from the
 * prediction; and contradicts clearly from so many on. */
#define DIFFERS 3.0
#define CONTRADICTS 4.0
/* No match is more certain, nor a surface more exact; pixels. */
#define LEAST_UNCERTAINTY 0.03
#define LEAST_SPREAD 0.01
/* A long way is known no better than to this part: within a window tissue
 * bends, and the slide that lies off shows other tissue at its rim. */
#define PART_OF_WAY 0.02
/* Steps at most to where the transform shows a place, and their end, pixels. */
#define MOST_STEPS 30
#define SHORTEST 0.005

/* A match near a window. */
typedef struct {
  double terms[TERMS];
  double x, y;   /* from where the affine part lays it to where it belongs */
  double weight; /* by its distance and uncertainty */
  double robust; /* the same by how far it lies from the surface */
  double off;    /* that distance, pixels */
} Near;

typedef struct {
  Near all[MOST_AROUND];
  int n;
} Around;

/* What a surface says at the window itself. */
typedef struct {
  double x, y;
  double variance; /* along each axis */
} Prediction;

void
saffron_window_take (SaffronWindow *window,
                     const SaffronWindows *windows,
                     const SaffronTransform *transform,
                     double dx,
                     double dy,
                     double uncertainty)
{
  SaffronRefPoint shown = { window->at.x + dx, window->at.y + dy };
  gboolean in_um = windows->um_x > 0.0;
  double u, v;

  window->dx = dx;
  window->dy = dy;
  window->error = hypot (dx, dy);
  window->uncertainty = hypot (uncertainty, PART_OF_WAY * window->error);
  window->error_um =
      in_um ? hypot (dx * windows->um_x, dy * windows->um_y) : NAN;
  /* The affine part alone shows at p + d + u what the transform shows at p +
   * d. */
  saffron_transform_displace (transform, shown, &u, &v);
  window->before = hypot (dx + u, dy + v);
  window->before_um =
      in_um ? hypot ((dx + u) * windows->um_x, (dy + v) * windows->um_y) : NAN;
}

static const SaffronWindow *
window_at (const SaffronWindows *windows, int i)
{
  return &g_array_index (windows->windows, SaffronWindow, i);
}

static void
add_near (Around *around,
          const SaffronWindow *window,
          const SaffronWindow *other,
          const SaffronRefPoint *way,
          double pitch)
{
  double x = (other->at.x - window->at.x) / pitch;
  double y = (other->at.y - window->at.y) / pitch;
  Near *near = &around->all[around->n];

  if (other->piece != window->piece || hypot (x, y) > REACH)
    return;
  *near = (Near){ .terms = { 1.0, x, y, x * x, x * y, y * y },
                  .x = way->x,
                  .y = way->y,
                  .weight = exp (-0.5 * (x * x + y * y) / (SIGMA * SIGMA)),
                  .off = other->uncertainty };
  around->n++;
}

/* The median of what @around has as distance. */
static double
median_off (const Around *around)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (int i = 0; i < around->n; i++)
    g_array_append_val (values, around->all[i].off);
  return saffron_median (values);
}

/* The matches around window @i, which lies at place @x, @y of the grid. */
static void
look_around (const SaffronWindows *windows,
             const SaffronWindowFinding *findings,
             const SaffronRefPoint *ways,
             int x,
             int y,
             Around *around)
{
  int i = windows->at[y * windows->n_x + x];
  double usual;

  around->n = 0;
  for (int v = MAX (y - RINGS, 0); v <= MIN (y + RINGS, windows->n_y - 1); v++)
    for (int u = MAX (x - RINGS, 0); u <= MIN (x + RINGS, windows->n_x - 1);
         u++)
      {
        int at = windows->at[v * windows->n_x + u];

        if (at >= 0 && at != i && findings[at].found)
          add_near (around, window_at (windows, i), window_at (windows, at),
                    &ways[at], windows->pitch);
      }
  /* A match that is less certain than those around it counts less. */
  usual = MAX (median_off (around), LEAST_UNCERTAINTY);
  for (int k = 0; k < around->n; k++)
    {
      Near *near = &around->all[k];

      near->weight /= 1.0 + (near->off / usual) * (near->off / usual);
      near->robust = near->weight;
    }
}

/* Cholesky's factor of the normal matrix, in its lower half; FALSE when it has
 * none. */
static gboolean
factorise (double m[TERMS][TERMS])
{
  for (int j = 0; j < TERMS; j++)
    {
      for (int k = 0; k < j; k++)
        m[j][j] -= m[j][k] * m[j][k];
      if (!(m[j][j] > 1e-12))
        return FALSE;
      m[j][j] = sqrt (m[j][j]);
      for (int i = j + 1; i < TERMS; i++)
        {
          for (int k = 0; k < j; k++)
            m[i][j] -= m[i][k] * m[j][k];
          m[i][j] /= m[j][j];
        }
    }
  return TRUE;
}

static void
solve (double m[TERMS][TERMS], double b[TERMS])
{
  for (int i = 0; i < TERMS; i++)
    {
      for (int k = 0; k < i; k++)
        b[i] -= m[i][k] * b[k];
      b[i] /= m[i][i];
    }
  for (int i = TERMS - 1; i >= 0; i--)
    {
      for (int k = i + 1; k < TERMS; k++)
        b[i] -= m[k][i] * b[k];
      b[i] /= m[i][i];
    }
}

static double
value_at (const Near *near, const double c[TERMS])
{
  double sum = 0.0;

  for (int i = 0; i < TERMS; i++)
    sum += near->terms[i] * c[i];
  return sum;
}

/* Fits the surfaces of both axes, @x and @y, by the robust weights. @middle:
 * what each match counts at the window is its robust weight times its terms
 * with this. */
static gboolean
fit (const Around *around, double x[TERMS], double y[TERMS], double *middle)
{
  double m[TERMS][TERMS] = { 0 };
  double weights = 0.0;

  for (int i = 0; i < TERMS; i++)
    x[i] = y[i] = middle[i] = 0.0;
  middle[0] = 1.0;
  for (int k = 0; k < around->n; k++)
    {
      const Near *near = &around->all[k];

      weights += near->robust;
      for (int i = 0; i < TERMS; i++)
        {
          double term = near->robust * near->terms[i];

          x[i] += term * near->x;
          y[i] += term * near->y;
          for (int j = 0; j <= i; j++)
            m[i][j] += term * near->terms[j];
        }
    }
  for (int i = 3; i < TERMS; i++)
    m[i][i] += RIDGE * weights;
  if (!factorise (m))
    return FALSE;
  solve (m, x);
  solve (m, y);
  solve (m, middle);
  return TRUE;
}

static void
weigh_anew (Around *around, const double x[TERMS], const double y[TERMS])
{
  double limit;

  for (int k = 0; k < around->n; k++)
    {
      Near *near = &around->all[k];

      near->off =
          hypot (near->x - value_at (near, x), near->y - value_at (near, y));
    }
  limit = HALF_AT * (median_off (around) / MEDIAN_OF_SIGMA + LEAST_SPREAD);
  for (int k = 0; k < around->n; k++)
    {
      Near *near = &around->all[k];

      near->robust =
          near->weight / (1.0 + (near->off / limit) * (near->off / limit));
    }
}

/* FALSE when too few matches lie around. */
static gboolean
predict (Around *around, Prediction *prediction)
{
  double x[TERMS], y[TERMS], middle[TERMS];
  double weights = 0.0, squares = 0.0, leverage = 0.0;

  if (around->n < LEAST_AROUND)
    return FALSE;
  for (int i = 0; i < ROUNDS; i++)
    {
      if (!fit (around, x, y, middle))
        return FALSE;
      weigh_anew (around, x, y);
    }
  for (int k = 0; k < around->n; k++)
    {
      const Near *near = &around->all[k];
      double counts = near->robust * value_at (near, middle);

      weights += near->robust;
      squares += near->robust * near->off * near->off;
      leverage += counts * counts;
    }
  *prediction = (Prediction){ x[0], y[0],
                              0.5 * squares / weights * (1.0 + leverage)
                                  + LEAST_SPREAD * LEAST_SPREAD };
  return TRUE;
}

/* Where the transform shows what the affine part shows @way from @at, from
 * there; FALSE where it is found nowhere. */
static gboolean
show (const SaffronTransform *transform,
      SaffronRefPoint at,
      double way_x,
      double way_y,
      double *dx,
      double *dy)
{
  for (int i = 0; i < MOST_STEPS; i++)
    {
      double u, v, step_x, step_y;

      saffron_transform_displace (
          transform, (SaffronRefPoint){ at.x + *dx, at.y + *dy }, &u, &v);
      step_x = way_x - u - *dx;
      step_y = way_y - v - *dy;
      *dx += step_x;
      *dy += step_y;
      if (hypot (step_x, step_y) < SHORTEST)
        return TRUE;
    }
  return FALSE;
}

static void
join (SaffronWindow *window,
      const SaffronWindows *windows,
      const SaffronTransform *transform,
      const Prediction *prediction)
{
  double dx = window->dx, dy = window->dy;
  double own = MAX (window->uncertainty, LEAST_UNCERTAINTY);
  double differs, own_weight, weight = 1.0 / prediction->variance;

  if (!show (transform, window->at, prediction->x, prediction->y, &dx, &dy))
    return;
  differs = hypot (dx - window->dx, dy - window->dy)
            / sqrt (own * own + prediction->variance);
  if (differs > CONTRADICTS && hypot (dx, dy) < window->error)
    return;
  differs /= DIFFERS;
  own_weight = 1.0 / (own * own * (1.0 + differs * differs));
  saffron_window_take (
      window, windows, transform,
      (own_weight * window->dx + weight * dx) / (own_weight + weight),
      (own_weight * window->dy + weight * dy) / (own_weight + weight),
      1.0 / sqrt (own_weight + weight));
}

/* (transfer full): of each window with a match, the way from where the affine
 * part lays its tissue to where it belongs, by its own match. */
static SaffronRefPoint *
list_ways (const SaffronWindows *windows,
           const SaffronWindowFinding *findings,
           const SaffronTransform *transform)
{
  guint n = windows->windows->len;
  SaffronRefPoint *ways = g_new0 (SaffronRefPoint, n);

  for (guint i = 0; i < n; i++)
    {
      const SaffronWindow *window = window_at (windows, (int) i);
      SaffronRefPoint shown = { window->at.x + window->dx,
                                window->at.y + window->dy };
      double u, v;

      if (!findings[i].found)
        continue;
      saffron_transform_displace (transform, shown, &u, &v);
      ways[i] = (SaffronRefPoint){ window->dx + u, window->dy + v };
    }
  return ways;
}

void
saffron_windows_weigh (SaffronWindows *windows,
                       const SaffronWindowFinding *findings,
                       const SaffronTransform *transform)
{
  g_autofree SaffronRefPoint *ways = list_ways (windows, findings, transform);
  g_autoptr (GArray) own = g_array_copy (windows->windows);
  /* Reads from the windows' own matches alone, whatever is written. */
  SaffronWindows read = *windows;

  read.windows = own;
  for (int k = 0; k < windows->n_x * windows->n_y; k++)
    {
      int i = windows->at[k];
      Prediction prediction;
      Around around;

      if (i < 0 || !findings[i].found)
        continue;
      look_around (&read, findings, ways, k % windows->n_x, k / windows->n_x,
                   &around);
      if (predict (&around, &prediction))
        join (&g_array_index (windows->windows, SaffronWindow, i), windows,
              transform, &prediction);
    }
}
