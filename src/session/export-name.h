/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/**
 * saffron_session_export_name:
 *
 * Returns the name of files that are made from a moving slide: the slide's
 * name, see saffron_moving_get_name(). When several slides have the same name
 * (in different folders, or of different kinds), the first in the session keeps
 * it and the others get _2, _3 and so on, skipping names that another slide
 * has. The name does not depend on which slides have runs or are exported.
 *
 * Returns: (transfer full): the name, unique within the session
 */
char *saffron_session_export_name (SaffronSession *session,
                                   SaffronMoving *moving);

/* (transfer full): the names of all moving slides, in their order. */
GStrv saffron_session_export_names (SaffronSession *session);

G_END_DECLS
