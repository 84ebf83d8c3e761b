/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/arrivals.h"

typedef struct {
  SaffronSlide *slide;
  char *message;
} Failure;

struct _SaffronArrivals {
  gatomicrefcount ref_count;
  GMainContext *context;
  SaffronArrivalsFuncs funcs;
  gpointer user_data; /* used in the context's thread only, as @closed is */
  gboolean closed;

  GMutex lock;
  gboolean pending;
  GArray *done;        /* of SaffronTileKey */
  GPtrArray *failures; /* of Failure */
};

static void
failure_free (gpointer data)
{
  Failure *failure = data;

  g_object_unref (failure->slide);
  g_free (failure->message);
  g_free (failure);
}

static void
make_lists (SaffronArrivals *self)
{
  self->done = g_array_new (FALSE, FALSE, sizeof (SaffronTileKey));
  self->failures = g_ptr_array_new_with_free_func (failure_free);
}

SaffronArrivals *
saffron_arrivals_new (const SaffronArrivalsFuncs *funcs, gpointer user_data)
{
  SaffronArrivals *self = g_new0 (SaffronArrivals, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
  self->funcs = *funcs;
  self->user_data = user_data;
  make_lists (self);
  return self;
}

void
saffron_arrivals_unref (SaffronArrivals *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->done);
  g_ptr_array_unref (self->failures);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
saffron_arrivals_close (SaffronArrivals *self)
{
  self->closed = TRUE;
}

GMainContext *
saffron_arrivals_get_context (SaffronArrivals *self)
{
  return self->context;
}

/* Runs in the context's thread. The functions that it calls may close and unref
 * @self. */
static gboolean
deliver (gpointer data)
{
  SaffronArrivals *self = data;
  g_autoptr (GPtrArray) failures = NULL;
  g_autoptr (GArray) done = NULL;

  g_mutex_lock (&self->lock);
  failures = self->failures;
  done = self->done;
  make_lists (self);
  self->pending = FALSE;
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < failures->len && !self->closed; i++)
    {
      const Failure *failure = g_ptr_array_index (failures, i);

      self->funcs.failed (failure->slide, failure->message, self->user_data);
    }
  if (!self->closed)
    self->funcs.done ((const SaffronTileKey *) done->data, done->len,
                      self->user_data);
  return G_SOURCE_REMOVE;
}

/* Called with the lock held, from any thread. */
static void
post (SaffronArrivals *self, const SaffronTileKey *key)
{
  g_autoptr (GSource) source = NULL;

  g_array_append_val (self->done, *key);
  if (self->pending)
    return;
  self->pending = TRUE;
  g_atomic_ref_count_inc (&self->ref_count);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, self,
                         (GDestroyNotify) saffron_arrivals_unref);
  g_source_attach (source, self->context);
}

static void
on_arrived (const SaffronTileKey *key, gpointer data)
{
  SaffronArrivals *self = data;

  g_mutex_lock (&self->lock);
  post (self, key);
  g_mutex_unlock (&self->lock);
}

static void
on_failed (const SaffronTileKey *key, const GError *error, gpointer data)
{
  SaffronArrivals *self = data;
  Failure *failure = g_new0 (Failure, 1);

  failure->slide = g_object_ref (key->slide);
  failure->message = g_strdup (error != NULL ? error->message : "unknown");
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->failures, failure);
  post (self, key);
  g_mutex_unlock (&self->lock);
}

SaffronSchedulerFuncs
saffron_arrivals_get_scheduler_funcs (SaffronArrivals *self)
{
  return (SaffronSchedulerFuncs){ on_arrived, on_failed, NULL, self };
}
