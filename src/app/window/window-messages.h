/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"
#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowMessages:
 *
 * Says in toasts what went wrong while files were opened, saved and drawn, and
 * lists openings among the works.
 */
#define SAFFRON_TYPE_WINDOW_MESSAGES (saffron_window_messages_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowMessages,
                      saffron_window_messages,
                      SAFFRON,
                      WINDOW_MESSAGES,
                      GObject)

SaffronWindowMessages *saffron_window_messages_new (SaffronShell *shell,
                                                    SaffronCanvas *canvas);

G_END_DECLS
