/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"
#include "view/display.h"
#include "view/scheduler.h"
#include "view/tile-grid.h"

G_BEGIN_DECLS

/**
 * SaffronFrameLevel:
 * @level: the slide's level
 * @grid: the grid of its tiles
 * @range: the tiles that the canvas touches
 * @wanted: (nullable): for each tile of @range whether the canvas touches it,
 *   row after row; %NULL when it touches all. Pieces of a torn slide may lie
 *   far apart, with a large range between them
 *
 * One level of a slide in a frame.
 */
typedef struct {
  int level;
  SaffronTileGrid grid;
  SaffronTileRange range;
  guint8 *wanted;
} SaffronFrameLevel;

/**
 * SaffronFrameChannel:
 * @channel: the slide's channel, or %SAFFRON_CHANNEL_RGB
 * @display: its contrast, colour and opacity
 * @tiles: for each level of the slide's @levels, range.n_x × range.n_y rasters,
 *   %NULL for a tile that is not decoded yet
 */
typedef struct {
  int channel;
  SaffronChannelDisplay display;
  SaffronRaster ***tiles;
} SaffronFrameChannel;

/**
 * SaffronFrameSlide:
 * @slide: %NULL when there is no such slide
 * @transform: where it lies: reference → slide. %NULL: the identity, as always
 *   for the reference
 * @visible: whether anything of it is drawn
 * @opacity: the slide's opacity
 * @rgb: whether tiles have three samples
 * @type: type of the samples; if channels differ, the widest
 * @width: the slide's width, level-0 pixels
 * @height: the slide's height
 * @bounds: a region that holds all of it that is on the canvas
 * @refused: the level that the display asks for but that would not fit the
 *   cache; else -1
 * @n_levels: number of levels, from the wanted one to the coarsest
 * @levels: the levels, finest first
 * @n_channels: number of visible channels
 * @channels: the visible channels
 * @n_wanted: tiles of the wanted level on the canvas, in all channels
 * @n_missing: how many of these are not decoded yet
 */
typedef struct {
  SaffronSlide *slide;
  SaffronTransform *transform;
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

/* The most slides of a frame: the two sides, and one for each channel that a
 * composite can have. */
#define SAFFRON_FRAME_MAX_SLIDES (2 + SAFFRON_COMPOSITE_MAX_CHANNELS)

/**
 * SaffronFrame:
 *
 * Everything that one picture is made from. Immutable and reference counted.
 * saffron_compositor_draw() and the GL renderer can draw it in any thread. Its
 * first two slides are the reference and the moving slide, by SaffronViewSide;
 * the others are those that only a composite shows.
 */
typedef struct {
  SaffronViewGeometry geometry;
  SaffronViewLook look;
  SaffronTransform *inside; /* NULL: none; else the moving slide's in @region */
  SaffronRect region;       /* reference level-0 pixels */
  int n_slides;             /* at least 2 */
  SaffronFrameSlide slides[SAFFRON_FRAME_MAX_SLIDES];
  /*< private >*/
  gsize budget; /* bytes of the cache that the tiles come from */
  gatomicrefcount ref_count;
} SaffronFrame;

/**
 * saffron_frame_new:
 * @slides: reference and moving slide; either may be %NULL
 * @displays: their displays; %NULL only where the slide is %NULL
 * @transform: (nullable): the identity if %NULL
 * @cache: the cache to take tiles from
 *
 * Takes the tiles that the canvas shows from @cache, from the wanted level to
 * the coarsest. If a wanted level's tiles on the canvas would take more than 40
 * % of the cache, the next coarser level is wanted instead.
 *
 * Returns: (transfer full): the frame
 */
SaffronFrame *saffron_frame_new (const SaffronViewGeometry *geometry,
                                 const SaffronViewLook *look,
                                 SaffronTransform *transform,
                                 SaffronSlide *const slides[2],
                                 const SaffronSlideDisplay *const displays[2],
                                 SaffronTileCache *cache);

/**
 * SaffronFrameSource:
 * @slide: (nullable): there is none
 * @display: %NULL only where @slide is %NULL
 * @transform: (nullable): reference → @slide; the identity if %NULL
 *
 * What a frame is to show of one slide.
 */
typedef struct {
  SaffronSlide *slide;
  const SaffronSlideDisplay *display;
  SaffronTransform *transform;
} SaffronFrameSource;

/**
 * saffron_frame_new_of:
 * @sources: reference, moving slide, and further slides
 * @n: how many, 2 to %SAFFRON_FRAME_MAX_SLIDES
 *
 * The same with any number of slides, as for a composite. They share the cache
 * by their visible channels: together they take no more of it than two slides
 * do.
 *
 * Returns: (transfer full): the frame
 */
SaffronFrame *saffron_frame_new_of (const SaffronViewGeometry *geometry,
                                    const SaffronViewLook *look,
                                    const SaffronFrameSource *sources,
                                    int n,
                                    SaffronTileCache *cache);

/* (transfer full): a frame of the same tiles in which @inside places the moving
 * slide within @region, reference level-0 pixels. */
SaffronFrame *saffron_frame_with_inside (const SaffronFrame *frame,
                                         SaffronTransform *inside,
                                         const SaffronRect *region);
/* (transfer full) (nullable): of such a frame, the same tiles with @inside as
 * the transform everywhere, to be drawn within the region only. %NULL if @frame
 * has no region. */
SaffronFrame *saffron_frame_get_inside (const SaffronFrame *frame);
/* The pixels of the canvas whose centres lie in the region, where the moving
 * slide is drawn; may be empty. */
SaffronRect saffron_frame_get_region (const SaffronFrame *frame);

/* (transfer full): a frame of the same tiles with another look. It is cheap,
 * for flickering, dragging the swipe's edge or moving the lens. */
SaffronFrame *saffron_frame_with_look (const SaffronFrame *frame,
                                       const SaffronViewLook *look);

SaffronFrame *saffron_frame_ref (SaffronFrame *frame);
void saffron_frame_unref (SaffronFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronFrame, saffron_frame_unref)

/**
 * saffron_frame_plan:
 *
 * Lists the tiles to decode for this frame, most urgent first: the coarsest
 * level on the canvas, a level between, the wanted level from the centre
 * outwards with all slides in turn, the rest of the coarsest
 * level, and a margin around the canvas. The list ends where the cache would be
 * full, so that no tile evicts another of the same list.
 *
 * Returns: (transfer full) (element-type SaffronTileRequest): the list
 */
GArray *saffron_frame_plan (const SaffronFrame *frame);

/* How many tiles of the wanted levels on the canvas are not decoded yet. */
guint saffron_frame_count_missing (const SaffronFrame *frame);
/* Whether all of them are decoded. */
gboolean saffron_frame_is_sharp (const SaffronFrame *frame);
/* Whether at least one tile of each visible slide is decoded. */
gboolean saffron_frame_has_pixels (const SaffronFrame *frame);

/* The wanted level; -1 without a slide. */
int saffron_frame_get_level (const SaffronFrame *frame, SaffronViewSide side);

/* The level that the display asks for, if a coarser one is drawn instead
 * because its tiles would not fit into the cache; else -1. */
int saffron_frame_get_refused (const SaffronFrame *frame, SaffronViewSide side);

/* Whether the canvas touches a tile. */
static inline gboolean
saffron_frame_level_wants (const SaffronFrameLevel *level, int tx, int ty)
{
  const SaffronTileRange *range = &level->range;

  return saffron_tile_range_contains (range, tx, ty)
         && (level->wanted == NULL
             || level->wanted[(gsize) (ty - range->y) * (gsize) range->n_x
                              + (gsize) (tx - range->x)]);
}

/* (transfer none) (nullable): the tile in column @tx and row @ty of entry
 * @level of @levels; %NULL when it is not decoded or not on the canvas. */
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
 * @tx: column of a decoded tile
 * @ty: row of that tile
 * @x: a column of the level's pixels, in that tile or next to it; @y is the row
 * @rx: (out): the pixel's column in the raster; @ry is its row
 *
 * Finds the raster that holds a pixel which interpolation in a tile needs: the
 * tile's own or a neighbour's. Where the neighbour is not decoded, the pixel is
 * the nearest one at the tile's own border.
 *
 * Returns: (transfer none): the raster
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

/* How far to the right a slide is drawn of its place on the whole canvas,
 * device pixels. It is not 0 in side-by-side only, where each half shows the
 * middle of the canvas. */
double saffron_frame_shift (const SaffronFrame *frame, SaffronViewSide side);

/**
 * saffron_frame_to_moving:
 *
 * Returns: the moving point under a canvas point; in side-by-side, as the half
 *   shows it that the canvas point belongs to
 */
SaffronMovPoint saffron_frame_to_moving (const SaffronFrame *frame,
                                         SaffronViewPoint p);
SaffronRefPoint saffron_frame_to_reference (const SaffronFrame *frame,
                                            SaffronViewPoint p);
/* The point of the frame's slide @index under a reference point, regions with
 * another transform left out. */
SaffronMovPoint saffron_frame_to_slide (const SaffronFrame *frame,
                                        int index,
                                        SaffronRefPoint p);
/* Where a reference point is drawn on the canvas; in side-by-side, in the half
 * of @side. */
SaffronViewPoint saffron_frame_from_reference (const SaffronFrame *frame,
                                               SaffronViewSide side,
                                               SaffronRefPoint p);

/**
 * saffron_frame_probe:
 * @slide: the frame's slide: a #SaffronViewSide, or one of the others
 * @index: the frame channel, 0 … n_channels - 1
 * @x: place on the slide, level-0 pixels; @y likewise
 * @values: (out caller-allocates): one stored value, or three for RGB
 * @level: (out) (optional): the level that the values were read from
 *
 * Reads the nearest stored value in the finest decoded tile.
 *
 * Returns: %FALSE outside the slide and where no tile is decoded
 */
gboolean saffron_frame_probe (const SaffronFrame *frame,
                              int slide,
                              int index,
                              double x,
                              double y,
                              double values[3],
                              int *level);

G_END_DECLS
