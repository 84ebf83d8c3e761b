/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"
#include "app/document/document.h"

G_BEGIN_DECLS

/**
 * SaffronCompareView:
 *
 * A second canvas beside the first: the same slides, contrast, mode and place
 * under another transform. Moving in one moves the other.
 */
#define SAFFRON_TYPE_COMPARE_VIEW (saffron_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (SaffronCompareView,
                      saffron_compare_view,
                      SAFFRON,
                      COMPARE_VIEW,
                      GtkWidget)

/* @document: whose model is the first canvas's. */
GtkWidget *saffron_compare_view_new (SaffronDocument *document,
                                     SaffronRenderer renderer);
/* @entry: one of the shown moving slide's runs; @title: says on it what it
 * shows. */
void saffron_compare_view_set (SaffronCompareView *self,
                               SaffronRunEntry *entry,
                               const char *title);

G_END_DECLS
