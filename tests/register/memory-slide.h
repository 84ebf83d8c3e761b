/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "slide/slide-private.h"
#include "synth/synth.h"

/* Slides of one level whose values are in memory: one raster a channel, or one
 * interleaved one of a picture in colour. */
#define MEMORY_CHANNELS 4

typedef struct {
  SaffronSlideKind kind;
  int n_channels;
  const char *names[MEMORY_CHANNELS];
  SaffronRaster *rasters[MEMORY_CHANNELS]; /* of RGB, the first one alone */
  double um;                               /* per pixel; 0: unknown */
} MemorySlide;

static inline MemorySlide *
memory_from_path (const char *path)
{
  return (MemorySlide *) GSIZE_TO_POINTER (
      (gsize) g_ascii_strtoull (path + strlen ("memory:"), NULL, 16));
}

static inline gpointer
memory_open (const char *path, SaffronSlideInfo *info, GError **error)
{
  MemorySlide *memory = memory_from_path (path);
  const SaffronRaster *raster = memory->rasters[0];

  info->format = g_strdup ("Memory");
  info->kind = memory->kind;
  info->um_x = info->um_y = memory->um;
  saffron_slide_info_add_level (info, raster->width, raster->height, 256, 256);
  for (int c = 0; c < memory->n_channels; c++)
    saffron_slide_info_add_channel (info, memory->names[c], raster->type);
  return memory;
}

static inline SaffronRaster *
memory_read (gpointer handle,
             const SaffronSlideInfo *info,
             int level,
             const SaffronRect *rect,
             int channel,
             GError **error)
{
  const MemorySlide *memory = handle;
  gboolean rgb = memory->rasters[0]->n_samples == 3;
  const SaffronRaster *from =
      rgb ? memory->rasters[0] : memory->rasters[channel];
  int n = channel == SAFFRON_CHANNEL_RGB ? 3 : 1;
  gsize size = saffron_sample_type_size (from->type);
  gsize pixel = size * (gsize) from->n_samples;
  SaffronRaster *to =
      saffron_raster_new ((int) rect->width, (int) rect->height, n, from->type);

  for (int y = 0; y < to->height; y++)
    for (int x = 0; x < to->width; x++)
      memcpy (to->data + to->stride * (gsize) y + size * (gsize) (n * x),
              from->data + from->stride * (gsize) (rect->y + y)
                  + pixel * (gsize) (rect->x + x)
                  + (rgb && n == 1 ? size * (gsize) channel : 0),
              size * (gsize) n);
  return to;
}

static inline void
memory_close (gpointer handle)
{
  MemorySlide *memory = handle;

  for (int c = 0; c < MEMORY_CHANNELS; c++)
    g_clear_pointer (&memory->rasters[c], saffron_raster_unref);
  g_free (memory);
}

static const SaffronSlideOps memory_ops = {
  .name = "memory",
  .open = memory_open,
  .read = memory_read,
  .close = memory_close,
};

/* Takes the rasters. */
static inline SaffronSlide *
memory_slide_new (const MemorySlide *spec)
{
  MemorySlide *memory = g_new (MemorySlide, 1);
  g_autofree char *path = NULL;

  *memory = *spec;
  path = g_strdup_printf ("memory:%" G_GSIZE_MODIFIER "x",
                          GPOINTER_TO_SIZE (memory));
  return saffron_slide_open_with (&memory_ops, path, NULL);
}

/* The first channel of a slide that never was. */
static inline SaffronSlide *
memory_slide_of_synth (const SaffronSynth *synth, int slide)
{
  SaffronRect all = { 0, 0, saffron_synth_get_width (synth, slide),
                      saffron_synth_get_height (synth, slide) };
  MemorySlide spec = {
    .kind = SAFFRON_SLIDE_FLUORESCENCE,
    .n_channels = 1,
    .names = { saffron_synth_get_channel_name (synth, slide, 0) },
    .rasters = { saffron_raster_new ((int) all.width, (int) all.height, 1,
                                     SAFFRON_SAMPLE_U16) },
  };

  saffron_synth_render (synth, slide, 0, &all, spec.rasters[0]);
  return memory_slide_new (&spec);
}
