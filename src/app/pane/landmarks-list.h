/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/landmark-editor.h"

G_BEGIN_DECLS

/* The landmarks of the shown moving slide in columns that sort. The selected
 * row is the editor's; names and checks are edited in place. */
#define SAFFRON_TYPE_LANDMARKS_LIST (saffron_landmarks_list_get_type ())
G_DECLARE_FINAL_TYPE (SaffronLandmarksList,
                      saffron_landmarks_list,
                      SAFFRON,
                      LANDMARKS_LIST,
                      AdwBin)

/* Call once: the editor whose landmarks the list shows from now on. */
void saffron_landmarks_list_set_editor (SaffronLandmarksList *self,
                                        SaffronLandmarkEditor *editor);

G_END_DECLS
