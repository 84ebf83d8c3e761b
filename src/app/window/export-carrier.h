/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"
#include "app/work/export-work.h"

G_BEGIN_DECLS

/**
 * SaffronExportCarrier:
 *
 * What all exports of a window have in common: they run in its list of work,
 * and when one has ended it is told, in a toast that opens the folder, and to
 * people who have gone on to something else in a notification of the desktop.
 */
#define SAFFRON_TYPE_EXPORT_CARRIER (saffron_export_carrier_get_type ())
G_DECLARE_FINAL_TYPE (SaffronExportCarrier,
                      saffron_export_carrier,
                      SAFFRON,
                      EXPORT_CARRIER,
                      GObject)

SaffronExportCarrier *saffron_export_carrier_new (SaffronShell *shell);

/* @work: (transfer full): has been started */
void saffron_export_carrier_carry (SaffronExportCarrier *self,
                                   SaffronExportWork *work);

/* What the preferences say; 0 for one per processor. */
guint saffron_export_carrier_get_threads (SaffronExportCarrier *self);

/* (transfer full): the folder of the session, which is open; or else that of
 * the slide @slide. */
char *saffron_export_carrier_propose_folder (SaffronExportCarrier *self,
                                             const char *slide);

/* From now on the window's @action can be activated while any slide of the
 * session is registered. @action: a string that stays */
void saffron_export_carrier_gate (SaffronExportCarrier *self,
                                  const char *action);

G_END_DECLS
