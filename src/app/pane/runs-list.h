/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/document.h"

G_BEGIN_DECLS

/* The shown moving slide's runs in columns that sort; the selected row is the
 * run that is shown. A click on a star activates win.star-run. */
#define SAFFRON_TYPE_RUNS_LIST (saffron_runs_list_get_type ())
G_DECLARE_FINAL_TYPE (SaffronRunsList,
                      saffron_runs_list,
                      SAFFRON,
                      RUNS_LIST,
                      AdwBin)

/* Call once: the document whose runs the list shows from now on. */
void saffron_runs_list_set_document (SaffronRunsList *self,
                                     SaffronDocument *document);

/* Gives the focus to the row of the current run, if there is one. */
void saffron_runs_list_focus (SaffronRunsList *self);

G_END_DECLS
