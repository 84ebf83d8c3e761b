/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/place-work.h"

#include <glib/gi18n.h>

#include "export/place-painter.h"

struct _SaffronPlaceWork {
  SaffronWork parent_instance;

  SaffronSlide *slides[2];
  SaffronRun *run;
  SaffronRefPoint *places;
  guint n;
};

G_DEFINE_FINAL_TYPE (SaffronPlaceWork, saffron_place_work, SAFFRON_TYPE_WORK)

static void
saffron_place_work_finalize (GObject *object)
{
  SaffronPlaceWork *self = SAFFRON_PLACE_WORK (object);

  for (int i = 0; i < 2; i++)
    g_clear_object (&self->slides[i]);
  g_clear_pointer (&self->run, saffron_run_unref);
  g_free (self->places);
  G_OBJECT_CLASS (saffron_place_work_parent_class)->finalize (object);
}

static void
picture_free (gpointer data)
{
  SaffronPlacePicture *picture = data;

  g_bytes_unref (picture->rgb);
  g_free (picture);
}

static gboolean
saffron_place_work_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  const gsize size =
      (gsize) SAFFRON_PLACE_PICTURE_SIDE * SAFFRON_PLACE_PICTURE_SIDE * 3;
  SaffronPlaceWork *self = SAFFRON_PLACE_WORK (work);
  SaffronPlacePainter painter = { 0 };

  if (!saffron_place_painter_init (&painter, self->slides[0], self->slides[1],
                                   self->run, SAFFRON_PLACE_PICTURE_SIDE, job,
                                   error)
      || !saffron_place_painter_fit (&painter, self->places, self->n, error))
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    {
      g_autofree guint8 *rgb = g_malloc (size);
      SaffronPlacePicture *picture = NULL;

      if (!saffron_job_check (job, error)
          || !saffron_place_painter_draw (&painter, self->places[i], rgb,
                                          error))
        return FALSE;
      picture = g_new (SaffronPlacePicture, 1);
      picture->index = i;
      picture->rgb = g_bytes_new_take (g_steal_pointer (&rgb), size);
      saffron_work_send (work, picture, picture_free);
    }
  return TRUE;
}

static void
saffron_place_work_class_init (SaffronPlaceWorkClass *klass)
{
  SaffronWorkClass *work_class = SAFFRON_WORK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_place_work_finalize;
  work_class->flags = SAFFRON_WORK_GIVES_WAY;
  work_class->run = saffron_place_work_run;
}

static void
saffron_place_work_init (SaffronPlaceWork *self)
{
}

SaffronPlaceWork *
saffron_place_work_new (SaffronSlide *reference,
                        SaffronSlide *moving,
                        SaffronRun *run,
                        const GArray *places)
{
  SaffronPlaceWork *self = g_object_new (SAFFRON_TYPE_PLACE_WORK, NULL);

  self->slides[0] = g_object_ref (reference);
  self->slides[1] = g_object_ref (moving);
  self->run = saffron_run_ref (run);
  self->n = places->len;
  self->places = g_memdup2 (places->data, places->len * sizeof *self->places);
  saffron_work_set_title (SAFFRON_WORK (self),
                          _ ("Reading pictures of the worst places"));
  saffron_work_start (SAFFRON_WORK (self), 1);
  return self;
}
