/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/look.h"
#include "register/memory-slide.h"
#include "transform/transform.h"

/* Two synthetic slides in memory, what is looked at on them, and their true
 * transform. */
typedef struct {
  SaffronSynth *synth;
  SaffronSlide *slides[2];
  SaffronLook looks[2];
  SaffronTransform *truth;
} SynthPair;

/* All of a slide: of fluorescence the first channel. */
static inline SaffronSlide *
synth_pair_slide (const SaffronSynth *synth, int slide, double um)
{
  SaffronRect all = { 0, 0, saffron_synth_get_width (synth, slide),
                      saffron_synth_get_height (synth, slide) };
  gboolean rgb =
      saffron_synth_get_kind (synth, slide) != SAFFRON_SYNTH_FLUORESCENCE;
  MemorySlide spec = {
    .kind = rgb ? SAFFRON_SLIDE_BRIGHTFIELD : SAFFRON_SLIDE_FLUORESCENCE,
    .n_channels = rgb ? 3 : 1,
    .names = { rgb ? "Red" : saffron_synth_get_channel_name (synth, slide, 0),
               "Green", "Blue" },
    .rasters = { saffron_raster_new (
        (int) all.width, (int) all.height, rgb ? 3 : 1,
        rgb ? SAFFRON_SAMPLE_U8 : SAFFRON_SAMPLE_U16) },
    .um = um,
  };

  saffron_synth_render (synth, slide, rgb ? -1 : 0, &all, spec.rasters[0]);
  return memory_slide_new (&spec);
}

/* What registration would come to at best. */
static inline SaffronTransform *
synth_pair_truth (const SaffronSynth *synth)
{
  const SaffronTruth *truth = saffron_synth_get_truth (synth, 1);
  double width = (double) saffron_synth_get_width (synth, 0);
  double height = (double) saffron_synth_get_height (synth, 0);
  SaffronLattice *lattice = saffron_lattice_new (width, height, 64.0);
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  g_autofree double *u = g_new (double, n);
  g_autofree double *v = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      SaffronRefPoint p = {
        lattice->x0 + lattice->spacing * (double) (i % (gsize) lattice->n_x),
        lattice->y0 + lattice->spacing * (double) (i / (gsize) lattice->n_x)
      };
      SaffronMovPoint m = saffron_truth_pull (truth, p);
      const SaffronAffine *a = &truth->affine;

      u[i] = a->xx * m.x + a->xy * m.y + a->x0 - p.x;
      v[i] = a->yx * m.x + a->yy * m.y + a->y0 - p.y;
    }
  saffron_lattice_fit (lattice, u, v);
  return saffron_transform_new (width, height, &truth->inverse, lattice);
}

/* @um: what the slides say of their pixels' size; 0: nothing */
static inline SynthPair
synth_pair_new (const SaffronSynthOptions *options, double um)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (GError) error = NULL;
  SynthPair pair = { saffron_synth_new (options, &error) };

  g_assert_no_error (error);
  for (int i = 0; i < 2; i++)
    pair.slides[i] = synth_pair_slide (pair.synth, i, um);
  saffron_look_choose (pair.slides[0], pair.slides[1], params, &pair.looks[0],
                       &pair.looks[1], &error);
  g_assert_no_error (error);
  pair.truth = synth_pair_truth (pair.synth);
  return pair;
}

static inline void
synth_pair_clear (SynthPair *pair)
{
  for (int i = 0; i < 2; i++)
    {
      g_clear_object (&pair->slides[i]);
      saffron_look_clear (&pair->looks[i]);
    }
  g_clear_pointer (&pair->truth, saffron_transform_unref);
  g_clear_pointer (&pair->synth, saffron_synth_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SynthPair, synth_pair_clear)
