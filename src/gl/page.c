/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/page.h"

gsize
saffron_gl_storage_pixel_size (SaffronGlStorage storage)
{
  static const guint8 sizes[] = {
    [SAFFRON_GL_STORAGE_R8] = 1,       [SAFFRON_GL_STORAGE_R16] = 2,
    [SAFFRON_GL_STORAGE_PACKED16] = 2, [SAFFRON_GL_STORAGE_R32F] = 4,
    [SAFFRON_GL_STORAGE_RGBA8] = 4,    [SAFFRON_GL_STORAGE_RGBA16] = 8,
    [SAFFRON_GL_STORAGE_RGBA32F] = 16,
  };

  return sizes[storage];
}

static void
copy_gray (const SaffronRaster *raster,
           int x,
           int y,
           int n,
           SaffronGlStorage storage,
           guint8 *out)
{
  for (int i = 0; i < n; i++)
    {
      float value = (float) saffron_raster_get (raster, x + i, y, 0);

      switch (storage)
        {
        case SAFFRON_GL_STORAGE_R8:
          out[i] = (guint8) value;
          break;
        case SAFFRON_GL_STORAGE_R16:
          ((guint16 *) out)[i] = (guint16) value;
          break;
        case SAFFRON_GL_STORAGE_PACKED16:
          out[2 * i] = (guint8) ((guint) value >> 8);
          out[2 * i + 1] = (guint8) ((guint) value & 0xff);
          break;
        case SAFFRON_GL_STORAGE_R32F:
        case SAFFRON_GL_STORAGE_RGBA8:
        case SAFFRON_GL_STORAGE_RGBA16:
        case SAFFRON_GL_STORAGE_RGBA32F:
        default:
          ((float *) out)[i] = value;
        }
    }
}

static void
copy_rgb (const SaffronRaster *raster,
          int x,
          int y,
          int n,
          SaffronGlStorage storage,
          guint8 *out)
{
  for (int i = 0; i < n; i++)
    for (int k = 0; k < 4; k++)
      {
        float value =
            k < 3 ? (float) saffron_raster_get (raster, x + i, y, k) : 0.0f;

        if (storage == SAFFRON_GL_STORAGE_RGBA8)
          out[4 * i + k] = (guint8) value;
        else if (storage == SAFFRON_GL_STORAGE_RGBA16)
          ((guint16 *) out)[4 * i + k] = (guint16) value;
        else
          /* Samples are divided by their type's largest value, as OpenGL does
           * with normalised textures. */
          ((float *) out)[4 * i + k] =
              value / (float) saffron_sample_type_max (raster->type);
      }
}

/* Copies @n pixels of one row in the storage's layout. The common kinds are as
 * fast as a plain copy. */
static void
copy_run (const SaffronRaster *raster,
          int x,
          int y,
          int n,
          SaffronGlStorage storage,
          guint8 *out)
{
  const guint8 *row = raster->data + (gsize) y * raster->stride;

  if ((storage == SAFFRON_GL_STORAGE_R8 && raster->type == SAFFRON_SAMPLE_U8)
      || (storage == SAFFRON_GL_STORAGE_R16
          && raster->type == SAFFRON_SAMPLE_U16))
    {
      gsize size = saffron_gl_storage_pixel_size (storage);

      memcpy (out, row + (gsize) x * size, (gsize) n * size);
      return;
    }
  if (storage == SAFFRON_GL_STORAGE_RGBA8 && raster->type == SAFFRON_SAMPLE_U8)
    {
      const guint8 *in = row + (gsize) x * 3;

      for (int i = 0; i < n; i++, in += 3, out += 4)
        {
          out[0] = in[0];
          out[1] = in[1];
          out[2] = in[2];
          out[3] = 0xff;
        }
      return;
    }
  if (raster->n_samples == 3)
    copy_rgb (raster, x, y, n, storage, out);
  else
    copy_gray (raster, x, y, n, storage, out);
}

const SaffronRaster *
saffron_gl_page_tile (const SaffronFrameSlide *slide,
                      int level,
                      int channel,
                      int px,
                      int py)
{
  const SaffronTileGrid *grid = &slide->levels[level].grid;

  return saffron_frame_get_tile (slide, level, channel,
                                 px / (grid->tile_width / grid->page_width),
                                 py / (grid->tile_height / grid->page_height));
}

guint
saffron_gl_page_neighbours (const SaffronFrameSlide *slide,
                            int level,
                            int channel,
                            int px,
                            int py)
{
  const SaffronTileGrid *grid = &slide->levels[level].grid;
  guint mask = 0, bit = 1;

  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++)
      {
        gint64 x = px + dx, y = py + dy;

        if (dx == 0 && dy == 0)
          continue;
        if (x < 0 || y < 0 || x * grid->page_width >= grid->width
            || y * grid->page_height >= grid->height
            || saffron_gl_page_tile (slide, level, channel, (int) x, (int) y)
                   != NULL)
          mask |= bit;
        bit <<= 1;
      }
  return mask;
}

void
saffron_gl_page_build (const SaffronFrameSlide *slide,
                       int level,
                       int channel,
                       int px,
                       int py,
                       SaffronGlStorage storage,
                       guint8 *out,
                       int *width,
                       int *height)
{
  const SaffronTileGrid *grid = &slide->levels[level].grid;
  const gsize size = saffron_gl_storage_pixel_size (storage);
  gint64 x0 = (gint64) px * grid->page_width;
  gint64 y0 = (gint64) py * grid->page_height;
  int w = (int) MIN (grid->page_width, grid->width - x0);
  int h = (int) MIN (grid->page_height, grid->height - y0);
  const int tx = px / (grid->tile_width / grid->page_width);
  const int ty = py / (grid->tile_height / grid->page_height);

  *width = w + 2;
  *height = h + 2;
  for (int j = -1; j <= h; j++)
    {
      const SaffronRaster *raster = NULL;
      int x, y;

      raster = saffron_frame_locate (slide, level, channel, tx, ty, x0 - 1,
                                     y0 + j, &x, &y);
      copy_run (raster, x, y, 1, storage, out);
      raster = saffron_frame_locate (slide, level, channel, tx, ty, x0, y0 + j,
                                     &x, &y);
      copy_run (raster, x, y, w, storage, out + size);
      raster = saffron_frame_locate (slide, level, channel, tx, ty, x0 + w,
                                     y0 + j, &x, &y);
      copy_run (raster, x, y, 1, storage, out + (gsize) (w + 1) * size);
      out += (gsize) (w + 2) * size;
    }
}
