/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/overview-pictures.h"

/* What is known of one run's picture. */
typedef struct {
  SaffronMoving *moving;
  SaffronRun *run;
  SaffronOverviewWork *work; /* (nullable): until its turn */
  gboolean told;             /* it has ended */
} Entry;

struct _SaffronOverviewPictures {
  GObject parent_instance;

  SaffronDocument *document;
  GPtrArray *entries; /* Entry: one for each slide that was asked for */
};

enum {
  READ,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronOverviewPictures,
                     saffron_overview_pictures,
                     G_TYPE_OBJECT)

static void begin_next (SaffronOverviewPictures *self);

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  if (entry->work != NULL)
    saffron_work_cancel (SAFFRON_WORK (entry->work));
  g_clear_object (&entry->work);
  g_object_unref (entry->moving);
  saffron_run_unref (entry->run);
  g_free (entry);
}

static void
saffron_overview_pictures_finalize (GObject *object)
{
  SaffronOverviewPictures *self = SAFFRON_OVERVIEW_PICTURES (object);

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (entry->work != NULL)
        g_signal_handlers_disconnect_by_data (entry->work, self);
    }
  g_ptr_array_unref (self->entries);
  g_object_unref (self->document);
  G_OBJECT_CLASS (saffron_overview_pictures_parent_class)->finalize (object);
}

static void
saffron_overview_pictures_class_init (SaffronOverviewPicturesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_overview_pictures_finalize;

  signals[READ] =
      g_signal_new ("read", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, SAFFRON_TYPE_MOVING);
}

static void
saffron_overview_pictures_init (SaffronOverviewPictures *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
}

/* A picture that cannot be read stays empty: the slide says why when it is
 * shown. */
static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronOverviewPictures *self = user_data;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (SAFFRON_WORK (entry->work) != work)
        continue;
      entry->told = TRUE;
      g_signal_emit (self, signals[READ], 0, entry->moving);
      break;
    }
  begin_next (self);
}

/* One at a time: a registration may be under way, too. */
static void
begin_next (SaffronOverviewPictures *self)
{
  SaffronLayer *reference = saffron_document_get_reference (self->document);
  Entry *next = NULL;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (entry->work != NULL && !entry->told)
        return;
      if (entry->work == NULL && next == NULL
          && saffron_document_get_layer (self->document, entry->moving) != NULL)
        next = entry;
    }
  if (next == NULL || reference == NULL)
    return;
  next->work = saffron_overview_work_new (
      saffron_layer_get_slide (reference),
      saffron_layer_get_slide (
          saffron_document_get_layer (self->document, next->moving)),
      next->run);
  g_signal_connect (next->work, "finished", G_CALLBACK (on_finished), self);
}

SaffronOverviewPictures *
saffron_overview_pictures_new (SaffronDocument *document)
{
  SaffronOverviewPictures *self =
      g_object_new (SAFFRON_TYPE_OVERVIEW_PICTURES, NULL);

  self->document = g_object_ref (document);
  return self;
}

/* (nullable) */
static Entry *
find (SaffronOverviewPictures *self, SaffronMoving *moving)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (entry->moving == moving)
        return entry;
    }
  return NULL;
}

const SaffronOverview *
saffron_overview_pictures_get (SaffronOverviewPictures *self,
                               SaffronMoving *moving)
{
  SaffronRunEntry *whole = saffron_moving_get_whole (moving);
  Entry *entry = find (self, moving);
  SaffronRun *run = whole != NULL ? saffron_run_entry_get_run (whole) : NULL;

  if (entry != NULL && entry->run != run)
    {
      if (entry->work != NULL)
        g_signal_handlers_disconnect_by_data (entry->work, self);
      g_ptr_array_remove (self->entries, entry);
      entry = NULL;
    }
  if (entry == NULL && run != NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->moving = g_object_ref (moving);
      entry->run = saffron_run_ref (run);
      g_ptr_array_add (self->entries, entry);
    }
  begin_next (self);
  return entry != NULL && entry->work != NULL
             ? saffron_overview_work_get (entry->work)
             : NULL;
}
