/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work.h"

G_BEGIN_DECLS

/**
 * SaffronDemoSlides:
 *
 * Two synthetic slides that are made once, in the cache folder, and found there
 * the next time.
 */
#define SAFFRON_TYPE_DEMO_SLIDES (saffron_demo_slides_get_type ())
G_DECLARE_FINAL_TYPE (SaffronDemoSlides,
                      saffron_demo_slides,
                      SAFFRON,
                      DEMO_SLIDES,
                      SaffronWork)

/* Starts at once. */
SaffronDemoSlides *saffron_demo_slides_new (void);

/* (element-type GFile): once the work is done; owned by the work. */
GPtrArray *saffron_demo_slides_get_files (SaffronDemoSlides *self);

/* Whether the file at @path is in the folder of these slides. */
gboolean saffron_demo_slides_is_one (const char *path);

G_END_DECLS
