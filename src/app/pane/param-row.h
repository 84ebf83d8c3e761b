/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "register/params.h"

G_BEGIN_DECLS

/* A person edited a row: @text is as saffron_params_set() takes it. */
typedef void (*SaffronParamEdited) (const char *name,
                                    const char *text,
                                    gpointer user_data);

/* A row for one parameter, made from its line in the table: a spin button, a
 * switch, a choice or an entry, what it does and what is allowed, and a button
 * back to the preset's value where it has another. */
#define SAFFRON_TYPE_PARAM_ROW (saffron_param_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronParamRow,
                      saffron_param_row,
                      SAFFRON,
                      PARAM_ROW,
                      AdwActionRow)

SaffronParamRow *saffron_param_row_new (const SaffronParamSpec *spec,
                                        SaffronParamEdited edited,
                                        gpointer user_data);

/* Shows the value that @params has, and the button when @preset has another. */
void saffron_param_row_update (SaffronParamRow *self,
                               const SaffronParams *params,
                               const SaffronParams *preset);

/* The channels that a parameter may name besides "auto", of which names that
 * differ in case alone are one. Call saffron_param_row_update() afterwards. */
void saffron_param_row_set_channels (SaffronParamRow *self,
                                     const char *const *names);

const SaffronParamSpec *saffron_param_row_get_spec (SaffronParamRow *self);
/* The parameter's name, static. */
const char *saffron_param_row_get_name (SaffronParamRow *self);
/* Gives its control the focus. */
void saffron_param_row_focus (SaffronParamRow *self);

G_END_DECLS
