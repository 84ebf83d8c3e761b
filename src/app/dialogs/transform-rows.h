/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "export/itk.h"

G_BEGIN_DECLS

/**
 * SaffronTransformRows:
 *
 * How a transform is written for other programs, in the dialog of exports.
 *
 * SaffronTransformRows::changed: a person has chosen something else.
 */
#define SAFFRON_TYPE_TRANSFORM_ROWS (saffron_transform_rows_get_type ())
G_DECLARE_FINAL_TYPE (SaffronTransformRows,
                      saffron_transform_rows,
                      SAFFRON,
                      TRANSFORM_ROWS,
                      AdwPreferencesGroup)

/* Shows what @options has; no signal. */
void saffron_transform_rows_show (SaffronTransformRows *self,
                                  const SaffronItkOptions *options);
/* Puts what the rows have into @options. */
void saffron_transform_rows_take (SaffronTransformRows *self,
                                  SaffronItkOptions *options);

G_END_DECLS
