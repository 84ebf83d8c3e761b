/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/document.h"

G_BEGIN_DECLS

/* A group that says how many channels a composite shows, of how many. */
GtkWidget *saffron_composite_summary_new (SaffronDocument *document);

/* A group of one slide in a composite: its verdict and its channels, or that it
 * is not registered. @moving: (nullable): %NULL for the reference */
GtkWidget *saffron_composite_group_new (SaffronDocument *document,
                                        SaffronMoving *moving);

/* (transfer full): what decides which groups there are: slides, whether they
 * are open, and their verdicts. */
char *saffron_composite_groups_key (SaffronDocument *document);

G_END_DECLS
