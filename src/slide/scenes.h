/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide-private.h"

G_BEGIN_DECLS

/* (transfer full): an empty array of #SaffronScene, which frees the names. */
GArray *saffron_scenes_new (void);

/* Appends the next scene. @name: (nullable). Beyond the first thousand nothing
 * is kept. */
void saffron_scenes_add (GArray *scenes,
                         const char *name,
                         gint64 width,
                         gint64 height);

/* (transfer full): number, name and size of the first of @scenes, as in "1:
 * left, 400 × 300, 2: 10 × 10". */
char *saffron_scenes_to_words (GArray *scenes);

/* Gives @to the scenes and Z planes of @from, and which were chosen. */
void saffron_scenes_copy (SaffronSlideInfo *to, const SaffronSlideInfo *from);

G_END_DECLS
