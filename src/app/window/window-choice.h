/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowChoice:
 *
 * Which scene and Z plane of its file a slide is: win.choose-image, with the
 * slide's path and the numbers of #SaffronSlideChoice. It asks before another
 * scene would take runs or landmarks away.
 */
#define SAFFRON_TYPE_WINDOW_CHOICE (saffron_window_choice_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowChoice,
                      saffron_window_choice,
                      SAFFRON,
                      WINDOW_CHOICE,
                      GObject)

SaffronWindowChoice *saffron_window_choice_new (SaffronShell *shell);

G_END_DECLS
