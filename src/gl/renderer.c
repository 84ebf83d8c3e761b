/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/renderer.h"

#include <epoxy/gl.h>
#include <glib/gi18n.h>

#include "base/error.h"
#include "gl/layer.h"
#include "gl/painted.h"
#include "gl/picture.h"
#include "gl/sum.h"

/* The most bytes that the pages of all slides may take. */
#define MAX_BYTES (512u << 20)

struct _SaffronGlRenderer {
  SaffronGlCaps caps;
  char *description;
  GLuint vertex_array, uniform_buffer;
  GHashTable *programs; /* from SaffronGlVariant * to GLuint */
  /* By the frame's slides; NULL for those that were never drawn. */
  SaffronGlLayer *layers[SAFFRON_FRAME_MAX_SLIDES];
  SaffronGlSum *sum; /* NULL until a composite is drawn */
  gboolean paints;   /* whether the processor is quicker at composites */
  SaffronGlPainted *painted; /* NULL until it has painted one */
  SaffronGlCounts counts;
  SaffronFrame *frame;
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
      /* Translators: OpenGL or OpenGL ES, its version, and the same again */
      _ ("The graphics driver offers %s %d.%d, and %s is needed"),
      epoxy_is_desktop_gl () ? "OpenGL" : "OpenGL ES", version / 10,
      version % 10, gles ? "OpenGL ES 3.0" : "OpenGL 3.2");
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
  self->paints =
      (flags & SAFFRON_GL_FLAG_SHADERS) == 0 && saffron_gl_is_software ();
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
  for (int i = 0; i < SAFFRON_FRAME_MAX_SLIDES; i++)
    g_clear_pointer (&self->layers[i], saffron_gl_layer_free);
  g_clear_pointer (&self->sum, saffron_gl_sum_free);
  g_clear_pointer (&self->painted, saffron_gl_painted_free);
  glDeleteVertexArrays (1, &self->vertex_array);
  glDeleteBuffers (1, &self->uniform_buffer);
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

/* Gives each slide of the frame the layer that has its pages, whose place may
 * have changed as in a swap. Layers of other slides are freed, but for the two
 * sides' own: a slide that comes there takes the place of the former. */
static void
match_layers (SaffronGlRenderer *self)
{
  SaffronGlLayer *old[SAFFRON_FRAME_MAX_SLIDES];

  memcpy (old, self->layers, sizeof old);
  memset (self->layers, 0, sizeof self->layers);
  for (int i = 0; i < self->frame->n_slides; i++)
    for (int k = 0; k < SAFFRON_FRAME_MAX_SLIDES; k++)
      if (old[k] != NULL && self->frame->slides[i].slide != NULL
          && saffron_gl_atlas_get_slide (saffron_gl_layer_get_atlas (old[k]))
                 == self->frame->slides[i].slide)
        {
          self->layers[i] = g_steal_pointer (&old[k]);
          break;
        }
  for (int k = 0; k < SAFFRON_FRAME_MAX_SLIDES; k++)
    if (k < 2 && self->layers[k] == NULL)
      self->layers[k] = g_steal_pointer (&old[k]);
    else
      g_clear_pointer (&old[k], saffron_gl_layer_free);
  for (int i = 0; i < self->frame->n_slides; i++)
    if (self->layers[i] == NULL)
      self->layers[i] = saffron_gl_layer_new (&self->caps);
}

/* What one draw call shows: the frame's slides @slides as sides 0 and 1, of
 * which the first may be -1, and their points at the middle of the canvas. */
typedef struct {
  int slides[2];
  SaffronMovPoint middles[2];
  int width, height; /* of the framebuffer */
} Pass;

static SaffronGlVariant
choose_variant (SaffronGlRenderer *self, const Pass *pass)
{
  const SaffronFrame *frame = self->frame;
  const SaffronViewField *field =
      saffron_gl_layer_get_field (self->layers[pass->slides[1]]);
  SaffronGlVariant v = { .mode = (guint8) frame->look.mode };

  for (int side = 0; side < 2; side++)
    {
      int index = pass->slides[side];
      const SaffronFrameSlide *s = NULL;

      if (index < 0)
        continue;
      s = &frame->slides[index];
      v.n_channels[side] =
          (guint8) MIN (s->n_channels, SAFFRON_GL_MAX_CHANNELS);
      v.rgb[side] = s->rgb != FALSE;
      if (s->n_channels > 0)
        v.packed[side] = saffron_gl_atlas_is_packed (
            saffron_gl_layer_get_atlas (self->layers[index]));
      for (int c = 0; c < v.n_channels[side]; c++)
        v.gamma = v.gamma || s->channels[c].display.gamma != 1.0;
    }
  v.bend = field != NULL;
  v.pieces = field != NULL && field->labels != NULL;
  return v;
}

static GLuint
get_program (SaffronGlRenderer *self, const Pass *pass, GError **error)
{
  SaffronGlVariant variant = choose_variant (self, pass);
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
              const Pass *pass,
              SaffronGlPicture *picture)
{
  const SaffronViewField *field =
      saffron_gl_layer_get_field (self->layers[pass->slides[1]]);

  for (int side = 0; side < 2; side++)
    {
      int index = pass->slides[side];

      if (index >= 0 && self->frame->slides[index].n_channels > 0)
        saffron_gl_atlas_describe (
            saffron_gl_layer_get_atlas (self->layers[index]),
            &self->frame->slides[index], (SaffronViewSide) side,
            pass->middles[side].x, pass->middles[side].y, picture);
    }
  if (field == NULL)
    return;
  picture->field[0] = (float) (1.0 / field->spacing);
  picture->pieces[0] = (float) field->cells_x;
  picture->pieces[1] = (float) field->cells_y;
  picture->pieces[2] = (float) field->cell_x;
  picture->pieces[3] = (float) field->cell_y;
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
}

static void
set_scissor (const SaffronRect *scissor, int height)
{
  if (scissor == NULL)
    return;
  glEnable (GL_SCISSOR_TEST);
  glScissor ((GLint) scissor->x,
             (GLint) (height - scissor->y - scissor->height),
             (GLsizei) scissor->width, (GLsizei) scissor->height);
}

/* Uploads what the slides need and draws them into what is bound. */
static gboolean
draw_pass (SaffronGlRenderer *self, Pass *pass, GError **error)
{
  const SaffronFrame *frame = self->frame;
  gsize limit = MAX_BYTES / (gsize) frame->n_slides;
  SaffronGlPicture picture = { 0 };
  GLuint program = 0;

  for (int side = 0; side < 2; side++)
    {
      int index = pass->slides[side];

      if (index < 0)
        continue;
      pass->middles[side] =
          saffron_frame_to_slide (frame, index, frame->geometry.centre);
      if (!saffron_gl_layer_update (self->layers[index], frame, index,
                                    pass->middles[side], limit, &self->counts,
                                    error))
        return FALSE;
    }
  program = get_program (self, pass, error);
  if (program == 0)
    return FALSE;
  saffron_gl_picture_init (&picture, frame, pass->slides, pass->middles,
                           pass->width, pass->height);
  fill_picture (self, pass, &picture);
  glBindBuffer (GL_UNIFORM_BUFFER, self->uniform_buffer);
  glBufferData (GL_UNIFORM_BUFFER, sizeof picture, &picture, GL_STREAM_DRAW);
  glBindBufferBase (GL_UNIFORM_BUFFER, 0, self->uniform_buffer);
  for (int side = 0; side < 2; side++)
    if (pass->slides[side] >= 0)
      saffron_gl_layer_bind (self->layers[pass->slides[side]],
                             (SaffronViewSide) side);
  glUseProgram (program);
  glDrawArrays (GL_TRIANGLES, 0, 3);
  glUseProgram (0);
  return TRUE;
}

/* Adds up the slides, each by a draw call of its own. */
static gboolean
draw_composite (SaffronGlRenderer *self,
                int width,
                int height,
                const SaffronRect *scissor,
                GError **error)
{
  gboolean drawn = TRUE;

  if (self->sum == NULL)
    self->sum = saffron_gl_sum_new (&self->caps, error);
  if (self->sum == NULL
      || !saffron_gl_sum_begin (self->sum, width, height, error))
    return FALSE;
  set_scissor (scissor, height);
  glEnable (GL_BLEND);
  glBlendEquation (GL_FUNC_ADD);
  glBlendFunc (GL_ONE, GL_ONE);
  for (int i = 0; i < self->frame->n_slides && drawn; i++)
    {
      Pass pass = { .slides = { -1, i }, .width = width, .height = height };

      if (self->frame->slides[i].n_channels > 0)
        drawn = draw_pass (self, &pass, error);
    }
  glDisable (GL_BLEND);
  saffron_gl_sum_end (self->sum);
  if (drawn)
    saffron_gl_sum_draw (self->sum, self->frame->look.background);
  return drawn;
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
  Pass pass = { .slides = { 0, 1 }, .width = width, .height = height };
  gboolean drawn;

  if (self->frame == NULL)
    {
      glClearColor (0.0f, 0.0f, 0.0f, 1.0f);
      glClear (GL_COLOR_BUFFER_BIT);
      return TRUE;
    }
  match_layers (self);
  set_state (self, width, height);
  if (self->frame->look.mode == SAFFRON_VIEW_MODE_COMPOSITE)
    drawn = draw_composite (self, width, height, scissor, error);
  else
    {
      g_clear_pointer (&self->sum, saffron_gl_sum_free);
      g_clear_pointer (&self->painted, saffron_gl_painted_free);
      set_scissor (scissor, height);
      drawn = draw_pass (self, &pass, error);
    }
  glDisable (GL_SCISSOR_TEST);
  glBindVertexArray (0);
  glActiveTexture (GL_TEXTURE0);
  return drawn;
}

/* Draws a composite by the processor. What the GPU held of slides is freed. */
static gboolean
paint (SaffronGlRenderer *self, int width, int height, GError **error)
{
  for (int i = 0; i < SAFFRON_FRAME_MAX_SLIDES; i++)
    g_clear_pointer (&self->layers[i], saffron_gl_layer_free);
  if (self->painted == NULL)
    self->painted = saffron_gl_painted_new (self->caps.gles, error);
  if (self->painted == NULL)
    return FALSE;
  set_state (self, width, height);
  saffron_gl_painted_draw (self->painted, self->frame, width, height);
  glBindVertexArray (0);
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
  gboolean drawn;

  if (self->paints && self->frame != NULL
      && self->frame->look.mode == SAFFRON_VIEW_MODE_COMPOSITE)
    return paint (self, width, height, error);
  drawn = draw_frame (self, width, height, NULL, error);
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
  if (self->sum != NULL)
    counts->n_bytes = saffron_gl_sum_get_n_bytes (self->sum);
  if (self->painted != NULL)
    counts->n_bytes += saffron_gl_painted_get_n_bytes (self->painted);
  for (int i = 0; i < SAFFRON_FRAME_MAX_SLIDES; i++)
    if (self->layers[i] != NULL)
      {
        counts->n_layers += saffron_gl_atlas_get_n_layers (
            saffron_gl_layer_get_atlas (self->layers[i]));
        counts->n_bytes += saffron_gl_layer_get_n_bytes (self->layers[i]);
      }
}

const char *
saffron_gl_renderer_get_description (SaffronGlRenderer *self)
{
  return self->description;
}
