/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/look.h"
#include "register/reason.h"

G_BEGIN_DECLS

/* (transfer full): the reason as text for a person, in the language of the
 * locale: a clause without a capital letter and without a full stop. */
char *saffron_reason_to_words (const SaffronReason *reason);

/* (transfer full): the texts of all reasons, with @separator between them. */
char *saffron_reasons_to_words (GPtrArray *reasons, const char *separator);

/* (transfer full): the name of the channel that was used, and why. */
char *saffron_look_to_words (const SaffronLook *look);

/* (transfer full): "Z plane 3", of #SaffronLook.z, which is not 0. */
char *saffron_z_to_words (int z);

G_END_DECLS
