/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/estimate.h"

#include <math.h>
#include <unistd.h>

#include "session/machine.h"
#include "session/memory.h"

/* The program, its libraries, both slides' directories, a few FFT planes. */
#define BASE_BYTES 56e6

/* A strip in decoding: so many rows of the level that is read, and the tiles
 * that each thread holds. */
#define STRIP_ROWS 512
#define MAX_STRIP_BYTES 64e6

/* Per pixel of a plane: what stays (intensity, weight, tissue), and what is
 * held at once while it is made from one channel, or from RGB. */
#define PLANE_BYTES 12.0
#define MAKING_BYTES 21.0
#define MAKING_RGB_BYTES 30.0

/* All seconds are of one processor on which saffron_machine_slowness() is one.
 * Per pixel decoded, per pixel of a plane made. */
#define DECODE_SECONDS 6e-9
#define PLANE_SECONDS 60e-9

/* Coarse, affine and the serial deformable work at fixed sizes. */
#define COARSE_SECONDS 1.0
#define AFFINE_SECONDS 0.4
#define DEFORMABLE_SECONDS 1.1
#define EVIDENCE_SECONDS 0.5

/* The same section, at the planes of the deformable stage: per pixel of both
 * planes with their coarser levels, per pixel of the reference for the measure
 * at half that size; and the time with the evidence for it. */
#define FINE_PLANE_BYTES 16.0
#define FINE_WORK_BYTES 7.0
#define FINE_SECONDS 1.0e-6

/* Of a stage's work that more threads make quicker. */
#define PARALLEL 0.85

typedef struct {
  double pixels; /* of the plane */
  double source; /* of the level it is read from, all samples */
  double strip;  /* bytes */
  gboolean rgb;
} Look;

static Look
look_at (SaffronSlide *slide, int max_dim)
{
  double width = (double) saffron_slide_get_width (slide);
  double height = (double) saffron_slide_get_height (slide);
  double downsample = MAX (MAX (width, height) / max_dim, 1.0);
  int index = saffron_slide_best_level (slide, downsample);
  const SaffronLevel *level = saffron_slide_get_level (slide, index);
  gboolean rgb = saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD;
  double sample = (double) saffron_sample_type_size (
      saffron_slide_get_channel (slide, 0)->type);
  double samples = rgb ? 3.0 : 1.0;
  double rows = MIN ((double) STRIP_ROWS, (double) level->height);

  return (Look){
    .pixels = ceil (width / downsample) * ceil (height / downsample),
    .source = (double) level->width * (double) level->height * samples,
    .strip =
        MIN ((double) level->width * rows * sample * samples, MAX_STRIP_BYTES),
    .rgb = rgb,
  };
}

static double
making_bytes (const Look *look)
{
  return look->strip
         + look->pixels * (look->rgb ? MAKING_RGB_BYTES : MAKING_BYTES);
}

static double
making_seconds (const Look *look)
{
  return look->source * DECODE_SECONDS
         + look->pixels * PLANE_SECONDS * (look->rgb ? 2.0 : 1.0);
}

static void
set_stage (SaffronEstimate *estimate,
           guint i,
           const char *name,
           double bytes,
           double seconds,
           guint threads)
{
  seconds *=
      saffron_machine_slowness () * ((1.0 - PARALLEL) + PARALLEL / threads);
  estimate->stages[i] =
      (SaffronEstimateStage){ name, (gint64) (BASE_BYTES + bytes), seconds };
  estimate->peak_memory =
      MAX (estimate->peak_memory, estimate->stages[i].memory);
  estimate->seconds += seconds;
}

/* Unless neighbouring sections were said to be what they are, the stage may
 * run: an estimate that is too low is worse than one that is too high. */
static void
set_fine_stage (SaffronEstimate *estimate,
                guint i,
                SaffronSlide *reference,
                SaffronSlide *moving,
                const SaffronParams *params,
                guint threads)
{
  Look r = look_at (reference, params->max_non_rigid_dim);
  Look m = look_at (moving, params->max_non_rigid_dim);

  if (!params->deformable || g_str_equal (params->section, "serial"))
    {
      set_stage (estimate, i, "fine", 0.0, 0.0, threads);
      return;
    }
  set_stage (
      estimate, i, "fine",
      (r.pixels + m.pixels) * FINE_PLANE_BYTES + r.pixels * FINE_WORK_BYTES,
      making_seconds (&r) + making_seconds (&m) + r.pixels * FINE_SECONDS,
      threads);
}

void
saffron_estimate_run (SaffronSlide *reference,
                      SaffronSlide *moving,
                      const SaffronParams *params,
                      guint threads,
                      SaffronEstimate *estimate)
{
  Look r = look_at (reference, params->max_processed_dim);
  Look m = look_at (moving, params->max_processed_dim);
  double held = (r.pixels + m.pixels) * PLANE_BYTES;
  /* The reference's planes are there while the moving slide's are made. */
  double making =
      MAX (making_bytes (&r), r.pixels * PLANE_BYTES + making_bytes (&m));

  *estimate = (SaffronEstimate){ 0 };
  if (threads == 0)
    threads = g_get_num_processors ();
  set_stage (estimate, 0, "planes", making,
             making_seconds (&r) + making_seconds (&m), threads);
  set_stage (estimate, 1, "coarse", held,
             params->allow_flips ? 2.0 * COARSE_SECONDS : COARSE_SECONDS,
             threads);
  set_stage (estimate, 2, "affine", held, AFFINE_SECONDS, threads);
  set_stage (estimate, 3, "deformable", held,
             params->deformable ? DEFORMABLE_SECONDS : 0.0, threads);
  set_fine_stage (estimate, 4, reference, moving, params, threads);
  set_stage (estimate, 5, "evidence", held, EVIDENCE_SECONDS, threads);
}

gint64
saffron_estimate_machine_memory (void)
{
  gint64 left = saffron_memory_free (NULL);
  long pages = sysconf (_SC_PHYS_PAGES);
  long size = sysconf (_SC_PAGESIZE);

  if (left > 0)
    return left + MIN (saffron_memory_held (NULL), (gint64) BASE_BYTES);
  return pages > 0 && size > 0 ? (gint64) pages * size : 0;
}
