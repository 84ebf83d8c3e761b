/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/report-work.h"

#include "export/report.h"

struct _SaffronReportWork {
  SaffronExportWork parent_instance;

  SaffronReportSource *source;
  char *folder;
  gboolean overwrite;
};

G_DEFINE_FINAL_TYPE (SaffronReportWork,
                     saffron_report_work,
                     SAFFRON_TYPE_EXPORT_WORK)

static void
saffron_report_work_finalize (GObject *object)
{
  SaffronReportWork *self = SAFFRON_REPORT_WORK (object);

  g_clear_pointer (&self->source, saffron_report_source_free);
  g_free (self->folder);
  G_OBJECT_CLASS (saffron_report_work_parent_class)->finalize (object);
}

static gboolean
saffron_report_work_write (SaffronExportWork *work,
                           SaffronJob *job,
                           GError **error)
{
  SaffronReportWork *self = SAFFRON_REPORT_WORK (work);

  return saffron_report_write (self->source, self->folder, self->overwrite, job,
                               error);
}

static void
saffron_report_work_class_init (SaffronReportWorkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_report_work_finalize;
  SAFFRON_WORK_CLASS (klass)->flags |= SAFFRON_WORK_GIVES_WAY;
  SAFFRON_EXPORT_WORK_CLASS (klass)->write = saffron_report_work_write;
}

static void
saffron_report_work_init (SaffronReportWork *self)
{
}

SaffronExportWork *
saffron_report_work_new (SaffronReportSource *source,
                         const char *folder,
                         gboolean overwrite,
                         guint threads)
{
  SaffronReportWork *self = g_object_new (SAFFRON_TYPE_REPORT_WORK, NULL);
  g_autofree char *path = g_build_filename (folder, SAFFRON_REPORT_HTML, NULL);

  self->source = source;
  self->folder = g_strdup (folder);
  self->overwrite = overwrite;
  saffron_export_work_start (SAFFRON_EXPORT_WORK (self), path, threads);
  return SAFFRON_EXPORT_WORK (self);
}
