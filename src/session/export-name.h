/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/**
 * saffron_session_export_name:
 *
 * What a file made of a moving slide is called: its name, see
 * saffron_moving_get_name(). Of several slides of one name (in
 * different folders, or of different kinds) the first in the session has it,
 * the others get _2, _3 and so on, passing over names that another slide has.
 * It does not depend on which slides have runs or are exported.
 *
 * Returns: (transfer full): no two slides of a session have the same
 */
char *saffron_session_export_name (SaffronSession *session,
                                   SaffronMoving *moving);

G_END_DECLS
