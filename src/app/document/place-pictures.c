/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/place-pictures.h"

#include "app/work/place-work.h"

struct _SaffronPlacePictures {
  GObject parent_instance;

  SaffronDocument *document;
  SaffronQualityModel *model;
  const SaffronQuality *quality; /* whose places they are; only compared */
  GPtrArray *pictures;           /* GBytes, NULL where one is not there */
  SaffronPlaceWork *work;        /* or NULL */
  gboolean asked;
};

enum {
  READ,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronPlacePictures,
                     saffron_place_pictures,
                     G_TYPE_OBJECT)

static void
clear_bytes (gpointer data)
{
  if (data != NULL)
    g_bytes_unref (data);
}

static void
drop (SaffronPlacePictures *self)
{
  if (self->work != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->work, self);
      saffron_work_cancel (SAFFRON_WORK (self->work));
    }
  g_clear_object (&self->work);
  g_ptr_array_set_size (self->pictures, 0);
  self->asked = FALSE;
}

static void
saffron_place_pictures_dispose (GObject *object)
{
  SaffronPlacePictures *self = SAFFRON_PLACE_PICTURES (object);

  if (self->pictures != NULL)
    drop (self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_clear_object (&self->model);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (saffron_place_pictures_parent_class)->dispose (object);
}

static void
saffron_place_pictures_class_init (SaffronPlacePicturesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_place_pictures_dispose;

  signals[READ] =
      g_signal_new ("read", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
saffron_place_pictures_init (SaffronPlacePictures *self)
{
  self->pictures = g_ptr_array_new_with_free_func (clear_bytes);
}

static void
on_changed (SaffronQualityModel *model, gpointer user_data)
{
  SaffronPlacePictures *self = user_data;
  const SaffronQuality *quality = saffron_quality_model_get (model);

  if (quality == self->quality)
    return;
  drop (self);
  self->quality = quality;
}

static void
on_picture (SaffronWork *work,
            const SaffronPlacePicture *picture,
            gpointer user_data)
{
  SaffronPlacePictures *self = user_data;

  self->pictures->pdata[picture->index] = g_bytes_ref (picture->rgb);
  g_signal_emit (self, signals[READ], 0, picture->index);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronPlacePictures *self = user_data;
  const GError *error = saffron_work_get_error (work);

  if (error != NULL)
    g_signal_emit_by_name (self->document, "failed", error->message);
  g_clear_object (&self->work);
}

static void
start (SaffronPlacePictures *self)
{
  SaffronPair pair = saffron_document_get_pair (self->document);
  guint n = saffron_quality_model_get_n_places (self->model);
  g_autoptr (GArray) places =
      g_array_new (FALSE, FALSE, sizeof (SaffronRefPoint));

  for (guint i = 0; i < n; i++)
    g_array_append_val (places,
                        saffron_quality_model_get_window (self->model, i)->at);
  g_ptr_array_set_size (self->pictures, (int) n);
  self->asked = TRUE;
  self->work = saffron_place_work_new (
      pair.reference_slide, pair.moving_slide,
      saffron_run_entry_get_run (saffron_quality_model_get_entry (self->model)),
      places);
  g_signal_connect (self->work, "message", G_CALLBACK (on_picture), self);
  g_signal_connect (self->work, "finished", G_CALLBACK (on_finished), self);
}

SaffronPlacePictures *
saffron_place_pictures_new (SaffronDocument *document,
                            SaffronQualityModel *model)
{
  SaffronPlacePictures *self = g_object_new (SAFFRON_TYPE_PLACE_PICTURES, NULL);

  self->document = g_object_ref (document);
  self->model = g_object_ref (model);
  g_signal_connect (model, "changed", G_CALLBACK (on_changed), self);
  on_changed (model, self);
  return self;
}

GBytes *
saffron_place_pictures_get (SaffronPlacePictures *self, guint index)
{
  if (!self->asked && index < saffron_quality_model_get_n_places (self->model))
    start (self);
  return index < self->pictures->len ? self->pictures->pdata[index] : NULL;
}
