/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/layer.h"

struct _SaffronGlLayer {
  SaffronGlAtlas *atlas;
  GLuint field_texture, labels_texture;

  /* The transform and the view for which the displacement texture was made. */
  SaffronTransform *transform;
  SaffronViewGeometry view;
  double tolerance;
  SaffronViewField *field; /* NULL where nothing bends */
};

SaffronGlLayer *
saffron_gl_layer_new (const SaffronGlCaps *caps)
{
  SaffronGlLayer *self = g_new0 (SaffronGlLayer, 1);

  self->atlas = saffron_gl_atlas_new (caps);
  return self;
}

void
saffron_gl_layer_free (SaffronGlLayer *self)
{
  saffron_gl_atlas_free (self->atlas);
  if (self->field_texture != 0)
    glDeleteTextures (1, &self->field_texture);
  if (self->labels_texture != 0)
    glDeleteTextures (1, &self->labels_texture);
  g_clear_pointer (&self->field, saffron_view_field_free);
  g_clear_pointer (&self->transform, saffron_transform_unref);
  g_free (self);
}

SaffronGlAtlas *
saffron_gl_layer_get_atlas (SaffronGlLayer *self)
{
  return self->atlas;
}

const SaffronViewField *
saffron_gl_layer_get_field (SaffronGlLayer *self)
{
  return self->field;
}

gsize
saffron_gl_layer_get_n_bytes (SaffronGlLayer *self)
{
  gsize n = saffron_gl_atlas_get_n_bytes (self->atlas);

  if (self->field != NULL)
    n += (gsize) self->field->n_x * (gsize) self->field->n_y
         * (gsize) self->field->n_layers * 8;
  return n;
}

/* A texture of exact values: nothing is filtered, there is one level. */
static void
bind_exact (GLenum target, int unit, GLuint *texture)
{
  if (*texture == 0)
    glGenTextures (1, texture);
  glActiveTexture (GL_TEXTURE0 + (GLenum) unit);
  glBindTexture (target, *texture);
  glTexParameteri (target, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri (target, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri (target, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri (target, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexParameteri (target, GL_TEXTURE_MAX_LEVEL, 0);
}

static void
upload_field (SaffronGlLayer *self, SaffronGlCounts *counts)
{
  SaffronViewField *field = self->field;

  bind_exact (GL_TEXTURE_2D_ARRAY, SAFFRON_GL_UNIT_FIELD, &self->field_texture);
  glPixelStorei (GL_UNPACK_ALIGNMENT, 4);
  glTexImage3D (GL_TEXTURE_2D_ARRAY, 0, GL_RG32F, field->n_x, field->n_y,
                field->n_layers, 0, GL_RG, GL_FLOAT, field->values);
  g_clear_pointer (&field->values, g_free);
  counts->n_field_uploads++;
  if (field->labels == NULL)
    return;
  bind_exact (GL_TEXTURE_2D, SAFFRON_GL_UNIT_LABELS, &self->labels_texture);
  glPixelStorei (GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_R8UI, field->n_columns, field->n_rows, 0,
                GL_RED_INTEGER, GL_UNSIGNED_BYTE, field->labels);
}

static void
update_field (SaffronGlLayer *self,
              const SaffronFrame *frame,
              SaffronTransform *transform,
              SaffronMovPoint middle,
              SaffronGlCounts *counts)
{
  double tolerance = frame->look.mode == SAFFRON_VIEW_MODE_COMPOSITE
                         ? SAFFRON_VIEW_FIELD_FAST
                         : SAFFRON_VIEW_FIELD_EXACT;

  if (transform == self->transform && tolerance == self->tolerance
      && saffron_view_equal (&frame->geometry, &self->view))
    return;
  g_clear_pointer (&self->transform, saffron_transform_unref);
  if (transform != NULL)
    self->transform = saffron_transform_ref (transform);
  self->view = frame->geometry;
  self->tolerance = tolerance;
  g_clear_pointer (&self->field, saffron_view_field_free);
  self->field =
      saffron_view_field_new (&frame->geometry, transform, middle, tolerance);
  if (self->field != NULL)
    upload_field (self, counts);
}

gboolean
saffron_gl_layer_update (SaffronGlLayer *self,
                         const SaffronFrame *frame,
                         int index,
                         SaffronMovPoint middle,
                         gsize limit,
                         SaffronGlCounts *counts,
                         GError **error)
{
  const SaffronFrameSlide *s = &frame->slides[index];

  glActiveTexture (GL_TEXTURE0);
  if (s->n_channels > 0
      && !saffron_gl_atlas_update (self->atlas, s, limit, counts, error))
    return FALSE;
  update_field (self, frame, s->transform, middle, counts);
  return TRUE;
}

void
saffron_gl_layer_bind (SaffronGlLayer *self, SaffronViewSide side)
{
  saffron_gl_atlas_bind (self->atlas, side);
  if (side != SAFFRON_VIEW_MOVING)
    return;
  glActiveTexture (GL_TEXTURE0 + SAFFRON_GL_UNIT_FIELD);
  glBindTexture (GL_TEXTURE_2D_ARRAY, self->field_texture);
  glActiveTexture (GL_TEXTURE0 + SAFFRON_GL_UNIT_LABELS);
  glBindTexture (GL_TEXTURE_2D, self->labels_texture);
}
