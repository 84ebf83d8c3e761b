/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/composite-private.h"

#include "view/field.h"

/* A composite on the processor: each slide adds its channels to a row. */

struct _SaffronComposite {
  const SaffronFrame *frame;
  SaffronMovPoint middles[SAFFRON_FRAME_MAX_SLIDES];
  SaffronViewField *fields[SAFFRON_FRAME_MAX_SLIDES]; /* NULL: bends not */
  SaffronRect region; /* of the moving slide's other transform; may be empty */
};

struct _SaffronCompositeRow {
  const SaffronComposite *composite;
  int n;
  float *x, *y;            /* on the slide, from the middle of the canvas */
  SaffronMovPoint *points; /* of a region that has another transform */
  float *values;           /* up to three samples a pixel */
  guint8 *found, *covered;
  float *sum[3]; /* red, green, blue */
  float *nodes;  /* a field's values along the row, for each of its layers */
  gsize n_nodes; /* room in @nodes */
};

SaffronComposite *
saffron_composite_new (const SaffronFrame *frame)
{
  SaffronComposite *self = g_new0 (SaffronComposite, 1);

  self->frame = frame;
  for (int i = 0; i < frame->n_slides; i++)
    {
      const SaffronFrameSlide *s = &frame->slides[i];

      if (s->n_channels == 0)
        continue;
      self->middles[i] =
          saffron_frame_to_slide (frame, i, frame->geometry.centre);
      self->fields[i] =
          saffron_view_field_new (&frame->geometry, s->transform,
                                  self->middles[i], SAFFRON_VIEW_FIELD_FAST);
    }
  if (frame->inside != NULL)
    self->region = saffron_frame_get_region (frame);
  return self;
}

void
saffron_composite_free (SaffronComposite *self)
{
  for (int i = 0; i < SAFFRON_FRAME_MAX_SLIDES; i++)
    g_clear_pointer (&self->fields[i], saffron_view_field_free);
  g_free (self);
}

SaffronCompositeRow *
saffron_composite_row_new (const SaffronComposite *composite)
{
  SaffronCompositeRow *self = g_new0 (SaffronCompositeRow, 1);
  gsize n = (gsize) composite->frame->geometry.width;

  self->composite = composite;
  self->n = (int) n;
  self->points = g_new (SaffronMovPoint, n);
  self->x = g_new (float, 2 * n);
  self->y = self->x + n;
  self->values = g_new (float, 3 * n);
  self->found = g_new (guint8, 2 * n);
  self->covered = self->found + n;
  self->sum[0] = g_new (float, 3 * n);
  self->sum[1] = self->sum[0] + n;
  self->sum[2] = self->sum[1] + n;
  return self;
}

void
saffron_composite_row_free (SaffronCompositeRow *self)
{
  g_free (self->points);
  g_free (self->x);
  g_free (self->values);
  g_free (self->found);
  g_free (self->sum[0]);
  g_free (self->nodes);
  g_free (self);
}

/* What a row of the canvas meets of a field: its values at @y, and the labels
 * of the pieces there. */
static const guint8 *
take_nodes (SaffronCompositeRow *self, const SaffronViewField *field, double y)
{
  gsize row = (gsize) field->n_x * 2;
  gsize n = row * (gsize) field->n_layers;
  double q = y / field->spacing;
  int j = (int) q, cell = 0;
  float f = (float) (q - j);

  if (n > self->n_nodes)
    {
      g_free (self->nodes);
      self->nodes = g_new (float, n);
      self->n_nodes = n;
    }
  for (int layer = 0; layer < field->n_layers; layer++)
    {
      const float *a = field->values
                       + ((gsize) layer * (gsize) field->n_y + (gsize) j) * row;
      const float *b = a + row;
      float *out = self->nodes + (gsize) layer * row;

      for (gsize i = 0; i < row; i++)
        out[i] = a[i] + f * (b[i] - a[i]);
    }
  if (field->labels == NULL)
    return NULL;
  cell = CLAMP ((int) floor (y * field->cells_y + field->cell_y), 0,
                field->n_rows - 1);
  return field->labels + (gsize) cell * (gsize) field->n_columns;
}

/* Adds the bending to pixels @from … @to - 1 of a row, which lie between two
 * nodes of the field. */
static void
bend_between (SaffronCompositeRow *self,
              const float *nodes,
              float from_node,
              float per_pixel,
              int from,
              int to)
{
  const float u = nodes[0], v = nodes[1];
  const float du = nodes[2] - u, dv = nodes[3] - v;
  float *x = self->x, *y = self->y;

  for (int i = from; i < to; i++)
    {
      float f = ((float) i + 0.5f) * per_pixel - from_node;

      x[i] += u + f * du;
      y[i] += v + f * dv;
    }
}

/* Adds the bending to the points of a row. */
static void
bend (SaffronCompositeRow *self, const SaffronViewField *field, double y)
{
  const guint8 *labels = take_nodes (self, field, y);
  gsize row = (gsize) field->n_x * 2;
  float per_pixel = (float) (1.0 / field->spacing);
  int from = 0;

  for (int i = 0; labels == NULL && from < self->n; i++)
    {
      int to = MIN ((int) ceil ((i + 1) * field->spacing - 0.5), self->n);

      bend_between (self, self->nodes + (gsize) i * 2, (float) i, per_pixel,
                    from, to);
      from = to;
    }
  for (; from < self->n; from++)
    {
      int i = (int) (((float) from + 0.5f) * per_pixel);
      int cell = (int) floor ((from + 0.5) * field->cells_x + field->cell_x);
      guint8 layer = labels[CLAMP (cell, 0, field->n_columns - 1)];

      bend_between (self, self->nodes + row * layer + (gsize) i * 2, (float) i,
                    per_pixel, from, from + 1);
    }
}

/* Puts the part of a row that lies in the region where it belongs. */
static void
find_inside (SaffronCompositeRow *self, int y)
{
  const SaffronComposite *c = self->composite;
  const SaffronViewGeometry *view = &c->frame->geometry;
  const SaffronMovPoint middle = c->middles[SAFFRON_VIEW_MOVING];
  SaffronViewPoint first = { (double) c->region.x + 0.5, y + 0.5 };
  int from = (int) c->region.x, n = (int) c->region.width;

  if (n == 0 || y < c->region.y || y >= c->region.y + c->region.height)
    return;
  saffron_transform_pull_row (
      c->frame->inside, saffron_view_to_reference (view, first),
      1.0 / saffron_view_scale_x (view), n, self->points);
  for (int i = 0; i < n; i++)
    {
      self->x[from + i] = (float) (self->points[i].x - middle.x);
      self->y[from + i] = (float) (self->points[i].y - middle.y);
    }
}

/* Finds the points on a slide under the centres of the pixels of row @y. */
static void
find_points (SaffronCompositeRow *self, int index, int y)
{
  const SaffronComposite *c = self->composite;
  const SaffronViewGeometry *view = &c->frame->geometry;
  const SaffronFrameSlide *s = &c->frame->slides[index];
  SaffronAffine a = SAFFRON_AFFINE_IDENTITY;
  double step = 1.0 / saffron_view_scale_x (view);
  double dx = (0.5 - 0.5 * view->width) * step;
  double dy = (y + 0.5 - 0.5 * view->height) / saffron_view_scale_y (view);
  float x0, y0, x1, y1;

  if (s->transform != NULL)
    a = *saffron_transform_get_affine (s->transform);
  x0 = (float) (a.xx * dx + a.xy * dy);
  y0 = (float) (a.yx * dx + a.yy * dy);
  x1 = (float) (a.xx * step);
  y1 = (float) (a.yx * step);
  for (int i = 0; i < self->n; i++)
    {
      self->x[i] = x0 + (float) i * x1;
      self->y[i] = y0 + (float) i * y1;
    }
  if (c->fields[index] != NULL)
    bend (self, c->fields[index], y + 0.5);
  if (index == SAFFRON_VIEW_MOVING)
    find_inside (self, y);
}

/* Makes stored values the share of the colour that each pixel gets. */
static void
apply_contrast (const SaffronPaint *paint, float *values, int n)
{
  const float low = paint->low, scale = paint->scale, most = paint->opacity;

  for (int i = 0; i < n; i++)
    {
      float t = (values[i] - low) * scale;

      /* This also catches NaN. */
      t = t > 0.0f ? t : 0.0f;
      values[i] = t < 1.0f ? t : 1.0f;
    }
  if (paint->exponent != 1.0f)
    for (int i = 0; i < n; i++)
      values[i] = saffron_paint_apply_gamma (paint, values[i]);
  for (int i = 0; i < n; i++)
    values[i] *= most;
}

/* The same of an RGB slide, for which it is how much darker than glass a pixel
 * is. The values move together: three samples become one. */
static void
apply_darkness (const SaffronPaint *paint,
                float *values,
                const guint8 *found,
                int n)
{
  for (int i = 0; i < n; i++)
    {
      float sum = 0.0f;

      for (int k = 0; found[i] && k < 3; k++)
        sum += saffron_paint_apply_glass (paint, k, values[3 * i + k]);
      values[i] = found[i] ? (1.0f - sum / 3.0f) * paint->opacity : 0.0f;
    }
}

static void
add (SaffronCompositeRow *self, const float color[3])
{
  for (int k = 0; k < 3; k++)
    {
      const float share = color[k];
      const float *values = self->values;
      float *sum = self->sum[k];

      for (int i = 0; share > 0.0f && i < self->n; i++)
        sum[i] += values[i] * share;
    }
  for (int i = 0; i < self->n; i++)
    self->covered[i] |= self->found[i];
}

static void
add_slide (SaffronCompositeRow *self, int index, int y)
{
  const SaffronFrame *frame = self->composite->frame;
  const SaffronFrameSlide *s = &frame->slides[index];

  find_points (self, index, y);
  for (int c = 0; c < s->n_channels; c++)
    {
      const SaffronChannelDisplay *display = &s->channels[c].display;
      SaffronPaint paint = saffron_paint_make (frame, s, display);
      float color[3];

      saffron_color_unpack (display->color, color);
      memset (self->found, 0, (gsize) self->n);
      /* What is not found has no part in the sum. */
      for (int i = 0; !s->rgb && i < self->n; i++)
        self->values[i] = -G_MAXFLOAT;
      saffron_composite_sample (s, c, self->composite->middles[index], self->x,
                                self->y, self->n, self->values, self->found);
      if (s->rgb)
        apply_darkness (&paint, self->values, self->found, self->n);
      else
        apply_contrast (&paint, self->values, self->n);
      add (self, color);
    }
}

void
saffron_composite_row_draw (SaffronCompositeRow *self, int y, guint32 *out)
{
  const SaffronFrame *frame = self->composite->frame;
  const float *r = self->sum[0], *g = self->sum[1], *b = self->sum[2];

  memset (self->sum[0], 0, (gsize) self->n * 3 * sizeof (float));
  memset (self->covered, 0, (gsize) self->n);
  for (int i = 0; i < frame->n_slides; i++)
    if (frame->slides[i].n_channels > 0)
      add_slide (self, i, y);
  for (int i = 0; i < self->n; i++)
    {
      guint32 red = (guint32) (MIN (r[i], 1.0f) * 255.0f + 0.5f);
      guint32 green = (guint32) (MIN (g[i], 1.0f) * 255.0f + 0.5f);
      guint32 blue = (guint32) (MIN (b[i], 1.0f) * 255.0f + 0.5f);

      out[i] = self->covered[i] ? 0xff000000u | red << 16 | green << 8 | blue
                                : 0xff000000u | frame->look.background;
    }
}
