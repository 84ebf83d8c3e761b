/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_join_facts:
 * @facts: texts that stand for themselves, as "3 levels"
 *
 * Puts the facts beside each other as the language does, with commas in
 * English. Texts that need each other belong into one sentence instead.
 *
 * Returns: (transfer full)
 */
char *saffron_join_facts (GPtrArray *facts);

G_END_DECLS
