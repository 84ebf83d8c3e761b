/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/fake-slide.h"

#include <math.h>

#include "base/error.h"
#include "slide/slide-private.h"
#include "transform/pieces.h"

typedef struct {
  FakeSlide spec;
  int n_reads;
  GMutex lock;
  gint64 n_pixels, largest;
  int broken;
  gulong delay;
} Fake;

/* The slide whose address is written in @path, because a reader gets no other
 * argument. */
static Fake *
fake_from_path (const char *path)
{
  return (Fake *) GSIZE_TO_POINTER (
      (gsize) g_ascii_strtoull (path + strlen ("fake:"), NULL, 16));
}

static gpointer
fake_open (const char *path, SaffronSlideInfo *info, GError **error)
{
  Fake *fake = fake_from_path (path);
  const FakeSlide *spec = &fake->spec;
  double step = spec->step > 1.0 ? spec->step : 2.0, downsample = 1.0;
  int tile = spec->tile > 0 ? spec->tile : 256;

  info->format = g_strdup ("Fake");
  info->um_x = spec->um[0];
  info->um_y = spec->um[1];
  info->kind =
      spec->rgb ? SAFFRON_SLIDE_BRIGHTFIELD : SAFFRON_SLIDE_FLUORESCENCE;
  for (int l = 0; l < MAX (spec->n_levels, 1); l++, downsample *= step)
    saffron_slide_info_add_level (
        info, MAX ((gint64) (spec->width / downsample), 1),
        MAX ((gint64) (spec->height / downsample), 1), tile, tile);
  for (int c = 0; c < (spec->rgb ? 3 : MAX (spec->n_channels, 1)); c++)
    saffron_slide_info_add_channel (info, "Fake", spec->type);
  return fake;
}

static guint32
hash (guint32 x, guint32 y, guint32 c)
{
  guint32 h = x * 0x85ebca6bu ^ y * 0xc2b2ae35u ^ c * 0x27d4eb2fu;

  h ^= h >> 15;
  h *= 0x2c1b3c6du;
  h ^= h >> 12;
  h *= 0x297a2d39u;
  return h ^ h >> 15;
}

/* The waves along one axis of the pattern at @n places of level 0, the first
 * at @first, the others @d apart. */
static double *
waves_new (double first, double d, int n, double period, double at_0)
{
  double *waves = g_new (double, n);

  for (int i = 0; i < n; i++)
    waves[i] = sin ((first + i * d) / period + at_0);
  return waves;
}

/* The grain, 0 … 1, at a place of level 0, as a level of @downsample shows
 * it. */
static double
grain_at (double x, double y, double downsample, int c)
{
  return hash ((guint32) (gint64) floor (x / downsample / 3.0),
               (guint32) (gint64) floor (y / downsample / 3.0), (guint32) c)
         / 4294967296.0;
}

/* What one channel of a region is made of. */
typedef struct {
  const FakeSlide *spec;
  double downsample;
  int c;
  double max;
  double *across, *down; /* the pattern's waves by column and row */
} Texture;

static void
texture_init (Texture *self,
              const FakeSlide *spec,
              const SaffronRect *rect,
              double downsample,
              int c)
{
  double x = (rect->x + 0.5) * downsample + spec->phase;
  double y = (rect->y + 0.5) * downsample;

  *self = (Texture){ spec, downsample, c, saffron_sample_type_max (spec->type),
                     NULL, NULL };
  self->across = waves_new (x, downsample, (int) rect->width, 97.0, c);
  /* A cosine. */
  self->down = waves_new (y, downsample, (int) rect->height, 71.0, G_PI_2 - c);
}

static void
texture_clear (Texture *self)
{
  g_free (self->across);
  g_free (self->down);
}

/* The stored value of column @i and row @j, whose centre is x, y of level 0. */
static double
texture_value (const Texture *self, int i, int j, double x, double y)
{
  const FakeSlide *spec = self->spec;
  double v = spec->value;

  if (spec->color[0] != 0)
    return spec->color[self->c];
  if (spec->ramp[0] != 0.0 || spec->ramp[1] != 0.0)
    v = spec->ramp[0] * (x - spec->origin[0])
        + spec->ramp[1] * (y - spec->origin[1]);
  else if (spec->value == 0)
    {
      double wave = 0.5 + 0.25 * self->across[i] + 0.25 * self->down[j];

      v = self->max
          * (0.6 * wave
             + 0.4 * grain_at (x + spec->phase, y, self->downsample, self->c));
    }
  return spec->type == SAFFRON_SAMPLE_F32 ? v : CLAMP (v, 0.0, self->max);
}

/* Fills sample @k of @n of every pixel. */
static void
fill (SaffronRaster *raster,
      const Texture *texture,
      const SaffronRect *rect,
      int n,
      int k)
{
  double d = texture->downsample;

  for (int j = 0; j < raster->height; j++)
    for (int i = 0; i < raster->width; i++)
      {
        guint8 *row = raster->data + (gsize) j * raster->stride;
        double v = texture_value (texture, i, j, (rect->x + i + 0.5) * d,
                                  (rect->y + j + 0.5) * d);

        if (texture->spec->type == SAFFRON_SAMPLE_U8)
          row[i * n + k] = (guint8) v;
        else if (texture->spec->type == SAFFRON_SAMPLE_U16)
          ((guint16 *) row)[i * n + k] = (guint16) v;
        else
          ((float *) row)[i * n + k] = (float) v;
      }
}

static SaffronRaster *
fake_read (gpointer handle,
           const SaffronSlideInfo *info,
           int level,
           const SaffronRect *rect,
           int channel,
           GError **error)
{
  Fake *fake = handle;
  const FakeSlide *spec = &fake->spec;
  int n = channel == SAFFRON_CHANNEL_RGB ? 3 : 1;
  double d = g_array_index (info->levels, SaffronLevel, level).downsample;
  SaffronRaster *raster = NULL;

  g_atomic_int_inc (&fake->n_reads);
  g_mutex_lock (&fake->lock);
  fake->n_pixels += rect->width * rect->height;
  fake->largest = MAX (fake->largest, rect->width * rect->height);
  g_mutex_unlock (&fake->lock);
  if (fake->delay > 0)
    g_usleep (fake->delay);
  if (g_atomic_int_get (&fake->broken) == level)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                   "fake: level %d cannot be read", level);
      return NULL;
    }
  raster =
      saffron_raster_new ((int) rect->width, (int) rect->height, n, spec->type);
  for (int k = 0; k < n; k++)
    {
      Texture texture;

      texture_init (&texture, spec, rect, d, MAX (channel, k));
      fill (raster, &texture, rect, n, k);
      texture_clear (&texture);
    }
  return raster;
}

static void
fake_close (gpointer handle)
{
  Fake *fake = handle;

  g_mutex_clear (&fake->lock);
  g_free (fake);
}

static const SaffronSlideOps fake_ops = {
  .name = "fake",
  .open = fake_open,
  .read = fake_read,
  .close = fake_close,
};

SaffronSlide *
fake_slide_new (const FakeSlide *spec)
{
  Fake *fake = g_new0 (Fake, 1);
  g_autofree char *path =
      g_strdup_printf ("fake:%" G_GSIZE_MODIFIER "x", GPOINTER_TO_SIZE (fake));

  fake->spec = *spec;
  fake->broken = -1;
  return saffron_slide_open_with (&fake_ops, path, NULL);
}

static Fake *
get_fake (SaffronSlide *slide)
{
  return fake_from_path (saffron_slide_get_path (slide));
}

int
fake_slide_get_n_reads (SaffronSlide *slide)
{
  return g_atomic_int_get (&get_fake (slide)->n_reads);
}

gint64
fake_slide_get_n_pixels (SaffronSlide *slide)
{
  return get_fake (slide)->n_pixels;
}

gint64
fake_slide_get_largest (SaffronSlide *slide)
{
  return get_fake (slide)->largest;
}

void
fake_slide_break_level (SaffronSlide *slide, int level)
{
  g_atomic_int_set (&get_fake (slide)->broken, level);
}

void
fake_slide_set_delay (SaffronSlide *slide, gulong us)
{
  get_fake (slide)->delay = us;
}

SaffronTransform *
fake_transform_new (double width,
                    double height,
                    double amplitude,
                    double spacing)
{
  SaffronAffine affine = { 0.999, 0.02, 13.25, -0.02, 1.001, -7.5 };
  SaffronLattice *lattice = NULL;

  if (amplitude > 0.0)
    {
      lattice = saffron_lattice_new (width, height, spacing);
      for (int j = 0; j < lattice->n_y; j++)
        for (int i = 0; i < lattice->n_x; i++)
          {
            lattice->u[j * lattice->n_x + i] =
                (float) (amplitude * sin (0.9 * i + 0.4 * j));
            lattice->v[j * lattice->n_x + i] =
                (float) (amplitude * cos (0.5 * i - 0.8 * j));
          }
    }
  return saffron_transform_new (width, height, &affine, lattice);
}

static SaffronPieceMap *
torn_map (double width, double height)
{
  const SaffronRefBox area = { 0.0, 0.0, width, height };
  double cell = MAX (width, height) / 999.7;
  int n_x = saffron_piece_map_count (width, cell);
  int n_y = saffron_piece_map_count (height, cell);
  g_autofree guint8 *labels = g_new (guint8, n_x * n_y);

  for (int j = 0; j < n_y; j++)
    for (int i = 0; i < n_x; i++)
      {
        double x = (i + 0.5) * cell / width, y = (j + 0.5) * cell / height;
        guint8 label = x > 0.45 + 0.2 * y;

        labels[j * n_x + i] = y - 0.3 * x > 0.4 ? 2 : label;
      }
  return saffron_piece_map_new (&area, cell, 3, labels);
}

SaffronTransform *
fake_torn_new (double width, double height, double apart)
{
  const double angles[] = { 0.0, 0.21, 2.97 };
  SaffronTransform *pieces[3];
  SaffronTransform *torn = NULL;

  for (int k = 0; k < 3; k++)
    {
      g_autoptr (SaffronTransform) whole =
          fake_transform_new (width, height, 2.0 + k, 160.0 + 31.0 * k);
      double c = cos (angles[k]), s = sin (angles[k]);
      double x = 0.5 * width, y = 0.5 * height;
      SaffronAffine turn = { c, -s, x - c * x + s * y - apart * k,
                             s, c,  y - s * x - c * y + 0.5 * apart * k };
      SaffronAffine affine =
          saffron_affine_compose (saffron_transform_get_affine (whole), &turn);

      pieces[k] = saffron_transform_new (
          width, height, &affine,
          saffron_lattice_copy (saffron_transform_get_lattice (whole)));
    }
  torn = saffron_transform_join (torn_map (width, height), pieces);
  for (int k = 0; k < 3; k++)
    saffron_transform_unref (pieces[k]);
  return torn;
}
