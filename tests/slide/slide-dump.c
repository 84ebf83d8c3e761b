/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "slide/scaled.h"
#include "slide/slide.h"

/* For scripts: slide-dump FILE LEVEL CHANNEL writes all stored values of one
 * channel of one level to stdout, row after row; CHANNEL -1 is interleaved RGB.
 * slide-dump FILE scaled CHANNEL DOWNSAMPLE writes the averaged plane. */

static int
write_scaled (SaffronSlide *slide, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronPlane) plane = NULL;

  plane = saffron_slide_read_scaled (slide, g_ascii_strtoll (argv[3], NULL, 10),
                                     g_ascii_strtod (argv[4], NULL), 4000, NULL,
                                     &error);
  if (plane == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  fwrite (plane->data, 4, saffron_plane_n_pixels (plane), stdout);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSlide) slide = NULL;
  g_autoptr (SaffronRaster) raster = NULL;
  const SaffronLevel *level = NULL;
  SaffronRect rect = { 0 };
  int index;

  if (argc < 4)
    return 2;
  slide = saffron_slide_open (argv[1], NULL, &error);
  if (slide == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  if (argc == 5)
    return write_scaled (slide, argv);
  index = g_ascii_strtoll (argv[2], NULL, 10);
  level = saffron_slide_get_level (slide, index);
  rect.width = level->width;
  rect.height = level->height;
  raster = saffron_slide_read (slide, index, &rect,
                               g_ascii_strtoll (argv[3], NULL, 10), &error);
  if (raster == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  for (int y = 0; y < raster->height; y++)
    fwrite (raster->data + raster->stride * y, raster->stride, 1, stdout);
  return 0;
}
