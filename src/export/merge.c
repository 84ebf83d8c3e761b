/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/merge.h"

#include <math.h>

#include "export/target.h"
#include "export/warp-frame.h"
#include "export/warper-store.h"
#include "slide/channel-names.h"

/* So few channels are written together that they come from few slides, each of
 * which keeps decoded tiles. */
#define GROUP 3

typedef struct {
  SaffronSlide *slide; /* NULL once its channels are written */
  SaffronTransform *transform;
  char *name;
  gboolean bright;
  int last; /* the last channel of the file that comes from it */
} Source;

struct _SaffronMerge {
  GArray *sources;
  SaffronJob *job;
  GPtrArray *channels; /* those being written */
  SaffronWarpFrame frame;
  SaffronSampleType type;
  GMutex lock; /* guards the slides of @sources */
};

static void
source_clear (gpointer data)
{
  Source *source = data;

  g_clear_object (&source->slide);
  g_clear_pointer (&source->transform, saffron_transform_unref);
  g_free (source->name);
}

SaffronMerge *
saffron_merge_new (void)
{
  SaffronMerge *merge = g_new0 (SaffronMerge, 1);

  merge->sources = g_array_new (FALSE, FALSE, sizeof (Source));
  g_array_set_clear_func (merge->sources, source_clear);
  g_mutex_init (&merge->lock);
  return merge;
}

void
saffron_merge_free (SaffronMerge *merge)
{
  g_array_unref (merge->sources);
  g_mutex_clear (&merge->lock);
  g_free (merge);
}

static Source *
get_source (SaffronMerge *merge, guint index)
{
  return &g_array_index (merge->sources, Source, index);
}

void
saffron_merge_add (SaffronMerge *merge,
                   SaffronSlide *slide,
                   const SaffronTransform *transform,
                   const char *name)
{
  Source source = {
    .slide = g_object_ref (slide),
    .name = g_strdup (name),
    .bright = saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD,
    .last = -1,
  };

  source.transform =
      transform != NULL
          ? saffron_transform_ref ((SaffronTransform *) transform)
          : saffron_transform_new ((double) saffron_slide_get_width (slide),
                                   (double) saffron_slide_get_height (slide),
                                   &SAFFRON_AFFINE_IDENTITY, NULL);
  g_array_append_val (merge->sources, source);
}

static void
channel_free (gpointer data)
{
  SaffronMergeChannel *channel = data;

  g_free (channel->name);
  g_free (channel);
}

/* Whether an earlier slide shows the same nuclear stain. */
static gboolean
has_stain (SaffronMerge *merge, GPtrArray *channels, guint slide, int rank)
{
  for (guint i = 0; i < channels->len; i++)
    {
      const SaffronMergeChannel *other = channels->pdata[i];
      const Source *source = get_source (merge, other->slide);
      const SaffronChannel *info =
          saffron_slide_get_channel (source->slide, other->channel);

      if (other->slide != slide && saffron_nuclear_rank (info->name) == rank)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_name (GPtrArray *channels, const char *name)
{
  for (guint i = 0; i < channels->len; i++)
    {
      const SaffronMergeChannel *other = channels->pdata[i];

      if (g_ascii_strcasecmp (other->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* (transfer full) */
static char *
find_name (GPtrArray *channels, const char *name, const Source *source)
{
  g_autofree char *found = has_name (channels, name) || source->bright
                               ? g_strdup_printf ("%s (%s)", name, source->name)
                               : g_strdup (name);

  for (guint k = 2; has_name (channels, found); k++)
    {
      g_free (found);
      found = g_strdup_printf ("%s (%s %u)", name, source->name, k);
    }
  return g_steal_pointer (&found);
}

static gboolean
has_color (GPtrArray *channels, guint32 color)
{
  for (guint i = 0; i < channels->len; i++)
    if (((const SaffronMergeChannel *) channels->pdata[i])->color == color)
      return TRUE;
  return FALSE;
}

/* A full colour; neighbouring numbers lie far apart on the wheel (by the golden
 * angle). */
static guint32
wheel_color (guint number)
{
  double hue = fmod (number * 0.381966, 1.0) * 6.0;
  guint32 rgb = 0;

  for (int k = 0; k < 3; k++)
    {
      double at = fmod (hue + (k == 0 ? 0.0 : k == 1 ? 4.0 : 2.0), 6.0);
      double value = CLAMP (fabs (at - 3.0) - 1.0, 0.0, 1.0);

      rgb = rgb << 8 | (guint32) (value * 255.0 + 0.5);
    }
  return rgb;
}

static guint32
find_color (GPtrArray *channels, const SaffronChannel *info)
{
  guint32 color = info->color;

  if (info->has_color && !has_color (channels, color))
    return color;
  if (saffron_is_nuclear_stain (info->name) && !has_color (channels, 0x0000ff))
    return 0x0000ff;
  /* From green on, since nuclei are blue. */
  for (guint number = channels->len + 1;; number++)
    {
      color = wheel_color (number);
      if (!has_color (channels, color))
        return color;
    }
}

GPtrArray *
saffron_merge_list (SaffronMerge *merge, gboolean duplicates)
{
  GPtrArray *channels = g_ptr_array_new_with_free_func (channel_free);

  for (guint i = 0; i < merge->sources->len; i++)
    {
      const Source *source = get_source (merge, i);

      for (int c = 0; c < saffron_slide_get_n_channels (source->slide); c++)
        {
          const SaffronChannel *info =
              saffron_slide_get_channel (source->slide, c);
          int rank = saffron_nuclear_rank (info->name);
          SaffronMergeChannel *channel = NULL;

          if (!duplicates && rank > 0 && has_stain (merge, channels, i, rank))
            continue;
          channel = g_new0 (SaffronMergeChannel, 1);
          channel->slide = i;
          channel->channel = c;
          channel->name = find_name (channels, info->name, source);
          channel->color = find_color (channels, info);
          g_ptr_array_add (channels, channel);
        }
    }
  return channels;
}

/* (transfer full): the slide of a channel. Lets slides go that come before the
 * channel's group, of which no channel is asked for again. */
static SaffronSlide *
take_slide (SaffronMerge *merge, int channel)
{
  const SaffronMergeChannel *wanted = merge->channels->pdata[channel];
  SaffronSlide *slide = NULL;
  int first = channel - channel % GROUP;

  g_mutex_lock (&merge->lock);
  for (guint i = 0; i < wanted->slide; i++)
    if (get_source (merge, i)->last < first)
      g_clear_object (&get_source (merge, i)->slide);
  slide = g_object_ref (get_source (merge, wanted->slide)->slide);
  g_mutex_unlock (&merge->lock);
  return slide;
}

static gboolean
give_region (int channel,
             const SaffronRect *rect,
             SaffronRaster *out,
             gpointer data,
             GError **error)
{
  SaffronMerge *merge = data;
  const SaffronMergeChannel *wanted = merge->channels->pdata[channel];
  const Source *source = get_source (merge, wanted->slide);
  g_autoptr (SaffronSlide) slide = take_slide (merge, channel);
  SaffronWarper warper = {
    .slide = slide,
    .transform = source->transform,
    .origin = merge->frame.origin,
    .downsample_x = merge->frame.downsample_x,
    .downsample_y = merge->frame.downsample_y,
    /* On whole pixels, linear gives the reference's stored values. */
    .interpolation = wanted->slide > 0 ? SAFFRON_INTERPOLATION_CUBIC
                                       : SAFFRON_INTERPOLATION_LINEAR,
  };

  if (source->bright)
    warper.outside = (float) saffron_sample_type_max (
        saffron_slide_get_channel (slide, wanted->channel)->type);
  return saffron_job_check (merge->job, error)
         && saffron_warper_store (&warper, wanted->channel, rect, out, error);
}

static gboolean
check (SaffronMerge *merge,
       GPtrArray *channels,
       const char *path,
       GError **error)
{
  for (guint i = 0; i < merge->sources->len; i++)
    if (!saffron_target_check (get_source (merge, 0)->slide,
                               get_source (merge, i)->slide, path, error))
      return FALSE;
  for (guint i = 0; i < channels->len; i++)
    {
      const SaffronMergeChannel *channel = channels->pdata[i];
      Source *source = get_source (merge, channel->slide);

      source->last = (int) i;
      merge->type = MAX (
          merge->type,
          saffron_slide_get_channel (source->slide, channel->channel)->type);
    }
  return TRUE;
}

gboolean
saffron_merge_write (SaffronMerge *merge,
                     GPtrArray *channels,
                     const SaffronMergeOptions *options,
                     const char *path,
                     SaffronJob *job,
                     GError **error)
{
  SaffronSlide *reference = get_source (merge, 0)->slide;
  g_autofree const char **names = g_new0 (const char *, channels->len);
  g_autofree guint32 *colors = g_new0 (guint32, channels->len);
  g_autofree char *name = g_path_get_basename (path);
  SaffronOmeSpec spec = SAFFRON_OME_SPEC_INIT;

  merge->type = SAFFRON_SAMPLE_U8;
  merge->job = job;
  merge->channels = channels;
  if (!check (merge, channels, path, error)
      || !saffron_warp_frame (
          reference, reference, get_source (merge, 0)->transform,
          SAFFRON_CROP_REFERENCE, options->level, &merge->frame, error))
    return FALSE;
  for (guint i = 0; i < channels->len; i++)
    {
      const SaffronMergeChannel *channel = channels->pdata[i];

      names[i] = channel->name;
      colors[i] = channel->color;
    }
  spec.width = merge->frame.width;
  spec.height = merge->frame.height;
  spec.n_channels = (int) channels->len;
  spec.type = merge->type;
  spec.channel_names = names;
  spec.channel_colors = colors;
  if (saffron_slide_get_pixel_size (reference, &spec.um_x, &spec.um_y))
    {
      spec.um_x *= merge->frame.downsample_x;
      spec.um_y *= merge->frame.downsample_y;
    }
  spec.compression = options->compression;
  spec.quality = options->quality;
  spec.group = GROUP;
  spec.name = name;
  spec.overwrite = options->overwrite;
  saffron_job_begin_stage (job, "merging", 0.0, 1.0);
  return saffron_ome_write (path, &spec, give_region, merge, job, error);
}
