/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/window-classes.h"

#include <math.h>

#include "base/median.h"

/* With less of its tissue shared, a window has no counterpart. */
#define LEAST_SHARED 0.2
/* With less texture, nothing stands out. */
#define LEAST_TEXTURE 0.1
/* Tissue of one section that matches nowhere is misplaced where this share of
 * what could match does elsewhere, and at most that share does around it; of at
 * least so many windows. Between sections tissue differs, and may match nowhere
 * though it lies right. */
#define MATCHES_ELSEWHERE 0.5
#define MATCHES_AROUND 0.25
#define LEAST_AROUND 6
/* How far a match may lie from the median of those around it: a part of the
 * reach, and of what these differ by themselves. */
#define STRAY_REACH 0.15
#define STRAY_SPREADS 4.0
#define LEAST_NEIGHBOURS 4

/* Windows on each side that are around one. */
#define AROUND 2

static const SaffronWindow *
window_at (const SaffronWindows *windows, int i)
{
  return &g_array_index (windows->windows, SaffronWindow, i);
}

/* The windows around place @x, @y of the grid, itself left out, as indices in
 * @around. */
static int
list_around (const SaffronWindows *windows,
             int x,
             int y,
             int around[(2 * AROUND + 1) * (2 * AROUND + 1)])
{
  int n = 0;

  for (int v = MAX (y - AROUND, 0); v <= MIN (y + AROUND, windows->n_y - 1);
       v++)
    for (int u = MAX (x - AROUND, 0); u <= MIN (x + AROUND, windows->n_x - 1);
         u++)
      {
        int at = windows->at[v * windows->n_x + u];

        if (at >= 0 && (u != x || v != y))
          around[n++] = at;
      }
  return n;
}

/* Whether both slides show something there, so that it could match. */
static gboolean
could_match (const SaffronWindowFinding *finding)
{
  return finding->found
         || (finding->shared >= LEAST_SHARED
             && finding->texture >= LEAST_TEXTURE);
}

/* The share of those that could match that do. */
static double
share_found (const SaffronWindows *windows,
             const SaffronWindowFinding *findings)
{
  double could = 0.0, found = 0.0;

  for (guint i = 0; i < windows->windows->len; i++)
    {
      could += could_match (&findings[i]);
      found += findings[i].found;
    }
  return could > 0.0 ? found / could : 0.0;
}

static double
median_of (const SaffronWindows *windows,
           const SaffronWindowFinding *findings,
           const int *around,
           int n,
           int piece,
           gboolean in_y,
           double *spread)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  double median;

  for (int i = 0; i < n; i++)
    {
      const SaffronWindow *one = window_at (windows, around[i]);
      double value = in_y ? one->dy : one->dx;

      if (findings[around[i]].found && one->piece == piece)
        g_array_append_val (values, value);
    }
  *spread = NAN;
  if (values->len < LEAST_NEIGHBOURS)
    return NAN;
  median = saffron_median (values);
  for (guint i = 0; i < values->len; i++)
    {
      double *value = &g_array_index (values, double, i);

      *value = fabs (*value - median);
    }
  *spread = saffron_median (values);
  return median;
}

/* Whether the match lies elsewhere than those around it. */
static gboolean
is_stray (const SaffronWindows *windows,
          const SaffronWindowFinding *findings,
          int i,
          const int *around,
          int n)
{
  const SaffronWindow *window = window_at (windows, i);
  double spread_x, spread_y;
  double x =
      median_of (windows, findings, around, n, window->piece, FALSE, &spread_x);
  double y =
      median_of (windows, findings, around, n, window->piece, TRUE, &spread_y);

  return hypot (window->dx - x, window->dy - y)
         > STRAY_REACH * windows->reach
               + STRAY_SPREADS * hypot (spread_x, spread_y);
}

/* Whether hardly anything around it matches. */
static gboolean
is_lost (const SaffronWindowFinding *findings, const int *around, int n)
{
  int could = 0, found = 0;

  for (int i = 0; i < n; i++)
    {
      could += could_match (&findings[around[i]]);
      found += findings[around[i]].found;
    }
  return could >= LEAST_AROUND && found <= MATCHES_AROUND * could;
}

static SaffronWindowClass
class_of_match (const SaffronWindows *windows, const SaffronWindow *window)
{
  gboolean in_um = isfinite (window->error_um);
  double um = sqrt (windows->um_x * windows->um_y);
  double error = in_um ? window->error_um : window->error;
  double uncertainty = window->uncertainty * (in_um ? um : 1.0);
  double tolerance = windows->tolerance * (in_um ? um : 1.0);

  if (error - 2.0 * uncertainty > tolerance)
    return SAFFRON_WINDOW_OFF;
  return MAX (error, uncertainty) <= tolerance ? SAFFRON_WINDOW_AGREES
                                               : SAFFRON_WINDOW_UNKNOWN;
}

void
saffron_window_forget (SaffronWindow *window)
{
  window->dx = window->dy = window->uncertainty = window->consistency = NAN;
  window->error = window->error_um = NAN;
  window->before = window->before_um = NAN;
}

/* All are found before the first is taken back. */
void
saffron_windows_drop_strays (SaffronWindows *windows,
                             SaffronWindowFinding *findings)
{
  g_autofree gboolean *stray = g_new0 (gboolean, windows->windows->len);
  int around[(2 * AROUND + 1) * (2 * AROUND + 1)];

  for (int k = 0; k < windows->n_x * windows->n_y; k++)
    {
      int i = windows->at[k];
      int n;

      if (i < 0 || !findings[i].found)
        continue;
      n = list_around (windows, k % windows->n_x, k / windows->n_x, around);
      stray[i] = is_stray (windows, findings, i, around, n);
    }
  for (guint i = 0; i < windows->windows->len; i++)
    if (stray[i])
      {
        findings[i].found = FALSE;
        saffron_window_forget (
            &g_array_index (windows->windows, SaffronWindow, i));
      }
}

void
saffron_windows_classify (SaffronWindows *windows,
                          const SaffronWindowFinding *findings)
{
  gboolean clear = windows->same_section
                   && share_found (windows, findings) >= MATCHES_ELSEWHERE;

  for (int k = 0; k < windows->n_x * windows->n_y; k++)
    {
      int around[(2 * AROUND + 1) * (2 * AROUND + 1)];
      int i = windows->at[k];
      SaffronWindow *window;
      int n;

      if (i < 0)
        continue;
      window = &g_array_index (windows->windows, SaffronWindow, i);
      n = list_around (windows, k % windows->n_x, k / windows->n_x, around);
      if (findings[i].shared < LEAST_SHARED && !findings[i].found)
        window->class = SAFFRON_WINDOW_MISSING;
      else if (findings[i].found)
        window->class = class_of_match (windows, window);
      else if (clear && could_match (&findings[i])
               && is_lost (findings, around, n))
        window->class = SAFFRON_WINDOW_OFF;
      else
        window->class = SAFFRON_WINDOW_UNKNOWN;
    }
}
