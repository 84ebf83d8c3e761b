/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work.h"

G_BEGIN_DECLS

/**
 * SaffronExportWork:
 *
 * Work that writes what a person asked to have as a file. A subclass says what
 * is written; title, loss, flags, and the memory it takes are here.
 */
#define SAFFRON_TYPE_EXPORT_WORK (saffron_export_work_get_type ())
G_DECLARE_DERIVABLE_TYPE (SaffronExportWork,
                          saffron_export_work,
                          SAFFRON,
                          EXPORT_WORK,
                          SaffronWork)

/**
 * SaffronExportWorkClass:
 * @write: writes it, on the thread of the work; %FALSE with an error when it
 *   failed or was cancelled
 */
struct _SaffronExportWorkClass {
  SaffronWorkClass parent_class;

  gboolean (*write) (SaffronExportWork *self, SaffronJob *job, GError **error);
};

/* @path: the file that a person opens afterwards; @threads: 0 for one per
 * processor */
void saffron_export_work_start (SaffronExportWork *self,
                                const char *path,
                                guint threads);
const char *saffron_export_work_get_path (SaffronExportWork *self);

G_END_DECLS
