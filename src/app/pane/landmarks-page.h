/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/edited-verdict.h"

G_BEGIN_DECLS

/* The pane's page of landmarks: what they come to in all, the table, and what
 * one does with them. Its buttons activate win.* actions. */
#define SAFFRON_TYPE_LANDMARKS_PAGE (saffron_landmarks_page_get_type ())
G_DECLARE_FINAL_TYPE (SaffronLandmarksPage,
                      saffron_landmarks_page,
                      SAFFRON,
                      LANDMARKS_PAGE,
                      AdwBin)

/* @verdict: of the run with the landmarks of @editor */
GtkWidget *saffron_landmarks_page_new (SaffronLandmarkEditor *editor,
                                       SaffronEditedVerdict *verdict);

/* (transfer full): how the last snap went, "" if none did since the last
 * edit. */
char *saffron_landmarks_page_describe_snap (SaffronLandmarksPage *self);

/* (transfer full): what it says: the totals, and below them a line for each
 * landmark. */
char *saffron_landmarks_page_describe (SaffronLandmarksPage *self);

G_END_DECLS
