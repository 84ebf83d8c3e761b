/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A dialog that says that the memory is not enough, with a button that
 * cancels. */
GtkWidget *saffron_memory_question_new (GtkWindow *parent, const char *text);

void saffron_memory_question_add (GtkWidget *dialog,
                                  const char *response,
                                  const char *label,
                                  AdwResponseAppearance appearance);

G_END_DECLS
