/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/overview-work.h"

#include <glib/gi18n.h>
#include <math.h>

#include "export/qc-side.h"

struct _SaffronOverviewWork {
  SaffronWork parent_instance;

  SaffronSlide *slides[2]; /* reference, moving */
  SaffronRun *run;
  SaffronOverview overview;
};

G_DEFINE_FINAL_TYPE (SaffronOverviewWork,
                     saffron_overview_work,
                     SAFFRON_TYPE_WORK)

static void
saffron_overview_work_finalize (GObject *object)
{
  SaffronOverviewWork *self = SAFFRON_OVERVIEW_WORK (object);

  for (int i = 0; i < 2; i++)
    g_clear_object (&self->slides[i]);
  g_clear_pointer (&self->run, saffron_run_unref);
  g_clear_pointer (&self->overview.rgb, g_bytes_unref);
  G_OBJECT_CLASS (saffron_overview_work_parent_class)->finalize (object);
}

/* The reference's area; a small slide is not enlarged. */
static gboolean
find_frame (SaffronOverviewWork *self, SaffronWarpFrame *frame, GError **error)
{
  double ratio;

  if (!saffron_warp_frame (self->slides[0], self->slides[1],
                           self->run->transform, SAFFRON_CROP_REFERENCE, 0,
                           frame, error))
    return FALSE;
  saffron_warp_frame_square (frame, self->slides[0]);
  ratio = MAX (
      (double) MAX (frame->width, frame->height) / SAFFRON_OVERVIEW_SIDE, 1.0);
  frame->downsample_x *= ratio;
  frame->downsample_y *= ratio;
  frame->width = MAX ((gint64) round ((double) frame->width / ratio), 1);
  frame->height = MAX ((gint64) round ((double) frame->height / ratio), 1);
  return TRUE;
}

static gboolean
saffron_overview_work_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  SaffronOverviewWork *self = SAFFRON_OVERVIEW_WORK (work);
  SaffronQcSide sides[2]; /* red, green */
  SaffronWarpFrame frame;
  SaffronRect all = { 0 };
  g_autofree guint8 *rgb = NULL;
  gsize size = 0;

  if (!find_frame (self, &frame, error)
      || !saffron_qc_sides_init (sides, self->slides[0], self->slides[1],
                                 self->run, &frame, job, error))
    return FALSE;
  all.width = frame.width;
  all.height = frame.height;
  size = (gsize) (frame.width * frame.height * 3);
  rgb = g_malloc (size);
  if (!saffron_job_check (job, error)
      || !saffron_qc_sides_draw (sides, &all, rgb, (gsize) frame.width * 3,
                                 error))
    return FALSE;
  self->overview.width = (int) frame.width;
  self->overview.height = (int) frame.height;
  self->overview.rgb = g_bytes_new_take (g_steal_pointer (&rgb), size);
  return TRUE;
}

static void
saffron_overview_work_class_init (SaffronOverviewWorkClass *klass)
{
  SaffronWorkClass *work_class = SAFFRON_WORK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_overview_work_finalize;
  work_class->flags = SAFFRON_WORK_GIVES_WAY;
  work_class->run = saffron_overview_work_run;
}

static void
saffron_overview_work_init (SaffronOverviewWork *self)
{
}

SaffronOverviewWork *
saffron_overview_work_new (SaffronSlide *reference,
                           SaffronSlide *moving,
                           SaffronRun *run)
{
  SaffronOverviewWork *self = g_object_new (SAFFRON_TYPE_OVERVIEW_WORK, NULL);

  self->slides[0] = g_object_ref (reference);
  self->slides[1] = g_object_ref (moving);
  self->run = saffron_run_ref (run);
  saffron_work_set_title (SAFFRON_WORK (self),
                          _ ("Reading small pictures of the slides"));
  saffron_work_start (SAFFRON_WORK (self), 1);
  return self;
}

const SaffronOverview *
saffron_overview_work_get (SaffronOverviewWork *self)
{
  return saffron_work_get_state (SAFFRON_WORK (self)) == SAFFRON_WORK_DONE
             ? &self->overview
             : NULL;
}
