/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): @text in single quotes, as bash and zsh read it. */
char *saffron_shell_quote (const char *text);
/* (transfer full): the same as fish reads it. */
char *saffron_fish_quote (const char *text);

G_END_DECLS
