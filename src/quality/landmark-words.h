/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/landmark-reading.h"
#include "register/landmark-snap.h"
#include "register/run.h"

G_BEGIN_DECLS

/* (transfer full): "the landmarks would agree within 3.1 px (median) if their
 * coordinates are µm", translated. */
char *saffron_landmark_finding_to_words (const SaffronLandmarkFinding *finding);

/* (transfer full): "snapped, 0.83" or why not, translated. */
char *saffron_snap_to_words (const SaffronSnap *snap);

/* (transfer full) (nullable): why Register would not follow all landmarks, by
 * what saffron_edited_judge() has found; %NULL where it would. */
char *saffron_landmarks_foretell (SaffronRun *judged);

/* (transfer full) (nullable): what @reason says of landmarks; %NULL when it is
 * about something else. Of words.c. */
char *saffron_landmark_words (const SaffronReason *reason);

G_END_DECLS
