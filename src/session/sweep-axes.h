/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/params.h"

G_BEGIN_DECLS

/* One parameter of a sweep and the values that it takes. */
typedef struct {
  const SaffronParamSpec *spec;
  char **values;
  guint n;
} SaffronSweepAxis;

/**
 * saffron_sweep_axes_read:
 *
 * Returns: (transfer full) (element-type SaffronSweepAxis): the axes, or %NULL
 *   with an error as saffron_sweep_new() sets it
 */
GArray *saffron_sweep_axes_read (const SaffronParams *base,
                                 const char *const *texts,
                                 GError **error);

/* (transfer full): the axes as text, such as "max_processed_dim=1000,1800
 * section=same,auto". */
char *saffron_sweep_axes_name (GArray *axes);
/* (transfer full): their titles alone, such as "Working size, Sections". */
char *saffron_sweep_axes_head (GArray *axes);
/* (transfer full): a value for a table under that head: of a choice its title,
 * of a number only the number. */
char *saffron_sweep_axis_value (const SaffronSweepAxis *axis,
                                const char *value);

G_END_DECLS
