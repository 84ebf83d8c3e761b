/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/report-work.h"

#include <glib/gi18n.h>

#include "export/report.h"

struct _SaffronReportWork {
  SaffronWork parent_instance;

  SaffronReportSource *source;
  char *folder;
  char *path;
  gboolean overwrite;
};

G_DEFINE_FINAL_TYPE (SaffronReportWork, saffron_report_work, SAFFRON_TYPE_WORK)

static void
saffron_report_work_finalize (GObject *object)
{
  SaffronReportWork *self = SAFFRON_REPORT_WORK (object);

  g_clear_pointer (&self->source, saffron_report_source_free);
  g_free (self->folder);
  g_free (self->path);
  G_OBJECT_CLASS (saffron_report_work_parent_class)->finalize (object);
}

static gboolean
saffron_report_work_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  SaffronReportWork *self = SAFFRON_REPORT_WORK (work);

  return saffron_report_write (self->source, self->folder, self->overwrite, job,
                               error);
}

static void
saffron_report_work_class_init (SaffronReportWorkClass *klass)
{
  SaffronWorkClass *work_class = SAFFRON_WORK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_report_work_finalize;
  work_class->flags =
      SAFFRON_WORK_GIVES_WAY | SAFFRON_WORK_STAYS_DONE | SAFFRON_WORK_PERCENT;
  work_class->run = saffron_report_work_run;
}

static void
saffron_report_work_init (SaffronReportWork *self)
{
}

SaffronReportWork *
saffron_report_work_new (SaffronReportSource *source,
                         const char *folder,
                         gboolean overwrite,
                         guint threads)
{
  SaffronReportWork *self = g_object_new (SAFFRON_TYPE_REPORT_WORK, NULL);

  self->source = source;
  self->folder = g_strdup (folder);
  self->path = g_build_filename (folder, SAFFRON_REPORT_HTML, NULL);
  self->overwrite = overwrite;
  saffron_work_set_title (SAFFRON_WORK (self), _ ("Writing the report"));
  saffron_work_set_loss (
      SAFFRON_WORK (self),
      _ ("The report is being written; what is written so far would be lost."));
  saffron_work_start (SAFFRON_WORK (self), threads);
  return self;
}

const char *
saffron_report_work_get_path (SaffronReportWork *self)
{
  return self->path;
}
