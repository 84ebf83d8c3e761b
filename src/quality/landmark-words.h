/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/landmark-reading.h"

G_BEGIN_DECLS

/* (transfer full): "the landmarks would agree within 3.1 px (median) if their
 * coordinates are µm", translated. */
char *saffron_landmark_finding_to_words (const SaffronLandmarkFinding *finding);

/* (transfer full) (nullable): what @reason says of landmarks; %NULL when it is
 * about something else. Of words.c. */
char *saffron_landmark_words (const SaffronReason *reason);

G_END_DECLS
