/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/atlas.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "gl/page.h"

/* A page that is in a layer. */
typedef struct {
  guint64 key;
  int layer;
  guint neighbours; /* the neighbours from which its gutter was made, as bits */
  guint64 used;     /* the last update that needed it */
} Page;

/* One level in which the shader may look up a place. */
typedef struct {
  int level;              /* index into the frame slide's @levels */
  SaffronTileRange pages; /* the pages that the canvas touches */
  int row;                /* the level's first row in the page table */
} UsedLevel;

struct _SaffronGlAtlas {
  SaffronGlCaps caps;
  SaffronSlide *slide; /* not owned, only compared */
  SaffronGlStorage storage;
  gsize limit; /* the most bytes that the pages may take */
  GLuint pages_texture, table_texture;

  int n_layers;
  int n_fresh; /* the first layer that was never used */
  Page *layers;
  GHashTable *pages; /* from guint64 * to Page *, both in @layers */
  guint64 stamp;
  guint8 *staging;

  /* A copy of the page table that is on the GPU. */
  int table_width, table_height;
  guint16 *table;
  UsedLevel used[SAFFRON_GL_MAX_LEVELS]; /* finest first */
  int n_used;
};

static const struct {
  GLint internal;
  GLenum format, type;
} formats[] = {
  [SAFFRON_GL_STORAGE_R8] = { GL_R8, GL_RED, GL_UNSIGNED_BYTE },
  [SAFFRON_GL_STORAGE_R16] = { GL_R16, GL_RED, GL_UNSIGNED_SHORT },
  [SAFFRON_GL_STORAGE_PACKED16] = { GL_RG8, GL_RG, GL_UNSIGNED_BYTE },
  [SAFFRON_GL_STORAGE_R32F] = { GL_R32F, GL_RED, GL_FLOAT },
  [SAFFRON_GL_STORAGE_RGBA8] = { GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE },
  [SAFFRON_GL_STORAGE_RGBA16] = { GL_RGBA16, GL_RGBA, GL_UNSIGNED_SHORT },
  [SAFFRON_GL_STORAGE_RGBA32F] = { GL_RGBA32F, GL_RGBA, GL_FLOAT },
};

SaffronGlAtlas *
saffron_gl_atlas_new (const SaffronGlCaps *caps)
{
  SaffronGlAtlas *atlas = g_new0 (SaffronGlAtlas, 1);

  atlas->caps = *caps;
  atlas->pages = g_hash_table_new (g_int64_hash, g_int64_equal);
  return atlas;
}

static void
drop_pages (SaffronGlAtlas *atlas)
{
  g_hash_table_remove_all (atlas->pages);
  g_clear_pointer (&atlas->layers, g_free);
  if (atlas->pages_texture != 0)
    glDeleteTextures (1, &atlas->pages_texture);
  atlas->pages_texture = 0;
  atlas->n_layers = 0;
  atlas->n_fresh = 0;
}

void
saffron_gl_atlas_free (SaffronGlAtlas *atlas)
{
  drop_pages (atlas);
  if (atlas->table_texture != 0)
    glDeleteTextures (1, &atlas->table_texture);
  g_hash_table_unref (atlas->pages);
  g_free (atlas->table);
  g_free (atlas->staging);
  g_free (atlas);
}

SaffronSlide *
saffron_gl_atlas_get_slide (SaffronGlAtlas *atlas)
{
  return atlas->slide;
}

static SaffronGlStorage
choose_storage (const SaffronGlAtlas *atlas, const SaffronFrameSlide *s)
{
  if (s->type == SAFFRON_SAMPLE_U8)
    return s->rgb ? SAFFRON_GL_STORAGE_RGBA8 : SAFFRON_GL_STORAGE_R8;
  if (s->type == SAFFRON_SAMPLE_U16 && atlas->caps.norm16)
    return s->rgb ? SAFFRON_GL_STORAGE_RGBA16 : SAFFRON_GL_STORAGE_R16;
  if (s->type == SAFFRON_SAMPLE_U16 && !s->rgb)
    return SAFFRON_GL_STORAGE_PACKED16;
  return s->rgb ? SAFFRON_GL_STORAGE_RGBA32F : SAFFRON_GL_STORAGE_R32F;
}

gboolean
saffron_gl_atlas_is_packed (SaffronGlAtlas *atlas)
{
  return atlas->storage == SAFFRON_GL_STORAGE_PACKED16;
}

static int
used_channels (const SaffronFrameSlide *s)
{
  return MIN (s->n_channels, SAFFRON_GL_MAX_CHANNELS);
}

/* One axis of page_range(): the pages from @x0 to @x1, in pixels of the level,
 * with one pixel more for the interpolation. */
static void
clip_pages (double x0, double x1, int page, int *first, int *n)
{
  double from = floor ((x0 - 1.0) / page), to = ceil ((x1 + 1.0) / page);

  from = MAX (from, *first);
  to = MIN (to, *first + *n);
  *first = (int) from;
  *n = (int) MAX (to - from, 0.0);
}

/* The pages of a level that the canvas touches. */
static SaffronTileRange
page_range (const SaffronFrameSlide *s, const SaffronFrameLevel *level)
{
  const SaffronTileGrid *grid = &level->grid;
  int per_x = grid->tile_width / grid->page_width;
  int per_y = grid->tile_height / grid->page_height;
  SaffronTileRange pages = { level->range.x * per_x, level->range.y * per_y,
                             level->range.n_x * per_x,
                             level->range.n_y * per_y };

  clip_pages (s->bounds.x0 / grid->downsample, s->bounds.x1 / grid->downsample,
              grid->page_width, &pages.x, &pages.n_x);
  clip_pages (s->bounds.y0 / grid->downsample, s->bounds.y1 / grid->downsample,
              grid->page_height, &pages.y, &pages.n_y);
  return pages;
}

static gint64
count_pages (const SaffronFrameLevel *level, const SaffronTileRange *pages)
{
  const SaffronTileGrid *grid = &level->grid;
  int per_x = grid->tile_width / grid->page_width;
  int per_y = grid->tile_height / grid->page_height;
  gint64 n = (gint64) pages->n_x * pages->n_y;

  if (level->wanted == NULL)
    return n;
  n = 0;
  for (int y = pages->y; y < pages->y + pages->n_y; y++)
    for (int x = pages->x; x < pages->x + pages->n_x; x++)
      n += saffron_frame_level_wants (level, x / per_x, y / per_y);
  return n;
}

static gboolean
is_complete (const SaffronFrameSlide *s, int l)
{
  const SaffronTileRange *range = &s->levels[l].range;

  for (int c = 0; c < used_channels (s); c++)
    for (int i = 0; i < range->n_x * range->n_y; i++)
      if (s->channels[c].tiles[l][i] == NULL
          && (s->levels[l].wanted == NULL || s->levels[l].wanted[i]))
        return FALSE;
  return TRUE;
}

/* Finds the levels to use: those that touch the canvas, from the finest to the
 * first of which no tile is missing. If the texture has no room for all of
 * these, coarser ones follow, to show where finer pages find none. Of more than
 * SAFFRON_GL_MAX_LEVELS, uses the finest ones and the coarsest. Returns the
 * number of their pages. */
static gint64
find_used (SaffronGlAtlas *atlas, const SaffronFrameSlide *s, gint64 limit)
{
  gint64 n_pages = 0;
  int row = 0;

  atlas->n_used = 0;
  for (int l = 0; l < s->n_levels; l++)
    {
      UsedLevel *used =
          &atlas->used[MIN (atlas->n_used, SAFFRON_GL_MAX_LEVELS - 1)];

      if (s->levels[l].range.n_x == 0)
        continue;
      if (atlas->n_used < SAFFRON_GL_MAX_LEVELS)
        atlas->n_used++;
      else
        row = used->row;
      *used = (UsedLevel){ l, page_range (s, &s->levels[l]), row };
      row += used->pages.n_y * used_channels (s);
      n_pages += count_pages (&s->levels[l], &used->pages) * used_channels (s);
      if (n_pages <= limit && is_complete (s, l))
        break;
    }
  return n_pages;
}

static gboolean
page_exists (const SaffronFrameLevel *level, int px, int py)
{
  return (gint64) px * level->grid.page_width < level->grid.width
         && (gint64) py * level->grid.page_height < level->grid.height;
}

static gsize
layer_bytes (const SaffronGlAtlas *atlas)
{
  return saffron_gl_storage_pixel_size (atlas->storage) * SAFFRON_GL_LAYER_SIZE
         * SAFFRON_GL_LAYER_SIZE;
}

static gint64
layer_limit (const SaffronGlAtlas *atlas)
{
  return MIN ((gint64) atlas->caps.max_layers,
              (gint64) (atlas->limit / layer_bytes (atlas)));
}

/* Makes room for @n_wanted pages and as many older ones. Growing the texture
 * loses its contents, so it should be rare. */
static gboolean
allocate (SaffronGlAtlas *atlas, gint64 n_wanted, GError **error)
{
  gint64 limit = layer_limit (atlas);
  int n = (int) MIN ((2 * n_wanted + 31) / 32 * 32, limit);

  if (atlas->n_layers >= MIN (n_wanted, limit) && atlas->n_layers <= limit)
    return TRUE;
  drop_pages (atlas);
  while (glGetError () != GL_NO_ERROR)
    ;
  glGenTextures (1, &atlas->pages_texture);
  glBindTexture (GL_TEXTURE_2D_ARRAY, atlas->pages_texture);
  glTexParameteri (GL_TEXTURE_2D_ARRAY, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D_ARRAY, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D_ARRAY, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri (GL_TEXTURE_2D_ARRAY, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexParameteri (GL_TEXTURE_2D_ARRAY, GL_TEXTURE_MAX_LEVEL, 0);
  glTexImage3D (GL_TEXTURE_2D_ARRAY, 0, formats[atlas->storage].internal,
                SAFFRON_GL_LAYER_SIZE, SAFFRON_GL_LAYER_SIZE, n, 0,
                formats[atlas->storage].format, formats[atlas->storage].type,
                NULL);
  if (glGetError () != GL_NO_ERROR)
    {
      drop_pages (atlas);
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
          _ ("The graphics memory is full; use the view without OpenGL"));
      return FALSE;
    }
  atlas->n_layers = n;
  atlas->layers = g_new0 (Page, n);
  g_free (atlas->staging);
  atlas->staging = g_malloc (layer_bytes (atlas));
  return TRUE;
}

/* A layer that this update does not need; NULL when it needs all. */
static Page *
free_layer (SaffronGlAtlas *atlas)
{
  Page *oldest = NULL;

  if (atlas->n_fresh < atlas->n_layers)
    {
      atlas->layers[atlas->n_fresh].layer = atlas->n_fresh;
      return &atlas->layers[atlas->n_fresh++];
    }
  for (int i = 0; i < atlas->n_layers; i++)
    if (atlas->layers[i].used < atlas->stamp
        && (oldest == NULL || atlas->layers[i].used < oldest->used))
      oldest = &atlas->layers[i];
  if (oldest != NULL)
    g_hash_table_remove (atlas->pages, &oldest->key);
  return oldest;
}

/* Finds the page in its layer, or uploads it. NULL when there is no room, or
 * when its tile is not decoded. */
static Page *
want_page (SaffronGlAtlas *atlas,
           const SaffronFrameSlide *s,
           int l,
           int c,
           int px,
           int py,
           SaffronGlCounts *counts)
{
  guint64 key = (guint64) s->levels[l].level << 56
                | (guint64) (s->channels[c].channel + 1) << 44
                | (guint64) px << 22 | (guint64) py;
  Page *page = g_hash_table_lookup (atlas->pages, &key);
  guint neighbours;
  int width, height;

  if (page != NULL)
    page->used = atlas->stamp;
  if ((page != NULL && page->neighbours == SAFFRON_GL_ALL_NEIGHBOURS)
      || saffron_gl_page_tile (s, l, c, px, py) == NULL)
    return page;
  neighbours = saffron_gl_page_neighbours (s, l, c, px, py);
  if (page != NULL && (neighbours & ~page->neighbours) == 0)
    return page;
  if (page == NULL && (page = free_layer (atlas)) == NULL)
    return NULL;

  saffron_gl_page_build (s, l, c, px, py, atlas->storage, atlas->staging,
                         &width, &height);
  page->key = key;
  page->used = atlas->stamp;
  page->neighbours = neighbours;
  g_hash_table_insert (atlas->pages, &page->key, page);
  glTexSubImage3D (GL_TEXTURE_2D_ARRAY, 0, 0, 0, page->layer, width, height, 1,
                   formats[atlas->storage].format, formats[atlas->storage].type,
                   atlas->staging);
  counts->n_page_uploads++;
  return page;
}

static void
upload_table (SaffronGlAtlas *atlas,
              guint16 *table,
              int width,
              int height,
              SaffronGlCounts *counts)
{
  gsize n_bytes = (gsize) width * height * sizeof (guint16);

  if (atlas->table != NULL && width == atlas->table_width
      && height == atlas->table_height
      && memcmp (table, atlas->table, n_bytes) == 0)
    {
      g_free (table);
      return;
    }
  if (atlas->table_texture == 0)
    glGenTextures (1, &atlas->table_texture);
  glBindTexture (GL_TEXTURE_2D, atlas->table_texture);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_R16UI, width, height, 0, GL_RED_INTEGER,
                GL_UNSIGNED_SHORT, table);
  g_free (atlas->table);
  atlas->table = table;
  atlas->table_width = width;
  atlas->table_height = height;
  counts->n_table_uploads++;
}

gboolean
saffron_gl_atlas_update (SaffronGlAtlas *atlas,
                         const SaffronFrameSlide *s,
                         gsize limit,
                         SaffronGlCounts *counts,
                         GError **error)
{
  const int n_channels = used_channels (s);
  SaffronGlStorage storage = choose_storage (atlas, s);
  gint64 n_wanted = 0;
  int width = 1, height = 1;
  guint16 *table = NULL;

  if (atlas->slide != s->slide || atlas->storage != storage)
    drop_pages (atlas);
  atlas->slide = s->slide;
  atlas->storage = storage;
  atlas->limit = limit;
  atlas->stamp++;

  n_wanted = find_used (atlas, s, layer_limit (atlas));
  for (int i = 0; i < atlas->n_used; i++)
    {
      const UsedLevel *used = &atlas->used[i];

      width = MAX (width, used->pages.n_x);
      height = MAX (height, used->row + used->pages.n_y * n_channels);
    }
  if (n_wanted == 0)
    return TRUE;
  if (!allocate (atlas, n_wanted, error))
    return FALSE;

  glBindTexture (GL_TEXTURE_2D_ARRAY, atlas->pages_texture);
  glPixelStorei (GL_UNPACK_ALIGNMENT, 1);
  table = g_new0 (guint16, (gsize) width * height);
  for (int i = atlas->n_used - 1; i >= 0; i--)
    {
      const UsedLevel *used = &atlas->used[i];
      const SaffronTileRange *range = &used->pages;

      for (int c = 0; c < n_channels; c++)
        for (int k = 0; k < range->n_x * range->n_y; k++)
          {
            int x = k % range->n_x, y = k / range->n_x;
            const Page *page = NULL;

            if (!page_exists (&s->levels[used->level], range->x + x,
                              range->y + y))
              continue;
            page = want_page (atlas, s, used->level, c, range->x + x,
                              range->y + y, counts);
            if (page != NULL)
              table[(gsize) (used->row + c * range->n_y + y) * width + x] =
                  (guint16) (page->layer + 1);
          }
    }
  upload_table (atlas, table, width, height, counts);
  return TRUE;
}

void
saffron_gl_atlas_describe (SaffronGlAtlas *atlas,
                           const SaffronFrameSlide *s,
                           SaffronViewSide side,
                           double x,
                           double y,
                           SaffronGlPicture *picture)
{
  picture->sides[side][1] = (float) atlas->n_used;
  for (int i = 0; i < atlas->n_used; i++)
    {
      const UsedLevel *used = &atlas->used[i];
      const SaffronTileRange *range = &used->pages;
      const SaffronTileGrid *grid = &s->levels[used->level].grid;
      double left = (double) range->x * grid->page_width;
      double top = (double) range->y * grid->page_height;
      int k = side * SAFFRON_GL_MAX_LEVELS + i;

      picture->map[k][0] = (float) (1.0 / grid->downsample);
      picture->map[k][1] = (float) (x / grid->downsample - left);
      picture->map[k][2] = (float) (y / grid->downsample - top);
      picture->map[k][3] = (float) used->row;
      picture->page[k][0] = (float) grid->page_width;
      picture->page[k][1] = (float) grid->page_height;
      picture->page[k][2] = (float) range->n_x;
      picture->page[k][3] = (float) range->n_y;
      /* A level may be a little smaller than the slide divided by its
       * downsample; its last pixels are then repeated. */
      picture->limit[k][0] = (float) ((double) grid->width - left - 1e-3);
      picture->limit[k][1] = (float) ((double) grid->height - top - 1e-3);
    }
}

void
saffron_gl_atlas_bind (SaffronGlAtlas *atlas, SaffronViewSide side)
{
  glActiveTexture (GL_TEXTURE0 + SAFFRON_GL_UNIT_PAGES0 + side);
  glBindTexture (GL_TEXTURE_2D_ARRAY, atlas->pages_texture);
  glActiveTexture (GL_TEXTURE0 + SAFFRON_GL_UNIT_TABLE0 + side);
  glBindTexture (GL_TEXTURE_2D, atlas->table_texture);
}

guint
saffron_gl_atlas_get_n_layers (SaffronGlAtlas *atlas)
{
  return (guint) atlas->n_layers;
}

gsize
saffron_gl_atlas_get_n_bytes (SaffronGlAtlas *atlas)
{
  return (gsize) atlas->n_layers * layer_bytes (atlas)
         + (gsize) atlas->table_width * atlas->table_height * sizeof (guint16);
}
