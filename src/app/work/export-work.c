/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/export-work.h"

#include <glib/gi18n.h>

#include "base/peak-memory.h"

typedef struct {
  char *path;
} SaffronExportWorkPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SaffronExportWork,
                                     saffron_export_work,
                                     SAFFRON_TYPE_WORK)

static SaffronExportWorkPrivate *
get_private (SaffronExportWork *self)
{
  return saffron_export_work_get_instance_private (self);
}

static void
saffron_export_work_finalize (GObject *object)
{
  g_free (get_private (SAFFRON_EXPORT_WORK (object))->path);
  G_OBJECT_CLASS (saffron_export_work_parent_class)->finalize (object);
}

/* The meter runs so that a registration at the same time does not count this
 * memory as its own. */
static gboolean
saffron_export_work_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  SaffronExportWork *self = SAFFRON_EXPORT_WORK (work);
  SaffronMemoryMeter meter;
  gboolean done;

  saffron_memory_meter_start (&meter);
  done = SAFFRON_EXPORT_WORK_GET_CLASS (self)->write (self, job, error);
  saffron_memory_meter_stop (&meter);
  return done;
}

static void
saffron_export_work_class_init (SaffronExportWorkClass *klass)
{
  SaffronWorkClass *work_class = SAFFRON_WORK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_export_work_finalize;
  work_class->flags = SAFFRON_WORK_STAYS_DONE | SAFFRON_WORK_PERCENT;
  work_class->run = saffron_export_work_run;
}

static void
saffron_export_work_init (SaffronExportWork *self)
{
}

void
saffron_export_work_start (SaffronExportWork *self,
                           const char *path,
                           guint threads)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *title = g_strdup_printf (_ ("Exporting %s"), name);
  g_autofree char *loss = g_strdup_printf (
      _ ("%s is being exported; what is written so far would be lost."), name);

  get_private (self)->path = g_strdup (path);
  saffron_work_set_title (SAFFRON_WORK (self), title);
  saffron_work_set_loss (SAFFRON_WORK (self), loss);
  saffron_work_start (SAFFRON_WORK (self), threads);
}

const char *
saffron_export_work_get_path (SaffronExportWork *self)
{
  return get_private (self)->path;
}
