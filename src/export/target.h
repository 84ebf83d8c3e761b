/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"

G_BEGIN_DECLS

/* %FALSE with %SAFFRON_ERROR_ARGUMENT when @path, which is going to be written,
 * is one of the slides, whatever path leads to it. */
gboolean saffron_target_check (SaffronSlide *reference,
                               SaffronSlide *moving,
                               const char *path,
                               GError **error);

G_END_DECLS
