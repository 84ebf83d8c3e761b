/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"
#include "view/display.h"
#include "view/scheduler.h"
#include "view/tile-grid.h"

G_BEGIN_DECLS

/**
 * SaffronFrameLevel:
 * @level: of the slide
 * @grid: its tiles
 * @range: the tiles that the canvas touches
 *
 * One level of a slide in a frame.
 */
typedef struct {
  int level;
  SaffronTileGrid grid;
  SaffronTileRange range;
} SaffronFrameLevel;

/**
 * SaffronFrameChannel:
 * @channel: of the slide, or %SAFFRON_CHANNEL_RGB
 * @display: contrast, colour …
 * @tiles: for each level of the slide's @levels, range.n_x × range.n_y rasters,
 *   %NULL where there is none yet
 */
typedef struct {
  int channel;
  SaffronChannelDisplay display;
  SaffronRaster ***tiles;
} SaffronFrameChannel;

/**
 * SaffronFrameSlide:
 * @slide: %NULL when there is no such slide
 * @visible: whether anything of it is to be drawn
 * @opacity: of the slide
 * @rgb: whether tiles have three samples
 * @type: of the samples; of the widest channel
 * @width: of the slide, level-0 pixels
 * @height: of the slide
 * @bounds: what of it is on the canvas, or a little more
 * @refused: the fixed level that would not fit the cache, or -1
 * @n_levels: levels from the one wanted to the coarsest
 * @levels: finest first
 * @n_channels: visible channels
 * @channels: those
 * @n_wanted: tiles of the wanted level on the canvas, over channels
 * @n_missing: of these, not there yet
 */
typedef struct {
  SaffronSlide *slide;
  gboolean visible;
  double opacity;
  gboolean rgb;
  SaffronSampleType type;
  gint64 width, height;
  SaffronViewBounds bounds;
  int refused;
  int n_levels;
  SaffronFrameLevel *levels;
  int n_channels;
  SaffronFrameChannel *channels;
  guint n_wanted, n_missing;
} SaffronFrameSlide;

/**
 * SaffronFrame:
 *
 * All that one picture is made from. Immutable and reference counted; drawn by
 * saffron_compositor_draw() and by the GL renderer, in any thread.
 */
typedef struct {
  SaffronViewGeometry geometry;
  SaffronViewLook look;
  SaffronTransform *transform; /* NULL: the identity */
  SaffronTransform *inside;    /* NULL, or the transform within @region */
  SaffronRect region;          /* reference level-0 pixels */
  SaffronFrameSlide slides[2]; /* by SaffronViewSide */
  /*< private >*/
  gsize budget; /* of the cache that the tiles come from */
  gatomicrefcount ref_count;
} SaffronFrame;

/**
 * saffron_frame_new:
 * @slides: reference and moving, either may be %NULL
 * @displays: their displays, %NULL only where the slide is
 * @transform: (nullable): the identity if %NULL
 * @cache: where the tiles are
 *
 * Takes from @cache what the canvas shows, from the wanted level to the
 * coarsest. A wanted level whose tiles on the canvas would not fit into half
 * of the cache is replaced by the next coarser one.
 *
 * Returns: (transfer full): the frame
 */
SaffronFrame *saffron_frame_new (const SaffronViewGeometry *geometry,
                                 const SaffronViewLook *look,
                                 SaffronTransform *transform,
                                 SaffronSlide *const slides[2],
                                 const SaffronSlideDisplay *const displays[2],
                                 SaffronTileCache *cache);

/* The same tiles, but in @region, reference level-0 pixels, the moving slide
 * lies by @inside. */
SaffronFrame *saffron_frame_with_inside (const SaffronFrame *frame,
                                         SaffronTransform *inside,
                                         const SaffronRect *region);
/* What of such a frame is within its region, and drawn there alone: the same
 * tiles by @inside everywhere. %NULL where there is no region. */
SaffronFrame *saffron_frame_get_inside (const SaffronFrame *frame);
/* The pixels of the canvas whose centres lie in the region, as drawn for the
 * moving slide; may be empty. */
SaffronRect saffron_frame_get_region (const SaffronFrame *frame);

/* The same tiles with another look, for hold-to-flicker, dragging the swipe
 * edge, moving the lens: costs nothing. */
SaffronFrame *saffron_frame_with_look (const SaffronFrame *frame,
                                       const SaffronViewLook *look);

SaffronFrame *saffron_frame_ref (SaffronFrame *frame);
void saffron_frame_unref (SaffronFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronFrame, saffron_frame_unref)

/**
 * saffron_frame_plan:
 *
 * What to decode for this frame, most urgent first: the coarsest level on the
 * canvas, one between, then the wanted level from the centre outwards,
 * reference and moving in turn, the rest of the coarsest level, at last a
 * margin around the canvas. Ends where the cache would not hold more, so that
 * no tile drives out another one of the same list.
 *
 * Returns: (transfer full) (element-type SaffronTileRequest): the list
 */
GArray *saffron_frame_plan (const SaffronFrame *frame);

/* Whether all tiles of the wanted levels on the canvas are there. */
gboolean saffron_frame_is_sharp (const SaffronFrame *frame);
/* Whether at least one tile of each visible slide is there. */
gboolean saffron_frame_has_pixels (const SaffronFrame *frame);

/* The level of the finest tiles wanted, -1 without a slide. */
int saffron_frame_get_level (const SaffronFrame *frame, SaffronViewSide side);

/* The level that the display asks for, where a coarser one is drawn in its
 * place since its tiles would not fit into the cache; else -1. */
int saffron_frame_get_refused (const SaffronFrame *frame, SaffronViewSide side);

/* (nullable): a tile, by its place in the grid of an entry of @levels; %NULL
 * when it is not there or not on the canvas. */
static inline const SaffronRaster *
saffron_frame_get_tile (const SaffronFrameSlide *slide,
                        int level,
                        int channel,
                        int tx,
                        int ty)
{
  const SaffronTileRange *range = &slide->levels[level].range;

  if (!saffron_tile_range_contains (range, tx, ty))
    return NULL;
  return slide->channels[channel]
      .tiles[level][(gsize) (ty - range->y) * range->n_x + (tx - range->x)];
}

/**
 * saffron_frame_locate:
 * @tx: column of a tile that is there
 * @ty: its row
 * @x: a pixel of the level, in that tile or beside it
 * @rx: (out): where it is in the raster
 *
 * Which raster gives a pixel that interpolation in a tile needs: the
 * neighbour's, or, where there is none, the tile's own border.
 */
const SaffronRaster *saffron_frame_locate (const SaffronFrameSlide *slide,
                                           int level,
                                           int channel,
                                           int tx,
                                           int ty,
                                           gint64 x,
                                           gint64 y,
                                           int *rx,
                                           int *ry);

/* How far right of where it would be on the whole canvas a slide is drawn,
 * device pixels: each half of side-by-side shows the canvas' middle. */
double saffron_frame_shift (const SaffronFrame *frame, SaffronViewSide side);

/**
 * saffron_frame_to_moving:
 *
 * The moving point under a canvas point, also in side-by-side, where a canvas
 * point belongs to one half.
 */
SaffronMovPoint saffron_frame_to_moving (const SaffronFrame *frame,
                                         SaffronViewPoint p);
SaffronRefPoint saffron_frame_to_reference (const SaffronFrame *frame,
                                            SaffronViewPoint p);
/* Where a reference point is drawn; in side-by-side, in the half of @side. */
SaffronViewPoint saffron_frame_from_reference (const SaffronFrame *frame,
                                               SaffronViewSide side,
                                               SaffronRefPoint p);

/**
 * saffron_frame_probe:
 * @index: the frame channel, 0 … n_channels - 1
 * @x: of the slide, level-0 pixels
 * @values: (out caller-allocates): one stored value, or three for RGB
 * @level: (out) (optional): the level that it was read from
 *
 * The nearest stored value in the finest tile that is there.
 *
 * Returns: %FALSE outside the slide and where no tile is there
 */
gboolean saffron_frame_probe (const SaffronFrame *frame,
                              SaffronViewSide side,
                              int index,
                              double x,
                              double y,
                              double values[3],
                              int *level);

G_END_DECLS
