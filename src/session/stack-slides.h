/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "session/stack.h"

G_BEGIN_DECLS

/* (transfer full): the slides of the session. */
SaffronStack *saffron_stack_new_of (SaffronSession *session);

/* (transfer full) (element-type SaffronStackSlide): an empty list. */
GPtrArray *saffron_stack_slides_new (void);

/* (transfer full): what the slide is called among all of the session. */
char *saffron_stack_name_slide (SaffronSession *session, SaffronMoving *moving);

/* Adds the slide with its current run of the whole slide, called as it is told
 * apart in the session; nothing where it has none. */
void saffron_stack_slides_add (GPtrArray *slides,
                               SaffronSession *session,
                               SaffronMoving *moving);

/* (transfer full) (element-type SaffronStackSlide): the session's slides at
 * @paths (element-type filename) that have a run. */
GPtrArray *saffron_stack_slides_gather (SaffronSession *session,
                                        GPtrArray *paths);

/* (transfer full) (element-type SaffronStackSlide): all slides but @moving that
 * have a run. */
GPtrArray *saffron_stack_slides_gather_others (SaffronSession *session,
                                               SaffronMoving *moving);

/* (transfer container) (element-type SaffronStackSlide): those of @slides over
 * which the slide at @path is tried in the stack, which is ordered, the best
 * first. They belong to @slides. */
GPtrArray *saffron_stack_slides_choose (const SaffronStack *stack,
                                        const char *path,
                                        const GPtrArray *slides);

G_END_DECLS
