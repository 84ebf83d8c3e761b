/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/renderer.h"

#include <epoxy/gl.h>
#include <glib/gi18n.h>

#include "base/error.h"
#include "gl/atlas.h"
#include "gl/field.h"
#include "gl/picture.h"

struct _SaffronGlRenderer {
  SaffronGlCaps caps;
  char *description;
  GLuint vertex_array, uniform_buffer, field_texture, labels_texture;
  GHashTable *programs; /* from SaffronGlVariant * to GLuint */
  SaffronGlAtlas *atlases[2];
  SaffronGlCounts counts;
  SaffronFrame *frame;

  /* The transform and the view for which the displacement texture was made. */
  SaffronTransform *field_transform;
  SaffronViewGeometry field_view;
  SaffronGlField *field; /* NULL where nothing bends */
};

static guint
variant_hash (gconstpointer pointer)
{
  const guint8 *bytes = pointer;
  guint h = 5381;

  for (gsize i = 0; i < sizeof (SaffronGlVariant); i++)
    h = h * 33 + bytes[i];
  return h;
}

static gboolean
variant_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (SaffronGlVariant)) == 0;
}

static gboolean
check_context (gboolean gles, GError **error)
{
  int version = epoxy_gl_version ();

  if (gles == !epoxy_is_desktop_gl () && version >= (gles ? 30 : 32))
    return TRUE;
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
      _ ("The graphics driver offers OpenGL%s %d.%d, and %s is needed"),
      epoxy_is_desktop_gl () ? "" : _ (" ES"), version / 10, version % 10,
      gles ? _ ("OpenGL ES 3.0") : _ ("OpenGL 3.2"));
  return FALSE;
}

static void
find_caps (SaffronGlCaps *caps, gboolean gles, SaffronGlFlags flags)
{
  gboolean baseline = (flags & SAFFRON_GL_FLAG_BASELINE) != 0;
  GLint n = 256;

  glGetIntegerv (GL_MAX_ARRAY_TEXTURE_LAYERS, &n);
  caps->gles = gles;
  caps->max_layers = MIN (n, 4096);
  caps->norm16 =
      !baseline && (!gles || epoxy_has_gl_extension ("GL_EXT_texture_norm16"));
}

SaffronGlRenderer *
saffron_gl_renderer_new (gboolean gles, SaffronGlFlags flags, GError **error)
{
  g_autoptr (SaffronGlRenderer) self = NULL;
  SaffronGlVariant variant = { .n_channels = { 1, 1 }, .bend = 1 };
  GLuint program = 0;

  if (!check_context (gles, error))
    return NULL;
  self = g_new0 (SaffronGlRenderer, 1);
  find_caps (&self->caps, gles, flags);
  self->description = g_strdup_printf (
      "%s, OpenGL%s %d.%d", (const char *) glGetString (GL_RENDERER),
      gles ? " ES" : "", epoxy_gl_version () / 10, epoxy_gl_version () % 10);
  self->programs =
      g_hash_table_new_full (variant_hash, variant_equal, g_free, NULL);
  for (int side = 0; side < 2; side++)
    self->atlases[side] = saffron_gl_atlas_new (&self->caps);
  glGenVertexArrays (1, &self->vertex_array);
  glGenBuffers (1, &self->uniform_buffer);

  /* Compiles a first program now: a driver that cannot fails here, where the
   * caller can still choose another API, and not at the first frame. */
  program = saffron_gl_program_new (gles, &variant, error);
  if (program == 0)
    return NULL;
  g_hash_table_insert (self->programs, g_memdup2 (&variant, sizeof variant),
                       GUINT_TO_POINTER (program));
  self->counts.n_programs++;
  return g_steal_pointer (&self);
}

void
saffron_gl_renderer_free (SaffronGlRenderer *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->programs);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    glDeleteProgram (GPOINTER_TO_UINT (value));
  g_hash_table_unref (self->programs);
  for (int side = 0; side < 2; side++)
    saffron_gl_atlas_free (self->atlases[side]);
  glDeleteVertexArrays (1, &self->vertex_array);
  glDeleteBuffers (1, &self->uniform_buffer);
  if (self->field_texture != 0)
    glDeleteTextures (1, &self->field_texture);
  if (self->labels_texture != 0)
    glDeleteTextures (1, &self->labels_texture);
  g_clear_pointer (&self->field, saffron_gl_field_free);
  g_clear_pointer (&self->field_transform, saffron_transform_unref);
  g_clear_pointer (&self->frame, saffron_frame_unref);
  g_free (self->description);
  g_free (self);
}

void
saffron_gl_renderer_set_frame (SaffronGlRenderer *self, SaffronFrame *frame)
{
  SaffronFrame *old = self->frame;

  self->frame = frame != NULL ? saffron_frame_ref (frame) : NULL;
  g_clear_pointer (&old, saffron_frame_unref);
}

/* Exchanges the atlases after a swap of both slides, whose pages need not be
 * uploaded again. */
static void
match_atlases (SaffronGlRenderer *self)
{
  for (int side = 0; side < 2; side++)
    {
      SaffronSlide *slide = self->frame->slides[side].slide;

      if (slide == NULL
          || slide == saffron_gl_atlas_get_slide (self->atlases[side])
          || slide != saffron_gl_atlas_get_slide (self->atlases[1 - side]))
        continue;
      SaffronGlAtlas *other = self->atlases[1 - side];

      self->atlases[1 - side] = self->atlases[side];
      self->atlases[side] = other;
      return;
    }
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
upload_field (SaffronGlRenderer *self)
{
  SaffronGlField *field = self->field;

  bind_exact (GL_TEXTURE_2D_ARRAY, SAFFRON_GL_UNIT_FIELD, &self->field_texture);
  glPixelStorei (GL_UNPACK_ALIGNMENT, 4);
  glTexImage3D (GL_TEXTURE_2D_ARRAY, 0, GL_RG32F, field->n_x, field->n_y,
                field->n_layers, 0, GL_RG, GL_FLOAT, field->values);
  g_clear_pointer (&field->values, g_free);
  self->counts.n_field_uploads++;
  if (field->labels == NULL)
    return;
  bind_exact (GL_TEXTURE_2D, SAFFRON_GL_UNIT_LABELS, &self->labels_texture);
  glPixelStorei (GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_R8UI, field->n_columns, field->n_rows, 0,
                GL_RED_INTEGER, GL_UNSIGNED_BYTE, field->labels);
}

static void
update_field (SaffronGlRenderer *self, SaffronMovPoint middle)
{
  SaffronFrame *frame = self->frame;

  if (frame->transform == self->field_transform
      && saffron_view_equal (&frame->geometry, &self->field_view))
    return;
  g_clear_pointer (&self->field_transform, saffron_transform_unref);
  if (frame->transform != NULL)
    self->field_transform = saffron_transform_ref (frame->transform);
  self->field_view = frame->geometry;
  g_clear_pointer (&self->field, saffron_gl_field_free);
  self->field = saffron_gl_field_new (frame, middle);
  if (self->field != NULL)
    upload_field (self);
}

static SaffronGlVariant
choose_variant (SaffronGlRenderer *self)
{
  const SaffronFrame *frame = self->frame;
  SaffronGlVariant v = { .mode = (guint8) frame->look.mode };

  for (int side = 0; side < 2; side++)
    {
      const SaffronFrameSlide *s = &frame->slides[side];

      v.n_channels[side] =
          (guint8) MIN (s->n_channels, SAFFRON_GL_MAX_CHANNELS);
      v.rgb[side] = s->rgb != FALSE;
      if (s->n_channels > 0)
        v.packed[side] = saffron_gl_atlas_is_packed (self->atlases[side]);
      for (int c = 0; c < v.n_channels[side]; c++)
        v.gamma = v.gamma || s->channels[c].display.gamma != 1.0;
    }
  v.bend = self->field != NULL;
  v.pieces = self->field != NULL && self->field->labels != NULL;
  return v;
}

static GLuint
get_program (SaffronGlRenderer *self, GError **error)
{
  SaffronGlVariant variant = choose_variant (self);
  GLuint program =
      GPOINTER_TO_UINT (g_hash_table_lookup (self->programs, &variant));

  if (program != 0)
    return program;
  program = saffron_gl_program_new (self->caps.gles, &variant, error);
  if (program == 0)
    return 0;
  g_hash_table_insert (self->programs, g_memdup2 (&variant, sizeof variant),
                       GUINT_TO_POINTER (program));
  self->counts.n_programs++;
  return program;
}

static void
fill_picture (SaffronGlRenderer *self,
              const SaffronMovPoint middles[2],
              int height,
              SaffronGlPicture *picture)
{
  for (int side = 0; side < 2; side++)
    {
      const SaffronFrameSlide *s = &self->frame->slides[side];

      if (s->n_channels > 0)
        saffron_gl_atlas_describe (self->atlases[side], s,
                                   (SaffronViewSide) side, middles[side].x,
                                   middles[side].y, picture);
    }
  if (self->field == NULL)
    return;
  picture->field[0] = (float) (1.0 / self->field->spacing);
  picture->pieces[0] = (float) self->field->cells_x;
  picture->pieces[1] = (float) self->field->cells_y;
  picture->pieces[2] = (float) self->field->cell_x;
  picture->pieces[3] = (float) self->field->cell_y;
}

static void
set_state (SaffronGlRenderer *self, int width, int height)
{
  glViewport (0, 0, width, height);
  glDisable (GL_BLEND);
  glDisable (GL_DEPTH_TEST);
  glDisable (GL_STENCIL_TEST);
  glDisable (GL_SCISSOR_TEST);
  glDisable (GL_CULL_FACE);
  glBindVertexArray (self->vertex_array);
  for (int side = 0; side < 2; side++)
    if (self->frame->slides[side].n_channels > 0)
      saffron_gl_atlas_bind (self->atlases[side], (SaffronViewSide) side);
  glActiveTexture (GL_TEXTURE0 + SAFFRON_GL_UNIT_FIELD);
  glBindTexture (GL_TEXTURE_2D_ARRAY, self->field_texture);
  glActiveTexture (GL_TEXTURE0 + SAFFRON_GL_UNIT_LABELS);
  glBindTexture (GL_TEXTURE_2D, self->labels_texture);
}

/* Draws the frame. @scissor: (nullable): the pixels of the canvas, counted from
 * its top, that may be drawn to. */
static gboolean
draw_frame (SaffronGlRenderer *self,
            int width,
            int height,
            const SaffronRect *scissor,
            GError **error)
{
  const SaffronFrame *frame = self->frame;
  SaffronGlPicture picture = { 0 };
  SaffronMovPoint middles[2];
  GLuint program = 0;

  if (frame == NULL)
    {
      glClearColor (0.0f, 0.0f, 0.0f, 1.0f);
      glClear (GL_COLOR_BUFFER_BIT);
      return TRUE;
    }

  middles[0] =
      (SaffronMovPoint){ frame->geometry.centre.x, frame->geometry.centre.y };
  middles[1] =
      frame->transform != NULL
          ? saffron_transform_pull (frame->transform, frame->geometry.centre)
          : middles[0];
  match_atlases (self);
  glActiveTexture (GL_TEXTURE0);
  for (int side = 0; side < 2; side++)
    if (frame->slides[side].n_channels > 0
        && !saffron_gl_atlas_update (self->atlases[side], &frame->slides[side],
                                     &self->counts, error))
      return FALSE;
  update_field (self, middles[1]);

  program = get_program (self, error);
  if (program == 0)
    return FALSE;
  saffron_gl_picture_init (&picture, frame, middles, width, height);
  fill_picture (self, middles, height, &picture);
  glBindBuffer (GL_UNIFORM_BUFFER, self->uniform_buffer);
  glBufferData (GL_UNIFORM_BUFFER, sizeof picture, &picture, GL_STREAM_DRAW);
  glBindBufferBase (GL_UNIFORM_BUFFER, 0, self->uniform_buffer);

  set_state (self, width, height);
  if (scissor != NULL)
    {
      glEnable (GL_SCISSOR_TEST);
      glScissor ((GLint) scissor->x,
                 (GLint) (height - scissor->y - scissor->height),
                 (GLsizei) scissor->width, (GLsizei) scissor->height);
    }
  glUseProgram (program);
  glDrawArrays (GL_TRIANGLES, 0, 3);
  glUseProgram (0);
  glDisable (GL_SCISSOR_TEST);
  glBindVertexArray (0);
  glActiveTexture (GL_TEXTURE0);
  return TRUE;
}

gboolean
saffron_gl_renderer_draw (SaffronGlRenderer *self,
                          int width,
                          int height,
                          GError **error)
{
  g_autoptr (SaffronFrame) outside = NULL;
  SaffronFrame *inside = NULL;
  SaffronRect region;
  gboolean drawn = draw_frame (self, width, height, NULL, error);

  if (!drawn || self->frame == NULL || self->frame->inside == NULL)
    return drawn;
  region = saffron_frame_get_region (self->frame);
  if (region.width == 0 || region.height == 0)
    return TRUE;
  inside = saffron_frame_get_inside (self->frame);
  outside = g_steal_pointer (&self->frame);
  self->frame = inside;
  drawn = draw_frame (self, width, height, &region, error);
  self->frame = g_steal_pointer (&outside);
  saffron_frame_unref (inside);
  return drawn;
}

void
saffron_gl_renderer_get_counts (SaffronGlRenderer *self,
                                SaffronGlCounts *counts)
{
  *counts = self->counts;
  counts->n_layers = 0;
  counts->n_bytes = 0;
  if (self->field != NULL)
    counts->n_bytes =
        (gsize) self->field->n_x * self->field->n_y * self->field->n_layers * 8;
  for (int side = 0; side < 2; side++)
    {
      counts->n_layers += saffron_gl_atlas_get_n_layers (self->atlases[side]);
      counts->n_bytes += saffron_gl_atlas_get_n_bytes (self->atlases[side]);
    }
}

const char *
saffron_gl_renderer_get_description (SaffronGlRenderer *self)
{
  return self->description;
}
