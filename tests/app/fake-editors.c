/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-editors.h"

G_DEFINE_FINAL_TYPE (SaffronLandmarkEditor,
                     saffron_landmark_editor,
                     G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (SaffronStartEditor, saffron_start_editor, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (SaffronQualityModel, saffron_quality_model, G_TYPE_OBJECT)

static void
add_signal (GType type, const char *name)
{
  g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
}

static void
add_changed (GType type)
{
  add_signal (type, "changed");
}

static void
saffron_landmark_editor_class_init (SaffronLandmarkEditorClass *klass)
{
  add_changed (G_TYPE_FROM_CLASS (klass));
}

static void
saffron_landmark_editor_init (SaffronLandmarkEditor *self)
{
}

static void
saffron_start_editor_class_init (SaffronStartEditorClass *klass)
{
  add_changed (G_TYPE_FROM_CLASS (klass));
}

static void
saffron_start_editor_init (SaffronStartEditor *self)
{
}

static void
saffron_quality_model_class_init (SaffronQualityModelClass *klass)
{
  add_changed (G_TYPE_FROM_CLASS (klass));
  add_signal (G_TYPE_FROM_CLASS (klass), "place");
}

static void
saffron_quality_model_init (SaffronQualityModel *self)
{
}

gboolean
saffron_quality_model_get_marked (SaffronQualityModel *self)
{
  return self->marked;
}

guint
saffron_quality_model_get_n_places (SaffronQualityModel *self)
{
  return 1;
}

guint
saffron_quality_model_get_place (SaffronQualityModel *self)
{
  return 0;
}

const SaffronWindow *
saffron_quality_model_get_window (SaffronQualityModel *self, guint index)
{
  static const SaffronWindow window = { .at = { 3000.0, 2000.0 },
                                        .class = SAFFRON_WINDOW_OFF,
                                        .error = 20.0,
                                        .uncertainty = 1.0 };

  return &window;
}

const SaffronQuality *
saffron_quality_model_get (SaffronQualityModel *self)
{
  static const SaffronQuality quality = { .um_x = 0.0 };

  return &quality;
}

guint
saffron_landmark_editor_get_n (SaffronLandmarkEditor *self)
{
  return self->n;
}

const SaffronLandmark *
saffron_landmark_editor_get (SaffronLandmarkEditor *self, guint index)
{
  static const SaffronLandmark landmark = { .reference = { 3000.0, 2000.0 },
                                            .moving = { 3000.0, 2000.0 } };

  return &landmark;
}

const SaffronLandmarkError *
saffron_landmark_editor_get_error (SaffronLandmarkEditor *self, guint index)
{
  static const SaffronLandmarkError error = { 0 };

  return &error;
}

SaffronRefPoint
saffron_landmark_editor_get_landing (SaffronLandmarkEditor *self, guint index)
{
  return (SaffronRefPoint){ 3010.0, 2000.0 };
}

const SaffronLandmarkFolds *
saffron_landmark_editor_get_folds (SaffronLandmarkEditor *self)
{
  return NULL;
}

guint
saffron_landmark_editor_get_selected (SaffronLandmarkEditor *self)
{
  return SAFFRON_LANDMARK_NONE;
}

gboolean
saffron_start_editor_get_on (SaffronStartEditor *self)
{
  return self->on;
}

const SaffronAffine *
saffron_start_editor_get (SaffronStartEditor *self)
{
  static const SaffronAffine start = SAFFRON_AFFINE_IDENTITY;

  return &start;
}

SaffronRefPoint
saffron_start_editor_get_centre (SaffronStartEditor *self)
{
  return (SaffronRefPoint){ 3000.0, 2000.0 };
}
