/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/sources.h"

typedef struct {
  SaffronSlide *slide;
  SaffronSlideDisplay *display;
  SaffronTransform *transform;
  gboolean reported;
} Source;

struct _SaffronSources {
  guint n;
  Source *sources;
};

/* Of a side that the composite does not show. */
static const SaffronSlideDisplay hidden = { .opacity = 1.0, .level = -1 };

SaffronSources *
saffron_sources_new (const SaffronFrameSource *sources, guint n)
{
  SaffronSources *self = g_new0 (SaffronSources, 1);

  self->n = n;
  self->sources = g_new0 (Source, n);
  for (guint i = 0; i < n; i++)
    {
      Source *s = &self->sources[i];

      s->slide = g_object_ref (sources[i].slide);
      s->display = saffron_slide_display_copy (sources[i].display);
      if (sources[i].transform != NULL)
        s->transform = saffron_transform_ref (sources[i].transform);
    }
  return self;
}

void
saffron_sources_free (SaffronSources *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      g_object_unref (self->sources[i].slide);
      saffron_slide_display_free (self->sources[i].display);
      g_clear_pointer (&self->sources[i].transform, saffron_transform_unref);
    }
  g_free (self->sources);
  g_free (self);
}

guint
saffron_sources_get_n (const SaffronSources *self)
{
  return self->n;
}

SaffronSlide *
saffron_sources_get_slide (const SaffronSources *self, guint index)
{
  return self->sources[index].slide;
}

static Source *
find (const SaffronSources *self, SaffronSlide *slide)
{
  for (guint i = 0; self != NULL && slide != NULL && i < self->n; i++)
    if (self->sources[i].slide == slide)
      return &self->sources[i];
  return NULL;
}

gboolean
saffron_sources_has (const SaffronSources *self, SaffronSlide *slide)
{
  return find (self, slide) != NULL;
}

static gboolean
same_channels (const SaffronSlideDisplay *a, const SaffronSlideDisplay *b)
{
  if (a->n_channels != b->n_channels || !a->visible != !b->visible)
    return FALSE;
  for (int c = 0; c < a->n_channels; c++)
    if (!a->channels[c].visible != !b->channels[c].visible)
      return FALSE;
  return TRUE;
}

gboolean
saffron_sources_show_same (const SaffronSources *a, const SaffronSources *b)
{
  if (a->n != b->n)
    return FALSE;
  for (guint i = 0; i < a->n; i++)
    if (a->sources[i].slide != b->sources[i].slide
        || !same_channels (a->sources[i].display, b->sources[i].display))
      return FALSE;
  return TRUE;
}

gboolean
saffron_sources_report (SaffronSources *self, SaffronSlide *slide)
{
  Source *source = find (self, slide);
  gboolean first = source != NULL && !source->reported;

  if (source != NULL)
    source->reported = TRUE;
  return first;
}

static int
count_visible (const SaffronSlideDisplay *display)
{
  int n = 0;

  for (int c = 0; display->visible && c < display->n_channels; c++)
    n += display->channels[c].visible != FALSE;
  return n;
}

int
saffron_sources_fill (const SaffronSources *self,
                      const SaffronFrameSource sides[2],
                      SaffronFrameSource *out)
{
  int left = SAFFRON_COMPOSITE_MAX_CHANNELS, n = 2;

  for (int side = 0; side < 2; side++)
    {
      const Source *source = find (self, sides[side].slide);
      int channels = source != NULL ? count_visible (source->display) : 0;

      out[side] = sides[side];
      out[side].display =
          channels > 0 && channels <= left ? source->display : &hidden;
      if (out[side].display != &hidden)
        left -= channels;
    }
  for (guint i = 0; self != NULL && i < self->n; i++)
    {
      const Source *s = &self->sources[i];
      int channels = count_visible (s->display);

      if (s->slide == sides[0].slide || s->slide == sides[1].slide
          || channels == 0 || channels > left)
        continue;
      out[n++] = (SaffronFrameSource){ s->slide, s->display, s->transform };
      left -= channels;
    }
  return n;
}
