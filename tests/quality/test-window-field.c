/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/window-field.h"

#include <math.h>

#define N 15
#define PITCH 50.0
#define NOISE 0.1
#define MIDDLE (N / 2 * N + N / 2)

typedef struct {
  SaffronWindows *windows;
  SaffronWindowFinding findings[N * N];
  SaffronTransform *transform;
} Case;

/* What the affine part misses at a place: a smooth field. */
static SaffronRefPoint
truth_at (SaffronRefPoint at)
{
  double x = at.x / (N * PITCH), y = at.y / (N * PITCH);

  return (SaffronRefPoint){ 2.0 + 6.0 * x * x - 3.0 * x * y,
                            -1.0 + 4.0 * y - 5.0 * y * y };
}

/* A grid of windows whose matches say the truth and a little noise. */
static void
case_init (Case *c)
{
  const SaffronAffine affine = { 1.0, 0.0, 0.0, 0.0, 1.0, 0.0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  c->transform = saffron_transform_new (N * PITCH, N * PITCH, &affine, NULL);
  c->windows = g_new0 (SaffronWindows, 1);
  c->windows->pitch = PITCH;
  c->windows->n_x = c->windows->n_y = N;
  c->windows->um_x = 0.5;
  c->windows->um_y = 0.25;
  c->windows->at = g_new (int, N *N);
  c->windows->windows = g_array_new (FALSE, TRUE, sizeof (SaffronWindow));
  for (int i = 0; i < N * N; i++)
    {
      SaffronWindow window = { .tissue = 1.0 };
      SaffronRefPoint truth;

      window.at =
          (SaffronRefPoint){ (i % N + 0.5) * PITCH, (i / N + 0.5) * PITCH };
      truth = truth_at (window.at);
      saffron_window_take (&window, c->windows, c->transform,
                           truth.x + g_rand_double_range (rand, -NOISE, NOISE),
                           truth.y + g_rand_double_range (rand, -NOISE, NOISE),
                           NOISE);
      g_array_append_val (c->windows->windows, window);
      c->windows->at[i] = i;
      c->findings[i] = (SaffronWindowFinding){ .found = TRUE };
    }
}

static void
case_clear (Case *c)
{
  saffron_windows_free (c->windows);
  saffron_transform_unref (c->transform);
}

static SaffronWindow *
window_at (Case *c, int i)
{
  return &g_array_index (c->windows->windows, SaffronWindow, i);
}

/* Lays the transform so that this window's own match says (@x, @y). */
static void
say (Case *c, int i, double x, double y)
{
  saffron_window_take (window_at (c, i), c->windows, c->transform, x, y, NOISE);
}

static double
miss_of (Case *c, int i)
{
  const SaffronWindow *window = window_at (c, i);
  SaffronRefPoint truth = truth_at (window->at);

  return hypot (window->dx - truth.x, window->dy - truth.y);
}

static double
mean_miss (Case *c)
{
  double sum = 0.0;

  for (int i = 0; i < N * N; i++)
    sum += miss_of (c, i);
  return sum / (N * N);
}

/* What many say is known better than what one says. */
static void
test_noise (void)
{
  Case c;
  double before;

  case_init (&c);
  before = mean_miss (&c);
  saffron_windows_weigh (c.windows, c.findings, c.transform);
  g_assert_cmpfloat (mean_miss (&c), <, 0.8 * before);
  for (int i = 0; i < N * N; i++)
    {
      const SaffronWindow *window = window_at (&c, i);

      g_assert_cmpfloat (miss_of (&c, i), <, 0.35);
      g_assert_cmpfloat (window->uncertainty, >, 0.0);
      g_assert_cmpfloat_with_epsilon (window->error,
                                      hypot (window->dx, window->dy), 1e-12);
      g_assert_cmpfloat_with_epsilon (
          window->error_um, hypot (0.5 * window->dx, 0.25 * window->dy), 1e-12);
    }
  case_clear (&c);
}

/* One cell was pulled onto another: its own match finds no error. */
static void
test_pulled (void)
{
  Case c;

  case_init (&c);
  say (&c, MIDDLE, 0.0, 0.0);
  g_assert_cmpfloat (miss_of (&c, MIDDLE), >, 2.0);
  saffron_windows_weigh (c.windows, c.findings, c.transform);
  g_assert_cmpfloat (miss_of (&c, MIDDLE), <, 0.2);
  g_assert_cmpfloat (miss_of (&c, MIDDLE + 1), <, 0.3);
  case_clear (&c);
}

/* A part that moved and is seen to: the matches around do not hide it. */
static void
test_moved (void)
{
  Case c;

  case_init (&c);
  for (int i = -1; i <= 1; i++)
    say (&c, MIDDLE + i, 25.0, -4.0);
  saffron_windows_weigh (c.windows, c.findings, c.transform);
  for (int i = -1; i <= 1; i++)
    g_assert_cmpfloat_with_epsilon (window_at (&c, MIDDLE + i)->error,
                                    hypot (25.0, 4.0), 0.1);
  g_assert_cmpfloat (miss_of (&c, MIDDLE + 2), <, 0.3);
  case_clear (&c);
}

/* Those of another piece, or without a match, say nothing. */
static void
test_no_say (void)
{
  Case c;

  case_init (&c);
  for (int i = 0; i < N * N; i++)
    if (i % N < N / 2)
      window_at (&c, i)->piece = 1;
    else if (i % N > N / 2)
      c.findings[i].found = FALSE;
  say (&c, MIDDLE, 0.5, 0.5);
  saffron_windows_weigh (c.windows, c.findings, c.transform);
  /* One column is left: too few. */
  g_assert_cmpfloat (window_at (&c, MIDDLE)->dx, ==, 0.5);
  g_assert_cmpfloat (window_at (&c, MIDDLE)->dy, ==, 0.5);
  case_clear (&c);
}

/* The transform's own bending is taken into account: an error is where the
 * transform shows tissue, not where the affine part does. */
static void
test_bent (void)
{
  Case c;
  SaffronLattice *lattice = NULL;
  gsize n;

  case_init (&c);
  lattice = saffron_lattice_new (N * PITCH, N * PITCH, 4.0 * PITCH);
  n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  {
    g_autofree double *u = g_new (double, n);
    g_autofree double *v = g_new (double, n);

    /* A displacement of 1.5 px everywhere. */
    for (gsize i = 0; i < n; i++)
      {
        u[i] = 1.5;
        v[i] = 0.0;
      }
    saffron_lattice_fit (lattice, u, v);
  }
  g_clear_pointer (&c.transform, saffron_transform_unref);
  c.transform = saffron_transform_new (
      N * PITCH, N * PITCH, &(SaffronAffine){ 1.0, 0.0, 0.0, 0.0, 1.0, 0.0 },
      lattice);
  for (int i = 0; i < N * N; i++)
    {
      SaffronRefPoint truth = truth_at (window_at (&c, i)->at);

      say (&c, i, truth.x - 1.5, truth.y);
    }
  say (&c, MIDDLE, 0.0, 0.0);
  saffron_windows_weigh (c.windows, c.findings, c.transform);
  {
    const SaffronWindow *window = window_at (&c, MIDDLE);
    SaffronRefPoint truth = truth_at (window->at);

    g_assert_cmpfloat_with_epsilon (window->dx, truth.x - 1.5, 0.15);
    g_assert_cmpfloat_with_epsilon (window->dy, truth.y, 0.15);
    g_assert_cmpfloat_with_epsilon (window->before, hypot (truth.x, truth.y),
                                    0.15);
  }
  case_clear (&c);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-field/noise", test_noise);
  g_test_add_func ("/window-field/pulled", test_pulled);
  g_test_add_func ("/window-field/moved", test_moved);
  g_test_add_func ("/window-field/no-say", test_no_say);
  g_test_add_func ("/window-field/bent", test_bent);
  return g_test_run ();
}
