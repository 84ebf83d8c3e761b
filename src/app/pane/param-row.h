/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "register/params.h"

G_BEGIN_DECLS

/* A row was edited: @text as saffron_params_set() takes it. */
typedef void (*SaffronParamEdited) (const char *name,
                                    const char *text,
                                    gpointer user_data);

/* A row for one parameter, made from its place in the table: a spin button, a
 * switch, a choice or an entry, what it does and what is allowed, and a button
 * back to the preset's value where it has another. */
GtkWidget *saffron_param_row_new (const SaffronParamSpec *spec,
                                  SaffronParamEdited edited,
                                  gpointer user_data);

/* Shows the value that @params has; the way back when @preset has another. */
void saffron_param_row_update (GtkWidget *row,
                               const SaffronParams *params,
                               const SaffronParams *preset);

/* The parameter's, static. */
const char *saffron_param_row_get_name (GtkWidget *row);
/* The focus goes to its control. */
void saffron_param_row_focus (GtkWidget *row);

G_END_DECLS
