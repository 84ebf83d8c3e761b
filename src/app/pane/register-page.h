/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/document.h"
#include "app/work/forecaster.h"

G_BEGIN_DECLS

/* The pane's page of the next run's parameters: a preset and one row for each,
 * from the table, by stage; under them what registering is going to take. */
#define SAFFRON_TYPE_REGISTER_PAGE (saffron_register_page_get_type ())
G_DECLARE_FINAL_TYPE (SaffronRegisterPage,
                      saffron_register_page,
                      SAFFRON,
                      REGISTER_PAGE,
                      GtkBox)

GtkWidget *saffron_register_page_new (SaffronDocument *document,
                                      GSettings *settings,
                                      SaffronForecaster *forecaster);

/* Brings one parameter's row into view and the focus to it. */
void saffron_register_page_show_param (SaffronRegisterPage *self,
                                       const char *name);

G_END_DECLS
