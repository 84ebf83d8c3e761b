/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document-private.h"

#include <glib/gi18n.h>

#include "register/planes.h"

struct _SaffronDocument {
  GObject parent_instance;

  SaffronViewModel *model;
  SaffronSession *session;
  SaffronLayer *reference;
  GPtrArray *moving; /* SaffronLayer or NULL, as the session's */
  int shown;

  SaffronJob *job; /* of what is being opened; NULL when closed */
  guint n_opening;
};

enum {
  CHANGED,
  FAILED,
  MISSING,
  BUSY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronDocument, saffron_document, G_TYPE_OBJECT)

static void
unref_layer (gpointer data)
{
  if (data != NULL)
    g_object_unref (data);
}

void
saffron_document_close (SaffronDocument *self)
{
  if (self->job == NULL)
    return;
  saffron_job_cancel (self->job);
  g_clear_object (&self->job);
  for (int side = 0; side < 2; side++)
    saffron_view_model_set_slide (self->model, side, NULL, NULL);
  g_clear_object (&self->reference);
  g_ptr_array_set_size (self->moving, 0);
}

static void
saffron_document_dispose (GObject *object)
{
  SaffronDocument *self = SAFFRON_DOCUMENT (object);

  saffron_document_close (self);
  g_clear_object (&self->model);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (saffron_document_parent_class)->dispose (object);
}

static void
saffron_document_finalize (GObject *object)
{
  g_ptr_array_unref (SAFFRON_DOCUMENT (object)->moving);
  G_OBJECT_CLASS (saffron_document_parent_class)->finalize (object);
}

static void
saffron_document_class_init (SaffronDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_document_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_document_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] =
    g_signal_new ("failed", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[MISSING] =
    g_signal_new ("missing", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[BUSY] =
    g_signal_new ("busy", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_DOUBLE);
}

static void
saffron_document_init (SaffronDocument *self)
{
  self->moving = g_ptr_array_new_with_free_func (unref_layer);
  self->shown = -1;
  self->job = saffron_job_new ();
}

SaffronDocument *
saffron_document_new (gsize cache_bytes, guint n_threads)
{
  SaffronDocument *self = g_object_new (SAFFRON_TYPE_DOCUMENT, NULL);

  self->model = saffron_view_model_new (cache_bytes, n_threads);
  return self;
}

SaffronViewModel *
saffron_document_get_model (SaffronDocument *self)
{
  return self->model;
}

SaffronSession *
saffron_document_get_session (SaffronDocument *self)
{
  return self->session;
}

gboolean
saffron_document_is_empty (SaffronDocument *self)
{
  return self->reference == NULL && self->moving->len == 0;
}

SaffronLayer *
saffron_document_get_reference (SaffronDocument *self)
{
  return self->reference;
}

guint
saffron_document_get_n_moving (SaffronDocument *self)
{
  return self->moving->len;
}

SaffronLayer *
saffron_document_get_moving (SaffronDocument *self, guint index)
{
  return index < self->moving->len ? self->moving->pdata[index] : NULL;
}

int
saffron_document_get_shown (SaffronDocument *self)
{
  return self->shown;
}

static SaffronLayer *
shown_layer (SaffronDocument *self)
{
  return self->shown < 0 ? NULL
                         : saffron_document_get_moving (self, self->shown);
}

static void
on_layer_changed (SaffronLayer *layer, gpointer user_data)
{
  SaffronDocument *self = user_data;
  const SaffronSlideDisplay *display = saffron_layer_get_display (layer);

  if (layer == self->reference)
    saffron_view_model_set_display (self->model, SAFFRON_VIEW_REFERENCE,
                                    display);
  else if (layer == shown_layer (self))
    saffron_view_model_set_display (self->model, SAFFRON_VIEW_MOVING, display);
}

static SaffronLayer *
layer_new (SaffronDocument *self, SaffronSlide *slide, const SaffronLook *look)
{
  SaffronLayer *layer = saffron_layer_new (slide, look->channel, look->reason);

  g_signal_connect_object (layer, "changed", G_CALLBACK (on_layer_changed),
                           self, 0);
  return layer;
}

/* What registration would look at on both; for a slide alone, on itself. */
static void
choose_look (SaffronDocument *self,
             SaffronSlide *reference,
             SaffronSlide *moving,
             SaffronLook *reference_look,
             SaffronLook *moving_look)
{
  g_autoptr (SaffronParams) defaults = saffron_params_new ();
  const SaffronParams *params = self->session != NULL
                                  ? saffron_session_get_params (self->session)
                                  : defaults;
  g_autoptr (GError) error = NULL;

  if (!saffron_look_choose (reference, moving, params, reference_look,
                            moving_look, &error))
    {
      /* A channel that was asked for by name and is not there. */
      g_signal_emit (self, signals[FAILED], 0, error->message);
      saffron_look_choose (reference, moving, defaults, reference_look,
                           moving_look, NULL);
    }
}

static void
show_sides (SaffronDocument *self)
{
  SaffronLayer *layers[2] = { self->reference, shown_layer (self) };

  for (int side = 0; side < 2; side++)
    {
      SaffronSlide *slide =
        layers[side] != NULL ? saffron_layer_get_slide (layers[side]) : NULL;

      if (saffron_view_model_get_slide (self->model, side) != slide)
        saffron_view_model_set_slide (
          self->model, side, slide,
          slide != NULL ? saffron_layer_get_display (layers[side]) : NULL);
    }
  saffron_document_run_changed (self);
}

void
saffron_document_run_changed (SaffronDocument *self)
{
  SaffronRun *run = NULL;

  if (self->session != NULL && self->shown >= 0
      && (guint) self->shown < saffron_session_get_n_moving (self->session))
    run = saffron_session_get_current_run (self->session, self->shown);
  saffron_view_model_set_transform (self->model,
                                    run != NULL ? run->transform : NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
saffron_document_show_moving (SaffronDocument *self, int index)
{
  if (index < 0 || (guint) index >= self->moving->len || index == self->shown)
    return;
  self->shown = index;
  show_sides (self);
}

static void
set_reference (SaffronDocument *self, SaffronSlide *slide)
{
  SaffronLook look = { 0 }, other = { 0 };

  choose_look (self, slide, slide, &look, &other);
  g_clear_object (&self->reference);
  self->reference = layer_new (self, slide, &look);
  saffron_look_clear (&look);
  saffron_look_clear (&other);
}

static void
add_moving (SaffronDocument *self, SaffronSlide *slide)
{
  SaffronSlide *reference =
    self->reference != NULL ? saffron_layer_get_slide (self->reference)
                            : slide;
  SaffronLook look = { 0 }, other = { 0 };

  choose_look (self, reference, slide, &other, &look);
  g_ptr_array_add (self->moving, layer_new (self, slide, &look));
  saffron_look_clear (&look);
  saffron_look_clear (&other);
}

/* A session of the slides that are open, without runs. */
static void
new_session (SaffronDocument *self)
{
  SaffronSession *session = NULL;

  if (self->reference == NULL)
    return;
  session = saffron_session_new (
    saffron_slide_get_path (saffron_layer_get_slide (self->reference)));
  if (self->session != NULL)
    saffron_session_set_params (session,
                                saffron_session_get_params (self->session));
  for (guint i = 0; i < self->moving->len; i++)
    {
      SaffronLayer *layer = self->moving->pdata[i];

      if (layer != NULL)
        saffron_session_add_moving (
          session, saffron_slide_get_path (saffron_layer_get_slide (layer)));
    }
  g_clear_object (&self->session);
  self->session = session;
}

static void
take_session (SaffronDocument *self, SaffronOpened *opened)
{
  g_clear_object (&self->reference);
  g_ptr_array_set_size (self->moving, 0);
  self->shown = -1;
  g_set_object (&self->session, opened->session);

  for (guint i = 0; i < opened->slides->len; i++)
    {
      SaffronSlide *slide = opened->slides->pdata[i];

      if (slide != NULL && i == 0)
        set_reference (self, slide);
      else if (slide != NULL)
        add_moving (self, slide);
      else if (i > 0)
        g_ptr_array_add (self->moving, NULL);
    }
  for (guint i = 0; i < self->moving->len && self->shown < 0; i++)
    if (self->moving->pdata[i] != NULL)
      self->shown = i;
}

static void
take_slides (SaffronDocument *self, SaffronOpened *opened)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GPtrArray) slides = g_ptr_array_new ();
  guint reference = G_MAXUINT;
  gboolean grows = self->session != NULL && self->reference != NULL
                   && opened->as != SAFFRON_OPEN_AS_REFERENCE;

  for (guint i = 0; i < opened->slides->len; i++)
    if (opened->slides->pdata[i] != NULL)
      {
        g_ptr_array_add (paths, opened->paths->pdata[i]);
        g_ptr_array_add (slides, opened->slides->pdata[i]);
      }
  if (slides->len == 0)
    return;
  if (opened->as == SAFFRON_OPEN_AS_REFERENCE || self->reference == NULL)
    reference =
      saffron_document_choose_reference (paths, params->reference_markers);
  if (reference != G_MAXUINT)
    set_reference (self, slides->pdata[reference]);
  for (guint i = 0; i < slides->len; i++)
    if (i != reference)
      {
        add_moving (self, slides->pdata[i]);
        if (grows)
          saffron_session_add_moving (self->session, paths->pdata[i]);
      }
  if (!grows)
    new_session (self);
  if (self->moving->len > 0 && self->shown < 0)
    self->shown = 0;
}

/* One slide of the session that is open has been found again. */
static void
take_relocated (SaffronDocument *self, SaffronOpened *opened)
{
  const char *path = opened->paths->pdata[0];
  SaffronSlide *slide = opened->slides->pdata[0];

  if (slide == NULL || self->session == NULL)
    return;
  if (g_strcmp0 (saffron_session_get_reference_path (self->session), path) == 0)
    set_reference (self, slide);
  for (guint i = 0; i < self->moving->len; i++)
    if (g_strcmp0 (saffron_session_get_moving_path (self->session, i), path)
        == 0)
      {
        add_moving (self, slide);
        unref_layer (self->moving->pdata[i]);
        self->moving->pdata[i] =
          g_ptr_array_steal_index (self->moving, self->moving->len - 1);
        if (self->shown < 0)
          self->shown = i;
      }
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaffronDocument) self = user_data;
  g_autoptr (SaffronOpened) opened = NULL;
  g_autoptr (GError) error = NULL;

  opened = saffron_document_open_finish (result, &error);
  self->n_opening--;
  if (self->job == NULL || opened == NULL)
    return;
  if (self->n_opening == 0)
    g_signal_emit (self, signals[BUSY], 0, "", 1.0);

  if (opened->session != NULL)
    take_session (self, opened);
  else if (opened->as == SAFFRON_OPEN_AS_FOUND)
    take_relocated (self, opened);
  else
    take_slides (self, opened);
  show_sides (self);
  for (guint i = 0; i < opened->errors->len; i++)
    g_signal_emit (self, signals[FAILED], 0, opened->errors->pdata[i]);
  if (opened->session != NULL)
    for (guint i = 0; i < opened->slides->len; i++)
      if (opened->slides->pdata[i] == NULL
          && !g_file_test (opened->paths->pdata[i], G_FILE_TEST_EXISTS))
        g_signal_emit (self, signals[MISSING], 0, opened->paths->pdata[i]);
}

typedef struct {
  SaffronDocument *document;
  char *stage;
  double fraction;
} Progress;

static gboolean
emit_progress (gpointer data)
{
  Progress *progress = data;

  if (progress->document->job != NULL && progress->document->n_opening > 0)
    g_signal_emit (progress->document, signals[BUSY], 0, progress->stage,
                   progress->fraction);
  g_object_unref (progress->document);
  g_free (progress->stage);
  g_free (progress);
  return G_SOURCE_REMOVE;
}

static void
on_progress (SaffronJob *job,
             const char *stage,
             double fraction,
             gpointer user_data)
{
  Progress *progress = g_new0 (Progress, 1);

  progress->document = g_object_ref (user_data);
  progress->stage = g_strdup_printf (_("Opening %s"), stage);
  progress->fraction = fraction;
  g_idle_add (emit_progress, progress);
}

void
saffron_document_open (SaffronDocument *self,
                       GFile **files,
                       guint n_files,
                       SaffronOpenAs as)
{
  if (self->job == NULL || n_files == 0)
    return;
  if (self->n_opening == 0)
    {
      g_object_unref (self->job);
      self->job = saffron_job_new ();
      saffron_job_set_callback (self->job, on_progress, self);
    }
  self->n_opening++;
  saffron_document_open_async (files, n_files, as, self->job, on_opened,
                               g_object_ref (self));
}

void
saffron_document_swap (SaffronDocument *self)
{
  SaffronLayer *moving = shown_layer (self);

  if (moving == NULL || self->reference == NULL)
    return;
  self->moving->pdata[self->shown] = self->reference;
  self->reference = moving;
  new_session (self);
  saffron_view_model_swap (self->model);
  show_sides (self);
}

void
saffron_document_relocate (SaffronDocument *self,
                           const char *missing,
                           const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *found = g_file_get_path (file);

  if (self->session != NULL
      && saffron_session_relocate (self->session, missing, found))
    saffron_document_open (self, &file, 1, SAFFRON_OPEN_AS_FOUND);
}
