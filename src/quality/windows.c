/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/windows.h"

#include <math.h>

#include "base/parallel.h"
#include "quality/window-classes.h"
#include "quality/window-field.h"
#include "quality/window-place.h"
#include "quality/window-search.h"
#include "register/planes.h"
#include "register/sample.h"
#include "transform/pieces.h"

/* The least share of a window that is tissue. */
#define LEAST_TISSUE 0.3
/* The least distance from window to window, level-0 pixels: nearer ones would
 * see the same pixels. */
#define LEAST_PITCH 32.0
/* How far away matches are looked for, as a share of the reference's diagonal,
 * and at least, level-0 pixels. */
#define REACH 0.015
#define LEAST_REACH 48.0
/* A window keeps this distance from the border of its cell, level-0 pixels, so
 * that two neighbours never lie at the same place. */
#define APART 5.0
/* Places along each side of a window at which the moving slide is asked for
 * tissue. */
#define PROBES 5

const char *
saffron_window_class_nick (SaffronWindowClass class)
{
  static const char *const nicks[SAFFRON_N_WINDOW_CLASSES] = { "agrees", "off",
                                                               "missing",
                                                               "unknown" };

  return nicks[class];
}

void
saffron_windows_free (SaffronWindows *windows)
{
  g_array_unref (windows->windows);
  g_free (windows->at);
  g_free (windows);
}

/* What all windows are measured with. */
typedef struct {
  SaffronWindows *windows;
  SaffronWindowInput input;
  const SaffronRegPlane *const *planes;
  SaffronWindowFinding *findings; /* of each window */
  SaffronJob *job;
  gint failed;
  GError *error; /* once @failed */
} Work;

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->windows, saffron_windows_free);
  g_clear_pointer (&work->findings, g_free);
  g_clear_error (&work->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* What of the reference the run is about, level-0 pixels. */
static SaffronRect
area_of (SaffronSlide *reference, SaffronRun *run)
{
  SaffronRect all = { 0, 0, saffron_slide_get_width (reference),
                      saffron_slide_get_height (reference) };

  return run->region.width > 0 ? run->region : all;
}

/* The tissue in @area, level-0 pixels². */
static double
tissue_in (const SaffronRegPlane *plane, const SaffronRect *area)
{
  double sum = 0.0;

  for (int y = 0; y < plane->tissue->height; y++)
    for (int x = 0; x < plane->tissue->width; x++)
      {
        double px = (x + 0.5) * plane->downsample - (double) area->x;
        double py = (y + 0.5) * plane->downsample - (double) area->y;

        if (px >= 0.0 && py >= 0.0 && px < (double) area->width
            && py < (double) area->height)
          sum += saffron_plane_row (plane->tissue, y)[x];
      }
  return sum * plane->downsample * plane->downsample;
}

/* The mean tissue around a place, of as many probes as lie on the plane. */
static double
tissue_at (const SaffronRegPlane *plane, double x, double y)
{
  SaffronSpot spot;

  return saffron_spot_find (plane->tissue, x / plane->downsample,
                            y / plane->downsample, &spot)
             ? saffron_spot_read (plane->tissue, &spot)
             : 0.0;
}

/* Probe @i of a window, from its centre, level-0 pixels. */
static double
probe_at (int i, double pitch)
{
  return ((i + 0.5) / PROBES - 0.5) * pitch;
}

static double
tissue_of_window (const SaffronRegPlane *plane,
                  SaffronRefPoint at,
                  double pitch)
{
  double sum = 0.0;

  for (int j = 0; j < PROBES; j++)
    for (int i = 0; i < PROBES; i++)
      sum += tissue_at (plane, at.x + probe_at (i, pitch),
                        at.y + probe_at (j, pitch));
  return sum / (PROBES * PROBES);
}

static void
lay_out (Work *work, const SaffronRect *area)
{
  SaffronWindows *windows = work->windows;
  const SaffronRegPlane *plane = work->planes[0];
  double tissue = tissue_in (plane, area);

  windows->pitch = MAX (sqrt (tissue / SAFFRON_WINDOWS_ABOUT), LEAST_PITCH);
  windows->n_x = MAX ((int) ((double) area->width / windows->pitch), 1);
  windows->n_y = MAX ((int) ((double) area->height / windows->pitch), 1);
  windows->x0 = (double) area->x
                + 0.5 * ((double) area->width - windows->n_x * windows->pitch);
  windows->y0 = (double) area->y
                + 0.5 * ((double) area->height - windows->n_y * windows->pitch);
  windows->at = g_new (int, (gsize) windows->n_x *(gsize) windows->n_y);
  for (int i = 0; i < windows->n_x * windows->n_y; i++)
    {
      SaffronWindow window = {
        .at = { windows->x0 + (i % windows->n_x + 0.5) * windows->pitch,
                windows->y0 + (i / windows->n_x + 0.5) * windows->pitch }
      };

      windows->at[i] = -1;
      window.tissue = tissue_of_window (plane, window.at, windows->pitch);
      if (window.tissue < LEAST_TISSUE)
        continue;
      windows->at[i] = (int) windows->windows->len;
      g_array_append_val (windows->windows, window);
    }
}

/* How much of the window's tissue has tissue on the moving slide. */
static double
shared_tissue (const Work *work, const SaffronWindow *window)
{
  double sum = 0.0, shared = 0.0;

  for (int j = 0; j < PROBES; j++)
    for (int i = 0; i < PROBES; i++)
      {
        SaffronRefPoint p = { window->at.x + probe_at (i, work->windows->pitch),
                              window->at.y
                                  + probe_at (j, work->windows->pitch) };
        SaffronMovPoint q = saffron_transform_pull (work->input.transform, p);
        double tissue = tissue_at (work->planes[0], p.x, p.y);

        sum += tissue;
        shared += tissue * tissue_at (work->planes[1], q.x, q.y);
      }
  return sum > 0.0 ? shared / sum : 0.0;
}

static void
measure_window (gint64 i, gpointer data)
{
  Work *work = data;
  SaffronWindow *window =
      &g_array_index (work->windows->windows, SaffronWindow, i);
  SaffronWindowFinding *finding = &work->findings[i];
  SaffronWindowMatch match;
  GError *error = NULL;

  if (g_atomic_int_get (&work->failed))
    return;
  if (!saffron_window_place (&work->input, &window->at,
                             0.5 * work->windows->pitch - APART, &error)
      || !saffron_window_search (&work->input, window->at, &match, &error))
    {
      if (g_atomic_int_compare_and_exchange (&work->failed, FALSE, TRUE))
        work->error = g_steal_pointer (&error);
      g_clear_error (&error);
      return;
    }
  *finding = (SaffronWindowFinding){ .found = match.found,
                                     .texture = match.texture,
                                     .shared = shared_tissue (work, window) };
  window->piece =
      saffron_transform_get_piece_at (work->input.transform, window->at);
  window->likeness = match.likeness;
  window->chance = match.chance;
  saffron_window_forget (window);
  if (match.found)
    {
      saffron_window_take (window, work->windows, work->input.transform,
                           match.dx, match.dy, match.uncertainty);
      window->consistency = match.consistency;
    }
  saffron_job_add_fraction (work->job, 1.0 / work->windows->windows->len);
}

/* Whether the run took both slides for the same section. */
static gboolean
is_same_section (SaffronRun *run)
{
  for (guint i = 0; i < run->stages->len; i++)
    {
      GPtrArray *reasons =
          g_array_index (run->stages, SaffronStageRecord, i).reasons;

      if (saffron_reasons_find (reasons, SAFFRON_REASON_SAME_SECTION) != NULL
          || saffron_reasons_find (reasons, SAFFRON_REASON_SAME_SECTION_ASKED)
                 != NULL)
        return TRUE;
    }
  return FALSE;
}

static double
usual_tolerance (const SaffronWindows *windows, double diagonal)
{
  if (!windows->same_section)
    return SAFFRON_TOLERANCE_OTHER * diagonal;
  return windows->um_x > 0.0
             ? SAFFRON_TOLERANCE_SAME_UM / sqrt (windows->um_x * windows->um_y)
             : SAFFRON_TOLERANCE_SAME * diagonal;
}

static void
set_up (Work *work,
        SaffronSlide *const slides[2],
        const SaffronLook looks[2],
        SaffronRun *run,
        double tolerance)
{
  double diagonal = hypot ((double) saffron_slide_get_width (slides[0]),
                           (double) saffron_slide_get_height (slides[0]));
  SaffronWindows *windows = g_new0 (SaffronWindows, 1);

  windows->windows = g_array_new (FALSE, TRUE, sizeof (SaffronWindow));
  windows->reach = MAX (REACH * diagonal, LEAST_REACH);
  windows->same_section = is_same_section (run);
  saffron_slide_get_pixel_size (slides[0], &windows->um_x, &windows->um_y);
  windows->tolerance =
      tolerance > 0.0 ? tolerance : usual_tolerance (windows, diagonal);
  work->windows = windows;
  work->input = (SaffronWindowInput){ .slides = { slides[0], slides[1] },
                                      .looks = looks,
                                      .transform = run->transform,
                                      .reach = windows->reach };
}

SaffronWindows *
saffron_windows_measure (SaffronSlide *const slides[2],
                         const SaffronLook looks[2],
                         const SaffronRegPlane *const planes[2],
                         SaffronRun *run,
                         double tolerance,
                         SaffronJob *job,
                         GError **error)
{
  SaffronRect area = area_of (slides[0], run);
  g_auto (Work) work = { .planes = planes, .job = job };

  set_up (&work, slides, looks, run, tolerance);
  lay_out (&work, &area);
  work.input.pitch = work.windows->pitch;
  work.findings = g_new0 (SaffronWindowFinding, work.windows->windows->len);
  saffron_parallel_for (job, work.windows->windows->len, measure_window, &work);
  if (work.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&work.error));
      return NULL;
    }
  if (!saffron_job_check (job, error))
    return NULL;
  saffron_windows_drop_strays (work.windows, work.findings);
  saffron_windows_weigh (work.windows, work.findings, run->transform);
  saffron_windows_classify (work.windows, work.findings);
  return g_steal_pointer (&work.windows);
}

double
saffron_windows_share (const SaffronWindows *windows, SaffronWindowClass class)
{
  double sum = 0.0, all = 0.0;

  for (guint i = 0; i < windows->windows->len; i++)
    {
      const SaffronWindow *window =
          &g_array_index (windows->windows, SaffronWindow, i);

      all += window->tissue;
      if (window->class == class)
        sum += window->tissue;
    }
  return all > 0.0 ? sum / all : 0.0;
}

typedef struct {
  double value, weight;
} Weighted;

static int
compare_weighted (gconstpointer a, gconstpointer b)
{
  const Weighted *x = a, *y = b;

  return (x->value > y->value) - (x->value < y->value);
}

static double
length_of (const SaffronWindow *window, SaffronWindowLength length)
{
  switch (length)
    {
    case SAFFRON_WINDOW_ERROR:
      return window->error;
    case SAFFRON_WINDOW_ERROR_UM:
      return window->error_um;
    case SAFFRON_WINDOW_BEFORE:
      return window->before;
    case SAFFRON_WINDOW_BEFORE_UM:
      return window->before_um;
    case SAFFRON_WINDOW_CONSISTENCY:
      return window->consistency;
    default:
      g_return_val_if_reached (NAN);
    }
}

double
saffron_windows_quantile (const SaffronWindows *windows,
                          SaffronWindowLength length,
                          double share)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Weighted));
  double sum = 0.0, wanted = 0.0;

  for (guint i = 0; i < windows->windows->len; i++)
    {
      const SaffronWindow *window =
          &g_array_index (windows->windows, SaffronWindow, i);
      Weighted one = { length_of (window, length), window->tissue };

      if (!isfinite (one.value))
        continue;
      g_array_append_val (all, one);
      wanted += share * one.weight;
    }
  g_array_sort (all, compare_weighted);
  for (guint i = 0; i < all->len; i++)
    {
      const Weighted *one = &g_array_index (all, Weighted, i);

      sum += one->weight;
      if (sum >= wanted)
        return one->value;
    }
  return NAN;
}
