/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_locale_set_up:
 *
 * Takes the language of the environment, and finds its texts. To be called
 * once, first of all, by each program.
 *
 * Numbers have a decimal point in every language, on screen and in files: what
 * is read off the window can be typed into a field, a table or a command. So
 * printf() and strtod() write and read files in any locale.
 *
 * Texts are UTF-8. Where the environment has no UTF-8, as on a cluster's node,
 * it is set for characters alone; otherwise names that are not ASCII would
 * fail.
 *
 * The texts lie where the build was told to install them; the environment's
 * SAFFRON_LOCALE_DIR names another folder, for a program that was moved.
 */
void saffron_locale_set_up (void);

G_END_DECLS
