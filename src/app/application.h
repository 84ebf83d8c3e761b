/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SaffronApplication:
 *
 * One process: application actions, keys, preferences. Files given on the
 * command line or over D-Bus open in the last used window when nothing is open
 * in it, else in one of their own.
 */
#define SAFFRON_TYPE_APPLICATION (saffron_application_get_type ())
G_DECLARE_FINAL_TYPE (SaffronApplication,
                      saffron_application,
                      SAFFRON,
                      APPLICATION,
                      AdwApplication)

SaffronApplication *saffron_application_new (void);

G_END_DECLS
