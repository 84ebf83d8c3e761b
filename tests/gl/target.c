/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/target.h"

const Api apis[N_APIS] = {
  { "gl", FALSE, SAFFRON_GL_FLAG_SHADERS },
  { "gles", TRUE, SAFFRON_GL_FLAG_SHADERS },
  { "gles-baseline", TRUE, SAFFRON_GL_FLAG_BASELINE | SAFFRON_GL_FLAG_SHADERS },
};

gboolean
target_open (Target *target, const Api *api)
{
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;

  target->context =
      egl_context_new (api->gles, TARGET_WIDTH, TARGET_HEIGHT, &reason);
  if (target->context == NULL)
    {
      g_test_skip (reason);
      return FALSE;
    }
  target->renderer = saffron_gl_renderer_new (api->gles, api->flags, &error);
  g_assert_no_error (error);
  return TRUE;
}

void
target_close (Target *target)
{
  saffron_gl_renderer_free (target->renderer);
  egl_context_free (target->context);
}

guint32 *
target_draw (Target *target, SaffronFrame *frame)
{
  g_autoptr (GError) error = NULL;
  gboolean ok;

  saffron_gl_renderer_set_frame (target->renderer, frame);
  ok = saffron_gl_renderer_draw (target->renderer, frame->geometry.width,
                                 frame->geometry.height, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  return egl_context_read (target->context);
}

void
target_check_pixels (const guint32 *cpu, const guint32 *gl, const char *what)
{
  Difference d = compare_pixels (cpu, gl, TARGET_WIDTH * TARGET_HEIGHT);

  g_test_message ("%s: %.4f %% within one level, largest %d", what,
                  100.0 * d.within_one, d.largest);
  if (d.within_one < 0.999)
    g_error ("%s: only %.4f %% within one level", what, 100.0 * d.within_one);
}

void
target_check_same (Target *target, SaffronFrame *frame, const char *what)
{
  g_autofree guint32 *cpu = draw_cpu (frame);
  g_autofree guint32 *gl = target_draw (target, frame);

  target_check_pixels (cpu, gl, what);
}

SaffronGlCounts
target_counts (Target *target)
{
  SaffronGlCounts counts;

  saffron_gl_renderer_get_counts (target->renderer, &counts);
  return counts;
}

int
target_main (int argc, char **argv, const TargetTest *tests, guint n)
{
  g_setenv ("LIBGL_ALWAYS_SOFTWARE", "1", FALSE);
  g_test_init (&argc, &argv, NULL);
  for (guint a = 0; a < N_APIS; a++)
    for (guint t = 0; t < n; t++)
      {
        g_autofree char *path =
            g_strdup_printf ("/gl/%s/%s", tests[t].name, apis[a].name);

        g_test_add_data_func (path, &apis[a], tests[t].func);
      }
  return g_test_run ();
}
