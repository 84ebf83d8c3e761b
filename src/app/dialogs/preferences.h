/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The preferences window: rows bound to GSettings, nothing to confirm. */
#define SAFFRON_TYPE_PREFERENCES (saffron_preferences_get_type ())
G_DECLARE_FINAL_TYPE (SaffronPreferences,
                      saffron_preferences,
                      SAFFRON,
                      PREFERENCES,
                      AdwPreferencesWindow)

SaffronPreferences *saffron_preferences_new (GSettings *settings);

G_END_DECLS
