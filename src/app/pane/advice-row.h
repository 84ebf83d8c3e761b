/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "quality/advice.h"

G_BEGIN_DECLS

/* One piece of advice: its text, and a button that activates win.set-parameter
 * where it is about a parameter. */
#define SAFFRON_TYPE_ADVICE_ROW (saffron_advice_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronAdviceRow,
                      saffron_advice_row,
                      SAFFRON,
                      ADVICE_ROW,
                      GtkBox)

GtkWidget *saffron_advice_row_new (const SaffronAdvice *advice);

/* Makes @button do what the advice says, or hides it where it says nothing that
 * a button could do. */
void saffron_advice_show_button (GtkWidget *button,
                                 const SaffronAdvice *advice);

G_END_DECLS
