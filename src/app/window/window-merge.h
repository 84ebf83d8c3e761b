/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/export-carrier.h"

G_BEGIN_DECLS

/**
 * SaffronWindowMerge:
 *
 * All registered slides of the session as one file: win.export-merge.
 */
#define SAFFRON_TYPE_WINDOW_MERGE (saffron_window_merge_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowMerge,
                      saffron_window_merge,
                      SAFFRON,
                      WINDOW_MERGE,
                      GObject)

SaffronWindowMerge *saffron_window_merge_new (SaffronShell *shell,
                                              SaffronExportCarrier *carrier);

G_END_DECLS
